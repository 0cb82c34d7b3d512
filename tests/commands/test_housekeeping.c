/* What a serving Kith erases by itself, and when it leaves everything alone. */
#include "commands/housekeeping.h"

#include "support/store.h"

enum { TRASHED_LONG_AGO_DAYS = 31 };

static instant clock_stands(void)
{
    return store_now;
}

struct house {
    struct store *store;
    struct api api;
    struct housekeeping *housekeeping;
};

/* One person whose fact has been in the trash for longer than it may, and a Kith over them. */
static int setup(void **state)
{
    if (store_open(state))
        return -1;
    struct store *store = *state;
    struct house *house = arena_take(store->arena, sizeof(*house));
    house->store = store;
    house->api = (struct api){.arena = store->arena, .clock = clock_stands};
    store_run(store->work.db,
              "INSERT INTO person (id, uid, name, folded, languages, handles, dates, revision,"
              " created_at, updated_at)"
              " VALUES (1, randomblob(16), 'Ana', 'ana', '[]', '[]', '[]', 1, 1, 1)");
    const int64_t trashed_at = store_now.ms - TRASHED_LONG_AGO_DAYS * (int64_t)DAY_MS;
    store_run(store->work.db,
              arena_print(store->arena,
                          "INSERT INTO fact (uid, person, text, shown, position, revision,"
                          " created_at, updated_at, trashed_at)"
                          " VALUES (randomblob(16), 1, 'Has a shop', 0, 1, 1, 1, 1, %lld)",
                          (long long)trashed_at));
    const struct writer_settings settings = {.path = store->path};
    assert_fine(writer_start(store->arena, &settings, &house->api.writer));
    house->housekeeping = housekeeping_start(&house->api);
    *state = house;
    return 0;
}

static int teardown(void **state)
{
    struct house *house = *state;
    void *store = house->store;
    housekeeping_stop(house->housekeeping);
    writer_stop(house->api.writer);
    return store_close(&store);
}

static int64_t facts_of(struct house *house)
{
    return store_number(house->store->work.db, "SELECT count(*) FROM fact");
}

static void what_was_in_the_trash_for_30_days_is_erased(void **state)
{
    struct house *house = *state;
    assert_int_equal(facts_of(house), 1);
    housekeeping_run(house->housekeeping);
    assert_int_equal(facts_of(house), 0);
}

static void what_was_erased_stands_in_the_audit_log(void **state)
{
    struct house *house = *state;
    struct db *db = house->store->work.db;
    housekeeping_run(house->housekeeping);
    housekeeping_run(house->housekeeping);
    assert_string_equal(
        store_text(house->store->arena, db,
                   "SELECT group_concat(a.actor || ' ' || a.verb || ': ' || w.words)"
                   " FROM audit a JOIN audit_words w ON w.number = a.number"),
        "host erased after 30 days in the trash: 1 in all");
}

/* The rows of an import may be in the trash, or belong to one that has not come yet. */
static void nothing_is_erased_while_an_import_is_under_way(void **state)
{
    struct house *house = *state;
    struct db *db = house->store->work.db;
    store_run(db, "INSERT INTO import (uid, format, file, state, done_rows, offset, created_at)"
                  " VALUES (randomblob(16), 'kith', 'x', 'running', 0, 0, 1)");
    housekeeping_run(house->housekeeping);
    assert_int_equal(facts_of(house), 1);
    store_run(db, "UPDATE import SET ended_at = 2");
    housekeeping_run(house->housekeeping);
    assert_int_equal(facts_of(house), 0);
}

static void nothing_is_erased_by_a_clock_in_doubt(void **state)
{
    struct house *house = *state;
    struct db *db = house->store->work.db;
    store_run(db, "INSERT INTO counter (name, value) VALUES ('clock', 1)");
    housekeeping_run(house->housekeeping);
    assert_int_equal(facts_of(house), 1);
    assert_int_equal(store_number(db, "SELECT value FROM counter WHERE name = 'clock'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_in_the_trash_for_30_days_is_erased, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_was_erased_stands_in_the_audit_log, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_erased_while_an_import_is_under_way, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(nothing_is_erased_by_a_clock_in_doubt, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
