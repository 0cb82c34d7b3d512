/* The full-text index against the passages. FTS5 itself compares the two. */
#include "store/fulltext.h"
#include "acts.h"

static int indexed_open(void **state)
{
    if (store_open(state))
        return -1;
    struct store *store = *state;
    return touches_watch(store->arena, store->work.db) ? -1 : 0;
}

#define INDEXED_TEST(test) cmocka_unit_test_setup_teardown(test, indexed_open, store_close)

/* SQLite's code of FTS5's own comparison of index and table. */
static int compared(struct db *db)
{
    return sqlite3_exec(db_handle(db),
                        "INSERT INTO find (find, rank) VALUES ('integrity-check', 1)", NULL, NULL,
                        NULL);
}

static int64_t hits(struct db *db, const char *word)
{
    char sql[128];
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM find WHERE find MATCH '%s'", word);
    return store_number(db, sql);
}

/* One batch, as the writer does it. */
static void batch(struct work *w, const char *sql)
{
    struct touches touches;
    store_run(w->db, "BEGIN IMMEDIATE");
    touches_collect(w->db, &touches, w->arena);
    store_run(w->db, sql);
    touches_collect(w->db, NULL, NULL);
    assert_fine(fulltext_index(w, touches.texts));
    store_run(w->db, "COMMIT");
}

static void add_passage(struct work *w, int id, const char *text)
{
    batch(w, arena_print(w->arena,
                         "INSERT INTO passage (id, field, owner, at, tokens, text)"
                         " VALUES (%d, 1, 1, 0, 'p1', '%s')",
                         id, text));
}

static void a_new_passage_is_found(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_passage(w, 1, "Grüße aus Łódź");
    assert_int_equal(hits(w->db, "lodz"), 1);
    assert_int_equal(hits(w->db, "tokens:p1"), 1);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

static void a_changed_passage_is_found_by_its_new_words_only(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_passage(w, 1, "old words");
    batch(w, "UPDATE passage SET text = 'new words', tokens = 'p2' WHERE id = 1");
    assert_int_equal(hits(w->db, "old"), 0);
    assert_int_equal(hits(w->db, "tokens:p1"), 0);
    assert_int_equal(hits(w->db, "new"), 1);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

static void a_deleted_passage_is_found_no_more(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_passage(w, 1, "words");
    batch(w, "DELETE FROM passage WHERE id = 1");
    assert_int_equal(hits(w->db, "words"), 0);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

static void a_passage_that_came_and_went_in_one_batch_was_never_there(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    batch(w, "INSERT INTO passage (id, field, owner, at, tokens, text)"
             " VALUES (1, 1, 1, 0, 'p1', 'words'); DELETE FROM passage WHERE id = 1");
    assert_int_equal(hits(w->db, "words"), 0);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

static void a_passage_that_went_and_came_in_one_batch_has_its_last_words(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_passage(w, 1, "first");
    batch(w, "DELETE FROM passage WHERE id = 1;"
             "INSERT INTO passage (id, field, owner, at, tokens, text)"
             " VALUES (1, 1, 1, 0, 'p1', 'second');"
             "UPDATE passage SET text = 'third' WHERE id = 1");
    assert_int_equal(hits(w->db, "first OR second"), 0);
    assert_int_equal(hits(w->db, "third"), 1);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

static void a_passage_that_gets_another_id_is_found_under_it(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_passage(w, 1, "words");
    batch(w, "UPDATE passage SET id = 2 WHERE id = 1");
    assert_int_equal(store_number(w->db, "SELECT rowid FROM find WHERE find MATCH 'words'"), 2);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

static void nothing_touched_is_nothing_to_index(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    assert_fine(fulltext_index(w, NULL));
}

/* So that the comparison of the other tests is known to be one. */
static void a_passage_without_its_index_is_seen(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    store_run(w->db, "INSERT INTO passage (id, field, owner, at, tokens, text)"
                     " VALUES (1, 1, 1, 0, 'p1', 'words')");
    assert_int_not_equal(compared(w->db), SQLITE_OK);
}

static void an_index_without_its_passage_is_seen(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_passage(w, 1, "words");
    store_run(w->db, "UPDATE passage SET text = 'other'");
    assert_int_not_equal(compared(w->db), SQLITE_OK);
}

/* SQL of one random change to passages 1 to 60. */
static const char *chance_sql(struct arena *arena, uint64_t *seed)
{
    static const char *const words[] = {"alpha", "béta", "γάμμα", "田中", "😀", "don''t", ""};
    int id = (int)store_chance(seed, 60) + 1;
    const char *word = words[store_chance(seed, 7)];
    const char *other = words[store_chance(seed, 7)];
    switch (store_chance(seed, 4)) {
    case 0:
        return arena_print(arena, "DELETE FROM passage WHERE id = %d;", id);
    case 1:
        return arena_print(arena, "UPDATE passage SET text = '%s %s' WHERE id = %d;", word, other,
                           id);
    case 2:
        return arena_print(arena, "UPDATE passage SET tokens = 'p%d %s' WHERE id = %d;", id, other,
                           id);
    default:
        return arena_print(arena,
                           "INSERT INTO passage (id, field, owner, at, tokens, text) VALUES"
                           " (%d, 1, 1, 0, 'p%d', '%s %s') ON CONFLICT (id) DO NOTHING;",
                           id, id, word, other);
    }
}

static void index_and_table_are_equal_after_any_batches(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    uint64_t seed = UINT64_C(0x2545f4914f6cdd1d);
    for (int round = 0; round < 150; round++) {
        const char *sql = "";
        for (uint64_t change = store_chance(&seed, 12); change > 0; change--)
            sql = arena_print(w->arena, "%s%s", sql, chance_sql(w->arena, &seed));
        batch(w, sql);
        if (round % 10 == 0)
            assert_int_equal(compared(w->db), SQLITE_OK);
    }
    assert_int_equal(compared(w->db), SQLITE_OK);
    assert_int_equal(hits(w->db, "beta"),
                     store_number(w->db, "SELECT count(*) FROM passage WHERE text LIKE '%béta%' OR"
                                         " tokens LIKE '%béta%'"));
}

static void index_and_table_are_equal_after_jobs_that_stand_and_fall(void **state)
{
    struct acts *acts = *state;
    uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    for (int i = 1; i < MOST_ACTS; i++) {
        const char *sql = "";
        for (uint64_t change = store_chance(&seed, 6); change > 0; change--)
            sql = arena_print(acts->store.arena, "%s%s", sql, chance_sql(acts->store.arena, &seed));
        struct act *act = act_add(acts, sql);
        if (store_chance(&seed, 3) == 0)
            act->refused = error_new(acts->store.arena, ERROR_INVALID, "No.");
    }
    acts_finish(acts);
    writer_stop(acts->writer);
    acts->writer = NULL;
    assert_fine(db_open(acts->store.arena, acts->store.path, DB_WRITER, &acts->store.work.db));
    assert_true(store_number(acts->store.work.db, "SELECT count(*) FROM passage") > 10);
    assert_int_equal(compared(acts->store.work.db), SQLITE_OK);
}

static void merging_goes_on_until_nothing_is_left(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    bool more = true;
    int slices = 0;
    store_run(w->db, "INSERT INTO find (find, rank) VALUES ('automerge', 0)");
    for (int id = 1; id <= 15; id++)
        add_passage(w, id, "words that are many");
    while (more && slices < 1000) {
        assert_fine(fulltext_merge(w, 4, &more));
        slices++;
    }
    assert_in_range(slices, 2, 999);
    assert_int_equal(hits(w->db, "many"), 15);
    assert_int_equal(compared(w->db), SQLITE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEXED_TEST(a_new_passage_is_found),
        INDEXED_TEST(a_changed_passage_is_found_by_its_new_words_only),
        INDEXED_TEST(a_deleted_passage_is_found_no_more),
        INDEXED_TEST(a_passage_that_came_and_went_in_one_batch_was_never_there),
        INDEXED_TEST(a_passage_that_went_and_came_in_one_batch_has_its_last_words),
        INDEXED_TEST(a_passage_that_gets_another_id_is_found_under_it),
        INDEXED_TEST(nothing_touched_is_nothing_to_index),
        INDEXED_TEST(a_passage_without_its_index_is_seen),
        INDEXED_TEST(an_index_without_its_passage_is_seen),
        INDEXED_TEST(index_and_table_are_equal_after_any_batches),
        ACTS_TEST(index_and_table_are_equal_after_jobs_that_stand_and_fall),
        INDEXED_TEST(merging_goes_on_until_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
