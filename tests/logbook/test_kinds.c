/* Kinds of conversations, as the API asks for them. */
#include "logbook/kinds.h"

#include "support/logbook.h"

static struct error *make(struct work *w, const char *json, struct kind *ret_made)
{
    return kind_make(w, logbook_asked(w, &kind_shape, SHAPE_MAKE, json), ret_made);
}

static struct error *change(struct work *w, ident id, const char *json, struct kind *ret_changed)
{
    return kind_change(w, id, logbook_asked(w, &kind_shape, SHAPE_CHANGE, json), ret_changed);
}

static struct page listed(struct work *w, int64_t limit, const struct page *before)
{
    struct kinds_filter filter;
    shape_clear(&kinds_filter_shape, &filter);
    filter.limit = limit;
    shape_give(&kinds_filter_shape, &filter, "limit");
    if (before) {
        filter.after = before->next_row;
        filter.after_at = before->next_at;
        shape_give(&kinds_filter_shape, &filter, "after");
    }
    struct page page;
    assert_fine(kinds_list(w, &filter, &page));
    return page;
}

static const char *names(struct work *w, const struct page *page)
{
    const struct kind *kinds = page->items.items;
    const char *text = "";
    for (size_t i = 0; i < page->items.count; i++)
        text = arena_print(w->arena, "%s%s ", text, kinds[i].name);
    return text;
}

static void a_new_kind_comes_last_and_is_answered_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct kind kind;
    assert_fine(make(w, "{'name': ' workshop '}", &kind));
    char id[IDENT_TEXT];
    ident_write(kind.id, id);
    assert_string_equal(logbook_answered(w, &kind_shape, &kind),
                        arena_print(w->arena,
                                    "{'id':'%s','name':'workshop','position':9,"
                                    "'conversations':{'count':0,'more':false,"
                                    "'href':'/api/v1/conversations?kind=workshop'},'revision':1,"
                                    "'created_at':'2026-11-24T10:00:00.000Z',"
                                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                                    id));
}

static void kinds_come_in_their_order(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct kind kind;
    assert_fine(make(w, "{'name': 'workshop', 'position': 3}", &kind));
    struct page page = listed(w, 50, NULL);
    assert_string_equal(names(w, &page),
                        "call chat email workshop meeting migration letter visit note ");
    assert_int_equal(page.count.count, 9);
}

static void pages_follow_each_other_where_positions_are_equal(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct kind kind;
    assert_fine(make(w, "{'name': 'workshop', 'position': 3}", &kind));
    struct page page = listed(w, 3, NULL);
    assert_string_equal(names(w, &page), "call chat email ");
    assert_true(page.more);
    page = listed(w, 3, &page);
    assert_string_equal(names(w, &page), "workshop meeting migration ");
}

static void a_name_as_compared_exists_once(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct kind kind;
    assert_refused(make(w, "{'name': 'CALL'}", &kind), ERROR_CONFLICT, NULL);
    struct page page = listed(w, 50, NULL);
    const struct kind *kinds = page.items.items;
    assert_refused(change(w, kinds[1].id, "{'name': 'Call'}", &kind), ERROR_CONFLICT, NULL);
}

static void a_kind_can_be_written_in_other_letters(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct page page = listed(w, 1, NULL);
    const struct kind *kinds = page.items.items;
    int64_t before = logbook_names(w);
    struct kind kind;
    assert_fine(change(w, kinds[0].id, "{'name': 'Call'}", &kind));
    assert_string_equal(kind.name, "Call");
    assert_int_equal(kind.revision, 2);
    assert_int_equal(logbook_names(w), before + 1);
}

static void a_move_leaves_names_alone(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct page page = listed(w, 1, NULL);
    const struct kind *kinds = page.items.items;
    int64_t before = logbook_names(w);
    struct kind kind;
    assert_fine(change(w, kinds[0].id, "{'position': 100}", &kind));
    assert_int_equal(logbook_names(w), before);
    page = listed(w, 50, NULL);
    assert_string_equal(names(w, &page), "chat email meeting migration letter visit note call ");
}

static void a_kind_is_named_as_compared(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t row = 0;
    assert_fine(kind_named(w, " EMail ", "/kind", &row));
    assert_int_equal(row, 3);
}

static void an_unknown_kind_is_a_fault_that_lists_the_names(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t row = 0;
    struct error *err = kind_named(w, "cal", "/kind", &row);
    assert_refused(err, ERROR_INVALID, "/kind");
    assert_string_equal(err->sentence, "There is no kind cal. It must be one of: call, chat, "
                                       "email, meeting, migration, letter, visit, note.");
}

/* The name stands in addresses and in filters. */
static void a_name_that_would_break_an_address_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    static const char *const wrong[] = {"a,b", "a/b", "a?b",    "a&b",   "a#b",
                                        "a%b", "a+b", "a\\\"b", "a\\\\b"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *json = arena_print(w->arena, "{\"name\": \"%s\"}", wrong[i]);
        void *record = NULL;
        struct error *err =
            shape_parse(w->arena, &kind_shape, json, strlen(json), SHAPE_MAKE, &record);
        assert_refused(err, ERROR_INVALID, "/name");
    }
}

static void its_conversations_are_those_of_its_thread(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct kind kind;
    assert_fine(make(w, "{'name': 'workshop'}", &kind));
    logbook_run(w, "INSERT INTO conversation (uid, kind, happened_at, body, revision, created_at)"
                   " SELECT randomblob(16), id, 0, '', 1, 0 FROM kind WHERE name = 'workshop'");
    logbook_run(w, "INSERT INTO thread SELECT 4, kind, 0, id FROM conversation");
    logbook_run(w, "INSERT INTO thread SELECT 3, kind, 0, id FROM conversation");
    assert_fine(kind_find(w, kind.id, &kind));
    assert_int_equal(kind.conversations.count, 1);
}

static void every_statement_searches(void **state)
{
    assert_statements_search(&((struct logbook *)*state)->work, kinds_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_new_kind_comes_last_and_is_answered_whole),
        LOGBOOK_TEST(kinds_come_in_their_order),
        LOGBOOK_TEST(pages_follow_each_other_where_positions_are_equal),
        LOGBOOK_TEST(a_name_as_compared_exists_once),
        LOGBOOK_TEST(a_kind_can_be_written_in_other_letters),
        LOGBOOK_TEST(a_move_leaves_names_alone),
        LOGBOOK_TEST(a_kind_is_named_as_compared),
        LOGBOOK_TEST(an_unknown_kind_is_a_fault_that_lists_the_names),
        LOGBOOK_TEST(a_name_that_would_break_an_address_is_refused),
        LOGBOOK_TEST(its_conversations_are_those_of_its_thread),
        LOGBOOK_TEST(every_statement_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
