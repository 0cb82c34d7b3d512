/* What a serving Kith does by itself: forgets old keys, empties the trash after 30 days. */
#ifndef KITH_COMMANDS_HOUSEKEEPING_H
#define KITH_COMMANDS_HOUSEKEEPING_H

#include "api/api.h"

struct housekeeping;

struct housekeeping *housekeeping_start(struct api *api);
void housekeeping_stop(struct housekeeping *housekeeping);

#endif
