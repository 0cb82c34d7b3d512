/* What is done to many people at once. */
#include "logbook/people_actions.h"

#include "logbook/tags.h"

#include "support/changes.h"
#include "support/told.h"

static struct error *act(struct work *w, const char *json, int64_t *ret_changed)
{
    struct people_acted acted = {.changed = -1};
    struct error *err =
        people_act(w, logbook_asked(w, &people_action_shape, SHAPE_MAKE, json), &acted);
    *ret_changed = acted.changed;
    return err;
}

/* {'people':[both]<rest>} */
static const char *both(struct work *w, const struct person *people, const char *rest)
{
    return arena_print(w->arena, "{'people':['%s','%s']%s}", id_text(w, people[0].id),
                       id_text(w, people[1].id), rest);
}

static void make_two(struct work *w, struct person *ret_people)
{
    ret_people[0] = person_with(w, "Ana", ",'tags':['old','both']");
    ret_people[1] = person_called(w, "Ben");
}

static const char *tags_now(struct work *w, struct person person)
{
    return person_now(w, person).tags.json;
}

static void tags_are_put_on_and_taken_off(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    assert_fine(act(w, both(w, people, ",'tag':['New',' new '],'untag':['OLD','none']"), &changed));
    assert_int_equal(changed, 2);
    assert_string_equal(tags_now(w, people[0]), "[\"both\",\"New\"]");
    assert_string_equal(tags_now(w, people[1]), "[\"New\"]");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM tag WHERE folded = 'none'"), 0);
}

static void only_those_who_are_not_as_they_were_count(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    assert_fine(act(w, both(w, people, ",'tag':['both']"), &changed));
    assert_int_equal(changed, 1);
    assert_int_equal(person_now(w, people[0]).revision, 1);
    assert_int_equal(person_now(w, people[0]).story, people[0].story);
    assert_int_equal(person_now(w, people[1]).revision, 2);
    assert_true(person_now(w, people[1]).story > people[1].story);
    assert_fine(act(w, both(w, people, ",'tag':['both']"), &changed));
    assert_int_equal(changed, 0);
}

static void a_company_hears_of_the_tags_of_its_people(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    struct company firm = company_called(w, "Acme");
    const char *joins = arena_print(w->arena, "{'company_id':'%s'}", id_text(w, firm.id));
    assert_fine(person_change(w, people[1].id, logbook_asked(w, &person_shape, SHAPE_CHANGE, joins),
                              &people[1]));
    assert_fine(company_find(w, firm.id, &firm));
    int64_t before = firm.story;
    assert_fine(act(w, both(w, people, ",'tag':['new']"), &changed));
    assert_fine(company_find(w, firm.id, &firm));
    assert_true(firm.story > before);
}

static void who_knows_them_best_is_chosen_and_counted_again(void **state)
{
    struct work *w = work_of(state);
    struct member rui = member_asks(w, "Rui");
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    const char *chosen = arena_print(w->arena, ",'known_by':'%s'", id_text(w, rui.id));
    assert_fine(act(w, both(w, people, chosen), &changed));
    assert_int_equal(changed, 2);
    assert_string_equal(person_now(w, people[1]).known_by_name, "Rui");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM person_state WHERE known_by ="
                                       " (SELECT id FROM member WHERE name = 'Rui')"),
                     2);
    assert_fine(act(w, both(w, people, ",'known_by':null"), &changed));
    assert_int_equal(changed, 2);
    assert_null(person_now(w, people[1]).known_by_name);
    assert_int_equal(
        logbook_number(w, "SELECT count(*) FROM person_state WHERE known_by IS NOT NULL"), 0);
}

static void whoever_is_named_twice_or_under_a_merged_id_is_one(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    logbook_run(w, "UPDATE person SET merged_into = 1 WHERE id = 2");
    assert_fine(act(w, both(w, people, ",'tag':['new']"), &changed));
    assert_int_equal(changed, 1);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM person_tag WHERE person = 2"), 0);
}

static void every_id_of_nobody_is_told_up_to_a_hundred(void **state)
{
    struct work *w = work_of(state);
    int64_t changed;
    const char *ids = "'x'";
    for (int i = 0; i < 150; i++)
        ids = arena_print(w->arena, "%s,'%s'", ids, id_text(w, ident_new(w->now)));
    struct error *err =
        act(w, arena_print(w->arena, "{'people':[%s],'tag':['new']}", ids), &changed);
    assert_refused(err, ERROR_INVALID, "/people/0");
    assert_string_equal(err->next->pointer, "/people/1");
    int faults = 0;
    for (; err; err = err->next)
        faults++;
    assert_int_equal(faults, 100);
}

static void whoever_is_in_the_trash_is_nobody(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    assert_fine(person_trash(w, people[1].id));
    assert_refused(act(w, both(w, people, ",'tag':['new']"), &changed), ERROR_INVALID, "/people/1");
}

static void what_does_nothing_or_undoes_itself_is_refused(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    assert_refused(act(w, both(w, people, ""), &changed), ERROR_INVALID, NULL);
    assert_refused(act(w, both(w, people, ",'tag':[],'untag':[]"), &changed), ERROR_INVALID, NULL);
    assert_refused(act(w, both(w, people, ",'tag':['a'],'untag':['b','A']"), &changed),
                   ERROR_INVALID, "/untag");
}

static void nobody_gets_more_tags_than_a_patch_can_send(void **state)
{
    struct work *w = work_of(state);
    struct person people[2];
    int64_t changed;
    make_two(w, people);
    const char *names = "'n0'";
    for (int i = 1; i < MOST_TAGS - 2; i++)
        names = arena_print(w->arena, "%s,'n%d'", names, i);
    assert_fine(act(w, both(w, people, arena_print(w->arena, ",'tag':[%s]", names)), &changed));
    assert_refused(act(w, both(w, people, ",'tag':['one more']"), &changed), ERROR_INVALID, NULL);
    assert_fine(act(w, both(w, people, ",'tag':['one more'],'untag':['n0']"), &changed));
}

static void one_undo_takes_all_of_it_back(void **state)
{
    struct work *w = work_of(state);
    struct member rui = member_asks(w, "Rui");
    struct person people[2];
    int64_t changed;
    CHANGE(w, person_make(w,
                          logbook_asked(w, &person_shape, SHAPE_MAKE,
                                        "{'name':'Ana','tags':['old','new']}"),
                          &people[0]));
    CHANGE(w, person_make(w, logbook_asked(w, &person_shape, SHAPE_MAKE, "{'name':'Ben'}"),
                          &people[1]));
    const char *before = logbook_rows(w, NULL);
    const char *all =
        arena_print(w->arena, ",'tag':['new'],'untag':['old'],'known_by':'%s'", id_text(w, rui.id));
    CHANGE(w, act(w, both(w, people, all), &changed));
    assert_derived(w);
    assert_string_not_equal(logbook_rows(w, NULL), before);
    int64_t undone;
    assert_fine(logbook_undo(w, w->change, &undone));
    assert_string_equal(logbook_rows(w, NULL), before);
    assert_derived(w);
    assert_fine(logbook_undo(w, undone, NULL));
    assert_string_equal(tags_now(w, people[1]), "[\"new\"]");
    assert_derived(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(tags_are_put_on_and_taken_off),
        LOGBOOK_TEST(only_those_who_are_not_as_they_were_count),
        LOGBOOK_TEST(a_company_hears_of_the_tags_of_its_people),
        LOGBOOK_TEST(who_knows_them_best_is_chosen_and_counted_again),
        LOGBOOK_TEST(whoever_is_named_twice_or_under_a_merged_id_is_one),
        LOGBOOK_TEST(every_id_of_nobody_is_told_up_to_a_hundred),
        LOGBOOK_TEST(whoever_is_in_the_trash_is_nobody),
        LOGBOOK_TEST(what_does_nothing_or_undoes_itself_is_refused),
        LOGBOOK_TEST(nobody_gets_more_tags_than_a_patch_can_send),
        CHANGES_TEST(one_undo_takes_all_of_it_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
