/* Undo, as the API asks for it. */
#include "logbook/companies.h"
#include "logbook/consequences.h"
#include "logbook/conversations.h"
#include "logbook/derive.h"
#include "logbook/facts.h"
#include "logbook/kinds.h"
#include "logbook/people.h"
#include "logbook/tags.h"

#include "support/changes.h"

static struct person person;
static struct conversation conversation;
static struct company company;
static struct tag tag;
static struct kind kind;
static struct fact fact;

static struct error *make_person(struct work *w, const char *json)
{
    return person_make(w, logbook_asked(w, &person_shape, SHAPE_MAKE, json), &person);
}

static struct error *change_person(struct work *w, ident id, const char *json)
{
    return person_change(w, id, logbook_asked(w, &person_shape, SHAPE_CHANGE, json), &person);
}

static struct error *make_company(struct work *w, const char *json)
{
    return company_make(w, logbook_asked(w, &company_shape, SHAPE_MAKE, json), &company);
}

static struct error *change_company(struct work *w, ident id, const char *json)
{
    return company_change(w, id, logbook_asked(w, &company_shape, SHAPE_CHANGE, json), &company);
}

static struct error *log_it(struct work *w, const char *json)
{
    return conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json),
                            &conversation);
}

static struct error *change_conversation(struct work *w, ident id, const char *json)
{
    return conversation_change(w, id, logbook_asked(w, &conversation_shape, SHAPE_CHANGE, json),
                               &conversation);
}

static int64_t count(struct work *w, const char *table)
{
    return logbook_number(w, arena_print(w->arena, "SELECT count(*) FROM %s", table));
}

static void undoing_a_log_takes_along_what_it_captured(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello #price\\n! Has two shops\\n"
                        "[ ] Send the list by 2026-12-01\\n> It costs too much\\n'}"));
    int64_t logged = w->change;
    assert_int_equal(count(w, "fact"), 1);
    assert_fine(logbook_undo(w, logged, NULL));
    static const char *const empty[] = {
        "conversation", "conversation_person", "fact",  "promise", "person", "thread", "quote",
        "passage",      "person_state",        "handle"};
    for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
        assert_int_equal(count(w, empty[i]), 0);
    assert_derived(w);
}

static void a_theme_that_a_log_made_stays(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello #price'}"));
    int64_t logged = w->change;
    assert_fine(logbook_undo(w, logged, NULL));
    assert_int_equal(count(w, "theme"), 1);
    assert_int_equal(logbook_number(w, "SELECT times FROM theme_state"), 0);
}

static void a_theme_that_got_a_meaning_since_is_no_obstacle(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello #price'}"));
    int64_t logged = w->change;
    CHANGE(w, db_execute(w->arena, w->db, "UPDATE theme SET meaning = 'What it costs.'"));
    assert_fine(logbook_undo(w, logged, NULL));
}

static void a_person_made_on_the_way_who_has_come_up_since_keeps_the_log(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana', 'handles': [{'kind': 'email', 'value': "
                        "'ana@x.example'}]}],"
                        " 'body': 'One'}"));
    int64_t first = w->change;
    CHANGE(w, log_it(w, "{'people': ['ana@x.example'], 'body': 'Two'}"));
    int64_t second = w->change;
    assert_refused(logbook_undo(w, first, NULL), ERROR_CONFLICT, NULL);
    assert_int_equal(count(w, "conversation"), 2);
    assert_derived(w);
    assert_fine(logbook_undo(w, second, NULL));
    assert_fine(logbook_undo(w, first, NULL));
    assert_int_equal(count(w, "person"), 0);
}

static void references_are_checked_at_once_again_after_an_undo(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    int64_t made = w->change;
    assert_fine(logbook_undo(w, made, NULL));
    assert_non_null(db_execute(w->arena, w->db,
                               "INSERT INTO conversation_turns (id, turns) VALUES (77, '[]')"));
}

static void what_something_later_touched_is_refused_and_named(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    int64_t made = w->change;
    CHANGE(w, change_company(w, company.id, "{'place': 'Faro'}"));
    int64_t first = w->change;
    CHANGE(w, change_company(w, company.id, "{'place': 'Porto'}"));
    int64_t second = w->change;
    struct error *err = logbook_undo(w, first, NULL);
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_string_equal(err->member, "later");
    json_t *later = json_loads(err->json, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(later, "number")), second);
    json_decref(later);
    assert_non_null(strstr(err->sentence, arena_print(w->arena, "Change %lld", (long long)second)));
    assert_refused(logbook_undo(w, made, NULL), ERROR_CONFLICT, NULL);
}

static void later_changes_that_were_taken_back_do_not_count(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme', 'place': 'Lisboa'}"));
    int64_t made = w->change;
    CHANGE(w, change_company(w, company.id, "{'place': 'Faro'}"));
    int64_t first = w->change;
    CHANGE(w, change_company(w, company.id, "{'place': 'Porto'}"));
    int64_t second = w->change;
    assert_fine(logbook_undo(w, second, NULL));
    assert_string_equal(logbook_text(w, "SELECT place FROM company"), "Faro");
    assert_fine(logbook_undo(w, first, NULL));
    assert_string_equal(logbook_text(w, "SELECT place FROM company"), "Lisboa");
    assert_fine(logbook_undo(w, made, NULL));
    assert_int_equal(count(w, "company"), 0);
}

static void an_undo_of_something_earlier_counts_as_later(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t undo;
    CHANGE(w, make_company(w, "{'name': 'Acme', 'place': 'Lisboa'}"));
    CHANGE(w, change_company(w, company.id, "{'place': 'Faro'}"));
    int64_t first = w->change;
    CHANGE(w, change_company(w, company.id, "{'domain': 'acme.example'}"));
    int64_t second = w->change;
    assert_fine(logbook_undo(w, second, &undo));
    assert_fine(logbook_undo(w, first, NULL));
    assert_refused(logbook_undo(w, undo, NULL), ERROR_CONFLICT, NULL);
}

static void a_change_is_taken_back_once(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t undo;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    int64_t made = w->change;
    assert_fine(logbook_undo(w, made, &undo));
    assert_refused(logbook_undo(w, made, NULL), ERROR_CONFLICT, NULL);
    struct change change;
    assert_fine(change_find(w, made, &change));
    assert_int_equal(change.undone_by, undo);
    assert_fine(change_find(w, undo, &change));
    assert_int_equal(change.undoes, made);
}

static void an_unknown_change_is_not_found(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    assert_refused(logbook_undo(w, 77, NULL), ERROR_NOT_FOUND, NULL);
}

static void a_change_that_came_with_an_import_is_not_found(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    int64_t made = w->change;
    logbook_run(w, "UPDATE change SET moved = 1");
    assert_refused(logbook_undo(w, made, NULL), ERROR_NOT_FOUND, NULL);
}

static void an_undo_can_be_undone_and_the_change_undone_again(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t undo;
    int64_t redo;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello #price\\n> Hm'}"));
    int64_t logged = w->change;
    const char *before = logbook_rows(w, NULL);
    assert_fine(logbook_undo(w, logged, &undo));
    assert_fine(logbook_undo(w, undo, &redo));
    assert_string_equal(logbook_rows(w, NULL), before);
    assert_derived(w);
    struct change change;
    assert_fine(change_find(w, logged, &change));
    assert_int_equal(change.undone_by, NOTHING);
    assert_fine(logbook_undo(w, redo, NULL));
    assert_fine(change_find(w, logged, &change));
    assert_int_equal(change.undone_by, undo);
    assert_int_equal(count(w, "conversation"), 0);
    assert_fine(logbook_undo(w, undo, NULL));
    assert_fine(logbook_undo(w, logged, NULL));
    assert_int_equal(count(w, "conversation"), 0);
    assert_derived(w);
}

static void what_was_logged_after_an_undo_does_not_stand_in_the_way_of_its_undo(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t undo;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'One'}"));
    int64_t first = w->change;
    assert_fine(logbook_undo(w, first, &undo));
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ben'}], 'body': 'Two'}"));
    assert_fine(logbook_undo(w, undo, NULL));
    assert_int_equal(count(w, "conversation"), 2);
    assert_derived(w);
}

static void an_undo_raises_the_revision(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    CHANGE(w, change_company(w, company.id, "{'place': 'Faro'}"));
    int64_t changed = w->change;
    assert_fine(logbook_undo(w, changed, NULL));
    assert_int_equal(logbook_number(w, "SELECT revision FROM company"), 3);
}

static void a_deleted_tag_comes_back_to_its_people(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t undo;
    CHANGE(w, make_person(w, "{'name': 'Ana', 'tags': ['vip']}"));
    struct tags_filter all = {.limit = 1};
    struct page page;
    assert_fine(tags_list(w, &all, &page));
    tag = *(struct tag *)page.items.items;
    CHANGE(w, tag_delete(w, tag.id));
    int64_t deleted = w->change;
    int64_t names = logbook_names(w);
    assert_fine(logbook_undo(w, deleted, &undo));
    assert_fine(person_read(w, person.row, &person));
    assert_string_equal(person.tags.json, "[\"vip\"]");
    assert_true(logbook_names(w) > names);
    assert_fine(logbook_undo(w, undo, NULL));
    assert_int_equal(count(w, "tag"), 0);
}

static void what_cannot_come_back_beside_something_newer_says_so(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, kind_make(w, logbook_asked(w, &kind_shape, SHAPE_MAKE, "{'name': 'demo'}"), &kind));
    CHANGE(w, kind_change(w, kind.id,
                          logbook_asked(w, &kind_shape, SHAPE_CHANGE, "{'name': 'show'}"), &kind));
    int64_t changed = w->change;
    CHANGE(w, kind_make(w, logbook_asked(w, &kind_shape, SHAPE_MAKE, "{'name': 'demo'}"), &kind));
    struct error *err = logbook_undo(w, changed, NULL);
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_non_null(strstr(err->sentence, "same name"));
}

static void a_rename_taken_back_raises_names(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    CHANGE(w, change_company(w, company.id, "{'name': 'Acme Works'}"));
    int64_t changed = w->change;
    int64_t names = logbook_names(w);
    assert_fine(logbook_undo(w, changed, NULL));
    assert_int_equal(logbook_names(w), names + 1);
}

static void people_move_back_to_their_company_with_their_conversations(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    CHANGE(w, make_person(w, "{'name': 'Ana'}"));
    char id[IDENT_TEXT];
    ident_write(person.id, id);
    CHANGE(w, log_it(w, arena_print(w->arena, "{'people': ['%s'], 'body': 'Hello'}", id)));
    ident_write(company.id, id);
    CHANGE(w, change_person(w, person.id, arena_print(w->arena, "{'company_id': '%s'}", id)));
    int64_t moved = w->change;
    assert_int_equal(count(w, "thread WHERE sort = 2"), 1);
    assert_fine(logbook_undo(w, moved, NULL));
    assert_int_equal(count(w, "thread WHERE sort = 2"), 0);
    assert_derived(w);
}

static void an_edit_taken_back_restores_quotes_and_themes(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': '> Dear #price'}"));
    CHANGE(w, change_conversation(w, conversation.id, "{'body': 'Nothing said.'}"));
    int64_t edited = w->change;
    assert_int_equal(count(w, "quote"), 0);
    assert_fine(logbook_undo(w, edited, NULL));
    assert_int_equal(count(w, "quote"), 1);
    assert_int_equal(logbook_number(w, "SELECT times FROM theme_state"), 1);
    assert_derived(w);
}

static void a_person_and_their_conversations_come_back_from_the_trash(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello\\n! Has a dog'}"));
    ident id;
    assert_true(ident_read(logbook_text(w, "SELECT ident_text(uid) FROM person"), &id));
    const char *before = logbook_rows(w, NULL);
    CHANGE(w, person_trash(w, id));
    int64_t trashed = w->change;
    assert_int_equal(count(w, "thread"), 0);
    assert_fine(logbook_undo(w, trashed, NULL));
    assert_string_equal(logbook_rows(w, NULL), before);
    assert_derived(w);
}

static void the_changes_of_one_act_are_taken_back_together(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    int64_t first = w->change;
    CHANGE(w, change_company(w, company.id, "{'place': 'Faro'}"));
    int64_t second = w->change;
    logbook_run(w, arena_print(w->arena, "UPDATE change SET act = %lld", (long long)first));
    int64_t undo;
    assert_fine(logbook_undo(w, second, &undo));
    assert_int_equal(count(w, "company"), 0);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM change WHERE undone_by IS NOT NULL"),
                     2);
    assert_fine(logbook_undo(w, undo, NULL));
    assert_string_equal(logbook_text(w, "SELECT place FROM company"), "Faro");
}

static void a_column_that_came_later_gets_its_default(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_person(w, "{'name': 'Ana', 'tags': ['vip']}"));
    CHANGE(w, change_person(w, person.id, "{'tags': []}"));
    int64_t taken = w->change;
    logbook_run(w, "ALTER TABLE person_tag ADD COLUMN mood TEXT NOT NULL DEFAULT 'fine'");
    assert_fine(logbook_undo(w, taken, NULL));
    assert_string_equal(logbook_text(w, "SELECT mood FROM person_tag"), "fine");
}

static void a_fact_that_belongs_to_a_log_keeps_the_log(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Hello'}"));
    int64_t logged = w->change;
    const char *id = logbook_text(w, "SELECT ident_text(uid) FROM person");
    CHANGE(w,
           fact_make(w,
                     logbook_asked(w, &fact_shape, SHAPE_MAKE,
                                   arena_print(w->arena, "{'person_id': '%s', 'text': 'Old'}", id)),
                     conversation.row, &fact));
    int64_t told = w->change;
    assert_refused(logbook_undo(w, logged, NULL), ERROR_CONFLICT, NULL);
    assert_fine(logbook_undo(w, told, NULL));
    assert_fine(logbook_undo(w, logged, NULL));
}

static void a_fact_taken_back_raises_the_story_of_its_person(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_person(w, "{'name': 'Ana'}"));
    const char *id = logbook_text(w, "SELECT ident_text(uid) FROM person");
    const char *json = arena_print(w->arena, "{'person_id': '%s', 'text': 'Old'}", id);
    CHANGE(w, fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, &fact));
    int64_t story = logbook_number(w, "SELECT story FROM person_state");
    assert_fine(logbook_undo(w, w->change, NULL));
    assert_true(logbook_number(w, "SELECT story FROM person_state") > story);
}

static void what_is_known_of_a_company_is_found_again_when_it_comes_back(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_company(w, "{'name': 'Acme'}"));
    const char *id = logbook_text(w, "SELECT ident_text(uid) FROM company");
    const char *json = arena_print(w->arena, "{'company_id': '%s', 'text': 'Sells tea'}", id);
    CHANGE(w, fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, &fact));
    CHANGE(w, company_trash(w, company.id));
    assert_int_equal(count(w, "passage"), 0);
    assert_fine(logbook_undo(w, w->change, NULL));
    assert_int_equal(count(w, "passage"), 1);
    assert_derived(w);
}

static void no_statement_looks_at_every_row(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    assert_statements_search(w, undo_statements);
    assert_statements_search(w, consequences_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGES_TEST(undoing_a_log_takes_along_what_it_captured),
        CHANGES_TEST(a_theme_that_a_log_made_stays),
        CHANGES_TEST(a_theme_that_got_a_meaning_since_is_no_obstacle),
        CHANGES_TEST(a_person_made_on_the_way_who_has_come_up_since_keeps_the_log),
        CHANGES_TEST(references_are_checked_at_once_again_after_an_undo),
        CHANGES_TEST(what_something_later_touched_is_refused_and_named),
        CHANGES_TEST(later_changes_that_were_taken_back_do_not_count),
        CHANGES_TEST(an_undo_of_something_earlier_counts_as_later),
        CHANGES_TEST(a_change_is_taken_back_once),
        CHANGES_TEST(an_unknown_change_is_not_found),
        CHANGES_TEST(a_change_that_came_with_an_import_is_not_found),
        CHANGES_TEST(an_undo_can_be_undone_and_the_change_undone_again),
        CHANGES_TEST(what_was_logged_after_an_undo_does_not_stand_in_the_way_of_its_undo),
        CHANGES_TEST(an_undo_raises_the_revision),
        CHANGES_TEST(a_deleted_tag_comes_back_to_its_people),
        CHANGES_TEST(what_cannot_come_back_beside_something_newer_says_so),
        CHANGES_TEST(a_rename_taken_back_raises_names),
        CHANGES_TEST(people_move_back_to_their_company_with_their_conversations),
        CHANGES_TEST(an_edit_taken_back_restores_quotes_and_themes),
        CHANGES_TEST(a_person_and_their_conversations_come_back_from_the_trash),
        CHANGES_TEST(the_changes_of_one_act_are_taken_back_together),
        CHANGES_TEST(a_column_that_came_later_gets_its_default),
        CHANGES_TEST(a_fact_that_belongs_to_a_log_keeps_the_log),
        CHANGES_TEST(a_fact_taken_back_raises_the_story_of_its_person),
        CHANGES_TEST(what_is_known_of_a_company_is_found_again_when_it_comes_back),
        LOGBOOK_TEST(no_statement_looks_at_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
