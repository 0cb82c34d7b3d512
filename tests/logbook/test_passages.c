/* Passages: which words are found where, and what a query can narrow them by. */
#include "logbook/derive.h"

#include "support/told.h"

/* The passages of a field in time order: "tokens: text|…". */
static const char *passages(struct work *w, enum passage_field field)
{
    sqlite3_stmt *stmt = NULL;
    const char *sql = arena_print(w->arena,
                                  "SELECT group_concat(x, '|') FROM (SELECT tokens || ': ' || text"
                                  " AS x FROM passage WHERE field = %d ORDER BY id)",
                                  field);
    assert_int_equal(sqlite3_prepare_v2(db_handle(w->db), sql, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_step(stmt);
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    text = arena_text(w->arena, text ? text : "");
    sqlite3_finalize(stmt);
    return text;
}

static void a_conversation_is_found_by_its_people_kind_members_and_words(void **state)
{
    struct work *w = work_of(state);
    struct member mia = member_asks(w, "Mia");
    struct person ana = person_called(w, "Ana");
    talk_with(w, ana, "2026-10-01T09:00:00Z", "About #billing and #tax.",
              ",'kind':'chat','summary':'Billing.'");
    const char *tokens =
        arena_print(w->arena, "p%lld k2 m%lld t1 t2", (long long)ana.row, (long long)mia.row);
    assert_string_equal(passages(w, PASSAGE_BODY),
                        arena_print(w->arena, "%s: About #billing and #tax.", tokens));
    assert_string_equal(passages(w, PASSAGE_SUMMARY),
                        arena_print(w->arena, "%s: Billing.", tokens));
}

static void a_passage_lies_in_the_millisecond_of_its_conversation(void **state)
{
    struct work *w = work_of(state);
    talk(w, person_called(w, "Ana"), "2026-10-01T09:00:00Z", "A call.");
    int64_t at = moment("2026-10-01T09:00:00Z").ms;
    assert_int_equal(logbook_number(w, "SELECT id FROM passage"), at * 4096);
    assert_int_equal(logbook_number(w, "SELECT at FROM passage"), at);
}

static void a_full_millisecond_spills_into_the_next(void **state)
{
    struct work *w = work_of(state);
    int64_t at = moment("2026-10-01T09:00:00Z").ms;
    logbook_run(w, arena_print(w->arena,
                               "INSERT INTO passage (id, field, owner, at, tokens, text) VALUES"
                               " (%lld, 9, 1, 1, '', 'x'), (%lld, 9, 1, 1, '', 'x')",
                               (long long)(at * 4096 + 4095), (long long)(at * 4096 + 4096)));
    talk(w, person_called(w, "Ana"), "2026-10-01T09:00:00Z", "A call.");
    assert_int_equal(logbook_number(w, "SELECT id FROM passage WHERE field = 0"), at * 4096 + 4104);
    assert_int_equal(logbook_number(w, "SELECT at FROM passage WHERE field = 0"), at);
}

static void a_moment_before_1970_keeps_its_place(void **state)
{
    struct work *w = work_of(state);
    talk(w, person_called(w, "Ana"), "1969-12-31T23:59:59.999Z", "A letter.");
    assert_int_equal(logbook_number(w, "SELECT id FROM passage"), -4096);
}

/* A chat of that many turns, each of so many letters. */
static void chat(struct work *w, int turns, int letters)
{
    char *word = arena_take(w->arena, (size_t)letters + 1);
    memset(word, 'x', (size_t)letters);
    const char *list = "";
    for (int i = 0; i < turns; i++)
        list = arena_print(w->arena, "%s%s{'who':'Ana','text':'%s'}", list, i ? "," : "", word);
    talk_with(w, person_called(w, "Ana"), "2026-10-01T09:00:00Z", "",
              arena_print(w->arena, ",'turns':[%s]", list));
}

static int64_t runs(struct work *w)
{
    return logbook_number(w, "SELECT count(*) FROM passage WHERE field = 2");
}

static void turns_are_found_in_runs_of_twenty(void **state)
{
    struct work *w = work_of(state);
    chat(w, 41, 1);
    assert_int_equal(runs(w), 3);
    assert_int_equal(logbook_number(w, "SELECT length(text) FROM passage WHERE field = 2"),
                     20 * (int64_t)strlen("Ana: x\n") - 1);
}

static void a_run_of_long_turns_is_shorter(void **state)
{
    struct work *w = work_of(state);
    chat(w, 4, 1000);
    assert_int_equal(runs(w), 2);
}

static void a_turn_longer_than_a_run_is_a_run_of_its_own(void **state)
{
    struct work *w = work_of(state);
    chat(w, 2, 3000);
    assert_int_equal(runs(w), 2);
}

static void an_edit_writes_the_passages_anew(void **state)
{
    struct work *w = work_of(state);
    struct conversation call = talk(w, person_called(w, "Ana"), "2026-10-01T09:00:00Z", "A call.");
    assert_fine(conversation_change(
        w, call.id, logbook_asked(w, &conversation_shape, SHAPE_CHANGE, "{'body':'A visit.'}"),
        &call));
    assert_non_null(strstr(passages(w, PASSAGE_BODY), ": A visit."));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM passage"), 1);
}

/* A row that is written anew comes to the first place that is free. */
static void what_stands_already_is_not_written_anew(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk_with(w, ana, "2026-10-01T09:00:00Z", "A call. [ ] Call", ",'turns':[{'text':'Hello'}]");
    fact_about(w, ana, "Two dogs.", "");
    logbook_run(w, "UPDATE passage SET id = id + 8");
    int64_t before = logbook_number(w, "SELECT sum(id) FROM passage");
    assert_fine(person_threads(w, ana.row));
    assert_fine(person_passages(w, ana.row));
    assert_int_equal(logbook_number(w, "SELECT sum(id) FROM passage"), before);
}

static void a_conversation_in_the_trash_has_no_passages(void **state)
{
    struct work *w = work_of(state);
    struct conversation call = talk(w, person_called(w, "Ana"), "2026-10-01T09:00:00Z", "A call.");
    assert_fine(conversation_trash(w, call.id));
    assert_string_equal(passages(w, PASSAGE_BODY), "");
}

static void a_fact_is_found_by_its_person_when_it_was_told(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    fact_about(w, ana, "Two dogs.", ",'told_at':'2026-10-01T09:00:00Z'");
    assert_string_equal(passages(w, PASSAGE_FACT),
                        arena_print(w->arena, "p%lld: Two dogs.", (long long)ana.row));
    assert_int_equal(logbook_number(w, "SELECT at FROM passage"),
                     moment("2026-10-01T09:00:00Z").ms);
}

static void a_fact_about_a_company_is_found_by_it(void **state)
{
    struct work *w = work_of(state);
    struct company mill = company_called(w, "Mill");
    const char *json =
        arena_print(w->arena, "{'company_id':'%s','text':'Opens at six.'}", id_text(w, mill.id));
    struct fact made;
    assert_fine(fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, &made));
    int64_t row = logbook_number(w, "SELECT id FROM company");
    assert_string_equal(passages(w, PASSAGE_FACT),
                        arena_print(w->arena, "c%lld: Opens at six.", (long long)row));
}

static void a_promise_is_found_at_the_time_of_its_conversation(void **state)
{
    struct work *w = work_of(state);
    struct conversation call =
        talk(w, person_called(w, "Ana"), "2026-10-01T09:00:00Z", "[ ] Send it");
    const char *at = "SELECT at FROM passage WHERE field = 4";
    assert_int_equal(logbook_number(w, at), moment("2026-10-01T09:00:00Z").ms);
    const char *json = "{'happened_at':'2026-09-30T09:00:00Z'}";
    assert_fine(conversation_change(
        w, call.id, logbook_asked(w, &conversation_shape, SHAPE_CHANGE, json), &call));
    assert_int_equal(logbook_number(w, at), moment("2026-09-30T09:00:00Z").ms);
}

static void a_person_who_comes_back_is_found_again(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    fact_about(w, ana, "Two dogs.", "");
    promise_to(w, ana, "Send it.", "");
    logbook_run(w, "UPDATE person SET trashed_at = 1");
    assert_fine(person_passages(w, ana.row));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM passage"), 0);
    logbook_run(w, "UPDATE person SET trashed_at = NULL");
    assert_fine(person_passages(w, ana.row));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM passage"), 2);
}

static void statements_about_passages_search(void **state)
{
    assert_statements_search(work_of(state), passages_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_conversation_is_found_by_its_people_kind_members_and_words),
        LOGBOOK_TEST(a_passage_lies_in_the_millisecond_of_its_conversation),
        LOGBOOK_TEST(a_full_millisecond_spills_into_the_next),
        LOGBOOK_TEST(a_moment_before_1970_keeps_its_place),
        LOGBOOK_TEST(turns_are_found_in_runs_of_twenty),
        LOGBOOK_TEST(a_run_of_long_turns_is_shorter),
        LOGBOOK_TEST(a_turn_longer_than_a_run_is_a_run_of_its_own),
        LOGBOOK_TEST(an_edit_writes_the_passages_anew),
        LOGBOOK_TEST(what_stands_already_is_not_written_anew),
        LOGBOOK_TEST(a_conversation_in_the_trash_has_no_passages),
        LOGBOOK_TEST(a_fact_is_found_by_its_person_when_it_was_told),
        LOGBOOK_TEST(a_fact_about_a_company_is_found_by_it),
        LOGBOOK_TEST(a_promise_is_found_at_the_time_of_its_conversation),
        LOGBOOK_TEST(a_person_who_comes_back_is_found_again),
        LOGBOOK_TEST(statements_about_passages_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
