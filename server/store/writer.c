/* Group commit: one thread, one connection, one queue. */
#include "store/writer.h"

#include "store/batch.h"
#include "store/reserve.h"

#include <time.h>

enum {
    DEFAULT_JOBS = 64,
    DEFAULT_MS = 20,
    DEFAULT_WAITING = 4096,
    DEFAULT_RETRY_MS = 3000,
    IDLE_MS = 200,        /* without a job, before idle work begins ... */
    BETWEEN_IDLE_MS = 10, /* ... and between its slices */
    WAL_CHECK_BYTES = 64 << 20,
};

static void queue_add(struct queue *queue, struct job *job)
{
    job->next = NULL;
    *queue->end = job;
    queue->end = &job->next;
    queue->count++;
}

static struct job *queue_take(struct queue *queue)
{
    struct job *job = queue->first;
    if (!job)
        return NULL;
    queue->first = job->next;
    if (!queue->first)
        queue->end = &queue->first;
    queue->count--;
    return job;
}

/* Before all that wait: they were taken already. */
static void queue_put_back(struct queue *queue, struct job *first)
{
    struct job **end = &first;
    for (; *end; end = &(*end)->next)
        queue->count++;
    if (!first)
        return;
    if (!queue->first)
        queue->end = end;
    *end = queue->first;
    queue->first = first;
}

static void checkpoint(struct writer *writer, int mode)
{
    if (!writer->db || writer->wal_pages == 0)
        return;
    int in_log = 0;
    int carried = 0;
    int code = sqlite3_wal_checkpoint_v2(db_handle(writer->db), NULL, mode, &in_log, &carried);
    if (code == SQLITE_OK && in_log == carried)
        writer->wal_pages = 0;
    pthread_mutex_lock(&writer->lock);
    writer->health.wal_bytes = (int64_t)(in_log - carried) * 4096;
    pthread_mutex_unlock(&writer->lock);
}

/* What is done while nobody waits. Gives false when there is nothing left to do. */
static bool idle_work(struct writer *writer)
{
    if (!writer->health.writable) {
        if (batch_heal(writer))
            checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
        return true;
    }
    if (writer->health.merge_debt) {
        batch_merge(writer);
        return true;
    }
    checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
    return false;
}

/* On a full disk the log must begin anew as often as it can, rather than grow. */
static bool log_is_long(const struct writer *writer)
{
    return writer->wal_pages * 4096 > WAL_CHECK_BYTES || writer->health.trouble == TROUBLE_FULL;
}

static struct timespec deadline_after(int ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += (long)ms * 1000000L;
    at.tv_sec += at.tv_nsec / 1000000000L;
    at.tv_nsec %= 1000000000L;
    return at;
}

/* Waits until there is a job, an idle moment, or the end. The lock is held. */
static void wait_for_work(struct writer *writer)
{
    bool idle_left = true;
    int pause_ms = IDLE_MS;
    while (!writer->waiting.first && !writer->behind.first && !writer->stopping) {
        struct timespec at = deadline_after(pause_ms);
        int code = idle_left ? pthread_cond_timedwait(&writer->changed, &writer->lock, &at)
                             : pthread_cond_wait(&writer->changed, &writer->lock);
        if (code == 0)
            continue;
        pthread_mutex_unlock(&writer->lock);
        idle_left = idle_work(writer);
        pthread_mutex_lock(&writer->lock);
        pause_ms = writer->health.writable ? BETWEEN_IDLE_MS : IDLE_MS;
    }
}

/* Takes what waits, up to the limits of a batch. The lock is held. */
static int take_batch(struct writer *writer, struct job **ret_first)
{
    struct job **end = ret_first;
    int count = 0;
    *ret_first = NULL;
    while (count < writer->settings.most_jobs) {
        if (count > 0 && writer->waiting.first && writer->waiting.first->alone)
            break;
        struct job *job = queue_take(&writer->waiting);
        if (!job && count == 0)
            job = queue_take(&writer->behind);
        if (!job)
            break;
        job->next = NULL;
        *end = job;
        end = &job->next;
        count++;
        if (job->behind || job->alone)
            break;
    }
    return count;
}

static void *write_loop(void *context)
{
    struct writer *writer = context;
    pthread_mutex_lock(&writer->lock);
    for (;;) {
        wait_for_work(writer);
        struct job *first = NULL;
        int count = take_batch(writer, &first);
        if (count == 0 && writer->stopping)
            break;
        pthread_mutex_unlock(&writer->lock);
        struct job *rest = batch_write(writer, first);
        batch_heal(writer);
        if (log_is_long(writer))
            checkpoint(writer, SQLITE_CHECKPOINT_PASSIVE);
        pthread_mutex_lock(&writer->lock);
        queue_put_back(&writer->waiting, rest);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

static void apply_defaults(struct writer_settings *settings)
{
    if (!settings->most_jobs)
        settings->most_jobs = DEFAULT_JOBS;
    if (!settings->most_ms)
        settings->most_ms = DEFAULT_MS;
    if (!settings->most_waiting)
        settings->most_waiting = DEFAULT_WAITING;
    if (!settings->retry_ms)
        settings->retry_ms = DEFAULT_RETRY_MS;
}

struct error *writer_start(struct arena *arena, const struct writer_settings *settings,
                           struct writer **ret_writer)
{
    struct arena *own = arena_new(4096);
    struct writer *writer = arena_take(own, sizeof(*writer));
    writer->arena = own;
    writer->scratch = arena_new(64 * 1024);
    writer->settings = *settings;
    writer->settings.path = arena_text(own, settings->path);
    writer->settings.reserve = arena_text(own, settings->reserve);
    writer->waiting.end = &writer->waiting.first;
    writer->behind.end = &writer->behind.first;
    writer->health.writable = reserve_make(settings->reserve, RESERVE_KEPT);
    writer->health.trouble = writer->health.writable ? TROUBLE_NONE : TROUBLE_FULL;
    apply_defaults(&writer->settings);
    struct error *err = batch_open(writer, arena);
    if (err) {
        arena_free(writer->scratch);
        arena_free(own);
        return err;
    }
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->changed, &clock);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_create(&writer->thread, NULL, write_loop, writer);
    *ret_writer = writer;
    return NULL;
}

bool writer_add(struct writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->lock);
    bool taken = !writer->stopping && writer->waiting.count < writer->settings.most_waiting;
    if (taken) {
        queue_add(job->behind ? &writer->behind : &writer->waiting, job);
        pthread_cond_signal(&writer->changed);
    }
    pthread_mutex_unlock(&writer->lock);
    return taken;
}

struct waited {
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool is_done;
    struct error *err;
};

struct waiting_job {
    struct job job;
    struct job *asked;
    struct waited waited;
};

static struct error *run_asked(struct job *job, struct db *db, const struct touches *touches)
{
    struct waiting_job *waiting = (struct waiting_job *)job;
    return waiting->asked->run(waiting->asked, db, touches);
}

static void wake(struct job *job, struct error *err)
{
    struct waited *waited = &((struct waiting_job *)job)->waited;
    pthread_mutex_lock(&waited->lock);
    waited->err = err;
    waited->is_done = true;
    pthread_cond_signal(&waited->done);
    pthread_mutex_unlock(&waited->lock);
}

struct error *writer_run(struct writer *writer, struct job *job)
{
    struct waiting_job waiting = {
        .job = {.arena = job->arena,
                .run = run_asked,
                .done = wake,
                .behind = job->behind,
                .alone = job->alone,
                .frees = job->frees},
        .asked = job,
        .waited = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, NULL}};
    if (!writer_add(writer, &waiting.job))
        return error_new(job->arena, ERROR_BUSY, "Too much is waiting to be written.");
    pthread_mutex_lock(&waiting.waited.lock);
    while (!waiting.waited.is_done)
        pthread_cond_wait(&waiting.waited.done, &waiting.waited.lock);
    pthread_mutex_unlock(&waiting.waited.lock);
    return waiting.waited.err;
}

struct writer_health writer_health(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    struct writer_health health = writer->health;
    health.waiting = writer->waiting.count + writer->behind.count;
    pthread_mutex_unlock(&writer->lock);
    return health;
}

void writer_close(struct writer *writer)
{
    if (!writer || writer->closed)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    checkpoint(writer, SQLITE_CHECKPOINT_TRUNCATE);
    batch_close(writer);
    writer->closed = true;
}

void writer_stop(struct writer *writer)
{
    if (!writer)
        return;
    writer_close(writer);
    pthread_mutex_destroy(&writer->lock);
    pthread_cond_destroy(&writer->changed);
    arena_free(writer->scratch);
    arena_free(writer->arena);
}
