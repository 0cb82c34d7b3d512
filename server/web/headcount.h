/* How many of something each caller has at this moment: connections, or requests. */
#ifndef KITH_WEB_HEADCOUNT_H
#define KITH_WEB_HEADCOUNT_H

#include "base/arena.h"
#include "web/address.h"

/* Safe to use from several threads. Its memory grows with those who are counted at this moment. */
struct headcount;

/* Lives in the arena; headcount_close gives back what is not there. */
struct headcount *headcount_new(struct arena *arena);
void headcount_close(struct headcount *headcount);

/* Counts one more of the caller, or gives false when there are `most` already. */
bool headcount_enter(struct headcount *headcount, const struct network *caller, unsigned most);

/* Counts one less: for each headcount_enter that gave true. */
void headcount_leave(struct headcount *headcount, const struct network *caller);

unsigned headcount_of(struct headcount *headcount, const struct network *caller);

#endif
