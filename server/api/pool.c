/* The thread that hashes passwords, and the queue before it. */
#include "api/pool.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    MOST_WAITING = 128, /* about 25 seconds of hashing */
    MOST_OF_SAME = 2,
};

struct pool {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct chore *first, *last;
    int waiting;
    bool stopping;
};

static struct chore *take(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->first && !pool->stopping)
        pthread_cond_wait(&pool->changed, &pool->lock);
    struct chore *chore = pool->first;
    if (chore) {
        pool->first = chore->next;
        pool->waiting--;
    }
    pthread_mutex_unlock(&pool->lock);
    return chore;
}

static void *loop(void *context)
{
    struct pool *pool = context;
    for (struct chore *chore = take(pool); chore; chore = take(pool))
        chore->run(chore);
    return NULL;
}

struct pool *pool_start(void)
{
    struct pool *pool = calloc(1, sizeof(*pool));
    if (!pool)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    if (pthread_create(&pool->thread, NULL, loop, pool) == 0)
        return pool;
    free(pool);
    return NULL;
}

/* One who asks many times keeps nobody else waiting. */
static bool has_room(const struct pool *pool, uint64_t whose)
{
    int of_same = 0;
    for (const struct chore *at = pool->waiting ? pool->first : NULL; at; at = at->next)
        of_same += at->whose == whose;
    return pool->waiting < MOST_WAITING && of_same < MOST_OF_SAME && !pool->stopping;
}

bool pool_add(struct pool *pool, struct chore *chore)
{
    pthread_mutex_lock(&pool->lock);
    bool taken = has_room(pool, chore->whose);
    if (taken) {
        chore->next = NULL;
        if (pool->waiting++)
            pool->last->next = chore;
        else
            pool->first = chore;
        pool->last = chore;
        pthread_cond_signal(&pool->changed);
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

void pool_close(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_signal(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    pthread_join(pool->thread, NULL);
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->changed);
    free(pool);
}
