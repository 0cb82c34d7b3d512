/* Merging people, and taking it back. */
#include "logbook/conversations.h"
#include "logbook/facts.h"
#include "logbook/people.h"
#include "logbook/people_merge.h"

#include "support/changes.h"

static struct person ana;
static struct person bea;

static struct error *make_person(struct work *w, const char *json, struct person *ret_made)
{
    return person_make(w, logbook_asked(w, &person_shape, SHAPE_MAKE, json), ret_made);
}

static struct error *change_person(struct work *w, ident id, const char *json)
{
    struct person changed;
    return person_change(w, id, logbook_asked(w, &person_shape, SHAPE_CHANGE, json), &changed);
}

static struct error *log_it(struct work *w, const char *json)
{
    struct conversation logged;
    return conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json), &logged);
}

static struct error *merge(struct work *w, ident id, ident other, const char *take)
{
    char text[IDENT_TEXT];
    ident_write(other, text);
    struct person merged;
    const char *json = arena_print(w->arena, "{'other': '%s', 'take': [%s]}", text, take);
    return person_merge(w, id, logbook_asked(w, &person_merge_shape, SHAPE_MAKE, json), &merged);
}

/* Two who met us once each and once together, with facts, promises and tags. */
static struct work *two_people(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, make_person(w,
                          "{'name': 'Ana', 'role': 'Buyer', 'tags': ['vip'], 'handles':"
                          " [{'kind': 'email', 'value': 'ana@x.example'}]}",
                          &ana));
    CHANGE(w, make_person(w,
                          "{'name': 'Bea', 'role': 'Owner', 'place': 'Faro', 'tags': ['vip',"
                          " 'beta'], 'handles': [{'kind': 'email', 'value': 'bea@x.example'}]}",
                          &bea));
    CHANGE(w, log_it(w, "{'people': ['ana@x.example'], 'body': 'One\\n! Tea\\n'}"));
    CHANGE(w, log_it(w, "{'people': ['bea@x.example'], 'body': 'Two\\n! Coffee\\n[ ] Send it\\n"
                        "> Dear #price\\n'}"));
    CHANGE(w, log_it(w, "{'people': ['ana@x.example', 'bea@x.example'], 'body': 'Three'}"));
    return w;
}

#define OF_ANA "person = (SELECT id FROM person WHERE name = 'Ana')"
#define OF_BEA "person = (SELECT id FROM person WHERE name = 'Bea')"

static void all_that_is_told_of_the_other_moves(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation_person WHERE " OF_ANA),
                     3);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM fact WHERE " OF_ANA), 2);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM promise WHERE " OF_ANA), 1);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM person_tag WHERE " OF_ANA), 2);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation_person WHERE " OF_BEA),
                     0);
    assert_derived(w);
}

static void what_is_lacking_is_filled_and_what_is_taken_replaced(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, "'role'"));
    struct person now;
    assert_fine(person_find(w, bea.id, &now));
    assert_true(ident_same(now.id, ana.id));
    assert_string_equal(now.name, "Ana");
    assert_string_equal(now.role, "Owner");
    assert_string_equal(now.place, "Faro");
}

static void no_passage_is_rewritten(void **state)
{
    struct work *w = two_people(state);
    const char *sql = "SELECT group_concat(id || tokens) FROM passage WHERE owner IN"
                      " (SELECT id FROM fact)";
    const char *before = logbook_text(w, sql);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_string_equal(logbook_text(w, sql), before);
}

static void an_undo_puts_everything_back(void **state)
{
    struct work *w = two_people(state);
    const char *before = logbook_rows(w, NULL);
    CHANGE(w, merge(w, ana.id, bea.id, "'name', 'role'"));
    int64_t merged = w->change;
    const char *after = logbook_rows(w, NULL);
    int64_t undone = 0;
    assert_fine(logbook_undo(w, merged, &undone));
    assert_string_equal(logbook_rows(w, NULL), before);
    assert_derived(w);
    assert_fine(logbook_undo(w, undone, NULL));
    assert_string_equal(logbook_rows(w, NULL), after);
    assert_derived(w);
}

static void what_was_edited_or_logged_since_stays(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    CHANGE(w, db_execute(w->arena, w->db, "UPDATE fact SET text = 'Cocoa' WHERE text = 'Coffee'"));
    CHANGE(w, change_person(w, ana.id, "{'since': '2020-01-01'}"));
    CHANGE(w, log_it(w, "{'people': ['bea@x.example'], 'body': 'Four'}"));
    assert_fine(logbook_undo(w, merged, NULL));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation_person WHERE " OF_ANA),
                     3);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation_person WHERE " OF_BEA),
                     2);
    assert_string_equal(logbook_text(w, "SELECT text FROM fact WHERE " OF_BEA), "Cocoa");
    assert_non_null(logbook_text(w, "SELECT since FROM person WHERE name = 'Ana'"));
}

static void chains_are_flat(void **state)
{
    struct work *w = two_people(state);
    struct person cleo;
    CHANGE(w, make_person(w, "{'name': 'Cleo'}", &cleo));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t first = w->change;
    CHANGE(w, merge(w, cleo.id, ana.id, ""));
    int64_t second = w->change;
    struct person now;
    assert_fine(person_find(w, bea.id, &now));
    assert_true(ident_same(now.id, cleo.id));
    assert_derived(w);
    assert_refused(logbook_undo(w, first, NULL), ERROR_CONFLICT, NULL);
    assert_fine(logbook_undo(w, second, NULL));
    assert_fine(logbook_undo(w, first, NULL));
    assert_derived(w);
}

static void nobody_is_merged_with_themselves(void **state)
{
    struct work *w = two_people(state);
    assert_refused(merge(w, ana.id, ana.id, ""), ERROR_CONFLICT, NULL);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_refused(merge(w, ana.id, bea.id, ""), ERROR_CONFLICT, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGES_TEST(all_that_is_told_of_the_other_moves),
        CHANGES_TEST(what_is_lacking_is_filled_and_what_is_taken_replaced),
        CHANGES_TEST(no_passage_is_rewritten),
        CHANGES_TEST(an_undo_puts_everything_back),
        CHANGES_TEST(what_was_edited_or_logged_since_stays),
        CHANGES_TEST(chains_are_flat),
        CHANGES_TEST(nobody_is_merged_with_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
