/* Facts, as the API asks for them. */
#include "logbook/facts.h"

#include "logbook/fact_columns.h"

#include "support/told.h"

static struct error *make(struct work *w, const char *json, struct fact *ret_made)
{
    return fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, ret_made);
}

static struct fact changed(struct work *w, struct fact fact, const char *json)
{
    struct fact now;
    assert_fine(fact_change(w, fact.id, logbook_asked(w, &fact_shape, SHAPE_CHANGE, json), &now));
    return now;
}

static struct error *list(struct work *w, const void *filter, struct page *ret_page)
{
    return facts_list(w, filter, ret_page);
}

static const char *listed(struct work *w, const void *filter)
{
    return all_pages(w, list, &facts_filter_shape, filter, "text");
}

static int64_t passages_of(struct work *w, struct fact fact)
{
    return logbook_number(w, arena_print(w->arena,
                                         "SELECT count(*) FROM passage WHERE field = 3"
                                         " AND owner = %lld",
                                         (long long)fact.row));
}

static void a_new_fact_is_answered_whole(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct fact fact = fact_about(w, ana, "Prefers mornings.", "");
    assert_string_equal(
        logbook_answered(w, &fact_shape, &fact),
        arena_print(w->arena,
                    "{'id':'%s','person_id':'%s','company_id':null,'text':'Prefers mornings.',"
                    "'told_by':null,'told_by_name':null,'told_at':'2026-11-24T10:00:00.000Z',"
                    "'conversation_id':null,'shown':false,'position':0,'revision':1,"
                    "'created_at':'2026-11-24T10:00:00.000Z',"
                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                    id_text(w, fact.id), id_text(w, ana.id)));
}

static void a_fact_about_nobody_is_refused(void **state)
{
    struct fact made;
    assert_refused(make(work_of(state), "{'text':'x'}", &made), ERROR_INVALID, "/person_id");
}

static void a_fact_about_a_person_and_a_company_is_refused(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct company mill = company_called(w, "Mill");
    struct fact made;
    const char *json = arena_print(w->arena, "{'text':'x','person_id':'%s','company_id':'%s'}",
                                   id_text(w, ana.id), id_text(w, mill.id));
    assert_refused(make(w, json, &made), ERROR_INVALID, "/company_id");
}

static void every_unknown_id_of_a_fact_is_told_at_once(void **state)
{
    struct work *w = work_of(state);
    const char *nobody = id_text(w, ident_new(w->now));
    struct fact made;
    struct error *err = make(
        w,
        arena_print(w->arena, "{'text':'x','person_id':'%s','told_by':'%s','conversation_id':'%s'}",
                    nobody, nobody, nobody),
        &made);
    assert_refused(err, ERROR_INVALID, "/person_id");
    assert_string_equal(err->next->pointer, "/told_by");
    assert_string_equal(err->next->next->pointer, "/conversation_id");
    assert_null(err->next->next->next);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM fact"), 0);
}

static void a_fact_that_the_person_told_is_shown_to_them(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    const char *by_ana = arena_print(w->arena, ",'told_by':'%s'", id_text(w, ana.id));
    struct fact fact = fact_about(w, ana, "Has two dogs.", by_ana);
    assert_true(fact.shown);
    assert_string_equal(fact.told_by_name, "Ana");
}

static void a_fact_that_somebody_else_told_is_not_shown(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    const char *by_ben = arena_print(w->arena, ",'told_by':'%s'", id_text(w, ben.id));
    assert_false(fact_about(w, ana, "Is ill.", by_ben).shown);
}

static void a_fact_that_moves_is_not_shown_to_the_next_person(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    const char *by_ana = arena_print(w->arena, ",'told_by':'%s'", id_text(w, ana.id));
    struct fact fact = fact_about(w, ana, "Has two dogs.", by_ana);
    fact = changed(w, fact, arena_print(w->arena, "{'person_id':'%s'}", id_text(w, ben.id)));
    assert_false(fact.shown);
    assert_true(ident_same(fact.person_id, ben.id));
}

static void a_fact_that_moves_comes_last(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    struct fact fact = fact_about(w, ana, "Third", "");
    fact_about(w, ben, "First", "");
    fact_about(w, ben, "Second", "");
    changed(w, fact, arena_print(w->arena, "{'person_id':'%s'}", id_text(w, ben.id)));
    assert_string_equal(
        listed(w, filter_of(w, &facts_filter_shape, "person", id_text(w, ben.id), NULL)),
        "First|Second|Third");
}

static void a_fact_moves_to_a_company_when_its_person_is_taken_off(void **state)
{
    struct work *w = work_of(state);
    struct fact fact = fact_about(w, person_called(w, "Ana"), "Opens at six.", "");
    struct company mill = company_called(w, "Mill");
    fact =
        changed(w, fact,
                arena_print(w->arena, "{'person_id':null,'company_id':'%s'}", id_text(w, mill.id)));
    assert_true(ident_is_null(fact.person_id));
    assert_true(ident_same(fact.company_id, mill.id));
}

static void a_fact_of_a_conversation_was_told_when_that_took_place(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct conversation call = talk(w, ana, "2026-10-01T09:00:00Z", "A call.");
    const char *from = arena_print(w->arena, ",'conversation_id':'%s'", id_text(w, call.id));
    struct fact fact = fact_about(w, ana, "Prefers mornings.", from);
    assert_int_equal(fact.told_at.ms, moment("2026-10-01T09:00:00Z").ms);
}

static void a_fact_without_position_comes_behind_the_others(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    fact_about(w, ana, "Late", ",'position':7");
    assert_int_equal(fact_about(w, ana, "Later", "").position, 8);
}

static void an_edit_of_a_fact_raises_its_revision_and_the_story(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct fact fact = fact_about(w, ana, "Prefers mornings.", "");
    int64_t story = person_now(w, ana).story;
    w->now.ms += 1000;
    fact = changed(w, fact, "{'text':'Prefers evenings.'}");
    assert_int_equal(fact.revision, 2);
    assert_int_equal(fact.updated_at.ms, w->now.ms);
    assert_int_equal(person_now(w, ana).story, story + 1);
}

static void a_fact_that_moves_raises_both_stories(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    struct fact fact = fact_about(w, ana, "Prefers mornings.", "");
    int64_t story_of_ana = person_now(w, ana).story;
    int64_t story_of_ben = person_now(w, ben).story;
    changed(w, fact, arena_print(w->arena, "{'person_id':'%s'}", id_text(w, ben.id)));
    assert_int_equal(person_now(w, ana).story, story_of_ana + 1);
    assert_int_equal(person_now(w, ben).story, story_of_ben + 1);
}

static void an_edit_keeps_who_told_a_fact_while_they_are_in_the_trash(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    const char *by_ben = arena_print(w->arena, ",'told_by':'%s'", id_text(w, ben.id));
    struct fact fact = fact_about(w, ana, "Is ill.", by_ben);
    assert_fine(person_trash(w, ben.id));
    fact = changed(w, fact, "{'text':'Was ill.'}");
    assert_true(ident_is_null(fact.told_by));
    assert_int_equal(logbook_number(w, "SELECT told_by FROM fact"), ben.row);
}

static void a_fact_in_the_trash_is_neither_found_nor_listed(void **state)
{
    struct work *w = work_of(state);
    struct fact fact = fact_about(w, person_called(w, "Ana"), "Prefers mornings.", "");
    assert_int_equal(passages_of(w, fact), 1);
    assert_fine(fact_trash(w, fact.id));
    struct fact found;
    assert_refused(fact_find(w, fact.id, &found), ERROR_NOT_FOUND, NULL);
    assert_string_equal(listed(w, filter_of(w, &facts_filter_shape, NULL)), "");
    assert_int_equal(passages_of(w, fact), 0);
}

static void facts_of_a_person_in_the_trash_are_gone_with_their_words(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct fact fact = fact_about(w, ana, "Prefers mornings.", "");
    assert_fine(person_trash(w, ana.id));
    struct fact found;
    assert_refused(fact_find(w, fact.id, &found), ERROR_NOT_FOUND, NULL);
    assert_string_equal(listed(w, filter_of(w, &facts_filter_shape, NULL)), "");
    assert_int_equal(passages_of(w, fact), 0);
}

static void every_filter_of_facts_narrows_and_is_counted(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct company mill = company_called(w, "Mill");
    struct conversation call = talk(w, ana, "2026-10-01T09:00:00Z", "! Two dogs\\n! Three cats");
    w->now.ms += 1000;
    fact_about(w, ana, "Mornings", "");
    w->now.ms += 1000;
    struct fact made;
    assert_fine(make(
        w, arena_print(w->arena, "{'company_id':'%s','text':'Opens at six'}", id_text(w, mill.id)),
        &made));
    const struct shape *shape = &facts_filter_shape;
    const char *person = id_text(w, ana.id);
    const char *from = "2026-11-24T10:00:01Z";
    const char *conversation = id_text(w, call.id);
    assert_string_equal(listed(w, filter_of(w, shape, NULL)),
                        "Opens at six|Mornings|Three cats|Two dogs");
    assert_string_equal(listed(w, filter_of(w, shape, "person", person, NULL)),
                        "Two dogs|Three cats|Mornings");
    assert_string_equal(listed(w, filter_of(w, shape, "company", id_text(w, mill.id), NULL)),
                        "Opens at six");
    assert_string_equal(listed(w, filter_of(w, shape, "conversation", conversation, NULL)),
                        "Three cats|Two dogs");
    assert_string_equal(listed(w, filter_of(w, shape, "from", from, NULL)),
                        "Opens at six|Mornings");
    assert_string_equal(listed(w, filter_of(w, shape, "to", from, NULL)), "Three cats|Two dogs");
    assert_string_equal(listed(w, filter_of(w, shape, "person", person, "from", from, "to",
                                            "2026-11-24T10:00:02Z", NULL)),
                        "Mornings");
    assert_string_equal(
        listed(w, filter_of(w, shape, "person", person, "conversation", conversation, NULL)),
        "Two dogs|Three cats");
    assert_string_equal(
        listed(w, filter_of(w, shape, "person", person, "company", id_text(w, mill.id), NULL)), "");
}

static void facts_that_were_made_together_are_paged_without_loss(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    for (int i = 1; i <= 5; i++)
        fact_about(w, ana, arena_print(w->arena, "%d", i), ",'position':3");
    assert_string_equal(
        listed(w, filter_of(w, &facts_filter_shape, "person", id_text(w, ana.id), NULL)),
        "1|2|3|4|5");
    assert_string_equal(listed(w, filter_of(w, &facts_filter_shape, NULL)), "5|4|3|2|1");
}

static void a_count_of_facts_ends_above_a_thousand(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    logbook_run(w, arena_print(w->arena,
                               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                               " WHERE i < 1100) INSERT INTO fact (uid, person, text, shown,"
                               " position, revision, created_at, updated_at)"
                               " SELECT randomblob(16), %lld, 'x', 0, i, 1, i, i FROM n",
                               (long long)ana.row));
    struct page page;
    assert_fine(facts_list(w, filter_of(w, &facts_filter_shape, NULL), &page));
    assert_int_equal(page.count.count, COUNT_EXACT + 1);
    assert_int_equal(page.items.count, PAGE_DEFAULT);
    assert_true(page.more);
}

static void statements_about_facts_search(void **state)
{
    struct work *w = work_of(state);
    assert_statements_search(w, facts_statements);
    assert_statements_search(w, fact_list_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_new_fact_is_answered_whole),
        LOGBOOK_TEST(a_fact_about_nobody_is_refused),
        LOGBOOK_TEST(a_fact_about_a_person_and_a_company_is_refused),
        LOGBOOK_TEST(every_unknown_id_of_a_fact_is_told_at_once),
        LOGBOOK_TEST(a_fact_that_the_person_told_is_shown_to_them),
        LOGBOOK_TEST(a_fact_that_somebody_else_told_is_not_shown),
        LOGBOOK_TEST(a_fact_that_moves_is_not_shown_to_the_next_person),
        LOGBOOK_TEST(a_fact_that_moves_comes_last),
        LOGBOOK_TEST(a_fact_moves_to_a_company_when_its_person_is_taken_off),
        LOGBOOK_TEST(a_fact_of_a_conversation_was_told_when_that_took_place),
        LOGBOOK_TEST(a_fact_without_position_comes_behind_the_others),
        LOGBOOK_TEST(an_edit_of_a_fact_raises_its_revision_and_the_story),
        LOGBOOK_TEST(a_fact_that_moves_raises_both_stories),
        LOGBOOK_TEST(an_edit_keeps_who_told_a_fact_while_they_are_in_the_trash),
        LOGBOOK_TEST(a_fact_in_the_trash_is_neither_found_nor_listed),
        LOGBOOK_TEST(facts_of_a_person_in_the_trash_are_gone_with_their_words),
        LOGBOOK_TEST(every_filter_of_facts_narrows_and_is_counted),
        LOGBOOK_TEST(facts_that_were_made_together_are_paged_without_loss),
        LOGBOOK_TEST(a_count_of_facts_ends_above_a_thousand),
        LOGBOOK_TEST(statements_about_facts_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
