/* The audit log: what a row says, how a chain that was changed is found, and how words go. */
#include "logbook/audit.h"
#include "logbook/members.h"

#include "support/logbook.h"

#include <stdio.h>

static const ident nobody = {{0}};

static ident id_of(uint8_t last)
{
    ident id = {{1, 147}};
    id.bytes[15] = last;
    return id;
}

static struct actor somebody(struct work *w, const char *name)
{
    struct member made;
    const char *json = arena_print(w->arena, "{'name': '%s'}", name);
    assert_fine(member_make(w, logbook_asked(w, &member_shape, SHAPE_MAKE, json), &made));
    return (struct actor){.member = made.row, .member_id = made.id, .scopes = SCOPES_ALL};
}

static void write_row(struct work *w, const struct actor *actor, const char *verb,
                      const char *subject, uint8_t last, const char *words)
{
    w->actor = actor;
    w->now.ms += 1000;
    assert_fine(audit_write(w, verb, subject, subject ? id_of(last) : nobody, words));
    w->actor = NULL;
}

/* Five rows, by each sort of actor, with words and without. */
static void write_rows(struct work *w)
{
    static const struct actor host = {.scopes = SCOPES_ALL, .host = true};
    static const struct actor stranger = {.scopes = 0};
    struct actor maria = somebody(w, "Maria");
    struct actor ben = somebody(w, "Ben");
    write_row(w, &host, "token made", "token", 1, "laptop");
    write_row(w, &maria, "person deleted", "person", 2, NULL);
    write_row(w, &ben, "logbook exported", NULL, 0, "since 12");
    write_row(w, &stranger, "was kept out", NULL, 0, NULL);
    write_row(w, NULL, "restored from a copy", NULL, 0, NULL);
}

/* What is wrong with the chain, a line each. */
static const char *faults_of(struct work *w)
{
    struct buffer out = {0};
    int64_t count = -1;
    assert_fine(audit_look(w, &out, &count));
    buffer_byte(&out, 0);
    const char *told = arena_text(w->arena, out.bytes);
    buffer_free(&out);
    int64_t lines = 0;
    for (const char *at = told; *at; at++)
        lines += *at == '\n';
    assert_int_equal(count, lines);
    return told;
}

static struct page list(struct work *w, const struct audit_filter *filter)
{
    struct page page;
    assert_fine(audit_list(w, filter, &page));
    return page;
}

static const char *answered(struct work *w, const struct page *page, size_t place)
{
    const struct audit *rows = page->items.items;
    assert_true(place < page->items.count);
    return logbook_answered(w, &audit_shape, &rows[place]);
}

/* ---- what a row says ---- */

static void a_row_says_who_did_what_to_what(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const struct audit_filter all = {.given = 0};
    write_rows(w);
    struct page page = list(w, &all);
    assert_int_equal(page.count.count, 5);
    assert_string_equal(answered(w, &page, 4),
                        "{'number':1,'at':'2026-11-24T10:00:01.000Z','actor':'host','member':null,"
                        "'verb':'token made','subject':{'kind':'token',"
                        "'id':'01930000-0000-0000-0000-000000000001'},'words':'laptop',"
                        "'erased':false}");
    assert_non_null(strstr(answered(w, &page, 3), "'actor':'member','member':{'id':'"));
    assert_non_null(strstr(answered(w, &page, 3), "'name':'Maria'},'verb':'person deleted'"));
    assert_non_null(strstr(answered(w, &page, 3), "'words':null,'erased':false"));
    assert_non_null(strstr(answered(w, &page, 2), "'subject':null,'words':'since 12'"));
    assert_non_null(strstr(answered(w, &page, 1), "'actor':'stranger','member':null"));
    assert_non_null(strstr(answered(w, &page, 0), "'actor':'host','member':null"));
}

static void the_same_words_leave_different_commitments(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_row(w, NULL, "token made", NULL, 0, "laptop");
    write_row(w, NULL, "token made", NULL, 0, "laptop");
    assert_int_equal(logbook_number(w, "SELECT count(DISTINCT commitment) FROM audit"), 2);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM audit_words"
                                       " WHERE length(salt) = 64"),
                     2);
}

static void what_was_taken_back_leaves_no_gap(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    logbook_run(w, "SAVEPOINT job");
    write_row(w, NULL, "token made", NULL, 0, "laptop");
    logbook_run(w, "ROLLBACK TO job; RELEASE job");
    write_row(w, NULL, "token made", NULL, 0, "phone");
    assert_int_equal(logbook_number(w, "SELECT max(number) FROM audit"), 6);
    assert_string_equal(faults_of(w), "");
}

/* ---- lists ---- */

static void the_newest_comes_first_page_by_page(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct audit_filter filter = {.limit = 2};
    int64_t seen = 6;
    write_rows(w);
    shape_give(&audit_filter_shape, &filter, "limit");
    for (bool more = true; more;) {
        struct page page = list(w, &filter);
        const struct audit *rows = page.items.items;
        for (size_t i = 0; i < page.items.count; i++)
            assert_int_equal(rows[i].number_, --seen);
        assert_int_equal(page.count.count, 5);
        more = page.more;
        filter.after = page.next_row;
        shape_give(&audit_filter_shape, &filter, "after");
    }
    assert_int_equal(seen, 1);
}

static int64_t count_with(struct work *w, const char *name, struct audit_filter filter)
{
    shape_give(&audit_filter_shape, &filter, name);
    struct page page = list(w, &filter);
    assert_int_equal(page.items.count, page.count.count);
    return page.count.count;
}

static void each_filter_narrows_the_list(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct actor ana = somebody(w, "Ana");
    write_rows(w);
    write_row(w, &ana, "person deleted", "person", 2, NULL);
    write_row(w, &ana, "person deleted", "person", 3, NULL);
    assert_int_equal(count_with(w, "member", (struct audit_filter){.member = ana.member_id}), 2);
    assert_int_equal(count_with(w, "member", (struct audit_filter){.member = id_of(9)}), 0);
    assert_int_equal(count_with(w, "verb", (struct audit_filter){.verb = "person deleted"}), 3);
    assert_int_equal(count_with(w, "subject", (struct audit_filter){.subject = id_of(2)}), 2);
    assert_int_equal(count_with(w, "from", (struct audit_filter){.from = w->now}), 1);
    assert_int_equal(count_with(w, "to", (struct audit_filter){.to = w->now}), 6);
}

static void a_clock_that_was_set_back_hides_no_row(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    instant start = w->now;
    write_rows(w);
    w->now.ms -= 3600000;
    write_row(w, NULL, "token made", NULL, 0, NULL);
    w->now.ms += 7200000;
    write_row(w, NULL, "token made", NULL, 0, NULL);
    assert_int_equal(count_with(w, "from", (struct audit_filter){.from = start}), 6);
    assert_int_equal(count_with(w, "to", (struct audit_filter){.to = start}), 1);
}

/* ---- the chain ---- */

static void a_chain_as_it_was_written_has_no_faults(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    assert_string_equal(faults_of(w), "");
    write_rows(w);
    assert_string_equal(faults_of(w), "");
}

/* Every column of every row, and what must be told then. %d is the row. */
static const struct {
    const char *set;
    const char *told;
} changes[] = {
    {"at = at + 1", "changed"},
    {"actor = iif(actor = 'host', 'stranger', 'host')", "changed"},
    {"actor = actor || char(0)", "changed"},
    {"member = iif(member IS NULL, 1, NULL)", "changed"},
    {"member = iif(member = 1, 2, 1)", "changed"},
    {"verb = verb || '.'", "changed"},
    {"verb = verb || char(0) || 'x'", "changed"},
    {"subject = iif(subject IS NULL, 'tag', NULL)", "changed"},
    {"subject = coalesce(subject, '') || 's'", "changed"},
    {"subject_uid = iif(subject_uid IS NULL, x'', NULL)", "changed"},
    {"subject_uid = randomblob(16)", "changed"},
    {"commitment = iif(commitment IS NULL, 'x', NULL)", "changed"},
    {"commitment = hex(randomblob(32))", "changed"},
    {"hash = hex(randomblob(32))", "changed"},
    {"hash = upper(hash)", "changed"},
    {"hash = hash || char(0)", "changed"},
};

static void every_column_that_was_changed_is_found_with_its_row(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        for (int row = 1; row <= 5; row++) {
            logbook_run(w, "SAVEPOINT fault");
            logbook_run(w, arena_print(w->arena, "UPDATE audit SET %s WHERE number = %d",
                                       changes[i].set, row));
            const char *told = faults_of(w);
            const char *begins =
                arena_print(w->arena, "Row %d of the audit log was %s", row, changes[i].told);
            if (strncmp(told, begins, strlen(begins)) != 0)
                fail_msg("%s of row %d gives: %s", changes[i].set, row, told);
            logbook_run(w, "ROLLBACK TO fault; RELEASE fault");
        }
    }
}

/* Other ways to change the log, and with what the words about it begin. */
static const struct {
    const char *sql;
    const char *told;
} tamperings[] = {
    {"DELETE FROM audit WHERE number = 4", "Row 4 of the audit log is missing."},
    {"DELETE FROM audit WHERE number = 2", "Row 2 of the audit log is missing."},
    {"DELETE FROM audit_words WHERE number = 1; DELETE FROM audit WHERE number = 1",
     "Row 1 of the audit log is missing."},
    {"DELETE FROM audit WHERE number = 5", "The audit log was cut off: rows 5 to 5 are missing."},
    {"DELETE FROM audit WHERE number > 3", "The audit log was cut off: rows 4 to 5 are missing."},
    {"DELETE FROM audit_words; DELETE FROM audit",
     "The audit log was cut off: rows 1 to 5 are missing."},
    {"UPDATE audit SET number = 9 WHERE number = 5", "Row 5 of the audit log is missing."},
    {"UPDATE audit SET number = -4 WHERE number = 4", "Row 1 of the audit log is missing."},
    {"UPDATE audit SET number = 9 WHERE number = 4; UPDATE audit SET number = 4 WHERE number = 5;"
     "UPDATE audit SET number = 5 WHERE number = 9",
     "Row 4 of the audit log was changed, or row 3 was"},
    {"DELETE FROM sqlite_sequence WHERE name = 'audit'", "The count of audit rows was changed: it"},
    {"UPDATE sqlite_sequence SET seq = 4 WHERE name = 'audit'",
     "The count of audit rows was changed: it says 4, and row 5 is there."},
    {"UPDATE audit_words SET words = 'phone' WHERE number = 1",
     "The words of row 1 of the audit log are not those it was written with."},
    {"UPDATE audit_words SET words = words || char(0) || 'x' WHERE number = 3",
     "The words of row 3 of the audit log are not those"},
    {"UPDATE audit_words SET salt = hex(randomblob(32)) WHERE number = 3",
     "The words of row 3 of the audit log are not those"},
    {"UPDATE audit_words SET salt = '' WHERE number = 3",
     "The words of row 3 of the audit log are not those"},
    {"INSERT INTO audit_words SELECT 2, salt, words FROM audit_words WHERE number = 1",
     "The words of row 2 of the audit log are not those"},
    {"UPDATE audit_words SET number = 9 WHERE number = 1; UPDATE audit_words SET number = 1"
     " WHERE number = 3; UPDATE audit_words SET number = 3 WHERE number = 9",
     "The words of row 1 of the audit log are not those"},
};

static void every_other_tampering_is_found(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    for (size_t i = 0; i < sizeof(tamperings) / sizeof(tamperings[0]); i++) {
        logbook_run(w, "SAVEPOINT fault; PRAGMA defer_foreign_keys = 1");
        logbook_run(w, tamperings[i].sql);
        const char *told = faults_of(w);
        if (strncmp(told, tamperings[i].told, strlen(tamperings[i].told)) != 0)
            fail_msg("%s gives: %s", tamperings[i].sql, told);
        logbook_run(w, "ROLLBACK TO fault; RELEASE fault; PRAGMA defer_foreign_keys = 0");
    }
    assert_string_equal(faults_of(w), "");
}

static void a_tail_that_was_cut_off_is_found_though_rows_follow(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    logbook_run(w, "DELETE FROM audit WHERE number = 5");
    write_row(w, NULL, "token made", NULL, 0, NULL);
    assert_int_equal(logbook_number(w, "SELECT max(number) FROM audit"), 6);
    assert_string_equal(faults_of(w), "Row 5 of the audit log is missing.\n");
}

/* Where the count of rows is gone as well, writing still goes on. */
static void a_row_is_written_behind_the_last_whatever_was_done_to_the_count(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    logbook_run(w, "DELETE FROM sqlite_sequence WHERE name = 'audit'");
    write_row(w, NULL, "token made", NULL, 0, NULL);
    assert_string_equal(faults_of(w), "");
}

static void each_fault_is_told_once(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    logbook_run(w, "UPDATE audit SET verb = 'x' WHERE number IN (2, 3);"
                   "UPDATE audit_words SET words = 'x'; DELETE FROM audit WHERE number = 5");
    assert_string_equal(faults_of(w),
                        "Row 2 of the audit log was changed, or row 1 was: the one does not follow "
                        "from the other.\n"
                        "The words of row 1 of the audit log are not those it was written with.\n"
                        "The audit log was cut off: rows 5 to 5 are missing.\n");
}

static size_t memory_of_following(struct work *w)
{
    struct arena *arena = arena_new(1 << 20);
    struct work own = {.arena = arena, .db = w->db};
    struct audit_faults faults;
    size_t before = arena_mark(arena).used;
    assert_fine(audit_verify(&own, &faults));
    size_t taken = arena_mark(arena).used - before;
    arena_free(arena);
    return taken;
}

static void following_takes_no_more_memory_for_a_long_chain(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    write_rows(w);
    size_t of_few = memory_of_following(w);
    for (int i = 0; i < 500; i++)
        write_row(w, NULL, "token made", "token", 1, "laptop");
    assert_true(of_few > 0);
    assert_int_equal(memory_of_following(w), of_few);
}

/* ---- erasing ---- */

static void words_that_are_erased_leave_the_chain_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const struct audit_filter all = {.given = 0};
    write_rows(w);
    assert_fine(audit_forget_words(w, 3));
    assert_fine(audit_forget_words(w, 2));
    assert_string_equal(faults_of(w), "");
    struct page page = list(w, &all);
    assert_non_null(strstr(answered(w, &page, 2), "'words':null,'erased':true"));
    assert_non_null(strstr(answered(w, &page, 3), "'words':null,'erased':false"));
    assert_non_null(strstr(answered(w, &page, 4), "'words':'laptop','erased':false"));
    write_row(w, NULL, "token made", NULL, 0, "phone");
    assert_string_equal(faults_of(w), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_row_says_who_did_what_to_what),
        LOGBOOK_TEST(the_same_words_leave_different_commitments),
        LOGBOOK_TEST(what_was_taken_back_leaves_no_gap),
        LOGBOOK_TEST(the_newest_comes_first_page_by_page),
        LOGBOOK_TEST(each_filter_narrows_the_list),
        LOGBOOK_TEST(a_clock_that_was_set_back_hides_no_row),
        LOGBOOK_TEST(a_chain_as_it_was_written_has_no_faults),
        LOGBOOK_TEST(every_column_that_was_changed_is_found_with_its_row),
        LOGBOOK_TEST(every_other_tampering_is_found),
        LOGBOOK_TEST(a_tail_that_was_cut_off_is_found_though_rows_follow),
        LOGBOOK_TEST(a_row_is_written_behind_the_last_whatever_was_done_to_the_count),
        LOGBOOK_TEST(each_fault_is_told_once),
        LOGBOOK_TEST(following_takes_no_more_memory_for_a_long_chain),
        LOGBOOK_TEST(words_that_are_erased_leave_the_chain_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
