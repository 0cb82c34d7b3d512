/* The one thread that writes. What waits is committed together; nothing is told before that. */
#ifndef KITH_STORE_WRITER_H
#define KITH_STORE_WRITER_H

#include "store/db.h"
#include "store/touches.h"

/* One write. The writer calls `run` inside a savepoint of its own, or in a transaction of its own
 * when no other job shares the commit, maybe twice, and after the commit `done`, which is the last
 * that it knows of the job. */
struct job {
    struct job *next;
    struct arena *arena; /* of the job alone, for errors */
    bool behind;         /* runs only when no other job waits */
    bool alone;          /* touches many rows: no other job shares its commit */
    bool frees;          /* deletes: runs on a full disk as well, from the reserve */
    /* `touches` grows while the job runs; nobody but the job may look at them, and only then. */
    struct error *(*run)(struct job *job, struct db *db, const struct touches *touches);
    void (*done)(struct job *job, struct error *err);
    struct touches touches; /* the writer's own */
    struct error *err;
    bool answered;
};

struct writer_settings {
    const char *path;
    const char *reserve; /* file that keeps room for deleting on a full disk, or NULL */
    int most_jobs;       /* of one commit; 0 means 64 */
    int most_ms;         /* after which a batch takes no more jobs; 0 means 20 */
    int commit_delay_ms; /* added to every commit, for measuring */
    int most_waiting;    /* jobs in the queue; 0 means 4,096 */
    int retry_ms;        /* between tries to write again after a failure; 0 means 3,000 */
};

/* Why nothing can be written, except for jobs that free on a full disk. DAMAGED: the database could
 * not be opened again, or was found damaged then. */
enum trouble { TROUBLE_NONE, TROUBLE_FULL, TROUBLE_FAILED, TROUBLE_DAMAGED };

struct writer;

struct error *writer_start(struct arena *arena, const struct writer_settings *settings,
                           struct writer **ret_writer);

/* Takes a job. An error that its `done` is told of kind ERROR_UNSURE means that nobody knows
 * whether it is kept; with any other nothing of it is. False when the queue is full or the writer
 * stops: the job is then the caller's. */
bool writer_add(struct writer *writer, struct job *job);

/* Runs one job and waits for it; for commands and tests. */
struct error *writer_run(struct writer *writer, struct job *job);

struct writer_health {
    bool writable; /* false in trouble, which ends when a commit succeeds */
    enum trouble trouble;
    int64_t commits;
    int64_t jobs;
    int64_t slowest_us;   /* the longest that jobs waited for their commit, begun to done */
    int64_t index_cpu_us; /* of keeping the full-text indexes, their merging included */
    int64_t wal_bytes;    /* not yet carried into the database file */
    bool merge_debt;      /* the index waits for an idle moment */
    int waiting;
};

struct writer_health writer_health(struct writer *writer);

/* Finishes what waits, carries the log into the database and closes it. Takes no job from then on,
 * whoever still has one. */
void writer_close(struct writer *writer);

/* The same, unless it was closed before, and frees it: nobody may know of it any more. */
void writer_stop(struct writer *writer);

#endif
