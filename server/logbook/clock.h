/* Whether the clock can be trusted so far that something is erased by it. */
#ifndef KITH_LOGBOOK_CLOCK_H
#define KITH_LOGBOOK_CLOCK_H

#include "logbook/shared.h"

/* What is known of the clock while a Kith runs. Begins as zeros. */
struct clock_watch {
    bool begun;
    instant last;              /* the clock, and ... */
    int64_t last_monotonic_ms; /* ... the time that no clock moves, when both were last looked at */
    int64_t trusted_at_ms;     /* monotonic: when a doubt ends, or 0 */
};

/* Looks at the clock, which is w->now. Gives in `ret_doubt` why nothing may be erased by it, or
 * NULL, and then keeps it in the logbook as the latest trusted time. The clock is in doubt for one
 * day of running when it is behind the kept time, when it moved more than a day otherwise than time
 * did, and when at the first look it is more than 30 days ahead of the kept time: less than that is
 * as good as a stop. */
struct error *clock_check(struct work *w, int64_t monotonic_ms, struct clock_watch *watch,
                          const char **ret_doubt);

#endif
