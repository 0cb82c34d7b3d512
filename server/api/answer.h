/* Writes the answer of a call whose steps went well. */
#ifndef KITH_API_ANSWER_H
#define KITH_API_ANSWER_H

#include "api/call.h"

/* Fills in the request's reply: record, list, or nothing; ETag, Location, caching. */
void answer_reply(struct call *call);

#endif
