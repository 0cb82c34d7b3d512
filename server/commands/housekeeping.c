/* What a serving Kith does by itself, once an hour, in small jobs behind people's writes. */
#include "commands/housekeeping.h"

#include "api/idempotency.h"
#include "base/log.h"
#include "logbook/changes.h"
#include "logbook/trash.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { HOUR_S = 3600, FIRST_S = 60, PURGED_AT_ONCE = 50, MOST_CLOCK_STEP_MS = DAY_MS };

struct housekeeping {
    struct api *api;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
    instant last_clock;
    int64_t last_monotonic_ms;
};

struct housekeeping_job {
    struct job job;
    struct housekeeping *housekeeping;
    bool more;
};

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Nothing is erased for good on the word of a clock that jumped. */
static bool clock_jumped(struct housekeeping *housekeeping)
{
    instant now = housekeeping->api->clock();
    int64_t monotonic = monotonic_ms();
    int64_t step =
        (now.ms - housekeeping->last_clock.ms) - (monotonic - housekeeping->last_monotonic_ms);
    housekeeping->last_clock = now;
    housekeeping->last_monotonic_ms = monotonic;
    return step > MOST_CLOCK_STEP_MS || step < -MOST_CLOCK_STEP_MS;
}

static struct error *run_once(struct job *job, struct db *db, const struct touches *touches)
{
    struct housekeeping_job *own = (struct housekeeping_job *)job;
    struct work w = {.arena = job->arena, .db = db, .now = own->housekeeping->api->clock()};
    struct change_note note = {.what = "erased after 30 days in the trash"};
    struct purged purged = {0};
    own->more = false;
    struct error *err = idempotency_purge(&w);
    if (!err)
        err = change_begin(&w);
    if (!err)
        err = trash_purge(&w, PURGED_AT_ONCE, &purged);
    own->more = purged.more;
    if (err || purged.erased == 0)
        return err;
    return change_end(&w, touches, &note);
}

static void keep_house(struct housekeeping *housekeeping)
{
    if (clock_jumped(housekeeping)) {
        log_line("warning", "the clock jumped by more than a day; nothing is erased this hour",
                 NULL);
        return;
    }
    bool more = true;
    while (more) {
        struct housekeeping_job job = {
            .job = {.arena = housekeeping->arena, .behind = true, .run = run_once},
            .housekeeping = housekeeping};
        struct error *err = writer_run(housekeeping->api->writer, &job.job);
        if (err)
            log_line("error", "housekeeping failed", "why", err->sentence, NULL);
        more = !err && job.more;
        arena_reset(housekeeping->arena);
    }
}

static void *loop(void *context)
{
    struct housekeeping *housekeeping = context;
    int wait_s = FIRST_S;
    pthread_mutex_lock(&housekeeping->lock);
    while (!housekeeping->stopping) {
        struct timespec at;
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_sec += wait_s;
        int code = pthread_cond_timedwait(&housekeeping->changed, &housekeeping->lock, &at);
        if (code == 0 || housekeeping->stopping)
            continue;
        pthread_mutex_unlock(&housekeeping->lock);
        keep_house(housekeeping);
        pthread_mutex_lock(&housekeeping->lock);
        wait_s = HOUR_S;
    }
    pthread_mutex_unlock(&housekeeping->lock);
    return NULL;
}

struct housekeeping *housekeeping_start(struct api *api)
{
    struct arena *arena = arena_new(16 * 1024);
    struct housekeeping *housekeeping = arena_take(api->arena, sizeof(*housekeeping));
    housekeeping->api = api;
    housekeeping->arena = arena;
    housekeeping->last_clock = api->clock();
    housekeeping->last_monotonic_ms = monotonic_ms();
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&housekeeping->changed, &clock);
    pthread_mutex_init(&housekeeping->lock, NULL);
    pthread_create(&housekeeping->thread, NULL, loop, housekeeping);
    return housekeeping;
}

void housekeeping_stop(struct housekeeping *housekeeping)
{
    pthread_mutex_lock(&housekeeping->lock);
    housekeeping->stopping = true;
    pthread_cond_signal(&housekeeping->changed);
    pthread_mutex_unlock(&housekeeping->lock);
    pthread_join(housekeeping->thread, NULL);
    pthread_mutex_destroy(&housekeeping->lock);
    pthread_cond_destroy(&housekeeping->changed);
    arena_free(housekeeping->arena);
}
