/* ETags "revision.story.names-shape", and what clients say about them. */
#ifndef KITH_API_ETAG_H
#define KITH_API_ETAG_H

#include "api/call.h"

/* The ETag of the call's record or list, with quotes. What has no revision or story of its own has
 * the highest change number in its place. */
const char *etag_of(const struct call *call);

/* True when If-None-Match names it. */
bool etag_is_known(const struct call *call, const char *etag);

/* Compares If-Match with the record's revision: the part before the first dot. ERROR_CHANGED
 * carries the current record as the member "current". Without If-Match there is nothing to compare.
 */
struct error *etag_match(struct call *call, const void *record);

/* The record's int64_t field of that name, or NOTHING. */
int64_t record_number(const struct shape *shape, const void *record, const char *name);

#endif
