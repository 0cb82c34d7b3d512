/* The loop that takes spooled imports in, one bounded job behind people's writes at a time. */
#include "api/importer.h"

#include "base/log.h"
#include "logbook/imports.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct importer {
    struct api *api;
    struct arena *arena; /* of one step */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool awake, stopping;
    struct import_reader *reader;
};

struct import_job {
    struct job job;
    struct importer *importer;
    struct import import;
    bool found, done;
};

static struct error *run_step(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    struct import_job *own = (struct import_job *)job;
    struct importer *importer = own->importer;
    struct work w = {.arena = job->arena, .db = db, .now = importer->api->clock()};
    own->found = own->done = false;
    struct error *err = import_current(&w, &own->import, &own->found);
    if (err || !own->found)
        return err;
    return import_step(&w, importer->api->spool, &own->import, &importer->reader, &own->done);
}

/* Customers' words stay in the spool no longer than needed. */
static void remove_spooled(const struct importer *importer, const char *file)
{
    const char *path = arena_print(importer->arena, "%s/%s", importer->api->spool, file);
    if (unlink(path) != 0)
        log_line("warning", "a spooled file cannot be removed", "why", strerror(errno), NULL);
}

enum progress { STEP_MORE, STEP_NOTHING, STEP_FAILED };
enum { FIRST_RETRY_S = 1, LONGEST_RETRY_S = 60 };

/* A step that failed for a reason that is not the file's, such as a full disk, left nothing behind
 * and is tried again. */
static enum progress take_step(struct importer *importer)
{
    struct import_job job = {.job = {.arena = importer->arena, .behind = true, .run = run_step},
                             .importer = importer};
    struct error *err = writer_run(importer->api->writer, &job.job);
    bool more = !err && job.found && !job.done;
    if (err && err->kind != ERROR_BUSY)
        log_line("error", "an import step failed", "why", err->sentence, NULL);
    if (err || !more) {
        import_reader_free(importer->reader);
        importer->reader = NULL;
    }
    if (!err && job.found && job.done)
        remove_spooled(importer, job.import.file);
    arena_reset(importer->arena);
    if (err)
        return STEP_FAILED;
    return more ? STEP_MORE : STEP_NOTHING;
}

static void wait_to_wake(struct importer *importer)
{
    while (!importer->awake && !importer->stopping)
        pthread_cond_wait(&importer->changed, &importer->lock);
}

/* Waits until a step is to be tried again. The lock is held. */
static void wait_to_retry(struct importer *importer, int seconds)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += seconds;
    int code = 0;
    while (!importer->awake && !importer->stopping && code == 0)
        code = pthread_cond_timedwait(&importer->changed, &importer->lock, &at);
}

static void *loop(void *context)
{
    struct importer *importer = context;
    int retry_s = FIRST_RETRY_S;
    pthread_mutex_lock(&importer->lock);
    while (!importer->stopping) {
        importer->awake = false;
        pthread_mutex_unlock(&importer->lock);
        enum progress taken = take_step(importer);
        pthread_mutex_lock(&importer->lock);
        if (taken == STEP_NOTHING)
            wait_to_wake(importer);
        if (taken == STEP_FAILED)
            wait_to_retry(importer, retry_s);
        retry_s = taken != STEP_FAILED ? FIRST_RETRY_S : retry_s * 2;
        retry_s = retry_s > LONGEST_RETRY_S ? LONGEST_RETRY_S : retry_s;
    }
    pthread_mutex_unlock(&importer->lock);
    return NULL;
}

/* Removes every file of the spool but the one named. */
static void sweep(const char *spool, const char *keep)
{
    DIR *folder = opendir(spool);
    if (!folder)
        return;
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        ident id;
        bool kept = keep && strcmp(entry->d_name, keep) == 0;
        if (ident_read(entry->d_name, &id) && !kept)
            unlinkat(dirfd(folder), entry->d_name, 0);
    }
    closedir(folder);
}

/* What a kill left in the spool goes, unless an import is still to take it in. */
static struct error *sweep_spool(struct arena *arena, struct api *api)
{
    struct work w = {.arena = arena};
    struct import import;
    bool found = false;
    struct error *err = readers_take(api->readers, arena, &w.db);
    if (!err)
        err = import_current(&w, &import, &found);
    readers_give(api->readers, w.db);
    if (!err)
        sweep(api->spool, found ? import.file : NULL);
    return err;
}

struct error *importer_start(struct arena *arena, struct api *api, struct importer **ret_importer)
{
    struct error *err = sweep_spool(arena, api);
    if (err)
        return err;
    struct importer *importer = arena_take(api->arena, sizeof(*importer));
    importer->api = api;
    importer->arena = arena_new(256 * 1024);
    importer->awake = true;
    pthread_mutex_init(&importer->lock, NULL);
    pthread_cond_init(&importer->changed, NULL);
    if (pthread_create(&importer->thread, NULL, loop, importer) != 0)
        return error_new(arena, ERROR_BROKEN, "No thread could be started.");
    *ret_importer = importer;
    return NULL;
}

void importer_wake(struct importer *importer)
{
    pthread_mutex_lock(&importer->lock);
    importer->awake = true;
    pthread_cond_signal(&importer->changed);
    pthread_mutex_unlock(&importer->lock);
}

void importer_stop(struct importer *importer)
{
    if (!importer)
        return;
    pthread_mutex_lock(&importer->lock);
    importer->stopping = true;
    pthread_cond_signal(&importer->changed);
    pthread_mutex_unlock(&importer->lock);
    pthread_join(importer->thread, NULL);
    import_reader_free(importer->reader);
    arena_free(importer->arena);
    pthread_mutex_destroy(&importer->lock);
    pthread_cond_destroy(&importer->changed);
}
