/* Lists of people: what they are narrowed by, their orders, and the numbers that they open. */
#include "logbook/people_list.h"

#include "logbook/derive.h"
#include "logbook/people.h"
#include "logbook/tags.h"
#include "store/migrate.h"

#include "api/plans.h"
#include "support/changes.h"
#include "support/told.h"

static const char *const sorts[] = {"name", "heard", "since"};

/* The names on all pages of `limit`, joined by |. Every page counts the whole list. */
static const char *names_of(struct work *w, const struct people_filter *filter, int64_t limit)
{
    struct people_filter asked = *filter;
    const char *joined = "";
    struct page page = {.more = true};
    int64_t walked = 0;
    asked.limit = limit;
    shape_give(&people_filter_shape, &asked, "limit");
    while (page.more) {
        assert_fine(people_list(w, &asked, &page));
        const struct person *people = page.items.items;
        for (size_t i = 0; i < page.items.count; i++, walked++)
            joined = arena_print(w->arena, "%s%s%s", joined, *joined ? "|" : "", people[i].name);
        asked.after = page.next_row;
        asked.after_at = page.next_at;
        asked.after_text = page.next_text;
        shape_give(&people_filter_shape, &asked, "after");
        shape_give(&people_filter_shape, &asked, page.next_text ? "after_text" : "after_at");
    }
    number count;
    assert_fine(people_count(w, filter, &count));
    assert_int_equal(count.count, walked);
    assert_int_equal(page.count.count, walked);
    return joined;
}

static const char *narrowed(struct work *w, const char *name, const char *value)
{
    return names_of(w, filter_of(w, &people_filter_shape, name, value, NULL), 2);
}

static void orders_end_with_those_who_were_never_heard_or_came_nobody_knows_when(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_with(w, "Ana", ",'since':'2024-01-01'");
    struct person ben = person_with(w, "Ben", ",'since':'2025-01-01'");
    person_called(w, "Cleo");
    person_with(w, "Dan", ",'since':'2024-01-01'");
    talk(w, ana, "2026-01-02T10:00:00Z", "x");
    talk(w, ben, "2026-01-01T10:00:00Z", "x");
    for (int64_t limit = 1; limit <= 5; limit++) {
        assert_string_equal(
            names_of(w, filter_of(w, &people_filter_shape, "sort", "heard", NULL), limit),
            "Ana|Ben|Dan|Cleo");
        assert_string_equal(
            names_of(w, filter_of(w, &people_filter_shape, "sort", "since", NULL), limit),
            "Ben|Dan|Ana|Cleo");
        assert_string_equal(names_of(w, shape_new(w->arena, &people_filter_shape), limit),
                            "Ana|Ben|Cleo|Dan");
    }
}

static void the_first_day_and_the_first_moment_come_before_none(void **state)
{
    struct work *w = work_of(state);
    person_called(w, "Ana");
    struct person old = person_with(w, "Old", ",'since':'0001-01-01'");
    person_called(w, "Zoe");
    talk(w, old, "0001-01-01T00:00:00Z", "x");
    assert_string_equal(narrowed(w, "sort", "heard"), "Old|Zoe|Ana");
    assert_string_equal(narrowed(w, "sort", "since"), "Old|Zoe|Ana");
}

static void a_cursor_of_another_order_is_refused(void **state)
{
    struct work *w = work_of(state);
    struct page page;
    struct people_filter *filter = filter_of(w, &people_filter_shape, "sort", "heard", NULL);
    filter->after_text = "ana";
    shape_give(&people_filter_shape, filter, "after");
    shape_give(&people_filter_shape, filter, "after_text");
    assert_refused(people_list(w, filter, &page), ERROR_INVALID, "cursor");
    filter = shape_new(w->arena, &people_filter_shape);
    filter->after_at = 1;
    shape_give(&people_filter_shape, filter, "after");
    shape_give(&people_filter_shape, filter, "after_at");
    assert_refused(people_list(w, filter, &page), ERROR_INVALID, "cursor");
}

static void a_place_is_compared_folded_and_may_be_cut_short(void **state)
{
    struct work *w = work_of(state);
    person_with(w, "Ana", ",'place':'Łódź'");
    person_with(w, "Ben", ",'place':'Lodz Wschód'");
    person_with(w, "Cleo", ",'place':'Lod'");
    person_with(w, "Dan", ",'place':'Belodz'");
    person_called(w, "Eve");
    assert_string_equal(narrowed(w, "place", "ŁÓDŹ"), "Ana|Ben");
    assert_string_equal(narrowed(w, "place", "lod"), "Ana|Ben|Cleo");
    assert_string_equal(narrowed(w, "place", "lodzz"), "");
    assert_string_equal(narrowed(w, "place", "%"), "");
}

static void a_changed_place_is_found_anew(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_with(w, "Ana", ",'place':'Porto'");
    struct person changed;
    assert_fine(person_change(
        w, ana.id, logbook_asked(w, &person_shape, SHAPE_CHANGE, "{'place':'Lisbon'}"), &changed));
    assert_string_equal(narrowed(w, "place", "porto"), "");
    assert_string_equal(narrowed(w, "place", "lisbon"), "Ana");
}

static void who_was_chosen_knows_best_and_else_who_is_counted_most(void **state)
{
    struct work *w = work_of(state);
    struct member rui = member_asks(w, "Rui");
    struct person ana = person_called(w, "Ana");
    person_with(w, "Ben", arena_print(w->arena, ",'known_by':'%s'", id_text(w, rui.id)));
    talk(w, ana, "2026-01-01T10:00:00Z", "x");
    assert_string_equal(narrowed(w, "member", id_text(w, rui.id)), "Ana|Ben");
    struct member mia = member_asks(w, "Mia");
    talk(w, ana, "2026-01-02T10:00:00Z", "x");
    struct conversation third = talk(w, ana, "2026-01-03T10:00:00Z", "x");
    assert_string_equal(narrowed(w, "member", id_text(w, rui.id)), "Ben");
    assert_string_equal(narrowed(w, "member", id_text(w, mia.id)), "Ana");
    const char *chosen = arena_print(w->arena, "{'known_by':'%s'}", id_text(w, rui.id));
    assert_fine(
        person_change(w, ana.id, logbook_asked(w, &person_shape, SHAPE_CHANGE, chosen), &ana));
    assert_string_equal(narrowed(w, "member", id_text(w, rui.id)), "Ana|Ben");
    assert_string_equal(narrowed(w, "member", id_text(w, mia.id)), "");
    assert_fine(person_change(
        w, ana.id, logbook_asked(w, &person_shape, SHAPE_CHANGE, "{'known_by':null}"), &ana));
    assert_string_equal(narrowed(w, "member", id_text(w, mia.id)), "Ana");
    assert_fine(conversation_trash(w, third.id));
    assert_string_equal(narrowed(w, "member", id_text(w, mia.id)), "Ana");
}

static void those_never_talked_with_are_told_from_the_others(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    person_called(w, "Ben");
    struct person gone = person_called(w, "Gone");
    talk(w, ana, "2026-01-01T10:00:00Z", "x");
    assert_fine(person_trash(w, gone.id));
    assert_string_equal(narrowed(w, "conversations", "none"), "Ben");
    assert_string_equal(narrowed(w, "conversations", "some"), "Ana");
}

/* People by chance, and any two filters: as many are found in every order. */
static void a_filter_has_the_same_people_in_every_order(void **state)
{
    struct work *w = work_of(state);
    uint64_t seed = 7;
    struct member rui = member_asks(w, "Rui");
    struct company firm = company_called(w, "Acme");
    for (int i = 0; i < 60; i++) {
        uint64_t dice = seed = seed * 6364136223846793005u + 1442695040888963407u;
        const char *rest = arena_print(
            w->arena, "%s%s%s%s", dice >> 40 & 1 ? ",'place':'Porto'" : "",
            dice >> 41 & 1 ? ",'tags':['vip']" : "", dice >> 42 & 1 ? ",'languages':['pt-BR']" : "",
            dice >> 43 & 1 ? arena_print(w->arena, ",'company_id':'%s'", id_text(w, firm.id)) : "");
        struct person made = person_with(w, arena_print(w->arena, "P%02d", i), rest);
        if (dice >> 44 & 1)
            talk(w, made, arena_print(w->arena, "2026-01-%02dT10:00:00Z", i % 28 + 1), "#tea");
    }
    const char *tag = logbook_text(w, "SELECT ident_text(uid) FROM tag");
    const char *theme = logbook_text(w, "SELECT ident_text(uid) FROM theme");
    const char *const parts[][2] = {
        {"place", "por"},          {"tag", tag},
        {"language", "PT-br"},     {"company", id_text(w, firm.id)},
        {"conversations", "some"}, {"conversations", "none"},
        {"theme", theme},          {"member", id_text(w, rui.id)},
    };
    enum { PARTS = sizeof(parts) / sizeof(parts[0]) };
    for (int i = 0; i < PARTS * PARTS; i++) {
        const char *const *one = parts[i / PARTS];
        const char *const *other = parts[i % PARTS];
        size_t lengths[3];
        for (size_t s = 0; s < 3; s++) {
            bool both = strcmp(one[0], other[0]) != 0;
            struct people_filter *filter =
                filter_of(w, &people_filter_shape, "sort", sorts[s], one[0], one[1],
                          both ? other[0] : NULL, other[1], NULL);
            lengths[s] = strlen(names_of(w, filter, 7));
        }
        assert_int_equal(lengths[0], lengths[1]);
        assert_int_equal(lengths[0], lengths[2]);
    }
}

static void a_list_of_more_than_are_counted_is_walked_to_its_end(void **state)
{
    struct work *w = work_of(state);
    enum { MANY = COUNT_EXACT + 3 };
    for (int i = 0; i < MANY; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        person_with(w, arena_print(w->arena, "P%04d", i * 7 % MANY), ",'tags':['all']");
        arena_rewind(w->arena, mark);
    }
    const char *tag = logbook_text(w, "SELECT ident_text(uid) FROM tag");
    for (size_t s = 0; s < 3; s++) {
        struct people_filter *filter =
            filter_of(w, &people_filter_shape, "tag", tag, "sort", sorts[s], "limit", "200", NULL);
        struct page page = {.more = true};
        bool seen[MANY + 1] = {false};
        int walked = 0;
        while (page.more) {
            assert_fine(people_list(w, filter, &page));
            assert_int_equal(page.count.count, COUNT_EXACT + 1);
            const struct person *people = page.items.items;
            for (size_t i = 0; i < page.items.count; i++, walked++) {
                assert_false(seen[people[i].row]);
                seen[people[i].row] = true;
            }
            filter->after = page.next_row;
            filter->after_at = page.next_at;
            filter->after_text = page.next_text;
            shape_give(&people_filter_shape, filter, "after");
            shape_give(&people_filter_shape, filter, page.next_text ? "after_text" : "after_at");
        }
        assert_int_equal(walked, MANY);
    }
}

/* A logbook of the first schema has none of what lists are narrowed and ordered by. */
static void an_older_logbook_gets_what_lists_need(void **state)
{
    struct logbook *logbook = *state;
    struct work *w = &logbook->work;
    logbook_run(w, "COMMIT");
    db_close(w->db);
    const char *path = arena_print(w->arena, "%s/old.db", logbook->folder);
    assert_fine(db_open(w->arena, path, DB_WRITER, &w->db));
    logbook_run(w, schema_steps[0].sql);
    logbook_run(
        w,
        "INSERT INTO member VALUES (1, randomblob(16), 'Rui', 'rui', NULL, 'owner', 'active', NULL,"
        "  NULL, 1, 0, 0), (2, randomblob(16), 'Mia', 'mia', NULL, 'member', 'active', NULL, NULL,"
        "  1, 0, 0);"
        "INSERT INTO person (id, uid, name, folded, languages, handles, dates, place, since,"
        "  known_by, revision, created_at, updated_at)"
        " VALUES (1, randomblob(16), 'Ana', 'ana', '[]', '[]', '[]', 'ŁÓDŹ', 19000, NULL, 1, 0, 0),"
        "  (2, randomblob(16), 'Ben', 'ben', '[]', '[]', '[]', NULL, NULL, 2, 1, 0, 0);"
        "INSERT INTO person_state VALUES (1, 1, 5, NULL, NULL, 1), (2, 0, NULL, NULL, NULL, 1);"
        "INSERT INTO person_member VALUES (1, 1, 3), (1, 2, 2);"
        "PRAGMA user_version = 1; PRAGMA application_id = 0x4b697468");
    db_close(w->db);
    assert_fine(migrate(w->arena, path, logbook->folder));
    assert_fine(db_open(w->arena, path, DB_WRITER, &w->db));
    static const char kept[] = "SELECT coalesce(known_by, '-') || ' ' || coalesce(place, '-')"
                               " || ' ' || heard || ' ' || since FROM person_state"
                               " WHERE person = %d";
    assert_string_equal(logbook_text(w, arena_print(w->arena, kept, 1)), "1 lodz 5 19000");
    assert_string_equal(logbook_text(w, arena_print(w->arena, kept, 2)),
                        "2 - " NEVER_HEARD " " SINCE_UNKNOWN);
    logbook_run(w, "BEGIN IMMEDIATE");
}

/* Every way with every two filters: none walks a table, wherever its page begins. */
static void every_statement_with_any_two_filters_searches(void **state)
{
    struct work *w = work_of(state);
    static const char *const names[] = {"company",  "tag",   "theme",    "member",
                                        "language", "place", "quiet_at", "conversations"};
    enum { NAMES = sizeof(names) / sizeof(names[0]) };
    for (const struct statement *statement = people_list_statements; statement->sql; statement++) {
        for (int i = 0; i < NAMES * NAMES * 2; i++) {
            struct people_filter filter = {.given = 0};
            shape_give(&people_filter_shape, &filter, names[i / 2 / NAMES]);
            shape_give(&people_filter_shape, &filter, names[i / 2 % NAMES]);
            if (i % 2)
                shape_give(&people_filter_shape, &filter, "after");
            struct arena_mark mark = arena_mark(w->arena);
            const char *fault = statement_fault(w, statement, filter.given);
            if (fault)
                fail_msg("%s", fault);
            arena_rewind(w->arena, mark);
        }
    }
}

/* A walk that goes on begins at its place in the index. */
static void a_later_page_is_sought(void **state)
{
    struct work *w = work_of(state);
    struct people_filter filter = {.given = 0};
    shape_give(&people_filter_shape, &filter, "after");
    int sought = 0;
    for (const struct statement *statement = people_list_statements; statement->sql; statement++) {
        if (!strstr(statement->sql, "INDEXED BY") || !statement->out)
            continue;
        struct prepared *prepared = NULL;
        const char *wrong = NULL;
        assert_int_equal(
            statements_take(&w->db->statements, statement, filter.given, &prepared, &wrong),
            SQLITE_OK);
        const char *plan =
            arena_print(w->arena, "EXPLAIN QUERY PLAN %s", sqlite3_sql(prepared->stmt));
        sqlite3_stmt *stmt = NULL;
        assert_int_equal(sqlite3_prepare_v2(db_handle(w->db), plan, -1, &stmt, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        assert_true(begins((const char *)sqlite3_column_text(stmt, 3), "SEARCH "));
        sqlite3_finalize(stmt);
        statements_give(prepared);
        sought++;
    }
    assert_int_equal(sought, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(orders_end_with_those_who_were_never_heard_or_came_nobody_knows_when),
        LOGBOOK_TEST(the_first_day_and_the_first_moment_come_before_none),
        LOGBOOK_TEST(a_cursor_of_another_order_is_refused),
        LOGBOOK_TEST(a_place_is_compared_folded_and_may_be_cut_short),
        LOGBOOK_TEST(a_changed_place_is_found_anew),
        LOGBOOK_TEST(who_was_chosen_knows_best_and_else_who_is_counted_most),
        LOGBOOK_TEST(those_never_talked_with_are_told_from_the_others),
        LOGBOOK_TEST(a_filter_has_the_same_people_in_every_order),
        LOGBOOK_TEST(a_list_of_more_than_are_counted_is_walked_to_its_end),
        LOGBOOK_TEST(an_older_logbook_gets_what_lists_need),
        LOGBOOK_TEST(every_statement_with_any_two_filters_searches),
        LOGBOOK_TEST(a_later_page_is_sought),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
