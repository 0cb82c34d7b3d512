/* When sessions and tokens were last used: noted once a minute each, behind people's writes. */
#ifndef KITH_API_SEEN_H
#define KITH_API_SEEN_H

#include "api/call.h"

/* Notes that the call's session or token is in use. Never waits, and never fails. */
void seen_note(const struct call *call);

#endif
