/* Rows that jobs touch, as they were before. */
#include "acts.h"
#include "store/rows.h"
#include "store/touches.h"

struct watched_store {
    struct store store;
    struct touches touches;
};

static int watched_open(void **state)
{
    void *made = NULL;
    if (store_open(&made))
        return -1;
    struct store *store = made;
    struct watched_store *watched = arena_take(store->arena, sizeof(*watched));
    watched->store = *store;
    *state = watched;
    if (touches_watch(store->arena, store->work.db))
        return -1;
    store_run(store->work.db,
              "INSERT INTO tag (id, uid, name, folded, revision, created_at, updated_at) VALUES"
              " (1, x'00000000000070008000000000000001', 'VIP', 'vip', 1, 5, 6),"
              " (2, x'00000000000070008000000000000002', 'a \"b\" \\ c', 'abc', 1, 7, 8)");
    return 0;
}

#define WATCHED_TEST(test) cmocka_unit_test_setup_teardown(test, watched_open, store_close)

/* What the SQL touches. */
static const struct touches *touched(struct watched_store *watched, const char *sql)
{
    struct db *db = watched->store.work.db;
    touches_collect(db, &watched->touches, watched->store.arena);
    store_run(db, sql);
    touches_collect(db, NULL, NULL);
    return &watched->touches;
}

static int touch_count(const struct touches *touches)
{
    int count = 0;
    for (const struct touch *touch = touches->first; touch; touch = touch->next)
        count++;
    return count;
}

static const char vip[] = "{\"id\":1,\"uid\":{\"id\":\"00000000-0000-7000-8000-000000000001\"},"
                          "\"name\":\"VIP\",\"folded\":\"vip\",\"revision\":1,\"created_at\":5,"
                          "\"updated_at\":6}";

static void a_changed_row_is_kept_as_it_was(void **state)
{
    const struct touches *touches = touched(*state, "UPDATE tag SET name = 'New' WHERE id = 1");
    assert_int_equal(touch_count(touches), 1);
    assert_string_equal(touches->first->table, "tag");
    assert_int_equal(touches->first->row, 1);
    assert_string_equal(touches->first->before, vip);
}

static void a_deleted_row_is_kept_as_it_was(void **state)
{
    const struct touches *touches = touched(*state, "DELETE FROM tag WHERE id = 1");
    assert_int_equal(touch_count(touches), 1);
    assert_string_equal(touches->first->before, vip);
}

static void a_new_row_was_nothing_before(void **state)
{
    const struct touches *touches =
        touched(*state, "INSERT INTO tag (id, uid, name, folded, revision, created_at, updated_at)"
                        " VALUES (9, x'00000000000070008000000000000009', 'n', 'n', 1, 0, 0)");
    assert_int_equal(touch_count(touches), 1);
    assert_int_equal(touches->first->row, 9);
    assert_null(touches->first->before);
}

static void the_first_touch_of_a_row_wins(void **state)
{
    const struct touches *touches =
        touched(*state, "UPDATE tag SET name = 'once' WHERE id = 1;"
                        "UPDATE tag SET name = 'twice' WHERE id = 1; DELETE FROM tag WHERE id = 1");
    assert_int_equal(touch_count(touches), 1);
    assert_string_equal(touches->first->before, vip);
}

static void a_row_made_and_changed_was_nothing_before(void **state)
{
    const struct touches *touches =
        touched(*state, "INSERT INTO tag (id, uid, name, folded, revision, created_at, updated_at)"
                        " VALUES (9, x'00000000000070008000000000000009', 'n', 'n', 1, 0, 0);"
                        "UPDATE tag SET name = 'm' WHERE id = 9");
    assert_int_equal(touch_count(touches), 1);
    assert_null(touches->first->before);
}

static void a_replaced_row_is_kept_as_it_was(void **state)
{
    const struct touches *touches = touched(
        *state, "INSERT OR REPLACE INTO tag (id, uid, name, folded, revision, created_at,"
                " updated_at) VALUES (1, x'00000000000070008000000000000001', 'n', 'n', 1, 0, 0)");
    assert_int_equal(touch_count(touches), 1);
    assert_string_equal(touches->first->before, vip);
}

static void rows_come_in_the_order_of_touching(void **state)
{
    const struct touches *touches = touched(*state, "UPDATE tag SET name = name WHERE id = 2;"
                                                    "UPDATE kind SET position = 50 WHERE id = 3;"
                                                    "UPDATE tag SET name = name WHERE id = 1");
    assert_int_equal(touch_count(touches), 3);
    assert_int_equal(touches->first->row, 2);
    assert_string_equal(touches->first->next->table, "kind");
    assert_int_equal(touches->first->next->next->row, 1);
}

static void rows_of_the_same_number_in_two_tables_are_two(void **state)
{
    const struct touches *touches =
        touched(*state, "UPDATE tag SET name = name WHERE id = 1;"
                        "UPDATE kind SET position = position WHERE id = 1");
    assert_int_equal(touch_count(touches), 2);
}

static void many_rows_are_each_kept_once(void **state)
{
    const struct touches *touches = touched(
        *state, "WITH RECURSIVE n (x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM n WHERE x < 509)"
                " INSERT INTO tag (id, uid, name, folded, revision, created_at, updated_at)"
                " SELECT x, randomblob(16), 'n', 'n' || x, 1, 0, 0 FROM n;"
                "UPDATE tag SET revision = 2 WHERE id >= 10");
    assert_int_equal(touch_count(touches), 500);
}

static void what_is_kept_is_what_the_row_was_by_itself(void **state)
{
    struct watched_store *watched = *state;
    const char *was = NULL;
    assert_fine(row_json(&watched->store.work, "tag", 2, &was));
    const struct touches *touches = touched(*state, "DELETE FROM tag WHERE id = 2");
    assert_string_equal(touches->first->before, was);
}

static void derived_rows_and_machinery_are_not_kept(void **state)
{
    const struct touches *touches =
        touched(*state, "UPDATE counter SET value = value + 1;"
                        "INSERT INTO thread (sort, owner, at, conversation) SELECT 0, 0, 0, 1"
                        " WHERE 0; INSERT INTO change (number, act, at, what, moved)"
                        " VALUES (1, 1, 0, 'x', 0)");
    assert_null(touches->first);
}

static void what_nobody_collects_is_not_kept(void **state)
{
    struct watched_store *watched = *state;
    const struct touches *touches = touched(watched, "SELECT 1");
    store_run(watched->store.work.db, "DELETE FROM tag");
    assert_null(touches->first);
}

static void an_erased_row_leaves_nothing_behind(void **state)
{
    struct watched_store *watched = *state;
    struct db *db = watched->store.work.db;
    touches_collect(db, &watched->touches, watched->store.arena);
    touches_erase_begin(db);
    store_run(db, "DELETE FROM tag WHERE id = 1");
    touches_erase_end(db);
    store_run(db, "DELETE FROM tag WHERE id = 2");
    touches_collect(db, NULL, NULL);
    assert_int_equal(touch_count(&watched->touches), 1);
    assert_int_equal(watched->touches.first->row, 2);
}

static void erasing_ends_with_the_job(void **state)
{
    struct watched_store *watched = *state;
    struct db *db = watched->store.work.db;
    touches_erase_begin(db);
    const struct touches *touches = touched(watched, "DELETE FROM tag WHERE id = 1");
    assert_int_equal(touch_count(touches), 1);
}

static void a_passage_is_kept_with_its_tokens_and_text(void **state)
{
    struct watched_store *watched = *state;
    store_run(watched->store.work.db, "INSERT INTO passage (id, field, owner, at, tokens, text)"
                                      " VALUES (5, 1, 1, 0, 'p1 k2', 'old words')");
    const struct touches *touches =
        touched(watched, "UPDATE passage SET text = 'new words' WHERE id = 5;"
                         "INSERT INTO passage (id, field, owner, at, tokens, text)"
                         " VALUES (6, 1, 1, 0, 'p1', 'more')");
    assert_string_equal(touches->texts->tokens, "p1 k2");
    assert_string_equal(touches->texts->text, "old words");
    assert_int_equal(touches->texts->next->id, 6);
    assert_null(touches->texts->next->text);
    assert_null(touches->texts->next->next);
}

static struct error *count_touches(struct job *job, struct db *db, const struct touches *touches)
{
    struct act *act = (struct act *)job;
    struct error *err = db_execute(job->arena, db, act->sql);
    act->seen_running = touch_count(touches);
    return err ? err : act->refused;
}

static struct act *act_add_counting(struct acts *acts, const char *sql)
{
    struct act *act = act_new(acts, sql);
    act->job.run = count_touches;
    assert_true(writer_add(acts->writer, &act->job));
    return act;
}

static void a_job_sees_what_it_touched_so_far(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *one = act_add_counting(acts, "UPDATE kind SET position = 9 WHERE id <= 3");
    struct act *other = act_add_counting(acts, "UPDATE kind SET position = 9 WHERE id <= 2");
    acts_finish(acts);
    assert_int_equal(one->seen_running, 3);
    assert_int_equal(other->seen_running, 2);
}

static void a_refused_job_has_touched_nothing(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *act = act_add_counting(acts, "UPDATE kind SET position = 9 WHERE id <= 3");
    act->refused = error_new(acts->store.arena, ERROR_INVALID, "No.");
    acts_finish(acts);
    assert_int_equal(act->seen_running, 3);
    assert_null(act->job.touches.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WATCHED_TEST(a_changed_row_is_kept_as_it_was),
        WATCHED_TEST(a_deleted_row_is_kept_as_it_was),
        WATCHED_TEST(a_new_row_was_nothing_before),
        WATCHED_TEST(the_first_touch_of_a_row_wins),
        WATCHED_TEST(a_row_made_and_changed_was_nothing_before),
        WATCHED_TEST(a_replaced_row_is_kept_as_it_was),
        WATCHED_TEST(rows_come_in_the_order_of_touching),
        WATCHED_TEST(rows_of_the_same_number_in_two_tables_are_two),
        WATCHED_TEST(many_rows_are_each_kept_once),
        WATCHED_TEST(what_is_kept_is_what_the_row_was_by_itself),
        WATCHED_TEST(derived_rows_and_machinery_are_not_kept),
        WATCHED_TEST(what_nobody_collects_is_not_kept),
        WATCHED_TEST(an_erased_row_leaves_nothing_behind),
        WATCHED_TEST(erasing_ends_with_the_job),
        WATCHED_TEST(a_passage_is_kept_with_its_tokens_and_text),
        ACTS_TEST(a_job_sees_what_it_touched_so_far),
        ACTS_TEST(a_refused_job_has_touched_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
