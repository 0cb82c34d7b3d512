/* Many threads that write, read and look at once; also run with the thread sanitizer. */
#include "store/readers.h"
#include "store/writer.h"
#include "support/store.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WRITERS = 6, JOBS_EACH = 60, READERS = 3 };

struct load {
    struct store *store;
    struct writer *writer;
    struct readers *readers;
    atomic_int threads;
    atomic_bool over;
};

struct turn {
    struct job job;
    int number;
};

/* One passage a job. Every seventh is refused, every fiftieth ends the transaction. */
static struct error *turn_run(struct job *job, struct db *db, const struct touches *touches)
{
    const struct turn *turn = (const struct turn *)job;
    (void)touches;
    struct error *err = db_execute(
        job->arena, db,
        arena_print(job->arena,
                    "INSERT INTO passage (id, field, owner, at, tokens, text) VALUES (%d, 1, %d, 0,"
                    " 'p%d', 'words of %d')",
                    turn->number, turn->number, turn->number % 5, turn->number));
    if (!err && turn->number % 50 == 0)
        err = db_execute(job->arena, db, "ROLLBACK");
    if (!err && turn->number % 7 == 0)
        err = error_new(job->arena, ERROR_INVALID, "Not a seventh.");
    return err;
}

static bool turn_stands(int turn)
{
    return turn % 7 != 0 && turn % 50 != 0;
}

static void no_more(struct job *job, struct error *err)
{
    (void)job, (void)err;
}

static void *write_turns(void *context)
{
    struct load *load = context;
    int thread = atomic_fetch_add(&load->threads, 1);
    int64_t wrong = 0;
    for (int i = 0; i < JOBS_EACH; i++) {
        struct turn turn = {.number = thread * JOBS_EACH + i + 1};
        turn.job = (struct job){
            .arena = arena_new(1024), .run = turn_run, .done = no_more, .behind = i % 11 == 0};
        struct error *err = writer_run(load->writer, &turn.job);
        wrong += (err == NULL) != turn_stands(turn.number);
        arena_free(turn.job.arena);
    }
    return (void *)(intptr_t)wrong;
}

/* Every read must see whole batches: as many passages as the index has rows. */
static void *read_on(void *context)
{
    struct load *load = context;
    struct arena *arena = arena_new(4096);
    int64_t wrong = 0;
    while (!atomic_load(&load->over)) {
        static const struct statement uneven = {
            .sql = "SELECT (SELECT count(*) FROM passage)"
                   " <> (SELECT count(*) FROM find WHERE find MATCH 'words')",
            .whole = true};
        struct work w = {.arena = arena};
        int64_t found = 0;
        wrong += readers_take(load->readers, arena, &w.db) != NULL;
        wrong += db_begin_read(arena, w.db, 0) != NULL;
        wrong += db_number(&w, &uneven, NULL, &found) != NULL || found != 0;
        db_end_read(w.db);
        readers_give(load->readers, w.db);
        arena_reset(arena);
    }
    arena_free(arena);
    return (void *)(intptr_t)wrong;
}

static void *look_on(void *context)
{
    struct load *load = context;
    int64_t wrong = 0;
    int64_t jobs = 0;
    while (!atomic_load(&load->over)) {
        struct writer_health health = writer_health(load->writer);
        wrong += health.jobs < jobs || health.waiting < 0;
        jobs = health.jobs;
    }
    return (void *)(intptr_t)wrong;
}

static int64_t join(pthread_t thread)
{
    void *wrong = NULL;
    pthread_join(thread, &wrong);
    return (int64_t)(intptr_t)wrong;
}

/* Gives how many things went wrong in any thread. */
static int64_t run_load(struct load *load)
{
    pthread_t writers[WRITERS];
    pthread_t others[READERS + 1];
    int64_t wrong = 0;
    for (int i = 0; i < READERS; i++)
        pthread_create(&others[i], NULL, read_on, load);
    pthread_create(&others[READERS], NULL, look_on, load);
    for (int i = 0; i < WRITERS; i++)
        pthread_create(&writers[i], NULL, write_turns, load);
    for (int i = 0; i < WRITERS; i++)
        wrong += join(writers[i]);
    atomic_store(&load->over, true);
    for (int i = 0; i <= READERS; i++)
        wrong += join(others[i]);
    return wrong;
}

static void what_is_acknowledged_under_load_is_there_and_nothing_else(void **state)
{
    struct store *store = *state;
    struct load load = {.store = store};
    const struct writer_settings settings = {.path = store->path};
    int64_t stand = 0;
    assert_fine(writer_start(store->arena, &settings, &load.writer));
    load.readers = readers_new(store->path);
    int64_t wrong = run_load(&load);
    writer_stop(load.writer);
    readers_free(load.readers);
    assert_int_equal(wrong, 0);
    for (int turn = 1; turn <= WRITERS * JOBS_EACH; turn++)
        stand += turn_stands(turn);
    assert_fine(db_open(store->arena, store->path, DB_WRITER, &store->work.db));
    assert_int_equal(store_number(store->work.db, "SELECT count(*) FROM passage"), stand);
    assert_int_equal(store_number(store->work.db,
                                  "SELECT count(*) FROM passage WHERE id % 7 = 0 OR id % 50 = 0"),
                     0);
    store_run(store->work.db, "INSERT INTO find (find, rank) VALUES ('integrity-check', 1)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MADE_TEST(what_is_acknowledged_under_load_is_there_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
