/* Idempotency-Key: a write that is sent again is told again, not done again. */
#ifndef KITH_API_IDEMPOTENCY_H
#define KITH_API_IDEMPOTENCY_H

#include "api/call.h"

extern const struct statement idempotency_statements[];

/* Checks the header and hashes method, path and body into the call. ERROR_INVALID for a key that is
 * empty or longer than 200 bytes. */
struct error *idempotency_read(struct call *call);

/* Inside the writer: looks for an earlier write with the key. `ret_repeat` tells that the call's
 * status, subject, record, change and extra were set from it. The same key with another request is
 * ERROR_INVALID. */
struct error *idempotency_find(struct call *call, bool *ret_repeat);

/* Inside the writer, in the write's own savepoint: keeps the key. */
struct error *idempotency_keep(struct call *call);

/* Forgets keys older than 30 days, at most 500. */
struct error *idempotency_purge(struct work *w);

#endif
