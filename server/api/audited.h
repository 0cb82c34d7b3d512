/* What goes into the audit log beside a request: acts, exports, refusals. */
#ifndef KITH_API_AUDITED_H
#define KITH_API_AUDITED_H

#include "api/call.h"

/* Appends the row of an act whose step went well, in its savepoint, when its route is AUDITED. */
struct error *audited_act(struct call *call);

/* Has that row say which other thing the act was done with: the one that was merged. */
void audited_names(struct call *call, ident other);

/* What the error of a GET's WRITER step is in words that fit: the step's own, or that the writer
 * could not note what will be read. */
struct error *audited_reading_fails(struct call *call, struct error *err);

/* When refusals were last written down. It ends with the arena. */
struct refusals *refusals_new(struct arena *arena);

/* Has the writer note that a member was refused, without waiting for it: at most ten in any second,
 * and none while much waits to be written. */
void audited_refused(const struct call *call);

#endif
