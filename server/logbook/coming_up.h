/* Days that people told us about, as they come up. */
#ifndef KITH_LOGBOOK_COMING_UP_H
#define KITH_LOGBOOK_COMING_UP_H

#include "logbook/today.h"

extern const struct statement coming_up_statements[];

/* What falls on one of the 14 days from `on`, by day, at most 50 (struct coming_day). A yearly 29
 * February falls on the 28th in common years. */
struct error *coming_up_read(struct work *w, day on, struct list *ret_days);

#endif
