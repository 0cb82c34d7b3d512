/* Statements: composed, prepared once, used again; their names are fields. */
#include "things.h"

static const struct statement some = {
    .sql = "SELECT id FROM thing",
    .pieces = {{.with = "text", .text = "WHERE text = :text"},
               {.without = "text", .text = "WHERE text IS NOT NULL"},
               {.with = "size", .text = "AND size = :size"},
               {.text = "ORDER BY id"}},
    .in = &row_shape,
    .out = &row_shape};

/* What `some` finds with these parameters, as 1 + 2 + … */
static int64_t sum_of_some(struct work *w, const struct row *in)
{
    struct list list = {0};
    int64_t sum = 0;
    assert_fine(db_list(w, &some, in, &list));
    for (size_t i = 0; i < list.count; i++)
        sum += ((const struct row *)list.items)[i].id;
    return sum;
}

static void pieces_stand_with_and_without_what_is_given(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct row *in = new_row(w, 0, "a");
    in->size = 3;
    store_run(w->db, "INSERT INTO thing (id, text, size) VALUES (1, 'a', 3), (2, 'b', 3),"
                     " (4, NULL, 3), (8, 'c', 4)");
    assert_int_equal(sum_of_some(w, NULL), 1 + 2 + 8);
    shape_give(&row_shape, in, "size");
    assert_int_equal(sum_of_some(w, in), 1 + 2);
    shape_give(&row_shape, in, "text");
    assert_int_equal(sum_of_some(w, in), 1);
    in->given = 0;
    shape_give(&row_shape, in, "text");
    in->text = "c";
    assert_int_equal(sum_of_some(w, in), 8);
}

static int statements_kept(struct db *db)
{
    int kept = 0;
    sqlite3_stmt *stmt = NULL;
    while ((stmt = sqlite3_next_stmt(db_handle(db), stmt)))
        kept++;
    return kept;
}

static void a_statement_is_prepared_once(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct row *in = new_row(w, 0, "a");
    bool found;
    find_row(w, 1, &found);
    int kept = statements_kept(w->db);
    for (int i = 0; i < 20; i++) {
        in->given = (uint64_t)i << 2; /* of fields that no piece asks for */
        assert_fine(db_find(w, &find, in, in, &found));
    }
    assert_int_equal(statements_kept(w->db), kept);
}

static void given_fields_that_no_piece_asks_for_make_no_other_statement(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct row *in = new_row(w, 0, "a");
    sum_of_some(w, in);
    int kept = statements_kept(w->db);
    shape_give(&row_shape, in, "uid");
    sum_of_some(w, in);
    assert_int_equal(statements_kept(w->db), kept);
}

struct nested {
    int64_t sum;
    int rows;
};

static struct error *add_inner(struct work *w, void *record, void *context)
{
    struct nested *nested = context;
    (void)w;
    nested->sum += ((struct row *)record)->id;
    return NULL;
}

static struct error *add_outer(struct work *w, void *record, void *context)
{
    struct nested *nested = context;
    (void)record;
    nested->rows++;
    return db_each(w, &all, NULL, add_inner, nested);
}

static void a_statement_can_run_within_its_own_rows(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    struct nested nested = {0};
    for (int id = 1; id <= 3; id++)
        add_row(w, id, NULL);
    assert_fine(db_each(w, &all, NULL, add_outer, &nested));
    assert_int_equal(nested.rows, 3);
    assert_int_equal(nested.sum, 3 * (1 + 2 + 3));
}

static void a_parameter_that_is_no_field_is_told_by_its_name(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    static const struct statement wrong = {
        .sql = "SELECT id FROM thing WHERE id = :nonsense", .in = &row_shape, .out = &row_shape};
    struct error *err = db_check(w->arena, w->db, &wrong, 0);
    assert_kind(err, ERROR_BROKEN);
    assert_non_null(strstr(err->sentence, "nonsense"));
}

static void a_column_that_is_no_field_is_told_by_its_name(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    static const struct statement wrong = {.sql = "SELECT id AS nonsense FROM thing",
                                           .out = &row_shape};
    struct error *err = db_check(w->arena, w->db, &wrong, 0);
    assert_kind(err, ERROR_BROKEN);
    assert_non_null(strstr(err->sentence, "nonsense"));
}

static void a_piece_for_no_field_is_told_by_its_name(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    static const struct statement wrong = {.sql = "SELECT id FROM thing",
                                           .pieces = {{.with = "nonsense", .text = "LIMIT 1"}},
                                           .in = &row_shape,
                                           .out = &row_shape};
    struct error *err = db_check(w->arena, w->db, &wrong, 0);
    assert_kind(err, ERROR_BROKEN);
    assert_non_null(strstr(err->sentence, "nonsense"));
}

static void sql_that_cannot_be_prepared_is_broken(void **state)
{
    struct work *w = &((struct store *)*state)->work;
    static const struct statement wrong = {.sql = "SELECT FROM WHERE"};
    assert_kind(db_check(w->arena, w->db, &wrong, 0), ERROR_BROKEN);
    assert_kind(db_execute(w->arena, w->db, "SELECT FROM"), ERROR_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        THING_TEST(pieces_stand_with_and_without_what_is_given),
        THING_TEST(a_statement_is_prepared_once),
        THING_TEST(given_fields_that_no_piece_asks_for_make_no_other_statement),
        THING_TEST(a_statement_can_run_within_its_own_rows),
        THING_TEST(a_parameter_that_is_no_field_is_told_by_its_name),
        THING_TEST(a_column_that_is_no_field_is_told_by_its_name),
        THING_TEST(a_piece_for_no_field_is_told_by_its_name),
        THING_TEST(sql_that_cannot_be_prepared_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
