/* One thread for what is slow and would hold others up: hashing a password takes a fifth of a
 * second and 64 MiB. Work is done one chore at a time, in the order in which it came. */
#ifndef KITH_API_POOL_H
#define KITH_API_POOL_H

#include <stdbool.h>
#include <stdint.h>

struct pool;

/* A piece of work; its owner keeps it until `run` has begun. */
struct chore {
    struct chore *next;
    uint64_t whose; /* an account or a link: two of one wait at most */
    void (*run)(struct chore *chore);
};

struct pool *pool_start(void);

/* False when too much waits already, altogether or of the same. */
bool pool_add(struct pool *pool, struct chore *chore);

/* Does what waits, ends the thread, and takes nothing more. */
void pool_close(struct pool *pool);

void pool_free(struct pool *pool);

#endif
