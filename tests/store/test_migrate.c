/* Databases that are new, current, newer, or of another program. */
#include "store/migrate.h"
#include "support/store.h"

#include <unistd.h>

static int newest_step(void)
{
    int newest = 0;
    for (const struct schema_step *step = schema_steps; step->number; step++)
        newest = step->number;
    return newest;
}

/* Opens the database and runs SQL on it. */
static void change(struct store *store, const char *sql)
{
    struct db *db = NULL;
    assert_fine(db_open(store->arena, store->path, DB_WRITER, &db));
    store_run(db, sql);
    db_close(db);
}

static int64_t number_in(struct store *store, const char *sql)
{
    struct db *db = NULL;
    assert_fine(db_open(store->arena, store->path, DB_READER, &db));
    int64_t found = store_number(db, sql);
    db_close(db);
    return found;
}

static struct error *migrate_store(struct store *store)
{
    return migrate(store->arena, store->path, store_path(store, "copies"));
}

static void the_numbers_of_the_steps_rise_from_1(void **state)
{
    (void)state;
    assert_int_equal(schema_steps[0].number, 1);
    for (int i = 1; schema_steps[i].number; i++)
        assert_true(schema_steps[i].number > schema_steps[i - 1].number);
}

static void a_new_database_gets_the_newest_schema(void **state)
{
    assert_fine(migrate_store(*state));
    assert_int_equal(number_in(*state, "PRAGMA user_version"), newest_step());
    assert_int_equal(number_in(*state, "SELECT count(*) FROM kind"), 8);
}

static void a_new_database_bears_our_name(void **state)
{
    assert_fine(migrate_store(*state));
    assert_int_equal(number_in(*state, "PRAGMA application_id"), 0x4b697468);
}

static void a_new_database_needs_no_copy(void **state)
{
    struct store *store = *state;
    assert_fine(migrate_store(store));
    assert_int_not_equal(access(store_path(store, "copies"), F_OK), 0);
}

static void a_current_database_stays_as_it_is(void **state)
{
    struct store *store = *state;
    assert_fine(migrate_store(store));
    change(store, "UPDATE counter SET value = 77 WHERE name = 'names'");
    assert_fine(migrate_store(store));
    assert_int_equal(number_in(store, "SELECT value FROM counter WHERE name = 'names'"), 77);
    assert_int_not_equal(access(store_path(store, "copies"), F_OK), 0);
}

static void a_newer_database_is_refused_with_its_path(void **state)
{
    struct store *store = *state;
    assert_fine(migrate_store(store));
    change(store, arena_print(store->arena, "PRAGMA user_version = %d", newest_step() + 1));
    struct error *err = migrate_store(store);
    assert_kind(err, ERROR_CONFLICT);
    assert_non_null(strstr(err->sentence, store->path));
    assert_non_null(strstr(err->sentence, "newer"));
}

static void a_database_of_another_program_is_refused_with_its_path(void **state)
{
    struct store *store = *state;
    change(store, "CREATE TABLE note (text TEXT); PRAGMA application_id = 7");
    struct error *err = migrate_store(store);
    assert_kind(err, ERROR_CONFLICT);
    assert_non_null(strstr(err->sentence, store->path));
}

static void a_database_that_says_no_name_is_of_another_program(void **state)
{
    struct store *store = *state;
    change(store, "CREATE TABLE note (text TEXT)");
    assert_kind(migrate_store(store), ERROR_CONFLICT);
}

static struct error *check_schema(struct store *store, enum schema_need need)
{
    struct db *db = NULL;
    assert_fine(db_open(store->arena, store->path, DB_READER, &db));
    struct error *err = schema_check(store->arena, db, store->path, need);
    db_close(db);
    return err;
}

static void an_older_schema_is_refused_where_the_current_is_needed(void **state)
{
    struct store *store = *state;
    assert_fine(migrate_store(store));
    assert_fine(check_schema(store, SCHEMA_CURRENT));
    change(store, "PRAGMA user_version = 0");
    assert_fine(check_schema(store, SCHEMA_ANY));
    struct error *err = check_schema(store, SCHEMA_CURRENT);
    assert_kind(err, ERROR_CONFLICT);
    assert_non_null(strstr(err->sentence, store->path));
    assert_non_null(strstr(err->sentence, "kith serve"));
}

static void a_refused_database_is_not_changed(void **state)
{
    struct store *store = *state;
    change(store, "CREATE TABLE note (text TEXT)");
    assert_kind(migrate_store(store), ERROR_CONFLICT);
    assert_int_equal(number_in(store, "SELECT count(*) FROM sqlite_schema"), 1);
    assert_int_equal(number_in(store, "PRAGMA user_version"), 0);
}

static void a_folder_that_is_not_there_is_told_by_its_path(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "none/kith.db");
    struct error *err = migrate(store->arena, path, store->folder);
    assert_kind(err, ERROR_BROKEN);
    assert_non_null(strstr(err->sentence, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_numbers_of_the_steps_rise_from_1),
        FOLDER_TEST(a_new_database_gets_the_newest_schema),
        FOLDER_TEST(a_new_database_bears_our_name),
        FOLDER_TEST(a_new_database_needs_no_copy),
        FOLDER_TEST(a_current_database_stays_as_it_is),
        FOLDER_TEST(a_newer_database_is_refused_with_its_path),
        FOLDER_TEST(a_database_of_another_program_is_refused_with_its_path),
        FOLDER_TEST(a_database_that_says_no_name_is_of_another_program),
        FOLDER_TEST(an_older_schema_is_refused_where_the_current_is_needed),
        FOLDER_TEST(a_refused_database_is_not_changed),
        FOLDER_TEST(a_folder_that_is_not_there_is_told_by_its_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
