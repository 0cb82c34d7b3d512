/* Merging people, and taking it back. */
#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/people.h"
#include "logbook/people_merge.h"
#include "logbook/people_trash.h"
#include "logbook/trash.h"

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
    assert_refused(merge(w, ana.id, ana.id, ""), ERROR_CONFLICT, "/other");
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_refused(merge(w, ana.id, bea.id, ""), ERROR_CONFLICT, "/other");
    assert_refused(merge(w, bea.id, ana.id, ""), ERROR_CONFLICT, "/other");
}

static void nobody_is_merged_with_whom_the_trash_has(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, person_trash(w, bea.id));
    assert_refused(merge(w, ana.id, bea.id, ""), ERROR_CONFLICT, "/other");
    assert_refused(merge(w, bea.id, ana.id, ""), ERROR_NOT_FOUND, NULL);
}

/* ---- fields and lists ----------------------------------------------------------------------- */

static void lists_are_joined_without_doubles_the_own_first(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    static const char *const one =
        "{'name': 'One', 'languages': ['pt', 'en'], 'handles': [{'kind': 'email', 'value':"
        " 'One@x.example'}, {'kind': 'phone', 'value': '+351 912 345 678'}],"
        " 'dates': [{'on': '1990-05-01', 'what': 'birthday'}]}";
    static const char *const two =
        "{'name': 'Two', 'languages': ['EN', 'de'], 'handles': [{'kind': 'phone', 'value':"
        " '00351912345678'}, {'kind': 'email', 'value': 'one@X.example', 'label': 'home'},"
        " {'kind': 'crm', 'value': '7'}],"
        " 'dates': [{'on': '1990-05-01', 'what': 'birthday', 'repeats': 'yearly'},"
        " {'on': '2024-01-01', 'what': 'first order'}]}";
    CHANGE(w, make_person(w, one, &ana));
    CHANGE(w, make_person(w, two, &bea));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_string_equal(logbook_text(w, "SELECT languages FROM person WHERE name = 'One'"),
                        "[\"pt\",\"en\",\"de\"]");
    assert_string_equal(logbook_text(w, "SELECT group_concat(value ->> 'value', ' ') FROM person,"
                                        " json_each(handles) WHERE name = 'One'"),
                        "One@x.example +351 912 345 678 7");
    assert_string_equal(logbook_text(w, "SELECT group_concat(value ->> 'what') FROM person,"
                                        " json_each(dates) WHERE name = 'One'"),
                        "birthday,first order");
    assert_derived(w);
}

static struct error *with_crm_handles(struct work *w, const char *name, int count,
                                      struct person *ret_made)
{
    const char *list = "";
    for (int i = 0; i < count; i++)
        list = arena_print(w->arena, "%s%s{'kind': 'crm', 'value': '%s %d'}", list, i ? "," : "",
                           name, i);
    return make_person(w, arena_print(w->arena, "{'name': '%s', 'handles': [%s]}", name, list),
                       ret_made);
}

static void more_than_a_list_can_hold_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, with_crm_handles(w, "One", 30, &ana));
    CHANGE(w, with_crm_handles(w, "Two", 21, &bea));
    struct error *err = merge(w, ana.id, bea.id, "");
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_string_equal(err->sentence,
                        "Together they have more than 50 handles. Take some away first.");
}

static void what_is_taken_is_taken_even_if_it_is_nothing(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, bea.id, ana.id, "'place', 'name'"));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM person WHERE merged_into IS NULL"
                                       " AND name = 'Ana' AND folded = 'ana' AND place IS NULL"
                                       " AND role = 'Owner'"),
                     1);
}

static void a_person_comes_to_the_company_of_the_other_with_all_conversations(void **state)
{
    struct work *w = two_people(state);
    struct company mill;
    CHANGE(w, company_make(w, logbook_asked(w, &company_shape, SHAPE_MAKE, "{'name': 'Mill'}"),
                           &mill));
    CHANGE(w, db_execute(w->arena, w->db, "UPDATE person SET company = 1 WHERE name = 'Bea'"));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM thread WHERE sort = 2"), 3);
    assert_derived(w);
    assert_fine(logbook_undo(w, merged, NULL));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM thread WHERE sort = 2"), 2);
    assert_derived(w);
}

/* ---- conversations of both ------------------------------------------------------------------ */

/* Who sits where in the newest conversation: "0 Ana, 1 Cleo". */
static const char *seats(struct work *w)
{
    return logbook_text(w, "SELECT group_concat(x, ', ') FROM (SELECT s.position || ' ' || p.name"
                           " AS x FROM conversation_person s JOIN person p ON p.id = s.person"
                           " WHERE s.conversation = (SELECT max(id) FROM conversation)"
                           " ORDER BY s.position)");
}

static void of_two_places_in_one_conversation_the_earlier_stays(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, log_it(w, "{'people': ['bea@x.example', {'name': 'Cleo'}, 'ana@x.example'],"
                        " 'body': 'All\\n> Ours\\n'}"));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    assert_string_equal(seats(w), "0 Ana, 1 Cleo");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM quote WHERE " OF_ANA), 2);
    assert_derived(w);
    assert_fine(logbook_undo(w, merged, NULL));
    assert_string_equal(seats(w), "0 Bea, 1 Cleo, 2 Ana");
    assert_derived(w);
}

/* The conversation that both were in. */
static ident three(struct work *w)
{
    ident id = {{0}};
    assert_true(ident_read(logbook_text(w, "SELECT ident_text(uid) FROM conversation"
                                           " WHERE body = 'Three'"),
                           &id));
    return id;
}

static void whoever_was_taken_out_since_does_not_come_back_in(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    ident id = three(w);
    struct conversation changed;
    CHANGE(w, conversation_change(w, id,
                                  logbook_asked(w, &conversation_shape, SHAPE_CHANGE,
                                                "{'people': [{'name': 'Cleo'}]}"),
                                  &changed));
    int64_t edited = w->change;
    struct error *err = logbook_undo(w, merged, NULL);
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_non_null(strstr(err->json, arena_print(w->arena, "\"number\":%lld", (long long)edited)));
    assert_fine(logbook_undo(w, edited, NULL));
    assert_fine(logbook_undo(w, merged, NULL));
    assert_string_equal(seats(w), "0 Ana, 1 Bea");
    assert_derived(w);
}

static void a_conversation_that_was_erased_is_no_obstacle(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    ident id = three(w);
    CHANGE(w, conversation_trash(w, id));
    w->now.ms += (TRASH_DAYS + 1) * (int64_t)DAY_MS;
    struct purged purged;
    CHANGE(w, trash_purge(w, 100, &purged));
    assert_int_equal(purged.erased, 1);
    assert_fine(logbook_undo(w, merged, NULL));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation_person"), 2);
    assert_derived(w);
}

/* ---- what stands in the way ----------------------------------------------------------------- */

/* Refuses, and names that change. */
static void assert_named(struct work *w, struct error *err, int64_t later)
{
    assert_refused(err, ERROR_CONFLICT, NULL);
    assert_string_equal(err->member ? err->member : err->sentence, "later");
    json_t *json = json_loads(err->json, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(json, "number")), later);
    json_decref(json);
    assert_derived(w);
}

static void the_trash_has_to_give_a_person_back_first(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    CHANGE(w, person_trash(w, ana.id));
    int64_t trashed = w->change;
    assert_derived(w);
    assert_named(w, logbook_undo(w, merged, NULL), trashed);
    CHANGE(w, person_from_trash(w, logbook_number(w, "SELECT id FROM person WHERE name = 'Ana'")));
    assert_fine(logbook_undo(w, merged, NULL));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation_person WHERE " OF_BEA),
                     2);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM conversation"
                                       " WHERE trashed_at IS NOT NULL"),
                     0);
    assert_derived(w);
}

static void a_tag_that_was_taken_off_since_is_named(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    CHANGE(w, change_person(w, ana.id, "{'tags': ['vip']}"));
    int64_t edited = w->change;
    assert_named(w, logbook_undo(w, merged, NULL), edited);
}

static void the_edit_of_what_the_merge_filled_is_named_and_no_other(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    CHANGE(w, change_person(w, ana.id, "{'reads_as': 'Anna'}"));
    CHANGE(w, change_person(w, ana.id, "{'place': 'Porto'}"));
    int64_t edited = w->change;
    CHANGE(w, change_person(w, ana.id, "{'since': '2020-01-01'}"));
    assert_named(w, logbook_undo(w, merged, NULL), edited);
    CHANGE(w, change_person(w, ana.id, "{'place': 'Faro'}"));
    assert_fine(logbook_undo(w, merged, NULL));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM person WHERE name = 'Ana'"
                                       " AND reads_as = 'Anna' AND since IS NOT NULL"
                                       " AND place IS NULL AND role = 'Buyer'"),
                     1);
}

static void merges_into_one_person_are_taken_back_newest_first(void **state)
{
    struct work *w = two_people(state);
    struct person cleo;
    CHANGE(w, make_person(w, "{'name': 'Cleo'}", &cleo));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t first = w->change;
    CHANGE(w, merge(w, ana.id, cleo.id, ""));
    int64_t second = w->change;
    assert_named(w, logbook_undo(w, first, NULL), second);
    assert_fine(logbook_undo(w, second, NULL));
    assert_fine(logbook_undo(w, first, NULL));
}

static void what_was_told_since_keeps_a_merge_from_coming_back(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t undone = 0;
    assert_fine(logbook_undo(w, w->change, &undone));
    CHANGE(w, log_it(w, "{'people': ['bea@x.example'], 'body': 'Four'}"));
    int64_t logged = w->change;
    assert_named(w, logbook_undo(w, undone, NULL), logged);
    assert_fine(logbook_undo(w, logged, NULL));
    assert_fine(logbook_undo(w, undone, NULL));
    assert_derived(w);
}

static void a_merge_is_named_by_what_would_come_back_to_the_merged(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, log_it(w, "{'people': ['bea@x.example'], 'body': 'Four'}"));
    int64_t undone = 0;
    assert_fine(logbook_undo(w, w->change, &undone));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    assert_named(w, logbook_undo(w, undone, NULL), merged);
    assert_fine(logbook_undo(w, merged, NULL));
    assert_fine(logbook_undo(w, undone, NULL));
    assert_string_equal(seats(w), "0 Bea");
}

/* ---- what else was written since ------------------------------------------------------------ */

static void what_was_given_to_somebody_else_since_stays_with_them(void **state)
{
    struct work *w = two_people(state);
    struct person cleo;
    CHANGE(w, make_person(w, "{'name': 'Cleo'}", &cleo));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    CHANGE(w, db_execute(w->arena, w->db, "UPDATE promise SET person = 3"));
    assert_fine(logbook_undo(w, merged, NULL));
    assert_int_equal(logbook_number(w, "SELECT person FROM promise"), 3);
}

static void a_merge_can_go_and_come_many_times(void **state)
{
    struct work *w = two_people(state);
    const char *apart = logbook_rows(w, NULL);
    CHANGE(w, merge(w, ana.id, bea.id, "'name'"));
    int64_t last = w->change;
    int64_t merged = last;
    const char *together = logbook_rows(w, NULL);
    for (int i = 0; i < 4; i++) {
        assert_fine(logbook_undo(w, last, &last));
        assert_string_equal(logbook_rows(w, NULL), i % 2 ? together : apart);
        assert_derived(w);
    }
    assert_fine(logbook_undo(w, merged, NULL));
    assert_string_equal(logbook_rows(w, NULL), apart);
    assert_derived(w);
}

static void a_passage_that_was_written_since_is_found_with_its_person_again(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    int64_t merged = w->change;
    ident id = {{0}};
    assert_true(ident_read(logbook_text(w, "SELECT ident_text(uid) FROM conversation"
                                           " WHERE body LIKE 'Two%'"),
                           &id));
    struct conversation changed;
    CHANGE(w, conversation_change(
                  w, id, logbook_asked(w, &conversation_shape, SHAPE_CHANGE, "{'body': 'Anew'}"),
                  &changed));
    const char *tokens = "SELECT tokens FROM passage WHERE text = 'Anew'";
    assert_string_equal(logbook_text(w, tokens), "p1 k8");
    assert_fine(logbook_undo(w, merged, NULL));
    assert_string_equal(logbook_text(w, tokens), "p2 k8");
    assert_derived(w);
}

static void whoever_signed_a_quote_is_still_meant_by_the_old_name(void **state)
{
    struct work *w = two_people(state);
    CHANGE(w, log_it(w, "{'people': [{'name': 'Cleo'}, 'bea@x.example'], 'body':"
                        " '> Mine\\n> \\u2014 @Bea\\n'}"));
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_int_equal(logbook_number(w, "SELECT person FROM quote WHERE text = 'Mine'"), 1);
}

static void answers_about_both_are_new_after_a_merge(void **state)
{
    struct work *w = two_people(state);
    static const char *const stories = "SELECT sum(story) FROM person_state WHERE person IN (1, 2)";
    int64_t names = logbook_names(w);
    int64_t before = logbook_number(w, stories);
    CHANGE(w, merge(w, ana.id, bea.id, ""));
    assert_true(logbook_names(w) > names);
    assert_true(logbook_number(w, stories) >= before + 2);
    assert_int_equal(logbook_number(w, "SELECT conversations FROM person_state WHERE person = 1"),
                     3);
    assert_int_equal(logbook_number(w, "SELECT conversations FROM person_state WHERE person = 2"),
                     0);
}

static void statements_of_merging_search(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    assert_statements_search(w, people_merge_statements);
    assert_statements_search(w, people_near_statements);
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
        CHANGES_TEST(nobody_is_merged_with_whom_the_trash_has),
        CHANGES_TEST(lists_are_joined_without_doubles_the_own_first),
        CHANGES_TEST(more_than_a_list_can_hold_is_refused),
        CHANGES_TEST(what_is_taken_is_taken_even_if_it_is_nothing),
        CHANGES_TEST(a_person_comes_to_the_company_of_the_other_with_all_conversations),
        CHANGES_TEST(of_two_places_in_one_conversation_the_earlier_stays),
        CHANGES_TEST(whoever_was_taken_out_since_does_not_come_back_in),
        CHANGES_TEST(a_conversation_that_was_erased_is_no_obstacle),
        CHANGES_TEST(the_trash_has_to_give_a_person_back_first),
        CHANGES_TEST(a_tag_that_was_taken_off_since_is_named),
        CHANGES_TEST(the_edit_of_what_the_merge_filled_is_named_and_no_other),
        CHANGES_TEST(merges_into_one_person_are_taken_back_newest_first),
        CHANGES_TEST(what_was_told_since_keeps_a_merge_from_coming_back),
        CHANGES_TEST(a_merge_is_named_by_what_would_come_back_to_the_merged),
        CHANGES_TEST(what_was_given_to_somebody_else_since_stays_with_them),
        CHANGES_TEST(a_merge_can_go_and_come_many_times),
        CHANGES_TEST(a_passage_that_was_written_since_is_found_with_its_person_again),
        CHANGES_TEST(whoever_signed_a_quote_is_still_meant_by_the_old_name),
        CHANGES_TEST(answers_about_both_are_new_after_a_merge),
        CHANGES_TEST(statements_of_merging_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
