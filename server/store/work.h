/* All that a function of the logbook needs; a test makes one. */
#ifndef KITH_STORE_WORK_H
#define KITH_STORE_WORK_H

#include "base/actor.h"
#include "base/arena.h"
#include "base/instant.h"

struct db;

struct work {
    struct arena *arena;
    struct db *db;
    instant now;
    const struct actor *actor;
    int64_t change; /* number of the change being made, or 0 when only reading */
};

#endif
