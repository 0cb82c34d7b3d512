/* One transaction around many jobs, each in a savepoint of its own. */
#include "store/batch.h"

#include "base/log.h"
#include "store/fulltext.h"

#include <string.h>
#include <time.h>

enum { MERGE_PAGES = 200, BATCHES_BETWEEN_MERGES = 16 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int watch_wal(void *context, sqlite3 *sqlite, const char *schema, int pages)
{
    (void)sqlite, (void)schema;
    struct writer *writer = context;
    writer->wal_pages = pages;
    return SQLITE_OK;
}

struct error *batch_open(struct writer *writer, struct arena *arena)
{
    struct error *err = db_open(arena, writer->settings.path, DB_WRITER, &writer->db);
    if (err)
        return err;
    sqlite3_wal_hook(db_handle(writer->db), watch_wal, writer);
    err = touches_watch(arena, writer->db);
    if (!err) /* merging is paid in slices of our choosing */
        err = fulltext_open(arena, writer->db);
    if (err) {
        db_close(writer->db);
        writer->db = NULL;
    }
    return err;
}

struct error *batch_merge(struct writer *writer, struct work *w)
{
    bool more = false;
    struct error *err = fulltext_merge(w, MERGE_PAGES, &more);
    if (err)
        return err;
    pthread_mutex_lock(&writer->lock);
    writer->health.merge_debt = more;
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

static const struct statement transaction[] = {
    {.sql = "BEGIN IMMEDIATE"}, {.sql = "COMMIT"},      {.sql = "ROLLBACK"},
    {.sql = "SAVEPOINT job"},   {.sql = "RELEASE job"}, {.sql = "ROLLBACK TO job"},
};
enum { BEGIN, COMMIT, ROLLBACK, SAVE, RELEASE, ROLL_BACK_TO };

static bool transaction_is_open(const struct writer *writer)
{
    return !sqlite3_get_autocommit(db_handle(writer->db));
}

/* Runs one job in its savepoint. Its error stays with it; what is given is the transaction's. */
static struct error *run_job(struct writer *writer, struct work *w, struct job *job)
{
    struct error *err = db_run(w, &transaction[SAVE], NULL);
    if (err)
        return err;
    /* Not in the job's arena: what runs in it may rewind it. */
    touches_collect(writer->db, &job->touches, writer->scratch);
    job->err = job->run(job, writer->db, &job->touches);
    touches_collect(writer->db, NULL, NULL);
    if (!transaction_is_open(writer))
        return job->err ? job->err
                        : error_new(w->arena, ERROR_BROKEN, "The transaction ended by itself.");
    if (job->err) {
        err = db_run(w, &transaction[ROLL_BACK_TO], NULL);
        if (err)
            return err;
        memset(&job->touches, 0, sizeof(job->touches));
    }
    return db_run(w, &transaction[RELEASE], NULL);
}

static void pause_ms(int ms)
{
    struct timespec span = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&span, NULL);
}

/* Chains the texts of all jobs that stand. */
static struct touched_text *touched_by(struct job *first)
{
    struct touched_text *all = NULL;
    struct touched_text **end = &all;
    for (struct job *job = first; job; job = job->next) {
        if (job->err || !job->touches.texts)
            continue;
        *end = job->touches.texts;
        end = job->touches.texts_end;
    }
    *end = NULL;
    return all;
}

static struct error *commit(struct writer *writer, struct work *w, struct job *first)
{
    struct error *err = fulltext_index(w, touched_by(first));
    if (!err && writer->health.commits % BATCHES_BETWEEN_MERGES == 0)
        err = batch_merge(writer, w);
    if (writer->settings.commit_delay_ms)
        pause_ms(writer->settings.commit_delay_ms);
    return err ? err : db_run(w, &transaction[COMMIT], NULL);
}

static void tell_broken(struct writer *writer, const struct error *err)
{
    if (err->kind == ERROR_BROKEN) {
        log_line("error", "a commit failed; the database is opened again", "why", err->sentence,
                 NULL);
        db_close(writer->db);
        writer->db = NULL;
    }
    pthread_mutex_lock(&writer->lock);
    writer->health.writable = false;
    pthread_mutex_unlock(&writer->lock);
}

/* One transaction around these jobs. An error means that none of them stands. What found no room
 * within the time of a batch is cut off and given back. */
static struct error *run_batch(struct writer *writer, struct job *first, struct job **ret_rest)
{
    int64_t end_ms = now_ms() + writer->settings.most_ms;
    struct work w = {.arena = writer->scratch, .db = writer->db};
    struct error *err = NULL;
    if (!writer->db) {
        err = batch_open(writer, writer->scratch);
        w.db = writer->db;
    }
    if (!err)
        err = db_run(&w, &transaction[BEGIN], NULL);
    for (struct job *job = first; job && !err; job = job->next) {
        err = run_job(writer, &w, job);
        if (now_ms() >= end_ms && job->next) {
            *ret_rest = job->next;
            job->next = NULL;
        }
    }
    if (!err)
        err = commit(writer, &w, first);
    if (!err)
        return NULL;
    if (writer->db && transaction_is_open(writer)) {
        struct error *late = db_run(&w, &transaction[ROLLBACK], NULL);
        (void)late; /* the first error is the one to tell */
    }
    return err;
}

static void answer(struct job *job, struct error *err)
{
    struct error *own = NULL;
    if (err) { /* the writer's scratch memory ends before the job does */
        own = error_new(job->arena, err->kind, "%s", err->sentence);
    }
    job->done(job, own ? own : job->err);
}

static int job_count(const struct job *job)
{
    int count = 0;
    for (; job; job = job->next)
        count++;
    return count;
}

static void note_success(struct writer *writer, int jobs)
{
    pthread_mutex_lock(&writer->lock);
    writer->health.writable = true;
    writer->health.commits++;
    writer->health.jobs += jobs;
    writer->health.wal_bytes = writer->wal_pages * 4096;
    pthread_mutex_unlock(&writer->lock);
}

void batch_write(struct writer *writer, struct job *first)
{
    struct job *rest = NULL;
    struct error *err = run_batch(writer, first, &rest);
    int count = job_count(first);
    bool each_alone = err && count > 1;
    if (err)
        tell_broken(writer, err);
    else
        note_success(writer, count);
    for (struct job *job = first; job;) {
        struct job *next = job->next;
        if (each_alone) {
            job->next = NULL;
            err = run_batch(writer, job, &rest);
            if (err)
                tell_broken(writer, err);
            else
                note_success(writer, 1);
        }
        answer(job, err);
        job = next;
    }
    arena_reset(writer->scratch);
    if (rest)
        batch_write(writer, rest);
}
