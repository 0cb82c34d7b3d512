/* Rows: what is bound, what is read. */
#include "things.h"

static const struct statement count = {.sql = "SELECT count(*) FROM thing"};
static const struct statement largest = {.sql = "SELECT max(size) FROM thing"};

static void every_type_comes_back_from_its_column(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    const char *texts[] = {"a", "b\"c"};
    struct row *row = new_row(w, 7, "Łódź");
    bool found = false;
    row->size = -5;
    row->shown = true;
    row->at = store_now;
    row->on = (day){20781};
    row->uid = (ident){{1, 2, 3}};
    row->state = 2;
    row->people.count = 1001;
    row->tags = (struct list){.items = texts, .count = 2};
    row->place = (struct list){.json = "{\"city\":\"Kiel\"}"};
    assert_fine(db_run(w, &add, row));
    const struct row *again = find_row(w, 7, &found);
    assert_true(found);
    assert_string_equal(again->text, "Łódź");
    assert_int_equal(again->size, -5);
    assert_true(again->shown);
    assert_int_equal(again->at.ms, store_now.ms);
    assert_int_equal(again->on.number, 20781);
    assert_true(ident_same(again->uid, row->uid));
    assert_int_equal(again->state, 2);
    assert_int_equal(again->people.count, 1001);
    assert_string_equal(again->tags.json, "[\"a\",\"b\\\"c\"]");
    assert_string_equal(again->place.json, "{\"city\":\"Kiel\"}");
    assert_int_equal(again->given, (1 << 11) - 1);
}

static void nothing_comes_back_as_nothing(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    bool found = false;
    add_row(w, 7, NULL);
    const struct row *again = find_row(w, 7, &found);
    assert_null(again->text);
    assert_true(again->size == NOTHING);
    assert_true(again->at.ms == NOTHING);
    assert_true(again->on.number == NOTHING);
    assert_true(ident_is_null(again->uid));
    assert_int_equal(again->state, 0);
    assert_null(again->place.json);
}

static void nothing_is_stored_as_null(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    add_row(w, 7, NULL);
    assert_int_equal(store_number(w->db, "SELECT count(*) FROM thing WHERE text IS NULL AND size"
                                         " IS NULL AND at IS NULL AND \"on\" IS NULL AND uid IS"
                                         " NULL AND state IS NULL AND place IS NULL"),
                     1);
}

static void without_a_row_the_record_stays_as_it_was(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct row *record = new_row(w, 9, "kept");
    bool found = true;
    assert_fine(db_find(w, &find, record, record, &found));
    assert_false(found);
    assert_string_equal(record->text, "kept");
}

static void a_word_that_is_no_choice_is_broken(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    bool found = false;
    store_run(w->db, "INSERT INTO thing (id, state) VALUES (1, 'lost')");
    assert_kind(db_find(w, &find, new_row(w, 1, NULL), new_row(w, 0, NULL), &found), ERROR_BROKEN);
}

static void an_id_of_another_length_is_broken(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    bool found = false;
    store_run(w->db, "INSERT INTO thing (id, uid) VALUES (1, x'0102')");
    assert_kind(db_find(w, &find, new_row(w, 1, NULL), new_row(w, 0, NULL), &found), ERROR_BROKEN);
}

static void a_list_holds_all_rows_in_their_order(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct list list = {0};
    for (int id = 1; id <= 100; id++)
        add_row(w, id, arena_print(w->arena, "row %d", id));
    assert_fine(db_list(w, &all, NULL, &list));
    const struct row *rows = list.items;
    assert_int_equal(list.count, 100);
    for (int id = 1; id <= 100; id++) {
        assert_int_equal(rows[id - 1].id, id);
        assert_string_equal(rows[id - 1].text, arena_print(w->arena, "row %d", id));
    }
}

static void a_list_without_rows_is_empty_and_not_null(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct list list = {.count = 5};
    assert_fine(db_list(w, &all, NULL, &list));
    assert_int_equal(list.count, 0);
    assert_non_null(list.items);
}

static void a_number_is_the_first_column_or_nothing(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    int64_t found = 0;
    add_row(w, 1, NULL);
    assert_fine(db_number(w, &count, NULL, &found));
    assert_int_equal(found, 1);
    assert_fine(db_number(w, &largest, NULL, &found));
    assert_true(found == NOTHING);
}

static struct error *refuse_second(struct work *w, void *record, void *context)
{
    int *rows = context;
    ++*rows;
    if (((struct row *)record)->id == 2)
        return error_new(w->arena, ERROR_INVALID, "Not the second.");
    return NULL;
}

static void an_error_of_a_row_ends_the_walk(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    int rows = 0;
    for (int id = 1; id <= 3; id++)
        add_row(w, id, NULL);
    assert_kind(db_each(w, &all, NULL, refuse_second, &rows), ERROR_INVALID);
    assert_int_equal(rows, 2);
}

static void a_cursor_walks_row_by_row(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct cursor *cursor = NULL;
    struct row *row = new_row(w, 0, NULL);
    bool found = false;
    add_row(w, 1, "one");
    add_row(w, 2, NULL);
    assert_fine(db_cursor_open(w, &all, NULL, &cursor));
    assert_fine(db_cursor_next(w, cursor, row, &found));
    assert_string_equal(row->text, "one");
    assert_fine(db_cursor_next(w, cursor, row, &found));
    assert_null(row->text);
    assert_fine(db_cursor_next(w, cursor, row, &found));
    assert_false(found);
    db_cursor_close(cursor);
}

static void behind_the_last_row_a_cursor_stays_there(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct cursor *cursor = NULL;
    bool found = true;
    add_row(w, 1, "one");
    assert_fine(db_cursor_open(w, &all, NULL, &cursor));
    for (int i = 0; i < 3; i++)
        assert_fine(db_cursor_next(w, cursor, new_row(w, 0, NULL), &found));
    assert_false(found);
    db_cursor_close(cursor);
}

static void closing_no_cursor_is_fine(void **state)
{
    (void)state;
    db_cursor_close(NULL);
}

static void last_row_and_changed_tell_of_the_last_statement(void **state)
{
    static const struct statement hide = {.sql = "UPDATE thing SET shown = 0"};
    struct work *w = &((struct store *)*state)->work;
    add_row(w, 41, NULL);
    add_row(w, 42, NULL);
    assert_int_equal(db_last_row(w), 42);
    assert_fine(db_run(w, &hide, NULL));
    assert_int_equal(db_changed(w), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        THING_TEST(every_type_comes_back_from_its_column),
        THING_TEST(nothing_comes_back_as_nothing),
        THING_TEST(nothing_is_stored_as_null),
        THING_TEST(without_a_row_the_record_stays_as_it_was),
        THING_TEST(a_word_that_is_no_choice_is_broken),
        THING_TEST(an_id_of_another_length_is_broken),
        THING_TEST(a_list_holds_all_rows_in_their_order),
        THING_TEST(a_list_without_rows_is_empty_and_not_null),
        THING_TEST(a_number_is_the_first_column_or_nothing),
        THING_TEST(an_error_of_a_row_ends_the_walk),
        THING_TEST(a_cursor_walks_row_by_row),
        THING_TEST(behind_the_last_row_a_cursor_stays_there),
        THING_TEST(closing_no_cursor_is_fine),
        THING_TEST(last_row_and_changed_tell_of_the_last_statement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
