/* The doctor: finds every derived table that is wrong, and makes it right. */
#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/doctor.h"
#include "logbook/facts.h"
#include "logbook/people.h"

#include "support/changes.h"

static struct error *log_it(struct work *w, const char *json)
{
    struct conversation made;
    return conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json), &made);
}

static struct error *make_person(struct work *w, const char *json)
{
    struct person made;
    return person_make(w, logbook_asked(w, &person_shape, SHAPE_MAKE, json), &made);
}

static struct error *make_company_with(struct work *w, const char *fact)
{
    struct company company;
    struct fact made;
    struct error *err =
        company_make(w, logbook_asked(w, &company_shape, SHAPE_MAKE, "{'name': 'Mill'}"), &company);
    if (err)
        return err;
    char id[IDENT_TEXT];
    ident_write(company.id, id);
    const char *json = arena_print(w->arena, "{'company_id': '%s', 'text': '%s'}", id, fact);
    return fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, &made);
}

/* Something in every derived table. */
static void fill(struct work *w)
{
    CHANGE(w, db_execute(w->arena, w->db,
                         "INSERT INTO member (uid, name, folded, role, state, revision, created_at,"
                         " updated_at) VALUES (randomblob(16), 'Maria', 'maria', 'owner', 'active',"
                         " 1, 0, 0)"));
    CHANGE(w, make_person(w, "{'name': 'Ana', 'languages': ['pt'], 'handles': [{'kind': 'email',"
                             " 'value': 'ana@x.example'}], 'dates': [{'on': '1990-05-01',"
                             " 'what': 'birthday'}]}"));
    CHANGE(w, log_it(w, "{'people': [{'handles': [{'kind': 'email', 'value': 'ana@x.example'}]}],"
                        " 'members': ['Maria'], 'body': 'Hello\\n> Dear #price\\n! Has a shop\\n"
                        "[ ] Send the list\\n'}"));
    CHANGE(w, make_company_with(w, "Opens at six."));
}

static const char *findings(struct work *w, int64_t *ret_count)
{
    struct buffer out = {0};
    assert_fine(doctor_look(w, &out, ret_count));
    buffer_byte(&out, 0);
    const char *words = arena_text(w->arena, out.bytes);
    buffer_free(&out);
    return words;
}

static void a_logbook_as_it_was_written_has_no_findings(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t count = -1;
    fill(w);
    assert_string_equal(findings(w, &count), "");
    assert_int_equal(count, 0);
}

static void an_empty_logbook_has_no_findings(void **state)
{
    int64_t count = -1;
    assert_string_equal(findings(&((struct logbook *)*state)->work, &count), "");
}

static void looking_changes_nothing(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t count = 0;
    fill(w);
    logbook_run(w, "UPDATE theme_week SET times = 7; UPDATE person_state SET quiet_from = 5");
    int64_t story = logbook_number(w, "SELECT story FROM person_state");
    findings(w, &count);
    assert_int_equal(logbook_number(w, "SELECT times FROM theme_week"), 7);
    assert_int_equal(logbook_number(w, "SELECT quiet_from FROM person_state"), 5);
    assert_int_equal(logbook_number(w, "SELECT story FROM person_state"), story);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM temp.sqlite_schema"), 0);
}

static void the_time_that_housekeeping_keeps_is_fine(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t count = 0;
    fill(w);
    assert_fine(counter_keep(w, "clock", w->now.ms));
    assert_string_equal(findings(w, &count), "");
}

/* What can be wrong with each table, and with what the doctor's words begin. */
static const struct {
    const char *sql;
    const char *words;
} faults[] = {
    {"UPDATE handle SET folded = 'x'", "handle lacks what follows from the rows: 1.\nhandle has"},
    {"DELETE FROM person_date", "person_date lacks what follows from the rows: 1.\n"},
    {"DELETE FROM person_language", "person_language lacks"},
    {"DELETE FROM thread WHERE sort = 4", "thread lacks what follows from the rows: 1.\n"},
    {"INSERT INTO thread VALUES (2, 9, 9, 1)", "thread has what follows from no row: 1.\n"},
    {"DELETE FROM conversation_word", "conversation_word lacks"},
    {"UPDATE quote SET text = 'x'", "quote lacks"},
    {"UPDATE quote SET person = NULL", "quote lacks"},
    {"DELETE FROM quote_word", "quote_word lacks"},
    {"DELETE FROM quote_theme", "quote_theme lacks"},
    {"UPDATE person_state SET conversations = 2", "person_state lacks"},
    {"DELETE FROM person_state", "person_state lacks"},
    {"UPDATE person_member SET times = 2", "person_member lacks"},
    {"UPDATE theme_state SET times = 2", "theme_state lacks"},
    {"UPDATE theme_week SET times = 2", "theme_week lacks"},
    {"UPDATE theme_person SET times = 2", "theme_person lacks"},
    {"INSERT INTO passage SELECT id + 9, 4, 9, at, tokens, text FROM passage WHERE field = 0",
     "The full-text index does not hold what the passages say.\npassage has what follows from no"},
    {"UPDATE passage SET tokens = '' WHERE tokens GLOB 'c*';"
     " INSERT INTO find (find) VALUES ('rebuild')",
     "passage lacks what follows from the rows: 1.\npassage has what follows from no row: 1.\n"},
    {"DELETE FROM counter WHERE name = 'epoch'", "A counter is missing"},
    {"INSERT INTO find (find) VALUES ('delete-all')", "The full-text index does not hold"},
};

static void every_fault_is_found_and_rebuilding_mends_it(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        int64_t count = 0;
        logbook_run(w, "SAVEPOINT fault");
        logbook_run(w, faults[i].sql);
        const char *words = findings(w, &count);
        if (strncmp(words, faults[i].words, strlen(faults[i].words)) != 0)
            fail_msg("%s gives: %s", faults[i].sql, words);
        assert_true(count > 0);
        assert_fine(doctor_rebuild(w));
        if (!strstr(faults[i].sql, "counter")) /* chance cannot be derived */
            assert_string_equal(findings(w, &count), "");
        logbook_run(w, "ROLLBACK TO fault; RELEASE fault");
    }
}

static void a_reference_to_nothing_is_found(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t count = 0;
    fill(w);
    logbook_run(w, "COMMIT; PRAGMA foreign_keys = 0; BEGIN IMMEDIATE;"
                   "UPDATE fact SET conversation = 77 WHERE person IS NOT NULL; COMMIT; PRAGMA "
                   "foreign_keys = 1;"
                   "BEGIN IMMEDIATE");
    assert_string_equal(findings(w, &count),
                        "fact refers to conversation, which is not there, in rows: 1.\n");
    assert_int_equal(count, 1);
}

static void a_damaged_file_is_found_with_its_path(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct buffer out = {0};
    fill(w);
    logbook_run(w, "COMMIT");
    sqlite3_db_config(db_handle(w->db), SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    logbook_run(w, "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage ="
                   " (SELECT rootpage FROM sqlite_schema WHERE name = 'fact_by_teller')"
                   " WHERE name = 'company_by_domain'; PRAGMA writable_schema = RESET");
    struct error *err = doctor_look_at_file(w, &out);
    assert_refused(err, ERROR_BROKEN, NULL);
    assert_non_null(strstr(err->sentence, ((struct logbook *)*state)->folder));
    assert_true(strncmp(out.bytes, "The database file is damaged: ", 30) == 0);
    buffer_free(&out);
}

static void a_sound_file_has_no_findings(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct buffer out = {0};
    fill(w);
    assert_fine(doctor_look_at_file(w, &out));
    assert_int_equal(out.length, 0);
}

static void rebuilding_only_raises_stories(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    int64_t story = logbook_number(w, "SELECT story FROM person_state");
    assert_fine(doctor_rebuild(w));
    assert_true(logbook_number(w, "SELECT story FROM person_state") > story);
}

static void what_is_rebuilt_is_found_by_its_words(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    fill(w);
    logbook_run(w, "INSERT INTO find (find) VALUES ('delete-all')");
    assert_fine(doctor_rebuild(w));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM find WHERE find MATCH 'shop'"), 1);
}

static void a_person_who_got_the_name_of_a_quote_later_is_no_finding(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t count = 0;
    fill(w);
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ben'}], 'body': '> Hm\\n> \\u2014 @Carla'}"));
    CHANGE(w, make_person(w, "{'name': 'Carla'}"));
    assert_string_equal(findings(w, &count), "");
}

static void every_statement_can_be_prepared(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    static const struct statement *const lists[] = {doctor_statements, doctor_rebuild_statements};
    for (size_t i = 0; i < 2; i++) {
        for (const struct statement *statement = lists[i]; statement->sql; statement++)
            assert_fine(db_check(w->arena, w->db, statement, 0));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGES_TEST(a_logbook_as_it_was_written_has_no_findings),
        CHANGES_TEST(an_empty_logbook_has_no_findings),
        CHANGES_TEST(looking_changes_nothing),
        CHANGES_TEST(the_time_that_housekeeping_keeps_is_fine),
        CHANGES_TEST(every_fault_is_found_and_rebuilding_mends_it),
        CHANGES_TEST(a_reference_to_nothing_is_found),
        CHANGES_TEST(a_damaged_file_is_found_with_its_path),
        CHANGES_TEST(a_sound_file_has_no_findings),
        CHANGES_TEST(rebuilding_only_raises_stories),
        CHANGES_TEST(what_is_rebuilt_is_found_by_its_words),
        CHANGES_TEST(a_person_who_got_the_name_of_a_quote_later_is_no_finding),
        LOGBOOK_TEST(every_statement_can_be_prepared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
