/* Connections for reading, kept for the next. */
#include "store/readers.h"
#include "support/store.h"

static struct db *take(struct readers *readers, struct store *store)
{
    struct db *db = NULL;
    assert_fine(readers_take(readers, store->arena, &db));
    return db;
}

static void the_one_given_back_last_comes_first(void **state)
{
    struct store *store = *state;
    struct readers *readers = readers_new(store->path);
    struct db *one = take(readers, store);
    struct db *other = take(readers, store);
    readers_give(readers, other);
    readers_give(readers, one);
    assert_ptr_equal(take(readers, store), one);
    assert_ptr_equal(take(readers, store), other);
    readers_give(readers, one);
    readers_give(readers, other);
    readers_free(readers);
}

static void nobody_else_gets_one_that_is_in_use(void **state)
{
    struct store *store = *state;
    struct readers *readers = readers_new(store->path);
    struct db *one = take(readers, store);
    struct db *other = take(readers, store);
    assert_ptr_not_equal(one, other);
    readers_give(readers, one);
    readers_give(readers, other);
    readers_free(readers);
}

static void more_can_be_taken_than_are_kept(void **state)
{
    enum { TAKEN = 80 };
    struct db *taken[TAKEN];
    struct store *store = *state;
    struct readers *readers = readers_new(store->path);
    for (int i = 0; i < TAKEN; i++)
        taken[i] = take(readers, store);
    for (int i = 0; i < TAKEN; i++)
        readers_give(readers, taken[i]);
    readers_free(readers);
}

static void a_reader_that_is_kept_sees_what_was_written_since(void **state)
{
    struct store *store = *state;
    struct readers *readers = readers_new(store->path);
    struct db *writer = NULL;
    struct db *db = take(readers, store);
    assert_int_equal(store_number(db, "SELECT count(*) FROM kind"), 8);
    readers_give(readers, db);
    assert_fine(db_open(store->arena, store->path, DB_WRITER, &writer));
    store_run(writer, "DELETE FROM kind WHERE id = 8");
    db_close(writer);
    db = take(readers, store);
    assert_int_equal(store_number(db, "SELECT count(*) FROM kind"), 7);
    readers_give(readers, db);
    readers_free(readers);
}

static void a_database_that_is_not_there_is_told(void **state)
{
    struct store *store = *state;
    struct db *db = NULL;
    struct readers *readers = readers_new(store_path(store, "none.db"));
    assert_kind(readers_take(readers, store->arena, &db), ERROR_BROKEN);
    assert_null(db);
    readers_free(readers);
}

static void giving_and_freeing_nothing_is_fine(void **state)
{
    struct store *store = *state;
    struct readers *readers = readers_new(store->path);
    readers_give(readers, NULL);
    readers_free(readers);
    readers_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MADE_TEST(the_one_given_back_last_comes_first),
        MADE_TEST(nobody_else_gets_one_that_is_in_use),
        MADE_TEST(more_can_be_taken_than_are_kept),
        MADE_TEST(a_reader_that_is_kept_sees_what_was_written_since),
        MADE_TEST(a_database_that_is_not_there_is_told),
        MADE_TEST(giving_and_freeing_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
