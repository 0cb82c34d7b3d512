/* Views: who sees them, what their filters hold, and the numbers that they open. */
#include "logbook/views.h"

#include "logbook/people_list.h"

#include "support/changes.h"
#include "support/told.h"

static struct error *make(struct work *w, const char *json, struct view *ret_made)
{
    return view_make(w, logbook_asked(w, &view_shape, SHAPE_MAKE, json), ret_made);
}

static struct view made(struct work *w, const char *json)
{
    struct view view;
    assert_fine(make(w, json, &view));
    return view;
}

static struct error *change(struct work *w, ident id, const char *json, struct view *ret_changed)
{
    return view_change(w, id, logbook_asked(w, &view_shape, SHAPE_CHANGE, json), ret_changed);
}

static const char *answered(struct work *w, const struct view *view, const char *name)
{
    const char *json = strstr(logbook_answered(w, &view_shape, view), name);
    return json ? json : "nothing";
}

static void assert_begins(const char *text, const char *with)
{
    if (strncmp(text, with, strlen(with)) != 0)
        fail_msg("%s does not begin with %s", text, with);
}

static const char *seen(struct work *w)
{
    struct page page;
    const char *names = "";
    assert_fine(views_list(w, shape_new(w->arena, &views_filter_shape), &page));
    const struct view *views = page.items.items;
    for (size_t i = 0; i < page.items.count; i++)
        names = arena_print(w->arena, "%s%s%s", names, i ? "|" : "", views[i].name);
    assert_int_equal(page.count.count, page.items.count);
    return names;
}

static void a_name_is_all_that_a_view_needs(void **state)
{
    struct work *w = work_of(state);
    person_called(w, "Ana");
    struct view view = made(w, "{'name':' All '}");
    assert_string_equal(view.name, "All");
    assert_begins(answered(w, &view, "'filter'"),
                  "'filter':{},'everyone':false,'people':{'count':1,'more':false,"
                  "'href':'/api/v1/people'}");
}

static void a_filter_is_kept_in_the_order_of_its_fields_and_without_nulls(void **state)
{
    struct work *w = work_of(state);
    struct view view = made(w, "{'name':'x','filter':{'sort':'heard','place':'a & b?','tag':null,"
                               "'quiet_at':'2026-01-01T01:00:00+01:00','language':'pt'}}");
    assert_begins(answered(w, &view, "'filter'"),
                  "'filter':{'language':'pt','place':'a & b?','quiet_at':'2026-01-01T00:00:00.000Z'"
                  ",'sort':'heard'}");
    assert_begins(answered(w, &view, "'href'"),
                  "'href':'/api/v1/people?language=pt&place=a%20%26%20b%3F"
                  "&quiet_at=2026-01-01T00%3A00%3A00.000Z&sort=heard'");
}

static void its_people_are_those_who_are_listed(void **state)
{
    struct work *w = work_of(state);
    person_with(w, "Ana", ",'place':'Porto'");
    struct person gone = person_with(w, "Gone", ",'place':'Porto'");
    person_with(w, "Ben", ",'place':'Lisbon'");
    assert_fine(person_trash(w, gone.id));
    struct view view = made(w, "{'name':'x','filter':{'place':'PORT','sort':'heard'}}");
    struct page page;
    assert_fine(people_list(
        w, filter_of(w, &people_filter_shape, "place", "PORT", "sort", "heard", NULL), &page));
    assert_int_equal(view.people.count, 1);
    assert_int_equal(page.count.count, 1);
}

static void a_patch_changes_the_parts_of_a_filter_that_are_sent(void **state)
{
    struct work *w = work_of(state);
    struct view view = made(w, "{'name':'x','filter':{'place':'a','language':'pt'}}");
    assert_fine(change(w, view.id, "{'filter':{'place':null,'sort':'since'}}", &view));
    assert_begins(answered(w, &view, "'filter'"), "'filter':{'language':'pt','sort':'since'}");
    assert_fine(change(w, view.id, "{'name':'y'}", &view));
    assert_begins(answered(w, &view, "'name'"),
                  "'name':'y','filter':{'language':'pt','sort':'since'}");
    assert_int_equal(view.revision, 3);
}

static void what_is_private_is_there_for_its_maker_alone(void **state)
{
    struct work *w = work_of(state);
    made(w, "{'name':'of the host'}");
    assert_string_equal(seen(w), "of the host");
    member_asks(w, "Rui");
    struct view hers = made(w, "{'name':'of Rui'}");
    made(w, "{'name':'of Rui for all','everyone':true}");
    assert_string_equal(seen(w), "of Rui|of Rui for all");
    member_asks(w, "Mia");
    assert_string_equal(seen(w), "of Rui for all");
    struct view view;
    assert_refused(view_find(w, hers.id, &view), ERROR_NOT_FOUND, NULL);
    assert_refused(change(w, hers.id, "{'everyone':true}", &view), ERROR_NOT_FOUND, NULL);
    assert_refused(view_delete(w, hers.id), ERROR_NOT_FOUND, NULL);
    w->actor = NULL;
    assert_string_equal(seen(w), "of Rui for all|of the host");
}

static void what_is_hidden_is_refused_in_the_words_of_what_is_not_there(void **state)
{
    struct work *w = work_of(state);
    member_asks(w, "Rui");
    struct view hers = made(w, "{'name':'of Rui'}");
    member_asks(w, "Mia");
    struct view view;
    struct error *hidden = view_find(w, hers.id, &view);
    struct error *missing = view_find(w, ident_new(w->now), &view);
    assert_string_equal(hidden->sentence, missing->sentence);
}

static void a_view_for_everyone_outlives_the_time_of_its_maker(void **state)
{
    struct work *w = work_of(state);
    struct member rui = member_asks(w, "Rui");
    struct view view = made(w, "{'name':'ours','everyone':true}");
    made(w, "{'name':'his'}");
    member_asks(w, "Mia");
    struct member left;
    assert_fine(member_change(
        w, rui.id, logbook_asked(w, &member_shape, SHAPE_CHANGE, "{'state':'left'}"), &left));
    assert_string_equal(seen(w), "ours");
    assert_fine(change(w, view.id, "{'name':'still ours'}", &view));
    assert_string_equal(seen(w), "still ours");
}

static void nobody_else_hides_a_view_from_all(void **state)
{
    struct work *w = work_of(state);
    member_asks(w, "Rui");
    struct view view = made(w, "{'name':'ours','everyone':true}");
    const struct actor *rui = w->actor;
    member_asks(w, "Mia");
    assert_refused(change(w, view.id, "{'everyone':false}", &view), ERROR_INVALID, "/everyone");
    assert_fine(change(w, view.id, "{'everyone':true,'name':'all'}", &view));
    w->actor = (struct actor *)(uintptr_t)rui;
    assert_fine(change(w, view.id, "{'everyone':false}", &view));
    assert_false(view.everyone);
}

static void a_deleted_view_comes_back_by_undo(void **state)
{
    struct work *w = work_of(state);
    struct view view;
    CHANGE(w, make(w, "{'name':'x','filter':{'place':'a'}}", &view));
    CHANGE(w, view_delete(w, view.id));
    assert_string_equal(seen(w), "");
    assert_fine(logbook_undo(w, w->change, NULL));
    assert_fine(view_find(w, view.id, &view));
    assert_begins(answered(w, &view, "'filter'"), "'filter':{'place':'a'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_name_is_all_that_a_view_needs),
        LOGBOOK_TEST(a_filter_is_kept_in_the_order_of_its_fields_and_without_nulls),
        LOGBOOK_TEST(its_people_are_those_who_are_listed),
        LOGBOOK_TEST(a_patch_changes_the_parts_of_a_filter_that_are_sent),
        LOGBOOK_TEST(what_is_private_is_there_for_its_maker_alone),
        LOGBOOK_TEST(what_is_hidden_is_refused_in_the_words_of_what_is_not_there),
        LOGBOOK_TEST(a_view_for_everyone_outlives_the_time_of_its_maker),
        LOGBOOK_TEST(nobody_else_hides_a_view_from_all),
        CHANGES_TEST(a_deleted_view_comes_back_by_undo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
