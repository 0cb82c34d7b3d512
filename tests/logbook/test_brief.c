/* The brief, as the page and the help desk panel ask for it. */
#include "logbook/brief.h"

#include "logbook/themes.h"

#include "support/told.h"

static struct brief brief_of(struct work *w, struct person person)
{
    struct brief brief;
    assert_fine(brief_of_person(w, person.id, &brief));
    return brief;
}

static struct error *ask(struct work *w, const char *name, const char *value,
                         struct brief *ret_brief)
{
    return brief_find(w, filter_of(w, &brief_query_shape, name, value, NULL), ret_brief);
}

static struct brief asked(struct work *w, const char *name, const char *value)
{
    struct brief brief;
    assert_fine(ask(w, name, value, &brief));
    return brief;
}

static struct person with_email(struct work *w, const char *name, const char *email)
{
    return person_with(w, name,
                       arena_print(w->arena, ",'handles':[{'kind':'email','value':'%s'}]", email));
}

static const struct person *person_in(const struct brief *brief)
{
    assert_int_equal(brief->person.count, 1);
    return brief->person.items;
}

static void a_brief_holds_five_facts_and_counts_them_all(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    for (int i = 0; i < 7; i++)
        fact_about(w, ana, arena_print(w->arena, "Fact %d", i), "");
    struct brief brief = brief_of(w, ana);
    assert_string_equal(person_in(&brief)->name, "Ana");
    assert_int_equal(brief.facts.count, 5);
    assert_string_equal(((const struct fact *)brief.facts.items)[4].text, "Fact 4");
    const char *href = arena_print(
        w->arena, "'fact_count':{'count':7,'more':false,'href':'/api/v1/facts?person=%s'}",
        id_text(w, ana.id));
    assert_non_null(strstr(logbook_answered(w, &brief_shape, &brief), href));
}

static void a_brief_holds_open_promises_by_day(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    promise_to(w, ana, "someday", "");
    promise_to(w, ana, "soon", ",'due_on':'2026-12-01'");
    promise_to(w, ana, "kept", ",'state':'kept'");
    struct brief brief = brief_of(w, ana);
    const struct promise *promises = brief.promises.items;
    assert_int_equal(brief.promises.count, 2);
    assert_string_equal(promises[0].text, "soon");
    assert_string_equal(promises[1].text, "someday");
}

static void a_brief_holds_the_last_three_conversations(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-01T09:00:00Z", "Oldest.");
    talk(w, ana, "2026-11-02T09:00:00Z", "> Words.\\n\\nAsked *twice*. Then went.");
    talk_with(w, ana, "2026-11-03T09:00:00Z", "Long body.", ",'summary':'Short. Line.'");
    talk_with(w, ana, "2026-11-04T09:00:00Z", "", ",'minutes':5,'kind':'call'");
    struct brief brief = brief_of(w, ana);
    const struct recent *recent = brief.recent.items;
    assert_int_equal(brief.recent.count, 3);
    assert_string_equal(recent[0].kind, "call");
    assert_null(recent[0].summary);
    assert_null(recent[0].sentence);
    assert_string_equal(recent[1].summary, "Short. Line.");
    assert_null(recent[1].sentence);
    assert_null(recent[2].summary);
    assert_string_equal(recent[2].sentence, "Asked twice.");
}

static void a_brief_holds_eight_themes_most_often_first(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-01T09:00:00Z", "#a #b #c #d #e #f #g #h #i");
    talk(w, ana, "2026-11-02T09:00:00Z", "#e");
    struct brief brief = brief_of(w, ana);
    const struct person_theme *themes = brief.themes.items;
    assert_int_equal(brief.themes.count, 8);
    assert_string_equal(themes[0].name, "e");
    assert_int_equal(themes[0].times.count, 2);
}

static void a_brief_tells_the_story_for_its_etag(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    int64_t story = brief_of(w, ana).story;
    fact_about(w, ana, "Two dogs.", "");
    assert_int_equal(brief_of(w, ana).story, story + 1);
}

static void a_brief_is_found_by_any_handle(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_with(w, "Ana",
                                    ",'handles':[{'kind':'email','value':'ana@mill.example'},"
                                    "{'kind':'phone','value':'+47 55 12 34 56'},"
                                    "{'kind':'helpscout','value':'4711'}]");
    const char *ways[][2] = {{"email", "Ana@Mill.example"},
                             {"phone", "0047 5512 3456"},
                             {"handle", "helpscout:4711"},
                             {"domain", "mill.example"}};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct brief brief = asked(w, ways[i][0], ways[i][1]);
        assert_true(ident_same(person_in(&brief)->id, ana.id));
    }
}

static void an_unknown_address_shows_who_has_one_at_the_same_domain(void **state)
{
    struct work *w = work_of(state);
    struct person ana = with_email(w, "Ana", "ana@mill.example");
    struct brief brief = asked(w, "email", "new@mill.example");
    assert_string_equal(logbook_answered(w, &brief_shape, &brief),
                        arena_print(w->arena,
                                    "{'person':null,'facts':[],'promises':[],'recent':[],"
                                    "'themes':[],'near':[{'id':'%s','name':'Ana','company':null,"
                                    "'email':'ana@mill.example'}]}",
                                    id_text(w, ana.id)));
}

static void an_address_of_several_people_shows_them_all(void **state)
{
    struct work *w = work_of(state);
    with_email(w, "Ana", "office@mill.example");
    with_email(w, "Ben", "office@mill.example");
    struct brief brief = asked(w, "email", "office@mill.example");
    const struct near_person *near = brief.near.items;
    assert_int_equal(brief.person.count, 0);
    assert_int_equal(brief.near.count, 2);
    assert_string_equal(near[0].name, "Ana");
    assert_string_equal(near[1].name, "Ben");
}

static void at_most_ten_people_are_near(void **state)
{
    struct work *w = work_of(state);
    for (int i = 0; i < 12; i++)
        with_email(w, "Ana", arena_print(w->arena, "%d@mill.example", i));
    assert_int_equal(asked(w, "domain", "mill.example").near.count, 10);
}

static void nobody_is_near_an_unknown_number(void **state)
{
    struct work *w = work_of(state);
    with_email(w, "Ana", "ana@mill.example");
    assert_int_equal(asked(w, "phone", "+1 202 555 0123").near.count, 0);
}

static void a_brief_of_nobody_in_particular_is_refused(void **state)
{
    struct work *w = work_of(state);
    struct brief brief;
    assert_refused(brief_find(w, filter_of(w, &brief_query_shape, NULL), &brief), ERROR_INVALID,
                   NULL);
    assert_refused(ask(w, "email", " ", &brief), ERROR_INVALID, NULL);
    const void *two = filter_of(w, &brief_query_shape, "email", "a@b", "domain", "b", NULL);
    assert_refused(brief_find(w, two, &brief), ERROR_INVALID, NULL);
}

static void a_person_in_the_trash_has_no_brief(void **state)
{
    struct work *w = work_of(state);
    struct person ana = with_email(w, "Ana", "ana@mill.example");
    assert_fine(person_trash(w, ana.id));
    struct brief brief;
    assert_refused(brief_of_person(w, ana.id, &brief), ERROR_NOT_FOUND, NULL);
    assert_int_equal(asked(w, "email", "ana@mill.example").near.count, 0);
}

static void statements_about_briefs_search(void **state)
{
    assert_statements_search(work_of(state), brief_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_brief_holds_five_facts_and_counts_them_all),
        LOGBOOK_TEST(a_brief_holds_open_promises_by_day),
        LOGBOOK_TEST(a_brief_holds_the_last_three_conversations),
        LOGBOOK_TEST(a_brief_holds_eight_themes_most_often_first),
        LOGBOOK_TEST(a_brief_tells_the_story_for_its_etag),
        LOGBOOK_TEST(a_brief_is_found_by_any_handle),
        LOGBOOK_TEST(an_unknown_address_shows_who_has_one_at_the_same_domain),
        LOGBOOK_TEST(an_address_of_several_people_shows_them_all),
        LOGBOOK_TEST(at_most_ten_people_are_near),
        LOGBOOK_TEST(nobody_is_near_an_unknown_number),
        LOGBOOK_TEST(a_brief_of_nobody_in_particular_is_refused),
        LOGBOOK_TEST(a_person_in_the_trash_has_no_brief),
        LOGBOOK_TEST(statements_about_briefs_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
