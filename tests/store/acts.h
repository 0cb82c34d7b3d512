/* Jobs for the writer's tests: each runs SQL of its own, and remembers what was done with it. */
#ifndef KITH_TESTS_ACTS_H
#define KITH_TESTS_ACTS_H

#include "store/writer.h"
#include "support/store.h"

#include <semaphore.h>

enum { MOST_ACTS = 64 };

struct acts;

struct act {
    struct job job;
    struct acts *acts;
    const char *sql;
    struct error *refused; /* what the job itself gives after its SQL */
    int runs;
    int place;            /* in the order of the last runs, from 1 */
    struct error *err;    /* what `done` was told */
    int64_t seen_running; /* rows that another connection sees while the job runs ... */
    int64_t seen_done;    /* ... and when it is done */
};

struct acts {
    struct store store;
    struct writer *writer;
    struct db *other; /* a reader that only the writer's thread uses */
    sem_t begun, go, done;
    struct act items[MOST_ACTS];
    int count;
    int places;
};

static inline int64_t acts_rows(struct db *db)
{
    return store_number(db, "SELECT count(*) FROM counter WHERE name LIKE 'act%'");
}

static inline struct error *act_run(struct job *job, struct db *db, const struct touches *touches)
{
    struct act *act = (struct act *)job;
    (void)touches;
    act->runs++;
    act->place = ++act->acts->places;
    struct error *err = act->sql ? db_execute(job->arena, db, act->sql) : NULL;
    act->seen_running = acts_rows(act->acts->other);
    return err ? err : act->refused;
}

static inline void act_done(struct job *job, struct error *err)
{
    struct act *act = (struct act *)job;
    act->err = err;
    act->seen_done = acts_rows(act->acts->other);
    sem_post(&act->acts->done);
}

/* A job that holds the writer until `go`, so that those behind it wait together. */
static inline struct error *gate_run(struct job *job, struct db *db, const struct touches *touches)
{
    struct act *act = (struct act *)job;
    (void)db, (void)touches;
    sem_post(&act->acts->begun);
    sem_wait(&act->acts->go);
    return NULL;
}

static inline struct act *act_new(struct acts *acts, const char *sql)
{
    struct act *act = &acts->items[acts->count++];
    *act = (struct act){.job = {.arena = arena_new(1024), .run = act_run, .done = act_done},
                        .acts = acts,
                        .sql = sql};
    return act;
}

/* Gives the writer a job. */
static inline struct act *act_add(struct acts *acts, const char *sql)
{
    struct act *act = act_new(acts, sql);
    assert_true(writer_add(acts->writer, &act->job));
    return act;
}

/* A job that adds one row, named by its place among the acts. */
static inline struct act *act_add_row(struct acts *acts)
{
    return act_add(acts, arena_print(acts->store.arena,
                                     "INSERT INTO counter (name, value) VALUES ('act%02d', 1)",
                                     acts->count));
}

static inline void acts_close_gate(struct acts *acts)
{
    struct act *gate = act_new(acts, NULL);
    gate->job.run = gate_run;
    assert_true(writer_add(acts->writer, &gate->job));
    sem_wait(&acts->begun);
}

/* Opens the gate and waits for all jobs. */
static inline void acts_finish(struct acts *acts)
{
    sem_post(&acts->go);
    for (int i = 0; i < acts->count; i++)
        sem_wait(&acts->done);
}

static inline void acts_start(struct acts *acts, const struct writer_settings *settings)
{
    struct writer_settings own = *settings;
    own.path = acts->store.path;
    if (!own.most_ms)
        own.most_ms = 60000; /* no batch is cut short because the machine is slow */
    assert_fine(writer_start(acts->store.arena, &own, &acts->writer));
}

static inline int acts_open(void **state)
{
    struct acts *acts = calloc(1, sizeof(*acts));
    void *store = NULL;
    *state = acts;
    if (store_made(&store))
        return -1;
    acts->store = *(struct store *)store;
    sem_init(&acts->begun, 0, 0);
    sem_init(&acts->go, 0, 0);
    sem_init(&acts->done, 0, 0);
    return db_open(acts->store.arena, acts->store.path, DB_READER, &acts->other) ? -1 : 0;
}

static inline int acts_close(void **state)
{
    struct acts *acts = *state;
    struct store store = acts->store;
    void *of_store = &store;
    writer_stop(acts->writer);
    db_close(acts->other);
    for (int i = 0; i < acts->count; i++)
        arena_free(acts->items[i].job.arena);
    sem_destroy(&acts->begun);
    sem_destroy(&acts->go);
    sem_destroy(&acts->done);
    free(acts);
    return store_close(&of_store);
}

#define ACTS_TEST(test) cmocka_unit_test_setup_teardown(test, acts_open, acts_close)

/* A busy machine splits no batch. */
static const struct writer_settings usual_settings = {.most_ms = 10000};

#endif
