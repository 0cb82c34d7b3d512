/* Themes, as the API asks for them. */
#include "logbook/themes.h"

#include "logbook/derive.h"
#include "logbook/quotes.h"
#include "logbook/theme_parts.h"

#include "support/told.h"

static struct error *make(struct work *w, const char *json, struct theme *ret_made)
{
    return theme_make(w, logbook_asked(w, &theme_shape, SHAPE_MAKE, json), ret_made);
}

static struct error *change(struct work *w, struct theme theme, const char *json,
                            struct theme *ret_changed)
{
    return theme_change(w, theme.id, logbook_asked(w, &theme_shape, SHAPE_CHANGE, json),
                        ret_changed);
}

static struct error *merge(struct work *w, struct theme theme, struct theme into,
                           struct theme *ret_into)
{
    const char *json = arena_print(w->arena, "{'into':'%s'}", id_text(w, into.id));
    return theme_merge(w, theme.id, logbook_asked(w, &theme_merge_shape, SHAPE_MAKE, json),
                       ret_into);
}

static struct theme theme_found(struct work *w, ident id)
{
    struct theme found;
    assert_fine(theme_find(w, id, (day){NOTHING}, &found));
    return found;
}

/* The theme with that word, wherever it came from. */
static struct theme theme_of(struct work *w, const char *word)
{
    int64_t row = logbook_number(
        w, arena_print(w->arena, "SELECT theme FROM theme_word WHERE folded = '%s'", word));
    struct theme theme;
    assert_fine(theme_read(w, row, (day){NOTHING}, &theme));
    return theme;
}

static const char *aliases_of(struct theme theme)
{
    return theme.aliases.json;
}

static struct error *list(struct work *w, const void *filter, struct page *ret_page)
{
    return themes_list(w, filter, ret_page);
}

static const char *listed(struct work *w, const void *filter)
{
    return all_pages(w, list, &themes_filter_shape, filter, "name");
}

static void a_theme_that_came_up_is_answered_whole(void **state)
{
    struct work *w = work_of(state);
    talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "About #Billing and #billing.");
    struct theme theme = theme_of(w, "billing");
    const char *id = id_text(w, theme.id);
    assert_string_equal(
        logbook_answered(w, &theme_shape, &theme),
        arena_print(w->arena,
                    "{'id':'%s','name':'Billing','meaning':null,'aliases':[],"
                    "'meaning_by':null,'meaning_by_name':null,"
                    "'times':{'count':1,'more':false,'href':'/api/v1/conversations?theme=%s'},"
                    "'people':{'count':1,'more':false,'href':'/api/v1/themes/%s/people'},"
                    "'revision':1,'created_at':'2026-11-24T10:00:00.000Z',"
                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                    id, id, id));
}

static void a_name_that_is_no_word_is_refused(void **state)
{
    struct work *w = work_of(state);
    void *record = NULL;
    const char *json = "{\"name\":\"two words\"}";
    assert_refused(shape_parse(w->arena, &theme_shape, json, strlen(json), SHAPE_MAKE, &record),
                   ERROR_INVALID, "/name");
}

static void a_theme_made_by_hand_is_borne_by_the_bodies_that_follow(void **state)
{
    struct work *w = work_of(state);
    struct theme theme;
    assert_fine(make(w, "{'name':'Billing','meaning':'How we ask for money.'}", &theme));
    talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "About #billing.");
    assert_int_equal(theme_found(w, theme.id).times.count, 1);
}

static void a_word_belongs_to_one_theme(void **state)
{
    struct work *w = work_of(state);
    struct theme theme;
    assert_fine(make(w, "{'name':'Billing'}", &theme));
    struct theme other;
    struct error *err = make(w, "{'name':'BILLING'}", &other);
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_string_equal(err->sentence, "#BILLING is a word of the theme #Billing already.");
    assert_string_equal(err->member, "theme");
    assert_string_equal(err->json, arena_print(w->arena, "{\"id\":\"%s\",\"name\":\"Billing\"}",
                                               id_text(w, theme.id)));
}

static void a_meaning_says_who_wrote_it(void **state)
{
    struct work *w = work_of(state);
    struct member mia = member_asks(w, "Mia");
    struct theme theme;
    assert_fine(make(w, "{'name':'billing','meaning':'Money.'}", &theme));
    assert_true(ident_same(theme.meaning_by, mia.id));
    assert_string_equal(theme.meaning_by_name, "Mia");
    assert_fine(change(w, theme, "{'meaning':null}", &theme));
    assert_null(theme.meaning);
    assert_true(ident_is_null(theme.meaning_by));
}

static void another_name_leaves_who_wrote_the_meaning(void **state)
{
    struct work *w = work_of(state);
    struct member mia = member_asks(w, "Mia");
    struct theme theme;
    assert_fine(make(w, "{'name':'billing','meaning':'Money.'}", &theme));
    member_asks(w, "Noa");
    assert_fine(change(w, theme, "{'name':'invoices'}", &theme));
    assert_true(ident_same(theme.meaning_by, mia.id));
    assert_string_equal(theme.meaning, "Money.");
}

static void a_renamed_theme_keeps_its_old_word(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-20T09:00:00Z", "About #billing.");
    struct theme theme = theme_of(w, "billing");
    int64_t names = logbook_names(w);
    assert_fine(change(w, theme, "{'name':'invoices'}", &theme));
    assert_int_equal(logbook_names(w), names + 1);
    assert_string_equal(aliases_of(theme), "[\"billing\"]");
    assert_int_equal(theme.revision, 2);
    talk(w, ana, "2026-11-21T09:00:00Z", "About #billing and #invoices.");
    assert_int_equal(theme_found(w, theme.id).times.count, 2);
}

static void an_alias_becomes_the_name_again(void **state)
{
    struct work *w = work_of(state);
    struct theme theme;
    assert_fine(make(w, "{'name':'billing'}", &theme));
    assert_fine(change(w, theme, "{'name':'invoices'}", &theme));
    assert_fine(change(w, theme, "{'name':'Billing'}", &theme));
    assert_string_equal(theme.name, "Billing");
    assert_string_equal(aliases_of(theme), "[\"invoices\"]");
}

static void a_word_of_another_theme_cannot_be_taken(void **state)
{
    struct work *w = work_of(state);
    struct theme billing;
    struct theme tax;
    assert_fine(make(w, "{'name':'billing'}", &billing));
    assert_fine(make(w, "{'name':'tax'}", &tax));
    struct error *err = change(w, tax, "{'name':'Billing'}", &tax);
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_string_equal(err->sentence, "#Billing is a word of the theme #billing already.");
}

static void a_merge_counts_a_conversation_that_bears_both_once(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-20T09:00:00Z", "About #billing and #invoices.");
    talk(w, person_called(w, "Ben"), "2026-11-21T09:00:00Z", "> The #invoices are late.");
    struct theme into;
    assert_fine(merge(w, theme_of(w, "billing"), theme_of(w, "invoices"), &into));
    assert_int_equal(into.times.count, 2);
    assert_int_equal(into.people.count, 2);
    assert_string_equal(aliases_of(into), "[\"billing\"]");
}

static void a_merged_theme_is_found_under_its_old_id(void **state)
{
    struct work *w = work_of(state);
    talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "#a #b #c");
    struct theme a = theme_of(w, "a");
    struct theme b = theme_of(w, "b");
    struct theme c = theme_of(w, "c");
    struct theme into;
    assert_fine(merge(w, a, b, &into));
    assert_fine(merge(w, b, c, &into));
    assert_true(ident_same(theme_found(w, a.id).id, c.id));
    assert_string_equal(aliases_of(into), "[\"a\",\"b\"]");
    assert_string_equal(listed(w, filter_of(w, &themes_filter_shape, NULL)), "c");
}

static void a_merge_raises_the_story_of_everybody_in_either_theme(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    struct person eve = person_called(w, "Eve");
    talk(w, ana, "2026-11-20T09:00:00Z", "#billing");
    talk(w, ben, "2026-11-20T09:00:00Z", "#invoices");
    talk(w, eve, "2026-11-20T09:00:00Z", "#other");
    int64_t story_of_ana = person_now(w, ana).story;
    int64_t story_of_ben = person_now(w, ben).story;
    int64_t story_of_eve = person_now(w, eve).story;
    int64_t names = logbook_names(w);
    struct theme into;
    assert_fine(merge(w, theme_of(w, "billing"), theme_of(w, "invoices"), &into));
    assert_int_equal(person_now(w, ana).story, story_of_ana + 1);
    assert_int_equal(person_now(w, ben).story, story_of_ben + 1);
    assert_int_equal(person_now(w, eve).story, story_of_eve);
    assert_int_equal(logbook_names(w), names + 1);
}

static void a_theme_is_not_merged_into_itself(void **state)
{
    struct work *w = work_of(state);
    struct theme theme;
    assert_fine(make(w, "{'name':'billing'}", &theme));
    assert_refused(merge(w, theme, theme, &theme), ERROR_CONFLICT, NULL);
}

static void a_theme_is_not_merged_into_one_that_is_not_there(void **state)
{
    struct work *w = work_of(state);
    struct theme theme;
    struct theme nowhere = {.id = ident_new(w->now)};
    assert_fine(make(w, "{'name':'billing'}", &theme));
    assert_refused(merge(w, theme, nowhere, &theme), ERROR_INVALID, "/into");
}

static void a_merge_leaves_what_a_recount_leaves(void **state)
{
    struct work *w = work_of(state);
    talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "> #billing\\n\\n#invoices");
    struct theme gone = theme_of(w, "billing");
    struct theme into;
    assert_fine(merge(w, gone, theme_of(w, "invoices"), &into));
    const char *left =
        arena_print(w->arena,
                    "SELECT (SELECT count(*) FROM thread WHERE sort = 5 AND owner = %1$lld)"
                    " + (SELECT count(*) FROM theme_state WHERE theme = %1$lld)"
                    " + (SELECT count(*) FROM theme_week WHERE theme = %1$lld)"
                    " + (SELECT count(*) FROM theme_person WHERE theme = %1$lld)"
                    " + (SELECT count(*) FROM quote_theme WHERE theme = %1$lld)",
                    (long long)gone.row);
    assert_int_equal(logbook_number(w, left), 0);
}

static void themes_are_listed_by_people_and_counted(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    struct theme theme;
    assert_fine(make(w, "{'name':'meant','meaning':'Nobody said it yet.'}", &theme));
    assert_fine(make(w, "{'name':'empty'}", &theme));
    talk(w, ana, "2026-11-20T09:00:00Z", "#one #both");
    talk(w, ana, "2026-11-21T09:00:00Z", "#one #also");
    talk(w, ben, "2026-11-21T09:00:00Z", "#both");
    assert_string_equal(listed(w, filter_of(w, &themes_filter_shape, NULL)), "both|also|one|meant");
}

static void a_theme_that_gets_a_meaning_is_listed(void **state)
{
    struct work *w = work_of(state);
    struct conversation call = talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "#billing");
    struct theme theme = theme_of(w, "billing");
    assert_fine(conversation_trash(w, call.id));
    assert_string_equal(listed(w, filter_of(w, &themes_filter_shape, NULL)), "");
    assert_fine(change(w, theme, "{'meaning':'Money.'}", &theme));
    assert_string_equal(listed(w, filter_of(w, &themes_filter_shape, NULL)), "billing");
}

static void themes_of_a_person_are_counted_with_them(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-20T09:00:00Z", "#billing #tax #dogs");
    talk(w, ana, "2026-11-21T09:00:00Z", "#billing");
    talk(w, person_called(w, "Ben"), "2026-11-21T09:00:00Z", "#billing #tax #cats");
    const char *person = id_text(w, ana.id);
    const void *filter = filter_of(w, &themes_filter_shape, "person", person, NULL);
    assert_string_equal(listed(w, filter), "billing|dogs|tax");
    struct page page;
    assert_fine(themes_list(w, filter, &page));
    assert_string_equal(logbook_answered(w, page.shape, page.items.items),
                        arena_print(w->arena,
                                    "{'id':'%1$s','name':'billing','times':{'count':2,'more':false,"
                                    "'href':'/api/v1/conversations?theme=%1$s&person=%2$s'}}",
                                    id_text(w, theme_of(w, "billing").id), person));
}

static void twelve_weeks_end_with_that_of_the_day_asked(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-23T00:00:00Z", "#billing");
    talk(w, ana, "2026-11-29T23:59:59Z", "#billing #billing");
    talk(w, ana, "2026-09-07T00:00:00Z", "#billing");
    talk(w, ana, "2026-09-06T23:59:59Z", "#billing");
    talk(w, ana, "2026-11-30T00:00:00Z", "#billing");
    struct theme theme;
    assert_fine(theme_find(w, theme_of(w, "billing").id, date("2026-11-24"), &theme));
    const struct theme_week *weeks = theme.weeks.items;
    assert_int_equal(theme.weeks.count, 12);
    assert_int_equal(weeks[0].from.number, date("2026-09-07").number);
    assert_int_equal(weeks[0].times.count, 1);
    for (int i = 1; i < 11; i++)
        assert_int_equal(weeks[i].times.count, 0);
    assert_string_equal(
        logbook_answered(w, &theme_week_shape, &weeks[11]),
        arena_print(w->arena,
                    "{'from':'2026-11-23','times':{'count':2,'more':false,"
                    "'href':'/api/v1/conversations?theme=%s&from=2026-11-23T00%%3A00%%3A00.000Z"
                    "&to=2026-11-30T00%%3A00%%3A00.000Z'}}",
                    id_text(w, theme.id)));
}

static void a_list_of_themes_has_weeks_when_asked(void **state)
{
    struct work *w = work_of(state);
    talk(w, person_called(w, "Ana"), "2026-11-23T00:00:00Z", "#billing");
    struct page page;
    assert_fine(
        themes_list(w, filter_of(w, &themes_filter_shape, "until", "2026-11-29", NULL), &page));
    const struct theme *theme = page.items.items;
    assert_int_equal(((const struct theme_week *)theme->weeks.items)[11].times.count, 1);
}

static void statements_about_themes_search(void **state)
{
    struct work *w = work_of(state);
    assert_statements_search(w, themes_statements);
    assert_statements_search(w, theme_list_statements);
    assert_statements_search(w, theme_merge_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_theme_that_came_up_is_answered_whole),
        LOGBOOK_TEST(a_name_that_is_no_word_is_refused),
        LOGBOOK_TEST(a_theme_made_by_hand_is_borne_by_the_bodies_that_follow),
        LOGBOOK_TEST(a_word_belongs_to_one_theme),
        LOGBOOK_TEST(a_meaning_says_who_wrote_it),
        LOGBOOK_TEST(another_name_leaves_who_wrote_the_meaning),
        LOGBOOK_TEST(a_renamed_theme_keeps_its_old_word),
        LOGBOOK_TEST(an_alias_becomes_the_name_again),
        LOGBOOK_TEST(a_word_of_another_theme_cannot_be_taken),
        LOGBOOK_TEST(a_merge_counts_a_conversation_that_bears_both_once),
        LOGBOOK_TEST(a_merged_theme_is_found_under_its_old_id),
        LOGBOOK_TEST(a_merge_raises_the_story_of_everybody_in_either_theme),
        LOGBOOK_TEST(a_theme_is_not_merged_into_itself),
        LOGBOOK_TEST(a_theme_is_not_merged_into_one_that_is_not_there),
        LOGBOOK_TEST(a_merge_leaves_what_a_recount_leaves),
        LOGBOOK_TEST(themes_are_listed_by_people_and_counted),
        LOGBOOK_TEST(a_theme_that_gets_a_meaning_is_listed),
        LOGBOOK_TEST(themes_of_a_person_are_counted_with_them),
        LOGBOOK_TEST(twelve_weeks_end_with_that_of_the_day_asked),
        LOGBOOK_TEST(a_list_of_themes_has_weeks_when_asked),
        LOGBOOK_TEST(statements_about_themes_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
