/* From one schema to the next, with steps of the test's own: this program is linked with them
 * instead of those that are embedded. */
#include "store/migrate.h"
#include "support/store.h"

#include <sys/stat.h>
#include <unistd.h>

const struct schema_step schema_steps[] = {
    {1, "CREATE TABLE word (text TEXT) STRICT; INSERT INTO word VALUES ('one')"},
    {2, "ALTER TABLE word ADD COLUMN size INTEGER; UPDATE word SET size = length(text)"},
    {3, "INSERT INTO word (text) SELECT text FROM word WHERE text = 'planted';"
        "CREATE UNIQUE INDEX word_by_text ON word (text)"},
    {0},
};

static void change(struct store *store, const char *sql)
{
    struct db *db = NULL;
    assert_fine(db_open(store->arena, store->path, DB_WRITER, &db));
    store_run(db, sql);
    db_close(db);
}

static int64_t number_in(struct store *store, const char *path, const char *sql)
{
    struct db *db = NULL;
    assert_fine(db_open(store->arena, path, DB_READER, &db));
    int64_t found = store_number(db, sql);
    db_close(db);
    return found;
}

/* A database as the first schema made it, with a word of a person in it. */
static void make_old(struct store *store)
{
    change(store, schema_steps[0].sql);
    change(store, "INSERT INTO word VALUES ('theirs'); PRAGMA user_version = 1;"
                  "PRAGMA application_id = 0x4b697468");
}

static struct error *migrate_store(struct store *store)
{
    return migrate(store->arena, store->path, store_path(store, "copies"));
}

static void a_new_database_takes_all_steps(void **state)
{
    struct store *store = *state;
    assert_fine(migrate_store(store));
    assert_int_equal(number_in(store, store->path, "PRAGMA user_version"), 3);
    assert_int_equal(number_in(store, store->path, "SELECT count(*) FROM word"), 1);
}

static void an_old_database_takes_the_steps_it_lacks(void **state)
{
    struct store *store = *state;
    make_old(store);
    assert_fine(migrate_store(store));
    assert_int_equal(number_in(store, store->path, "PRAGMA user_version"), 3);
    assert_int_equal(number_in(store, store->path, "SELECT size FROM word WHERE text = 'theirs'"),
                     6);
}

static void a_copy_is_made_before_the_first_step(void **state)
{
    struct store *store = *state;
    const char *copy = store_path(store, "copies/before-schema-0002.db");
    make_old(store);
    assert_fine(migrate_store(store));
    assert_int_equal(number_in(store, copy, "PRAGMA user_version"), 1);
    assert_int_equal(number_in(store, copy, "SELECT count(*) FROM word WHERE text = 'theirs'"), 1);
}

static void one_copy_is_enough_for_all_steps(void **state)
{
    struct store *store = *state;
    make_old(store);
    assert_fine(migrate_store(store));
    assert_int_not_equal(access(store_path(store, "copies/before-schema-0003.db"), F_OK), 0);
}

static void only_the_owner_may_look_at_the_copies(void **state)
{
    struct store *store = *state;
    struct stat folder;
    struct stat copy;
    make_old(store);
    assert_fine(migrate_store(store));
    assert_int_equal(stat(store_path(store, "copies"), &folder), 0);
    assert_int_equal(stat(store_path(store, "copies/before-schema-0002.db"), &copy), 0);
    assert_int_equal(folder.st_mode & 077, 0);
    assert_int_equal(copy.st_mode & 077, 0);
}

static void without_its_copy_no_step_is_taken(void **state)
{
    struct store *store = *state;
    make_old(store);
    FILE *in_the_way = fopen(store_path(store, "copies"), "w");
    fclose(in_the_way);
    assert_non_null(migrate_store(store));
    assert_int_equal(number_in(store, store->path, "PRAGMA user_version"), 1);
}

static void a_step_that_fails_leaves_the_steps_before_it(void **state)
{
    struct store *store = *state;
    make_old(store);
    change(store, "INSERT INTO word VALUES ('planted')");
    assert_non_null(migrate_store(store));
    assert_int_equal(number_in(store, store->path, "PRAGMA user_version"), 2);
    assert_int_equal(
        number_in(store, store->path, "SELECT count(*) FROM word WHERE text = 'planted'"), 1);
}

/* A copy that is there already is never replaced; the second try must not need it to be. */
static void a_step_that_failed_can_be_tried_again(void **state)
{
    struct store *store = *state;
    make_old(store);
    change(store, "INSERT INTO word VALUES ('planted')");
    assert_non_null(migrate_store(store));
    change(store, "DELETE FROM word WHERE text = 'planted'");
    assert_fine(migrate_store(store));
    assert_int_equal(number_in(store, store->path, "PRAGMA user_version"), 3);
}

static void the_first_step_that_failed_can_be_tried_again(void **state)
{
    struct store *store = *state;
    make_old(store);
    change(store, "ALTER TABLE word ADD COLUMN size INTEGER");
    assert_non_null(migrate_store(store));
    change(store, "ALTER TABLE word DROP COLUMN size");
    assert_fine(migrate_store(store));
    assert_int_equal(number_in(store, store->path, "PRAGMA user_version"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_new_database_takes_all_steps),
        FOLDER_TEST(an_old_database_takes_the_steps_it_lacks),
        FOLDER_TEST(a_copy_is_made_before_the_first_step),
        FOLDER_TEST(one_copy_is_enough_for_all_steps),
        FOLDER_TEST(only_the_owner_may_look_at_the_copies),
        FOLDER_TEST(without_its_copy_no_step_is_taken),
        FOLDER_TEST(a_step_that_fails_leaves_the_steps_before_it),
        FOLDER_TEST(a_step_that_failed_can_be_tried_again),
        FOLDER_TEST(the_first_step_that_failed_can_be_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
