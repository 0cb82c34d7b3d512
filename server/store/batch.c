/* One transaction around many jobs, each in a savepoint of its own. */
#include "store/batch.h"

#include "store/fulltext.h"
#include "store/trouble.h"

#include <string.h>
#include <time.h>

/* What a batch adds to the index is a page for each text or two, written some times more until they
 * stand among the old ones. About twice as much is paid as it comes up, in slices between the
 * commits, and the rest in idle moments: unpaid, it would grow until FTS5 had to merge all of it in
 * one commit. */
enum { MERGE_PAGES = 200, MERGE_OF_A_BATCH = 4, MERGE_OF_A_TEXT = 1 };

static int watch_wal(void *context, sqlite3 *sqlite, const char *schema, int pages)
{
    (void)sqlite, (void)schema;
    struct writer *writer = context;
    writer->wal_pages = pages;
    return SQLITE_OK;
}

void batch_close(struct writer *writer)
{
    db_close(writer->db);
    writer->db = NULL;
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
    if (err)
        batch_close(writer);
    return err;
}

static int64_t clock_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void note_success(struct writer *writer, int jobs, int64_t took_us)
{
    pthread_mutex_lock(&writer->lock);
    if (took_us > writer->health.slowest_us)
        writer->health.slowest_us = took_us;
    writer->health.commits++;
    writer->health.jobs += jobs;
    writer->health.wal_bytes = writer->wal_pages * 4096;
    pthread_mutex_unlock(&writer->lock);
}

static void note_index_cpu(struct writer *writer, int64_t begun_us)
{
    pthread_mutex_lock(&writer->lock);
    writer->health.index_cpu_us += clock_us(CLOCK_THREAD_CPUTIME_ID) - begun_us;
    pthread_mutex_unlock(&writer->lock);
}

void batch_merge(struct writer *writer)
{
    struct work w = {.arena = writer->scratch, .db = writer->db};
    int64_t begun_us = clock_us(CLOCK_THREAD_CPUTIME_ID);
    int64_t pages = writer->merge_due > MERGE_PAGES ? writer->merge_due : MERGE_PAGES;
    bool more = true;
    struct error *err = fulltext_merge(&w, pages, &more);
    writer->merge_due = 0;
    note_index_cpu(writer, begun_us);
    if (err)
        trouble_begin(writer, err);
    pthread_mutex_lock(&writer->lock);
    writer->health.merge_debt = more;
    pthread_mutex_unlock(&writer->lock);
    arena_reset(writer->scratch);
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

/* The error of a transaction that one job has ended. It outlives the job. */
static struct error *ended_by(struct work *w, const struct error *err)
{
    if (!err)
        return error_new(w->arena, ERROR_BROKEN, "The transaction ended by itself.");
    return error_new(w->arena, err->kind, "%s", err->sentence);
}

/* Of a job that failed. One that is alone has no savepoint: with many rows in it, SQLite would go
 * through all that it keeps for the savepoint again at every statement. */
static struct error *take_back(struct work *w, bool alone)
{
    if (!alone)
        return db_run(w, &transaction[ROLL_BACK_TO], NULL);
    struct error *err = db_run(w, &transaction[ROLLBACK], NULL);
    return err ? err : db_run(w, &transaction[BEGIN], NULL);
}

/* Its error stays with the job; what is given is the transaction's. */
static struct error *run_job(struct writer *writer, struct work *w, struct job *job, bool alone)
{
    if (writer->health.trouble == TROUBLE_FULL && !job->frees) {
        job->err = error_new(job->arena, ERROR_FULL,
                             "The disk is full. Nothing was changed; make room and try again.");
        return NULL;
    }
    struct error *err = alone ? NULL : db_run(w, &transaction[SAVE], NULL);
    if (err)
        return err;
    /* Not in the job's arena: what runs in it may rewind it. */
    touches_collect(writer->db, &job->touches, writer->scratch);
    job->err = job->run(job, writer->db, &job->touches);
    touches_collect(writer->db, NULL, NULL);
    if (!transaction_is_open(writer) || (job->err && job->err->kind == ERROR_FULL))
        return ended_by(w, job->err);
    if (job->err) {
        err = take_back(w, alone);
        if (err)
            return err;
        memset(&job->touches, 0, sizeof(job->touches));
    }
    return alone ? NULL : db_run(w, &transaction[RELEASE], NULL);
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

/* When the disk fails at this moment, the words may be on it all the same. */
static struct error *commit_now(struct work *w)
{
    struct error *err = db_run(w, &transaction[COMMIT], NULL);
    if (!err || err->kind != ERROR_BROKEN)
        return err;
    struct error *unsure = error_new(w->arena, ERROR_UNSURE,
                                     "It is not known whether this was kept. Send it again with "
                                     "the same Idempotency-Key.");
    unsure->next = err;
    return unsure;
}

static void add_merge_due(struct writer *writer, const struct touched_text *touched)
{
    writer->merge_due += touched ? MERGE_OF_A_BATCH : 0;
    for (; touched; touched = touched->next)
        writer->merge_due += MERGE_OF_A_TEXT;
}

static struct error *commit(struct writer *writer, struct work *w, struct job *first)
{
    int64_t begun_us = clock_us(CLOCK_THREAD_CPUTIME_ID);
    struct touched_text *touched = touched_by(first);
    struct error *err = fulltext_index(w, touched);
    add_merge_due(writer, touched);
    note_index_cpu(writer, begun_us);
    if (writer->settings.commit_delay_ms)
        pause_ms(writer->settings.commit_delay_ms);
    return err ? err : commit_now(w);
}

/* One transaction around these jobs. An error means that none of them stands. What found no room
 * within the time of a batch is cut off and given back. */
static struct error *run_batch(struct writer *writer, struct job *first, struct job **ret_rest)
{
    int64_t end_ms = trouble_clock_ms() + writer->settings.most_ms;
    struct work w = {.arena = writer->scratch, .db = writer->db};
    struct error *err = NULL;
    bool alone = !first->next;
    if (!writer->db) {
        err = trouble_open(writer);
        w.db = writer->db;
    }
    if (!err)
        err = db_run(&w, &transaction[BEGIN], NULL);
    for (struct job *job = first; job && !err; job = job->next) {
        err = run_job(writer, &w, job, alone);
        if (trouble_clock_ms() >= end_ms && job->next) {
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

/* A job that failed by itself is not kept, however the commit of the others ended. */
static void answer(struct job *job, const struct error *err)
{
    struct error *own = job->err;
    if (err && !(err->kind == ERROR_UNSURE && own)) {
        /* the writer's scratch memory ends before the job does */
        own = error_new(job->arena, err->kind, "%s", err->sentence);
    }
    job->done(job, own);
}

static int job_count(const struct job *job)
{
    int count = 0;
    for (; job; job = job->next)
        count++;
    return count;
}

/* One transaction around these jobs, and what follows from how it ended. */
static struct error *try_batch(struct writer *writer, struct job *first, struct job **ret_rest)
{
    int64_t begun_us = clock_us(CLOCK_MONOTONIC);
    struct error *err = run_batch(writer, first, ret_rest);
    if (err)
        trouble_begin(writer, err);
    else
        note_success(writer, job_count(first), clock_us(CLOCK_MONOTONIC) - begun_us);
    return err;
}

/* Whether a job of a failed batch is tried once more, alone: where that can help, and cannot do it
 * twice. */
static bool runs_again(const struct job *job, const struct error *err)
{
    if (err->kind == ERROR_FULL)
        return job->frees;
    return err->kind != ERROR_UNSURE && err->kind != ERROR_BUSY;
}

struct job *batch_write(struct writer *writer, struct job *first)
{
    struct job *rest = NULL;
    struct error *err = try_batch(writer, first, &rest);
    for (struct job *job = first; job;) {
        struct job *next = job->next;
        struct error *own = err;
        if (err && runs_again(job, err)) {
            job->next = NULL;
            own = try_batch(writer, job, &rest);
        }
        answer(job, own);
        job = next;
    }
    arena_reset(writer->scratch);
    /* Nobody's commit waits for it. */
    if (writer->merge_due >= MERGE_PAGES && writer->health.writable)
        batch_merge(writer);
    return rest;
}

static const struct statement try_sql = {.sql =
                                             "INSERT INTO counter (name, value) VALUES ('tried', 1)"
                                             " ON CONFLICT (name) DO UPDATE SET value = value + 1"};

static struct error *write_one_row(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    struct work w = {.arena = job->arena, .db = db};
    return db_run(&w, &try_sql, NULL);
}

bool batch_heal(struct writer *writer)
{
    bool due = false;
    if (!trouble_may_end(writer, &due))
        return due;
    struct job probe = {.arena = writer->scratch, .frees = true, .run = write_one_row};
    struct job *rest = NULL;
    struct error *err = try_batch(writer, &probe, &rest);
    if (!err && !probe.err)
        trouble_end(writer);
    arena_reset(writer->scratch);
    return true;
}
