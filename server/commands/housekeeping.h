/* What a serving Kith does by itself: forgets old keys, empties the trash after 30 days. */
#ifndef KITH_COMMANDS_HOUSEKEEPING_H
#define KITH_COMMANDS_HOUSEKEEPING_H

#include "api/api.h"

struct housekeeping;

/* Starts the thread that keeps house one minute from now, and then every hour. */
struct housekeeping *housekeeping_start(struct api *api);

/* Keeps house once, on the caller's thread; nobody else may at that moment. */
void housekeeping_run(struct housekeeping *housekeeping);
void housekeeping_stop(struct housekeeping *housekeeping);

#endif
