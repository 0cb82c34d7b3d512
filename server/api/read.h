/* Reads what was sent: path, parameters and body, by the shapes of the route. */
#ifndef KITH_API_READ_H
#define KITH_API_READ_H

#include "api/call.h"

/* Sets id, number, query and asked of the call, and the hash of its body when it has a key. All
 * faults of the parameters, or of the body, at once. */
struct error *call_read(struct call *call);

#endif
