/* Promises, as the API asks for them. */
#include "logbook/promises.h"

#include "logbook/promise_columns.h"

#include "support/told.h"

static struct error *make(struct work *w, const char *json, struct promise *ret_made)
{
    return promise_make(w, logbook_asked(w, &promise_shape, SHAPE_MAKE, json), NOTHING, ret_made);
}

static struct error *change(struct work *w, struct promise promise, const char *json,
                            struct promise *ret_changed)
{
    return promise_change(w, promise.id, logbook_asked(w, &promise_shape, SHAPE_CHANGE, json),
                          ret_changed);
}

static struct promise changed(struct work *w, struct promise promise, const char *json)
{
    struct promise now;
    assert_fine(change(w, promise, json, &now));
    return now;
}

static struct error *list(struct work *w, const void *filter, struct page *ret_page)
{
    return promises_list(w, filter, ret_page);
}

static const char *listed(struct work *w, const void *filter)
{
    return all_pages(w, list, &promises_filter_shape, filter, "text");
}

static void a_new_promise_is_answered_whole(void **state)
{
    struct work *w = work_of(state);
    struct member mia = member_asks(w, "Mia");
    struct person ana = person_called(w, "Ana");
    struct promise promise =
        promise_to(w, ana, "Send the invoice.", ",'due_on':'2026-11-27','due_time':'17:00'");
    assert_string_equal(
        logbook_answered(w, &promise_shape, &promise),
        arena_print(w->arena,
                    "{'id':'%s','person_id':'%s','person_name':'Ana','conversation_id':null,"
                    "'text':'Send the invoice.','due_on':'2026-11-27','due_time':'17:00',"
                    "'due_words':null,'by':'%s','by_name':'Mia','state':'open',"
                    "'closed_words':null,'told_at':null,'closed_at':null,'kept_by':null,"
                    "'revision':1,'created_at':'2026-11-24T10:00:00.000Z',"
                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                    id_text(w, promise.id), id_text(w, ana.id), id_text(w, mia.id)));
}

static void a_promise_without_a_person_is_refused(void **state)
{
    struct promise made;
    assert_refused(make(work_of(state), "{'text':'x'}", &made), ERROR_INVALID, "/person_id");
}

static void every_fault_of_a_promise_is_told_at_once(void **state)
{
    struct work *w = work_of(state);
    const char *nobody = id_text(w, ident_new(w->now));
    struct promise made;
    struct error *err = make(w,
                             arena_print(w->arena,
                                         "{'text':'x','person_id':'%s','conversation_id':'%s',"
                                         "'by':'%s','due_time':'17:00','state':'released'}",
                                         nobody, nobody, nobody),
                             &made);
    const char *pointers = "";
    for (; err; err = err->next)
        pointers = arena_print(w->arena, "%s %s", pointers, err->pointer);
    assert_string_equal(pointers, " /person_id /conversation_id /by /due_time /closed_words");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM promise"), 0);
}

static void a_promise_may_be_done_by_nobody_yet(void **state)
{
    struct work *w = work_of(state);
    member_asks(w, "Mia");
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x", ",'by':null");
    assert_true(ident_is_null(promise.by));
}

static void a_promise_that_is_kept_says_when_and_by_whom(void **state)
{
    struct work *w = work_of(state);
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x", "");
    struct member mia = member_asks(w, "Mia");
    w->now.ms += 1000;
    promise = changed(w, promise, "{'state':'kept'}");
    assert_int_equal(promise.closed_at.ms, w->now.ms);
    assert_true(ident_same(promise.kept_by, mia.id));
    assert_int_equal(promise.revision, 2);
}

static void keeping_a_kept_promise_leaves_when_it_was_kept(void **state)
{
    struct work *w = work_of(state);
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x", ",'state':'kept'");
    w->now.ms += 1000;
    struct promise now = changed(w, promise, "{'state':'kept','closed_words':'By letter.'}");
    assert_int_equal(now.closed_at.ms, promise.closed_at.ms);
}

static void a_promise_is_not_released_without_a_word(void **state)
{
    struct work *w = work_of(state);
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x", "");
    struct promise now;
    assert_refused(change(w, promise, "{'state':'released','closed_words':' '}", &now),
                   ERROR_INVALID, "/closed_words");
    now = changed(w, promise, "{'state':'released','closed_words':'She moved.'}");
    assert_int_equal(now.state, PROMISE_RELEASED);
}

static void an_open_promise_has_no_closing_words(void **state)
{
    struct work *w = work_of(state);
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x", "");
    struct promise now;
    assert_refused(change(w, promise, "{'closed_words':'Done.'}", &now), ERROR_INVALID,
                   "/closed_words");
}

static void a_promise_that_opens_again_forgets_how_it_was_closed(void **state)
{
    struct work *w = work_of(state);
    member_asks(w, "Mia");
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x",
                                        ",'state':'released','closed_words':'She moved.'");
    promise = changed(w, promise, "{'state':'open'}");
    assert_int_equal(promise.closed_at.ms, NOTHING);
    assert_true(ident_is_null(promise.kept_by));
    assert_null(promise.closed_words);
}

static void a_promise_that_moves_raises_both_stories(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    struct promise promise = promise_to(w, ana, "x", "");
    int64_t story_of_ana = person_now(w, ana).story;
    int64_t story_of_ben = person_now(w, ben).story;
    promise = changed(w, promise, arena_print(w->arena, "{'person_id':'%s'}", id_text(w, ben.id)));
    assert_string_equal(promise.person_name, "Ben");
    assert_int_equal(person_now(w, ana).story, story_of_ana + 1);
    assert_int_equal(person_now(w, ben).story, story_of_ben + 1);
}

static void a_promise_in_the_trash_is_neither_found_nor_listed(void **state)
{
    struct work *w = work_of(state);
    struct promise promise = promise_to(w, person_called(w, "Ana"), "x", "");
    assert_fine(promise_trash(w, promise.id));
    struct promise found;
    assert_refused(promise_find(w, promise.id, &found), ERROR_NOT_FOUND, NULL);
    assert_string_equal(listed(w, filter_of(w, &promises_filter_shape, NULL)), "");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM passage"), 0);
}

static void promises_to_a_person_in_the_trash_are_left_out_everywhere(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct promise promise = promise_to(w, ana, "x", ",'due_on':'2026-11-24'");
    assert_fine(person_trash(w, ana.id));
    struct promise found;
    assert_refused(promise_find(w, promise.id, &found), ERROR_NOT_FOUND, NULL);
    const struct shape *shape = &promises_filter_shape;
    assert_string_equal(listed(w, filter_of(w, shape, NULL)), "");
    assert_string_equal(listed(w, filter_of(w, shape, "state", "open", NULL)), "");
    assert_string_equal(listed(w, filter_of(w, shape, "due_to", "2026-11-24", NULL)), "");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM passage"), 0);
}

/* Two people, two members, three states. */
static void make_many(struct work *w, struct person *ret_ana, struct member *ret_mia,
                      struct conversation *ret_call)
{
    *ret_mia = member_asks(w, "Mia");
    *ret_ana = person_called(w, "Ana");
    struct person ben = person_called(w, "Ben");
    *ret_call = talk(w, *ret_ana, "2026-10-01T09:00:00Z",
                     "[ ] call by 2026-11-30\\n[ ] ship by when it ships");
    w->now.ms += 1000;
    promise_to(w, *ret_ana, "late", ",'due_on':'2026-11-20'");
    w->now.ms += 1000;
    promise_to(w, *ret_ana, "kept", ",'due_on':'2026-11-20','state':'kept'");
    w->now.ms += 1000;
    member_asks(w, "Noa");
    promise_to(w, ben, "bens", ",'due_on':'2026-11-20'");
    w->now.ms += 1000;
    promise_to(w, ben, "released", ",'state':'released','closed_words':'Moved.'");
}

static void every_filter_of_promises_narrows_and_is_counted(void **state)
{
    struct work *w = work_of(state);
    struct person ana;
    struct member mia;
    struct conversation call;
    make_many(w, &ana, &mia, &call);
    const char *person = id_text(w, ana.id);
    const char *member = id_text(w, mia.id);
    const char *talked = id_text(w, call.id);
    const struct {
        const char *filter[7];
        const char *found;
    } cases[] = {
        {{NULL}, "released|bens|kept|late|ship|call"},
        {{"person", person}, "kept|late|ship|call"},
        {{"conversation", talked}, "ship|call"},
        {{"member", member}, "kept|late|ship|call"},
        {{"state", "open"}, "bens|late|ship|call"},
        {{"state", "kept"}, "kept"},
        {{"state", "released"}, "released"},
        {{"due_to", "2026-11-30"}, "late|bens|call"},
        {{"due_to", "2026-11-29"}, "late|bens"},
        {{"due_to", "2026-11-30", "state", "kept"}, ""},
        {{"due_to", "2026-11-30", "person", person}, "late|call"},
        {{"due_to", "2026-11-30", "member", member}, "late|call"},
        {{"closed_from", "2026-11-24T10:00:00Z"}, "released|kept"},
        {{"closed_to", "2026-11-24T10:00:03Z"}, "kept"},
        {{"closed_to", "2026-11-25T10:00:03Z", "state", "kept"}, "kept"},
        {{"closed_to", "2026-11-25T10:00:03Z", "member", member}, "kept"},
        {{"closed_to", "2026-11-25T10:00:03Z", "person", person}, "kept"},
        {{"person", person, "conversation", talked, "state", "open"}, "ship|call"},
        {{"member", member, "state", "open"}, "late|ship|call"},
        {{"member", member, "state", "kept"}, "kept"},
        {{"from", "2026-11-24T10:00:01Z", "to", "2026-11-24T10:00:03Z"}, "kept|late"},
        {{"from", "2026-11-24T10:00:01Z", "state", "open"}, "bens|late"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *const *f = cases[i].filter;
        const void *filter =
            filter_of(w, &promises_filter_shape, f[0], f[1], f[2], f[3], f[4], f[5], f[6]);
        assert_string_equal(listed(w, filter), cases[i].found);
    }
}

static void promises_that_were_made_together_are_paged_without_loss(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    for (int i = 1; i <= 5; i++)
        promise_to(w, ana, arena_print(w->arena, "%d", i), ",'due_on':'2026-11-24'");
    const struct shape *shape = &promises_filter_shape;
    const char *person = id_text(w, ana.id);
    assert_string_equal(listed(w, filter_of(w, shape, NULL)), "5|4|3|2|1");
    assert_string_equal(listed(w, filter_of(w, shape, "person", person, NULL)), "5|4|3|2|1");
    assert_string_equal(listed(w, filter_of(w, shape, "due_to", "2026-11-24", NULL)), "1|2|3|4|5");
    assert_string_equal(
        listed(w, filter_of(w, shape, "person", person, "due_to", "2026-11-24", NULL)),
        "1|2|3|4|5");
}

static void open_promises_to_a_person_come_by_day_and_those_without_one_last(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    promise_to(w, ana, "someday", ",'due_words':'when it ships'");
    promise_to(w, ana, "later", ",'due_on':'2026-12-01'");
    promise_to(w, ana, "sooner", ",'due_on':'2026-11-01'");
    promise_to(w, ana, "kept", ",'due_on':'2026-10-01','state':'kept'");
    struct list open;
    assert_fine(promises_open(w, ana.row, &open));
    const struct promise *items = open.items;
    assert_int_equal(open.count, 3);
    assert_string_equal(items[0].text, "sooner");
    assert_string_equal(items[1].text, "later");
    assert_string_equal(items[2].text, "someday");
}

static void statements_about_promises_search(void **state)
{
    struct work *w = work_of(state);
    assert_statements_search(w, promises_statements);
    assert_statements_search(w, promise_list_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_new_promise_is_answered_whole),
        LOGBOOK_TEST(a_promise_without_a_person_is_refused),
        LOGBOOK_TEST(every_fault_of_a_promise_is_told_at_once),
        LOGBOOK_TEST(a_promise_may_be_done_by_nobody_yet),
        LOGBOOK_TEST(a_promise_that_is_kept_says_when_and_by_whom),
        LOGBOOK_TEST(keeping_a_kept_promise_leaves_when_it_was_kept),
        LOGBOOK_TEST(a_promise_is_not_released_without_a_word),
        LOGBOOK_TEST(an_open_promise_has_no_closing_words),
        LOGBOOK_TEST(a_promise_that_opens_again_forgets_how_it_was_closed),
        LOGBOOK_TEST(a_promise_that_moves_raises_both_stories),
        LOGBOOK_TEST(a_promise_in_the_trash_is_neither_found_nor_listed),
        LOGBOOK_TEST(promises_to_a_person_in_the_trash_are_left_out_everywhere),
        LOGBOOK_TEST(every_filter_of_promises_narrows_and_is_counted),
        LOGBOOK_TEST(promises_that_were_made_together_are_paged_without_loss),
        LOGBOOK_TEST(open_promises_to_a_person_come_by_day_and_those_without_one_last),
        LOGBOOK_TEST(statements_about_promises_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
