/* Counts callers in a table of chains; who is at zero is no longer in it. */
#include "web/headcount.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CHAINS = 4096 };

struct caller {
    struct caller *next;
    struct address first;
    unsigned count;
};

struct headcount {
    pthread_mutex_t lock;
    /* Without a secret key, somebody with many addresses could choose those of one chain. */
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct caller *chains[CHAINS];
};

struct headcount *headcount_new(struct arena *arena)
{
    struct headcount *headcount = arena_take(arena, sizeof(*headcount));
    pthread_mutex_init(&headcount->lock, NULL);
    randombytes_buf(headcount->key, sizeof(headcount->key));
    return headcount;
}

void headcount_close(struct headcount *headcount)
{
    for (int i = 0; i < CHAINS; i++) {
        for (struct caller *caller = headcount->chains[i]; caller;) {
            struct caller *next = caller->next;
            free(caller);
            caller = next;
        }
    }
    pthread_mutex_destroy(&headcount->lock);
}

/* Where the caller hangs, or would. */
static struct caller **place_of(struct headcount *headcount, const struct network *caller)
{
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, caller->first.bytes, sizeof(caller->first.bytes),
                     headcount->key);
    struct caller **place = &headcount->chains[hash % CHAINS];
    while (*place && memcmp(&(*place)->first, &caller->first, sizeof(caller->first)) != 0)
        place = &(*place)->next;
    return place;
}

/* Without memory nobody new is let in, which is what the limit is for. */
static struct caller *caller_new(const struct network *network)
{
    struct caller *caller = calloc(1, sizeof(*caller));
    if (caller)
        caller->first = network->first;
    return caller;
}

bool headcount_enter(struct headcount *headcount, const struct network *caller, unsigned most)
{
    pthread_mutex_lock(&headcount->lock);
    struct caller **place = place_of(headcount, caller);
    if (!*place && most > 0)
        *place = caller_new(caller);
    bool enters = *place && (*place)->count < most;
    if (enters)
        (*place)->count++;
    pthread_mutex_unlock(&headcount->lock);
    return enters;
}

void headcount_leave(struct headcount *headcount, const struct network *caller)
{
    pthread_mutex_lock(&headcount->lock);
    struct caller **place = place_of(headcount, caller);
    struct caller *leaving = *place;
    assert(leaving && leaving->count > 0);
    if (--leaving->count == 0) {
        *place = leaving->next;
        free(leaving);
    }
    pthread_mutex_unlock(&headcount->lock);
}

unsigned headcount_of(struct headcount *headcount, const struct network *caller)
{
    pthread_mutex_lock(&headcount->lock);
    struct caller *const *place = place_of(headcount, caller);
    unsigned count = *place ? (*place)->count : 0;
    pthread_mutex_unlock(&headcount->lock);
    return count;
}
