/* Quotes, as the API asks for them. */
#include "logbook/quotes.h"

#include "support/told.h"

static struct error *list(struct work *w, const void *filter, struct page *ret_page)
{
    return quotes_list(w, filter, ret_page);
}

static const char *listed(struct work *w, const void *filter)
{
    return all_pages(w, list, &quotes_filter_shape, filter, "text");
}

static const char *theme_id(struct work *w, const char *word)
{
    const char *sql =
        arena_print(w->arena, "SELECT theme FROM theme_word WHERE folded = '%s'", word);
    struct row_key key = {.row = logbook_number(w, sql)};
    static const struct statement id = {.sql = "SELECT uid AS id FROM theme WHERE id = :row",
                                        .in = &row_key_shape,
                                        .out = &id_key_shape};
    struct id_key found = {0};
    bool there = false;
    assert_fine(db_find(w, &id, &key, &found, &there));
    return id_text(w, found.id);
}

static void a_quote_is_answered_whole(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    struct conversation call =
        talk(w, ana, "2026-11-20T09:00:00Z", "> Tudo #bem.\\n> = All is well.");
    struct page page;
    assert_fine(quotes_list(w, filter_of(w, &quotes_filter_shape, NULL), &page));
    assert_string_equal(
        logbook_answered(w, &quote_shape, page.items.items),
        arena_print(w->arena,
                    "{'text':'Tudo #bem.','translation':'All is well.','conversation_id':'%s',"
                    "'person_id':'%s','person_name':'Ana','said_at':'2026-11-20T09:00:00.000Z',"
                    "'themes':[{'id':'%s','name':'bem'}]}",
                    id_text(w, call.id), id_text(w, ana.id), theme_id(w, "bem")));
}

static void every_filter_of_quotes_narrows_and_is_counted(void **state)
{
    struct work *w = work_of(state);
    struct company mill = company_called(w, "Mill");
    struct person ana =
        person_with(w, "Ana", arena_print(w->arena, ",'company_id':'%s'", id_text(w, mill.id)));
    struct person ben = person_called(w, "Ben");
    talk(w, ana, "2026-11-01T09:00:00Z", "> a1 #tax\\n\\nso\\n\\n> a2");
    talk(w, ben, "2026-11-02T09:00:00Z", "> b1 #tax");
    talk(w, ana, "2026-11-03T09:00:00Z", "> a3 #tax\\n\\nso\\n\\n> a4 #dogs");
    talk_with(w, ben, "2026-11-04T09:00:00Z", "> b2 #dogs", arena_print(w->arena, ",'members':[]"));
    const char *person = id_text(w, ana.id);
    const char *company = id_text(w, mill.id);
    const char *tax = theme_id(w, "tax");
    const struct {
        const char *filter[7];
        const char *found;
    } cases[] = {
        {{NULL}, "b2 #dogs|a4 #dogs|a3 #tax|b1 #tax|a2|a1 #tax"},
        {{"person", person}, "a4 #dogs|a3 #tax|a2|a1 #tax"},
        {{"company", company}, "a4 #dogs|a3 #tax|a2|a1 #tax"},
        {{"theme", tax}, "a3 #tax|b1 #tax|a2|a1 #tax"},
        {{"theme", tax, "person", person}, "a3 #tax|a2|a1 #tax"},
        {{"theme", tax, "company", company}, "a3 #tax|a2|a1 #tax"},
        {{"person", person, "company", company}, "a4 #dogs|a3 #tax|a2|a1 #tax"},
        {{"from", "2026-11-02T09:00:00Z", "to", "2026-11-04T09:00:00Z"},
         "a4 #dogs|a3 #tax|b1 #tax"},
        {{"theme", tax, "to", "2026-11-03T09:00:00Z"}, "b1 #tax|a2|a1 #tax"},
        {{"person", person, "from", "2026-11-03T09:00:00Z"}, "a4 #dogs|a3 #tax"},
        {{"company", company, "to", "2026-11-03T09:00:00Z"}, "a2|a1 #tax"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *const *f = cases[i].filter;
        const void *filter =
            filter_of(w, &quotes_filter_shape, f[0], f[1], f[2], f[3], f[4], f[5], f[6]);
        assert_string_equal(listed(w, filter), cases[i].found);
    }
}

static void words_of_others_in_a_talk_with_a_company_are_not_its_own(void **state)
{
    struct work *w = work_of(state);
    struct company mill = company_called(w, "Mill");
    person_with(w, "Ana",
                arena_print(w->arena,
                            ",'company_id':'%s','handles':[{'kind':'email',"
                            "'value':'ana@mill.example'}]",
                            id_text(w, mill.id)));
    struct person ben = person_called(w, "Ben");
    const char *json = arena_print(w->arena,
                                   "{'people':['%s','ana@mill.example'],'body':'> Mine.',"
                                   "'happened_at':'2026-11-20T09:00:00Z'}",
                                   id_text(w, ben.id));
    struct conversation made;
    assert_fine(
        conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json), &made));
    assert_string_equal(
        listed(w, filter_of(w, &quotes_filter_shape, "company", id_text(w, mill.id), NULL)), "");
}

static void quotes_of_a_conversation_come_in_the_order_of_its_body(void **state)
{
    struct work *w = work_of(state);
    struct conversation call =
        talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "> First.\\n\\nso\\n\\n> Second.");
    struct list quotes;
    assert_fine(quotes_of_conversation(w, call.row, &quotes));
    const struct quote *items = quotes.items;
    assert_int_equal(quotes.count, 2);
    assert_string_equal(items[0].text, "First.");
    assert_string_equal(items[1].text, "Second.");
}

static void quotes_in_the_trash_are_gone(void **state)
{
    struct work *w = work_of(state);
    struct conversation call = talk(w, person_called(w, "Ana"), "2026-11-20T09:00:00Z", "> Well.");
    assert_fine(conversation_trash(w, call.id));
    assert_string_equal(listed(w, filter_of(w, &quotes_filter_shape, NULL)), "");
}

static void statements_about_quotes_search(void **state)
{
    assert_statements_search(work_of(state), quotes_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_quote_is_answered_whole),
        LOGBOOK_TEST(every_filter_of_quotes_narrows_and_is_counted),
        LOGBOOK_TEST(words_of_others_in_a_talk_with_a_company_are_not_its_own),
        LOGBOOK_TEST(quotes_of_a_conversation_come_in_the_order_of_its_body),
        LOGBOOK_TEST(quotes_in_the_trash_are_gone),
        LOGBOOK_TEST(statements_about_quotes_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
