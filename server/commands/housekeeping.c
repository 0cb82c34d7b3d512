/* What a serving Kith does by itself, once an hour, in small jobs behind people's writes. */
#include "commands/housekeeping.h"

#include "api/idempotency.h"
#include "base/log.h"
#include "logbook/audit.h"
#include "logbook/changes.h"
#include "logbook/clock.h"
#include "logbook/drafts.h"
#include "logbook/guesses.h"
#include "logbook/imports.h"
#include "logbook/sessions.h"
#include "logbook/trash.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { HOUR_S = 3600, FIRST_S = 60, PURGED_AT_ONCE = 50 };

struct housekeeping {
    struct api *api;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
    struct clock_watch watch;
};

/* What a run finds stays with the job until it is committed: it may run again. */
struct housekeeping_job {
    struct job job;
    struct housekeeping *housekeeping;
    struct clock_watch watch;
    const char *doubt; /* why the clock is not trusted, or NULL */
    bool more;
};

/* The sleep of a machine counts: it is no jump of the clock. */
static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct error *erase_old(struct work *w, const struct touches *touches, bool *ret_more)
{
    struct change_note note = {.what = "erased after 30 days in the trash"};
    struct purged purged = {0};
    struct error *err = idempotency_purge(w);
    if (!err)
        err = guesses_settle(w);
    if (!err)
        err = sessions_purge(w);
    if (!err)
        err = drafts_purge(w);
    if (!err)
        err = change_begin(w);
    if (!err)
        err = trash_purge(w, PURGED_AT_ONCE, &purged);
    *ret_more = purged.more;
    if (err || purged.erased == 0)
        return err;
    err = change_end(w, touches, &note);
    return err ? err
               : audit_write(w, note.what, NULL, note.subject_id,
                             arena_print(w->arena, "%lld in all", (long long)purged.erased));
}

/* An import holds what is not whole yet; and nothing is erased for good on the word of a clock that
 * is in doubt. */
static struct error *run_once(struct job *job, struct db *db, const struct touches *touches)
{
    struct housekeeping_job *own = (struct housekeeping_job *)job;
    struct work w = {.arena = job->arena, .db = db, .now = own->housekeeping->api->clock()};
    bool blocked = false;
    own->watch = own->housekeeping->watch;
    own->doubt = NULL;
    own->more = false;
    struct error *err = import_blocks(&w, &blocked);
    if (err || blocked)
        return err;
    err = clock_check(&w, monotonic_ms(), &own->watch, &own->doubt);
    return err || own->doubt ? err : erase_old(&w, touches, &own->more);
}

/* A doubt that goes on is told only when it begins. */
static void take_watch(struct housekeeping *housekeeping, const struct housekeeping_job *job)
{
    bool begins = job->doubt && job->watch.trusted_at_ms != housekeeping->watch.trusted_at_ms;
    housekeeping->watch = job->watch;
    if (begins)
        log_line("warning", "nothing is erased for a day of running", "why", job->doubt, NULL);
}

void housekeeping_run(struct housekeeping *housekeeping)
{
    bool more = true;
    while (more) {
        struct housekeeping_job job = {
            .job = {.arena = housekeeping->arena, .behind = true, .run = run_once},
            .housekeeping = housekeeping};
        struct error *err = writer_run(housekeeping->api->writer, &job.job);
        if (err)
            log_line("error", "housekeeping failed", "why", err->sentence, NULL);
        else
            take_watch(housekeeping, &job);
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
        housekeeping_run(housekeeping);
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
