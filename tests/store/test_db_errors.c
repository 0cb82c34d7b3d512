/* What goes wrong in a connection, and what readers see. */
#include "things.h"

static const struct statement count = {.sql = "SELECT count(*) FROM thing"};
static const struct statement forever = {
    .sql = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
           " SELECT max(x) FROM n"};

static void what_does_not_fit_is_a_conflict(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_row(w, 1, "same");
    assert_kind(db_run(w, &add, new_row(w, 2, "same")), ERROR_CONFLICT);
    add_row(w, 2, "other");
}

static void a_full_disk_is_told_as_such(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    static const struct statement grow = {
        .sql = "INSERT INTO thing (tags) VALUES (printf('%.*c', 1000000, 'x'))"};
    store_run(w->db, "PRAGMA max_page_count = 1");
    assert_kind(db_run(w, &grow, NULL), ERROR_FULL);
}

static void reader_of(struct store *store, struct db **ret_reader)
{
    assert_fine(db_open(store->arena, store->path, DB_READER, ret_reader));
}

static void a_reader_never_writes(void **state)
{
    struct store *store = *state;
    struct work w = {.arena = store->arena};
    reader_of(store, &w.db);
    assert_kind(db_run(&w, &add, new_row(&w, 1, NULL)), ERROR_BROKEN);
    db_close(w.db);
}

static void nobody_but_the_writer_ever_checkpoints(void **state)
{
    static const enum db_use uses[] = {DB_READER, DB_COPIER};
    struct store *store = *state;
    for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
        struct db *db = NULL;
        int closes_quietly = 0;
        assert_fine(db_open(store->arena, store->path, uses[i], &db));
        assert_int_equal(store_number(db, "PRAGMA wal_autocheckpoint"), 0);
        sqlite3_db_config(db_handle(db), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &closes_quietly);
        assert_true(closes_quietly);
        db_close(db);
    }
}

static void reading_that_takes_too_long_is_given_up(void **state)
{
    struct store *store = *state;
    struct work w = {.arena = store->arena};
    int64_t found = 5;
    reader_of(store, &w.db);
    assert_fine(db_begin_read(w.arena, w.db, 1));
    assert_kind(db_number(&w, &forever, NULL, &found), ERROR_BUSY);
    assert_int_equal(found, 5);
    db_end_read(w.db);
    db_close(w.db);
}

static void a_reader_that_was_given_up_reads_again(void **state)
{
    struct store *store = *state;
    struct work w = {.arena = store->arena};
    int64_t found = 5;
    reader_of(store, &w.db);
    assert_fine(db_begin_read(w.arena, w.db, 1));
    assert_kind(db_number(&w, &forever, NULL, &found), ERROR_BUSY);
    db_end_read(w.db);
    assert_fine(db_begin_read(w.arena, w.db, 0));
    assert_fine(db_number(&w, &count, NULL, &found));
    assert_int_equal(found, 0);
    db_end_read(w.db);
    db_close(w.db);
}

static void one_read_sees_one_moment(void **state)
{
    struct store *store = *state;
    struct work w = {.arena = store->arena};
    int64_t found = 5;
    reader_of(store, &w.db);
    assert_fine(db_begin_read(w.arena, w.db, 0));
    assert_fine(db_number(&w, &count, NULL, &found));
    add_row(&store->work, 1, NULL);
    assert_fine(db_number(&w, &count, NULL, &found));
    assert_int_equal(found, 0);
    db_end_read(w.db);
    assert_fine(db_number(&w, &count, NULL, &found));
    assert_int_equal(found, 1);
    db_close(w.db);
}

static void ending_no_read_is_fine(void **state)
{
    struct store *store = *state;
    db_end_read(store->work.db);
    add_row(&store->work, 1, NULL);
}

static void a_file_that_is_no_database_is_told_by_its_path(void **state)
{
    struct store *store = *state;
    struct db *db = NULL;
    const char *path = store_path(store, "notes.txt");
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 1000; i++)
        fprintf(file, "This is no database. ");
    fclose(file);
    struct error *err = db_open(store->arena, path, DB_WRITER, &db);
    assert_kind(err, ERROR_BROKEN);
    assert_non_null(strstr(err->sentence, path));
    assert_null(db);
}

static void a_stranger_s_cells_are_checked_and_its_schema_is_not_trusted(void **state)
{
    struct store *store = *state;
    struct db *db = NULL;
    int defensive = 0;
    assert_fine(db_open(store->arena, store->path, DB_STRANGER, &db));
    sqlite3_db_config(db_handle(db), SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    assert_int_equal(defensive, 1);
    assert_int_equal(store_number(db, "PRAGMA cell_size_check"), 1);
    assert_int_equal(store_number(db, "PRAGMA trusted_schema"), 0);
    assert_int_equal(store_number(db, "PRAGMA query_only"), 1);
    db_close(db);
}

static void a_reader_makes_no_file(void **state)
{
    struct store *store = *state;
    struct db *db = NULL;
    assert_kind(db_open(store->arena, store_path(store, "none.db"), DB_READER, &db), ERROR_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        THING_TEST(what_does_not_fit_is_a_conflict),
        THING_TEST(a_full_disk_is_told_as_such),
        THING_TEST(a_reader_never_writes),
        THING_TEST(nobody_but_the_writer_ever_checkpoints),
        THING_TEST(reading_that_takes_too_long_is_given_up),
        THING_TEST(a_reader_that_was_given_up_reads_again),
        THING_TEST(one_read_sees_one_moment),
        THING_TEST(ending_no_read_is_fine),
        THING_TEST(a_file_that_is_no_database_is_told_by_its_path),
        THING_TEST(a_stranger_s_cells_are_checked_and_its_schema_is_not_trusted),
        THING_TEST(a_reader_makes_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
