/* Whether the clock can be trusted so far that something is erased by it. */
#include "logbook/clock.h"

static const char kept_name[] = "clock";

enum { LONGEST_STOP_DAYS = 30 };

static const char *doubt_at_start(instant now, int64_t kept_ms)
{
    bool ahead = kept_ms != NOTHING && now.ms - kept_ms > (int64_t)LONGEST_STOP_DAYS * DAY_MS;
    return ahead ? "the clock is more than 30 days ahead of when it was last trusted" : NULL;
}

static const char *doubt_while_running(instant now, int64_t monotonic_ms,
                                       const struct clock_watch *watch)
{
    int64_t step_ms = (now.ms - watch->last.ms) - (monotonic_ms - watch->last_monotonic_ms);
    bool jumped = step_ms > DAY_MS || step_ms < -DAY_MS;
    return jumped ? "the clock jumped by more than a day" : NULL;
}

/* A kept time ahead of the clock is no new doubt while one lasts: it is kept until that ends. */
static const char *new_doubt(instant now, int64_t kept_ms, int64_t monotonic_ms,
                             const struct clock_watch *watch)
{
    const char *doubt =
        watch->begun ? doubt_while_running(now, monotonic_ms, watch) : doubt_at_start(now, kept_ms);
    if (!doubt && watch->trusted_at_ms == 0 && kept_ms != NOTHING && now.ms < kept_ms)
        doubt = "the clock is behind the time at which it was last trusted";
    return doubt;
}

struct error *clock_check(struct work *w, int64_t monotonic_ms, struct clock_watch *watch,
                          const char **ret_doubt)
{
    int64_t kept_ms = NOTHING;
    struct error *err = counter_read(w, kept_name, &kept_ms);
    if (err)
        return err;
    const char *doubt = new_doubt(w->now, kept_ms, monotonic_ms, watch);
    watch->begun = true;
    watch->last = w->now;
    watch->last_monotonic_ms = monotonic_ms;
    if (doubt)
        watch->trusted_at_ms = monotonic_ms + DAY_MS;
    else if (monotonic_ms < watch->trusted_at_ms)
        doubt = "the clock was in doubt a while ago";
    else
        watch->trusted_at_ms = 0;
    *ret_doubt = doubt;
    return doubt ? NULL : counter_keep(w, kept_name, w->now.ms);
}
