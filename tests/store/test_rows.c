/* Rows as JSON: what comes back is what was there. */
#include "store/rows.h"

#include "store/tables.h"
#include "store/touches.h"

#include "support/logbook.h"

static const char *json_of(struct work *w, const char *table, int64_t row)
{
    const char *json = NULL;
    assert_fine(row_json(w, table, row, &json));
    return json;
}

static const char *const company = "INSERT INTO company (id, uid, name, folded, domain, revision,"
                                   " created_at, updated_at) VALUES (5, randomblob(16),"
                                   " 'A \"q\" \\ \xc3\xa9' || char(10), '', NULL, 3,"
                                   " 9007199254740993, -1)";

static void a_row_that_was_deleted_comes_back_as_it_was(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    logbook_run(w, company);
    const char *before = json_of(w, "company", 5);
    assert_fine(row_delete(w, "company", 5));
    assert_null(json_of(w, "company", 5));
    assert_fine(row_put_back(w, "company", before));
    logbook_run(w, "UPDATE company SET revision = revision - 1");
    assert_string_equal(json_of(w, "company", 5), before);
}

static void it_is_what_the_hook_collects(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct touches touches;
    struct arena *arena = arena_new(4096);
    assert_fine(touches_watch(w->arena, w->db));
    logbook_run(w, company);
    const char *before = json_of(w, "company", 5);
    touches_collect(w->db, &touches, arena);
    logbook_run(w, "UPDATE company SET name = 'B'");
    touches_collect(w->db, NULL, NULL);
    assert_string_equal(touches.first->before, before);
    arena_free(arena);
}

static void what_is_erased_is_not_collected(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct touches touches;
    assert_fine(touches_watch(w->arena, w->db));
    logbook_run(w, company);
    touches_collect(w->db, &touches, w->arena);
    touches_erase_begin(w->db);
    assert_fine(row_delete(w, "company", 5));
    touches_erase_end(w->db);
    touches_collect(w->db, NULL, NULL);
    assert_null(touches.first);
}

static void a_revision_rises_above_both(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    logbook_run(w, company);
    const char *before = json_of(w, "company", 5);
    logbook_run(w, "UPDATE company SET revision = 8");
    assert_fine(row_put_back(w, "company", before));
    assert_int_equal(logbook_number(w, "SELECT revision FROM company"), 9);
    assert_fine(row_delete(w, "company", 5));
    assert_fine(row_put_back(w, "company", before));
    assert_int_equal(logbook_number(w, "SELECT revision FROM company"), 4);
}

static void a_row_that_is_there_keeps_what_refers_to_it(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    logbook_run(w, company);
    logbook_run(w, "INSERT INTO company_state (company, story) VALUES (5, 1)");
    assert_fine(row_put_back(w, "company", json_of(w, "company", 5)));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM company_state"), 1);
}

static void columns_that_it_lacks_stay_and_names_that_are_none_are_left_out(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    logbook_run(w, company);
    logbook_run(w, "UPDATE company SET place = 'Faro'");
    assert_fine(row_put_back(w, "company",
                             "{\"id\":5,\"uid\":{\"id\":\"0190a000-0000-7000-8000-000000000001\"},"
                             "\"name\":\"B\",\"folded\":\"b\",\"revision\":1,\"created_at\":1,"
                             "\"updated_at\":1,\"mood\":\"fine\"}"));
    assert_int_equal(logbook_number(w, "SELECT place = 'Faro' AND name = 'B' FROM company"), 1);
}

static void what_a_row_refers_to_in_vain_is_told(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const char *table = NULL;
    int64_t row = 0;
    logbook_run(w, company);
    logbook_run(w, "INSERT INTO fact (id, uid, company, text, shown, position, revision,"
                   " created_at, updated_at) VALUES (7, randomblob(16), 5, 'x', 0, 1, 1, 0, 0)");
    assert_fine(row_misses(w, "fact", 7, &table, &row));
    assert_int_equal(row, NOTHING);
    logbook_run(w, "PRAGMA defer_foreign_keys = 1");
    assert_fine(row_delete(w, "company", 5));
    assert_fine(row_misses(w, "fact", 7, &table, &row));
    assert_string_equal(table, "company");
    assert_int_equal(row, 5);
}

static void every_source_table_can_be_read_and_written(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    for (const struct source_table *table = source_tables; table->name; table++) {
        const char *missed = NULL;
        int64_t row = 0;
        assert_null(json_of(w, table->name, 77));
        assert_fine(row_misses(w, table->name, 77, &missed, &row));
        assert_int_equal(row, NOTHING);
        assert_fine(row_delete(w, table->name, 77));
        assert_non_null(row_put_back(w, table->name, "{}"));
    }
}

static void a_table_that_is_derived_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const char *json = NULL;
    assert_refused(row_json(w, "thread", 1, &json), ERROR_BROKEN, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_row_that_was_deleted_comes_back_as_it_was),
        LOGBOOK_TEST(it_is_what_the_hook_collects),
        LOGBOOK_TEST(what_is_erased_is_not_collected),
        LOGBOOK_TEST(a_revision_rises_above_both),
        LOGBOOK_TEST(a_row_that_is_there_keeps_what_refers_to_it),
        LOGBOOK_TEST(columns_that_it_lacks_stay_and_names_that_are_none_are_left_out),
        LOGBOOK_TEST(what_a_row_refers_to_in_vain_is_told),
        LOGBOOK_TEST(every_source_table_can_be_read_and_written),
        LOGBOOK_TEST(a_table_that_is_derived_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
