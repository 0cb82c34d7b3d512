/* Companies, as the API asks for them. */
#include "logbook/companies.h"

#include "logbook/derive.h"
#include "logbook/people_list.h"

#include "support/logbook.h"

static struct company made(struct work *w, const char *json)
{
    struct company company;
    assert_fine(company_make(w, logbook_asked(w, &company_shape, SHAPE_MAKE, json), &company));
    return company;
}

static struct error *change(struct work *w, ident id, const char *json, struct company *ret_changed)
{
    return company_change(w, id, logbook_asked(w, &company_shape, SHAPE_CHANGE, json), ret_changed);
}

/* A person of the company, without all that a person is made of. */
static void add_person(struct work *w, int64_t company, const char *name, const char *columns,
                       const char *values)
{
    logbook_run(w, arena_print(w->arena,
                               "INSERT INTO person (uid, name, folded, company, languages, handles,"
                               " dates, revision, created_at, updated_at%s) VALUES (randomblob(16),"
                               " '%s', '%s', %lld, '[]', '[]', '[]', 1, 0, 0%s)",
                               columns, name, name, (long long)company, values));
    assert_fine(person_count(w, db_last_row(w)));
}

static void add_conversation(struct work *w, int64_t company, int64_t at)
{
    logbook_run(w, "INSERT INTO conversation (uid, kind, happened_at, body, revision, created_at)"
                   " VALUES (randomblob(16), 1, 0, '', 1, 0)");
    logbook_run(w, arena_print(w->arena,
                               "INSERT INTO thread (sort, owner, at, conversation)"
                               " VALUES (2, %lld, %lld, last_insert_rowid())",
                               (long long)company, (long long)at));
}

static void a_new_company_is_answered_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company =
        made(w, "{'name': ' Acme  ', 'domain': 'Acme-Mail.Example', 'place': 'Porto'}");
    char id[IDENT_TEXT];
    ident_write(company.id, id);
    assert_string_equal(
        logbook_answered(w, &company_shape, &company),
        arena_print(w->arena,
                    "{'id':'%s','name':'Acme','domain':'acme-mail.example','place':'Porto',"
                    "'people':{'count':0,'more':false,'href':'/api/v1/people?company=%s'},"
                    "'conversations':{'count':0,'more':false,"
                    "'href':'/api/v1/conversations?company=%s'},'last_heard_at':null,"
                    "'revision':1,'created_at':'2026-11-24T10:00:00.000Z',"
                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                    id, id, id));
}

static void a_domain_with_anything_but_letters_digits_dots_and_hyphens_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    static const char *const wrong[] = {
        "https://acme.example",
        "ana@acme.example",
        "acme",
        ".acme.example",
        "acme.example.",
        "acme..example",
        "-acme.example",
        "acme-.example",
        "acme example.com",
        "",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *json =
            arena_print(w->arena, "{\"name\": \"Acme\", \"domain\": \"%s\"}", wrong[i]);
        void *record = NULL;
        struct error *err =
            shape_parse(w->arena, &company_shape, json, strlen(json), SHAPE_MAKE, &record);
        assert_refused(err, ERROR_INVALID, "/domain");
    }
}

static void a_change_raises_the_revision_and_leaves_the_rest(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme', 'domain': 'acme.example'}");
    w->now.ms += 1000;
    struct company changed;
    assert_fine(change(w, company.id, "{'place': 'Faro'}", &changed));
    assert_string_equal(changed.name, "Acme");
    assert_string_equal(changed.domain, "acme.example");
    assert_string_equal(changed.place, "Faro");
    assert_int_equal(changed.revision, 2);
    assert_int_equal(changed.updated_at.ms, logbook_now.ms + 1000);
    assert_int_equal(changed.created_at.ms, logbook_now.ms);
}

static void a_domain_can_be_taken_away(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme', 'domain': 'acme.example'}");
    struct company changed;
    assert_fine(change(w, company.id, "{'domain': null}", &changed));
    assert_null(changed.domain);
}

static void a_rename_raises_names_and_the_story(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    int64_t names = logbook_names(w);
    struct company changed;
    assert_fine(change(w, company.id, "{'name': 'Acme Works'}", &changed));
    assert_int_equal(logbook_names(w), names + 1);
    assert_true(changed.story > company.story);
}

static void a_change_of_place_leaves_names_alone(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    int64_t names = logbook_names(w);
    struct company changed;
    assert_fine(change(w, company.id, "{'name': 'Acme', 'place': 'Faro'}", &changed));
    assert_int_equal(logbook_names(w), names);
}

static void its_people_are_those_who_are_listed(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    struct company other = made(w, "{'name': 'Other'}");
    add_person(w, company.row, "ana", "", "");
    add_person(w, company.row, "ben", "", "");
    add_person(w, company.row, "gone", ", trashed_at", ", 5");
    add_person(w, company.row, "merged", ", merged_into", ", 1");
    add_person(w, other.row, "elsewhere", "", "");
    assert_fine(company_find(w, company.id, &company));
    struct people_filter filter;
    shape_clear(&people_filter_shape, &filter);
    filter.company = company.id;
    shape_give(&people_filter_shape, &filter, "company");
    struct page page;
    assert_fine(people_list(w, &filter, &page));
    assert_int_equal(company.people.count, 2);
    assert_int_equal(company.people.count, page.count.count);
}

static void its_people_are_counted_to_one_thousand_and_one(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    for (int i = 0; i < COUNT_EXACT + 5; i++)
        add_person(w, company.row, "ana", "", "");
    assert_fine(company_find(w, company.id, &company));
    assert_int_equal(company.people.count, COUNT_EXACT + 1);
}

static void its_conversations_are_those_of_its_thread(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    add_conversation(w, company.row, 1000);
    add_conversation(w, company.row, 3000);
    add_conversation(w, company.row, 2000);
    add_conversation(w, company.row + 1, 9000);
    assert_fine(company_find(w, company.id, &company));
    assert_int_equal(company.conversations.count, 3);
    assert_int_equal(company.last_heard_at.ms, 3000);
}

static void a_trashed_company_is_neither_found_nor_listed(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    assert_fine(company_trash(w, company.id));
    struct company found;
    int64_t row;
    assert_refused(company_find(w, company.id, &found), ERROR_NOT_FOUND, NULL);
    assert_refused(company_trash(w, company.id), ERROR_NOT_FOUND, NULL);
    assert_refused(company_row_field(w, company.id, "/company_id", &row), ERROR_INVALID,
                   "/company_id");
    struct companies_filter filter;
    shape_clear(&companies_filter_shape, &filter);
    struct page page;
    assert_fine(companies_list(w, &filter, &page));
    assert_int_equal(page.items.count, 0);
    assert_int_equal(page.count.count, 0);
}

static void the_trash_keeps_the_time_and_the_people(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct company company = made(w, "{'name': 'Acme'}");
    add_person(w, company.row, "ana", "", "");
    int64_t names = logbook_names(w);
    assert_fine(company_trash(w, company.id));
    assert_int_equal(logbook_number(w, "SELECT trashed_at FROM company"), logbook_now.ms);
    assert_int_equal(logbook_number(w, "SELECT company FROM person"), company.row);
    assert_int_equal(logbook_names(w), names + 1);
}

static void no_company_is_nothing_to_look_for(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t row = 7;
    assert_fine(company_row_field(w, (ident){{0}}, "/company_id", &row));
    assert_int_equal(row, NOTHING);
}

static void pages_follow_each_other_by_name(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    static const char *const names[] = {"delta", "Alpha", "charlie", "alpha", "Bravo"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        made(w, arena_print(w->arena, "{'name': '%s'}", names[i]));
    struct companies_filter filter;
    shape_clear(&companies_filter_shape, &filter);
    filter.limit = 2;
    shape_give(&companies_filter_shape, &filter, "limit");
    const char *seen = "";
    struct page page = {.more = true};
    while (page.more) {
        assert_fine(companies_list(w, &filter, &page));
        assert_int_equal(page.count.count, 5);
        const struct company *companies = page.items.items;
        for (size_t i = 0; i < page.items.count; i++)
            seen = arena_print(w->arena, "%s%s ", seen, companies[i].name);
        filter.after = page.next_row;
        filter.after_text = page.next_text;
        shape_give(&companies_filter_shape, &filter, "after_text");
    }
    assert_string_equal(seen, "Alpha alpha Bravo charlie delta ");
}

static void every_statement_searches(void **state)
{
    assert_statements_search(&((struct logbook *)*state)->work, companies_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_new_company_is_answered_whole),
        LOGBOOK_TEST(a_domain_with_anything_but_letters_digits_dots_and_hyphens_is_refused),
        LOGBOOK_TEST(a_change_raises_the_revision_and_leaves_the_rest),
        LOGBOOK_TEST(a_domain_can_be_taken_away),
        LOGBOOK_TEST(a_rename_raises_names_and_the_story),
        LOGBOOK_TEST(a_change_of_place_leaves_names_alone),
        LOGBOOK_TEST(its_people_are_those_who_are_listed),
        LOGBOOK_TEST(its_people_are_counted_to_one_thousand_and_one),
        LOGBOOK_TEST(its_conversations_are_those_of_its_thread),
        LOGBOOK_TEST(a_trashed_company_is_neither_found_nor_listed),
        LOGBOOK_TEST(the_trash_keeps_the_time_and_the_people),
        LOGBOOK_TEST(no_company_is_nothing_to_look_for),
        LOGBOOK_TEST(pages_follow_each_other_by_name),
        LOGBOOK_TEST(every_statement_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
