/* The trash, as the API asks for it. */
#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/derive.h"
#include "logbook/facts.h"
#include "logbook/people.h"
#include "logbook/promises.h"
#include "logbook/trash.h"

#include "support/changes.h"

static const int64_t a_day = DAY_MS;

static ident id_of(struct work *w, const char *table)
{
    ident id = {{0}};
    const char *sql = arena_print(w->arena, "SELECT ident_text(uid) FROM %s", table);
    assert_true(ident_read(logbook_text(w, sql), &id));
    return id;
}

static struct error *log_it(struct work *w, const char *json)
{
    struct conversation made;
    return conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json), &made);
}

static struct error *make_company(struct work *w, const char *json)
{
    struct company made;
    return company_make(w, logbook_asked(w, &company_shape, SHAPE_MAKE, json), &made);
}

/* A company, and a person with one conversation, a fact and a promise. */
static void fill(struct work *w)
{
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello\\n! Has a shop\\n"
                        "[ ] Send the list\\n'}"));
}

static struct error *trash_all(struct work *w)
{
    struct error *err = promise_trash(w, id_of(w, "promise"));
    w->now.ms += 1000;
    if (!err)
        err = fact_trash(w, id_of(w, "fact"));
    w->now.ms += 1000;
    if (!err)
        err = company_trash(w, id_of(w, "company"));
    w->now.ms += 1000;
    return err ? err : person_trash(w, id_of(w, "person"));
}

/* "kind title" of each record of a page. */
static const char *told(struct work *w, const struct page *page)
{
    const struct trashed *items = page->items.items;
    const char *text = "";
    for (size_t i = 0; i < page->items.count; i++)
        text =
            arena_print(w->arena, "%s%s%s %s", text, i ? ", " : "", items[i].kind, items[i].title);
    return text;
}

static struct trash_filter asked(struct work *w, const char *json)
{
    return *(struct trash_filter *)logbook_asked(w, &trash_filter_shape, SHAPE_KEEP, json);
}

static int64_t count(struct work *w, const char *table)
{
    return logbook_number(w, arena_print(w->arena, "SELECT count(*) FROM %s", table));
}

static void all_kinds_are_in_one_list_newest_first(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    CHANGE(w, trash_all(w));
    struct trash_filter all = asked(w, "{}");
    struct page page;
    assert_fine(trash_list(w, &all, &page));
    assert_string_equal(told(w, &page), "person Ana, conversation Hello, company Acme,"
                                        " fact Has a shop, promise Send the list");
    assert_int_equal(page.count.count, 5);
    const struct trashed *items = page.items.items;
    assert_int_equal(items[0].erased_from.ms, NOTHING);
    assert_int_equal(items[1].erased_from.ms, w->now.ms + 30 * a_day);
}

static void pages_of_one_give_the_same_list(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    CHANGE(w, trash_all(w));
    struct trash_filter filter = asked(w, "{'limit': 1}");
    struct page page = {.more = true};
    const char *all = "";
    while (page.more) {
        assert_fine(trash_list(w, &filter, &page));
        all = arena_print(w->arena, "%s%s; ", all, told(w, &page));
        filter.after = page.next_row;
        filter.after_at = page.next_at;
        shape_give(&trash_filter_shape, &filter, "after");
    }
    assert_string_equal(all, "person Ana; conversation Hello; company Acme; fact Has a shop;"
                             " promise Send the list; ");
}

static void a_conversation_is_told_by_its_summary_its_first_words_or_its_kind(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'kind': 'call', 'minutes': 5}"));
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': '\\n Two\\nlines'}"));
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Long', 'summary': 'Short'}"));
    logbook_run(w, "UPDATE conversation SET trashed_at = id");
    struct trash_filter all = asked(w, "{}");
    struct page page;
    assert_fine(trash_list(w, &all, &page));
    assert_string_equal(told(w, &page),
                        "conversation Short, conversation Two lines, conversation call");
}

static void one_kind_can_be_asked_for(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    CHANGE(w, trash_all(w));
    struct trash_filter facts = asked(w, "{'kind': 'fact'}");
    struct page page;
    assert_fine(trash_list(w, &facts, &page));
    assert_string_equal(told(w, &page), "fact Has a shop");
    assert_int_equal(page.count.count, 1);
}

static void a_kind_that_does_not_exist_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    void *record = NULL;
    const char *json = "{\"kind\": \"lead\"}";
    assert_refused(
        shape_parse(w->arena, &trash_filter_shape, json, strlen(json), SHAPE_KEEP, &record),
        ERROR_INVALID, "/kind");
}

static void each_kind_comes_back_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    const char *before = logbook_rows(w, NULL);
    static const char *const tables[] = {"person", "company", "fact", "promise"};
    ident ids[4];
    for (size_t i = 0; i < 4; i++)
        ids[i] = id_of(w, tables[i]);
    CHANGE(w, trash_all(w));
    for (size_t i = 0; i < 4; i++) {
        struct trashed restored;
        CHANGE(w, trash_restore(w, ids[i], &restored));
        assert_string_equal(restored.kind, tables[i]);
        assert_derived(w);
    }
    assert_string_equal(logbook_rows(w, NULL), before);
}

static void what_belongs_to_somebody_in_the_trash_is_not_restored(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    CHANGE(w, trash_all(w));
    static const char *const tables[] = {"promise", "fact", "conversation"};
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        struct trashed restored;
        struct error *err = trash_restore(w, id_of(w, tables[i]), &restored);
        assert_refused(err, ERROR_CONFLICT, NULL);
        assert_string_equal(err->sentence, "Ana is in the trash. Bring them back first.");
    }
}

static void a_restored_fact_raises_the_story(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    ident id = id_of(w, "fact");
    CHANGE(w, fact_trash(w, id));
    int64_t story = logbook_number(w, "SELECT story FROM person_state");
    struct trashed restored;
    CHANGE(w, trash_restore(w, id, &restored));
    assert_true(logbook_number(w, "SELECT story FROM person_state") > story);
}

static void a_restored_company_raises_names(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    ident id = id_of(w, "company");
    CHANGE(w, company_trash(w, id));
    int64_t names = logbook_names(w);
    struct trashed restored;
    CHANGE(w, trash_restore(w, id, &restored));
    assert_int_equal(logbook_names(w), names + 1);
}

static void what_is_not_in_the_trash_cannot_be_restored(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    struct trashed restored;
    assert_refused(trash_restore(w, id_of(w, "fact"), &restored), ERROR_NOT_FOUND, NULL);
    assert_refused(trash_restore(w, ident_new(w->now), &restored), ERROR_NOT_FOUND, NULL);
}

static void a_restore_can_be_undone(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    ident id = id_of(w, "fact");
    CHANGE(w, fact_trash(w, id));
    struct trashed restored;
    CHANGE(w, trash_restore(w, id, &restored));
    assert_fine(logbook_undo(w, w->change, NULL));
    assert_int_equal(count(w, "fact WHERE trashed_at IS NOT NULL"), 1);
    assert_derived(w);
}

static void nothing_is_erased_before_its_time(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    CHANGE(w, fact_trash(w, id_of(w, "fact")));
    w->now.ms += 30 * a_day - 1;
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_int_equal(count(w, "fact"), 1);
    assert_false(purged.more);
    w->now.ms += 1;
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_int_equal(count(w, "fact"), 0);
}

static void no_version_of_what_is_erased_is_left(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    CHANGE(w, fact_trash(w, id_of(w, "fact")));
    CHANGE(w, promise_trash(w, id_of(w, "promise")));
    CHANGE(w, conversation_trash(w, id_of(w, "conversation")));
    assert_true(count(w, "version") > 0);
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 10, &purged));
    static const char *const empty[] = {"fact",    "promise", "conversation", "conversation_person",
                                        "passage", "version"};
    for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
        assert_int_equal(count(w, empty[i]), 0);
    assert_derived(w);
}

static void what_was_told_in_an_erased_conversation_lives_on(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    CHANGE(w, conversation_trash(w, id_of(w, "conversation")));
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_int_equal(count(w, "conversation"), 0);
    assert_int_equal(count(w, "fact WHERE conversation IS NULL"), 1);
    assert_int_equal(count(w, "promise WHERE conversation IS NULL"), 1);
    assert_derived(w);
}

static void no_more_is_erased_at_once_than_asked(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    CHANGE(w, fact_trash(w, id_of(w, "fact")));
    CHANGE(w, promise_trash(w, id_of(w, "promise")));
    CHANGE(w, conversation_trash(w, id_of(w, "conversation")));
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 2, &purged));
    assert_true(purged.more);
    assert_int_equal(count(w, "conversation"), 1);
    CHANGE(w, trash_purge(w, 1, &purged));
    assert_false(purged.more);
    assert_int_equal(count(w, "conversation"), 0);
}

static void people_wait_for_forgetting(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    CHANGE(w, person_trash(w, id_of(w, "person")));
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_int_equal(count(w, "person"), 1);
    assert_int_equal(count(w, "conversation"), 0);
}

static struct error *note_about_company(struct work *w)
{
    struct fact made;
    const char *json = arena_print(
        w->arena, "{'company_id': '%s', 'text': 'Shut in May', 'conversation_id': '%s'}",
        logbook_text(w, "SELECT ident_text(uid) FROM company"),
        logbook_text(w, "SELECT ident_text(uid) FROM conversation"));
    return fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, &made);
}

static void a_company_is_erased_with_what_is_known_of_it_and_its_people_stay(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    int64_t logged = w->change;
    CHANGE(w, note_about_company(w));
    CHANGE(w, db_execute(w->arena, w->db, "UPDATE person SET company = 1"));
    int64_t moved = w->change;
    CHANGE(w, person_threads(w, 1));
    CHANGE(w, company_trash(w, id_of(w, "company")));
    CHANGE(w, conversation_trash(w, id_of(w, "conversation")));
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_false(purged.more);
    assert_int_equal(count(w, "company"), 0);
    assert_int_equal(count(w, "fact WHERE company IS NOT NULL"), 0);
    assert_int_equal(count(w, "person WHERE company IS NULL"), 1);
    assert_int_equal(count(w, "version WHERE before LIKE '%Acme%' OR before LIKE '%Shut%'"), 0);
    assert_int_equal(count(w, "gone"), 3);
    assert_derived(w);
    assert_refused(logbook_undo(w, logged - 1, NULL), ERROR_CONFLICT, NULL);
    assert_refused(logbook_undo(w, moved, NULL), ERROR_CONFLICT, NULL);
}

static void a_company_with_many_people_is_erased_when_all_have_left(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    logbook_run(w, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)"
                   " INSERT INTO person (uid, name, folded, company, languages, handles, dates,"
                   " revision, created_at, updated_at) SELECT randomblob(16), 'P', 'p', 1, '[]',"
                   " '[]', '[]', 1, 0, 0 FROM n");
    CHANGE(w, company_trash(w, id_of(w, "company")));
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_true(purged.more);
    assert_true(purged.erased > 0);
    assert_int_equal(count(w, "company"), 1);
    CHANGE(w, trash_purge(w, 10, &purged));
    assert_false(purged.more);
    assert_int_equal(count(w, "company"), 0);
}

static void changes_to_what_is_erased_cannot_be_taken_back(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct purged purged = {0};
    fill(w);
    int64_t logged = w->change;
    CHANGE(w, conversation_trash(w, id_of(w, "conversation")));
    int64_t trashed = w->change;
    w->now.ms += 30 * a_day;
    CHANGE(w, trash_purge(w, 10, &purged));
    int64_t emptied = w->change;
    struct error *err = logbook_undo(w, trashed, NULL);
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_non_null(strstr(err->sentence, "erased for good"));
    assert_refused(logbook_undo(w, logged, NULL), ERROR_CONFLICT, NULL);
    assert_refused(logbook_undo(w, emptied, NULL), ERROR_CONFLICT, NULL);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM gone"), 1);
    assert_derived(w);
}

static void no_statement_looks_at_every_row(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    assert_statements_search(w, trash_statements);
    assert_statements_search(w, trash_purge_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGES_TEST(all_kinds_are_in_one_list_newest_first),
        CHANGES_TEST(pages_of_one_give_the_same_list),
        CHANGES_TEST(a_conversation_is_told_by_its_summary_its_first_words_or_its_kind),
        CHANGES_TEST(one_kind_can_be_asked_for),
        CHANGES_TEST(a_kind_that_does_not_exist_is_refused),
        CHANGES_TEST(each_kind_comes_back_whole),
        CHANGES_TEST(what_belongs_to_somebody_in_the_trash_is_not_restored),
        CHANGES_TEST(a_restored_fact_raises_the_story),
        CHANGES_TEST(a_restored_company_raises_names),
        CHANGES_TEST(what_is_not_in_the_trash_cannot_be_restored),
        CHANGES_TEST(a_restore_can_be_undone),
        CHANGES_TEST(nothing_is_erased_before_its_time),
        CHANGES_TEST(no_version_of_what_is_erased_is_left),
        CHANGES_TEST(what_was_told_in_an_erased_conversation_lives_on),
        CHANGES_TEST(no_more_is_erased_at_once_than_asked),
        CHANGES_TEST(people_wait_for_forgetting),
        CHANGES_TEST(a_company_is_erased_with_what_is_known_of_it_and_its_people_stay),
        CHANGES_TEST(a_company_with_many_people_is_erased_when_all_have_left),
        CHANGES_TEST(changes_to_what_is_erased_cannot_be_taken_back),
        LOGBOOK_TEST(no_statement_looks_at_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
