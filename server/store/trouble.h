/* What the writer does when the database cannot be written, until it can be. For the writer alone.
 */
#ifndef KITH_STORE_TROUBLE_H
#define KITH_STORE_TROUBLE_H

#include "store/batch.h"

int64_t trouble_clock_ms(void);

/* Notes what a failure means for those that follow: a broken connection is closed, a full disk gets
 * its reserve. The log tells the first of several. */
void trouble_begin(struct writer *writer, const struct error *err);
void trouble_end(struct writer *writer);

/* After a failure the database is opened only when it is sound; and when it is not, not again
 * before some time has gone by, since all of it is read to find that out. */
struct error *trouble_open(struct writer *writer);

/* True when it is time to try again whether the database can be written, and there is room for it;
 * `ret_due` only whether it is time. */
bool trouble_may_end(struct writer *writer, bool *ret_due);

#endif
