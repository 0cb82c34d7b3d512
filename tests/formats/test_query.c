/* What people type to find something, and what it reads as. */
#include "formats/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Terms, then filters, with " | " between: "…" is a phrase, "not" stands before what was behind a
 * minus, and * behind what may be the beginning of a word. */
static const struct row {
    const char *typed, *reads_as;
} rows[] = {
    /* Words. */
    {"", ""},
    {"   ", ""},
    {"invoice", "invoice*"},
    {"invoice ", "invoice"},
    {"late invoice", "late | invoice*"},
    {"  late \t\r\n invoice  ", "late | invoice"},
    {"late\u00a0invoice\u3000again\u2028now ", "late | invoice | again | now"},
    {"late\u200binvoice\ufeff", "late | invoice"},
    {"Zürich", "Zürich*"},
    {"cafe\u0301", "cafe\u0301*"},
    {"価格 年払い", "価格 | 年払い*"},
    {"❤️", "❤️*"},
    {"price!", "price!"},
    {"mara@example.org", "mara@example.org*"},
    {"+43 660 123", "+43 | 660 | 123*"},
    {"10:30", "10:30*"},

    /* Signs alone are nothing. */
    {"? ! ... — :", ""},
    {"pay & go", "pay | go*"},
    {"\u0301 \u3164 \ufe0f", ""},
    {"price ?", "price"},

    /* Phrases. */
    {"\"annual plan\"", "\"annual plan\""},
    {"\"  annual   plan \" now", "\"annual   plan\" | now*"},
    {"“annual plan” ", "\"annual plan\""},
    {"„Jahresplan jetzt“", "\"Jahresplan jetzt\""},
    {"”årlig plan”", "\"årlig plan\""},
    {"« plan annuel »", "\"plan annuel\""},
    {"»Plan im Jahr«", "\"Plan im Jahr\""},
    {"「年払い」", "\"年払い\""},
    {"“annual plan\"", "\"annual plan\""},
    {"\"«annual» plan\"", "\"«annual» plan\""},
    {"\"annual pl", "annual pl*"},
    {"\"annual plan ", "annual plan"},
    {"「年払", "年払*"},
    {"\"\" \"?\" \"", ""},
    {"\"one\"two \"three\"\"four\"", "\"one\" | two | \"three\" | \"four\""},
    {"mara@\"a b\" ", "mara@\"a | b\""},
    {"a 5\" pipe", "a | 5\" | pipe*"},
    {"see「年払い」", "see「年払い」"},

    /* Without. */
    {"-refund", "not refund*"},
    {"plan -refund now", "plan | not refund | now*"},
    {"-\"annual plan\"", "not \"annual plan\""},
    {"-\"annual", "not annual*"},
    {"-theme:pricing -#pricing -@mara", "not theme=pricing | not theme=pricing | not with=mara"},
    {"e-mail", "e-mail*"},
    {"well-", "well-"},
    {"plan - refund", "plan | refund*"},
    {"- -- -", ""},
    {"--force", "--force*"},
    {"-5", "not 5*"},
    {"(-refund)", "(-refund)"},
    {"\"plan\"theme:x \"plan\"#x \"plan\"@x",
     "\"plan\" | theme:x | \"plan\" | #x | \"plan\" | @x*"},
    {"\"plan\"-refund", "\"plan\" | -refund*"},

    /* Filters. */
    {"theme:pricing", "theme=pricing"},
    {"Theme:Pricing TAG:vip", "theme=Pricing | tag=vip"},
    {"kind:call with:Mara by:Jonas company:Acme",
     "kind=call | with=Mara | by=Jonas | company=Acme"},
    {"with:\"Mara Lindqvist\" plan", "plan* | with=Mara Lindqvist"},
    {"with:“Mara Lindqvist”", "with=Mara Lindqvist"},
    {"with:\"Mara Lind", "with=Mara Lind"},
    {"with:mara@example.org", "with=mara@example.org"},
    {"company:\"Yahoo!\"", "company=Yahoo!"},
    {"theme:pricing, tag:vip;", "theme=pricing | tag=vip"},
    {"theme:\"# price list\" with:\"@ mara", "theme=price list | with=mara"},
    {"theme:#pricing with:@mara by:@jo", "theme=pricing | with=mara | by=jo"},
    {"tag:#vip", "tag=#vip"},
    {"plan theme:pricing", "plan | theme=pricing"},

    /* Keys that are plain words. */
    {"theme:", "theme:"},
    {"theme: pricing", "theme: | pricing*"},
    {"theme:\"\" theme:? theme:#", "\"theme:\" | theme:? | theme:#"},
    {"note:urgent", "note:urgent*"},
    {"note:\"very urgent\"", "\"note:very urgent\""},
    {"themes:pricing", "themes:pricing*"},
    {"note:a\"b c\"", "note:a\"b | c\""},
    {"theme:a:\"b c\"", "\"theme:a:b c\""},
    {"(theme:pricing)", "(theme:pricing)"},
    {"\"theme:pricing\"", "\"theme:pricing\""},
    {"http://example.org/a?b=c", "http://example.org/a?b=c*"},

    /* Themes and names by their signs. */
    {"#pricing", "theme=pricing"},
    {"#opening-hours, #Öffnung_2.", "theme=opening-hours | theme=Öffnung_2"},
    {"#価格", "theme=価格"},
    {"#1 c# #", "#1 | c#"},
    {"#a/b", "#a/b*"},
    {"#\"two words\"", "#\"two | words\""},
    {"#aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg",
     "theme=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg"},
    {"#aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggh",
     "#aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggh*"},
    {"@mara", "with=mara"},
    {"@mara Lindqvist", "Lindqvist* | with=mara"},
    {"@\"Mara Lindqvist\"", "with=Mara Lindqvist"},
    {"@Anne-Marie, @o'neill.", "with=Anne-Marie | with=o'neill"},
    {"@mara's @2x @ @mara@example.org ", "@mara's | @2x | @mara@example.org"},

    /* Days. */
    {"before:2026-11-24", "before=2026-11-24"},
    {"after:2026-11", "after=2026-11-01"},
    {"before:2026 after:2025,", "before=2026-01-01 | after=2025-01-01"},
    {"-before:2026", "not before=2026-01-01"},
    {"after:24.12.2026 before:4/12/27", "after=2026-12-24 | before=2027-12-04"},
    {"after:\"4 Dec 2026\" before:\"March 1, 2027\"", "after=2026-12-04 | before=2027-03-01"},
    {"after:2028-02-29", "after=2028-02-29"},
    {"before:2026-02-29 before:2026-13 before:0000 ", "before:2026-02-29 | before:2026-13 | "
                                                      "before:0000"},
    {"before:202", "before:202*"},
    {"before:friday after:today", "before:friday | after:today*"},
    {"after:\"4 Dec\" before:\"in 2 weeks\"", "\"after:4 Dec\" | \"before:in 2 weeks\""},
    {"after:\"4 Dec 2026 at 17:00\"", "\"after:4 Dec 2026 at 17:00\""},
    {"before: 2026", "before: | 2026*"},

    /* The languages underneath are plain words. */
    {"plan AND price OR NOT free", "plan | AND | price | OR | NOT | free*"},
    {"NEAR(plan price, 5)", "NEAR(plan | price, | 5)"},
    {"pric* ^plan {body}:x + y", "pric* | ^plan | {body}:x | y*"},
    {"'; DROP TABLE passage; --", "DROP | TABLE | passage;"},
    {"a:b\\\"c\\\" %_%", "a:b\\\"c\\\""},
};

static const char *signs_of(bool without, bool phrase)
{
    static const char *const signs[2][2] = {{"", "\""}, {"not ", "not \""}};
    return signs[without][phrase];
}

static const char *term_text(struct arena *arena, const struct query_term *term)
{
    return arena_print(arena, "%s%s%s%s", signs_of(term->without, term->phrase), term->text,
                       term->phrase ? "\"" : "", term->unfinished ? "*" : "");
}

static const char *filter_text(struct arena *arena, const struct query_filter *filter)
{
    bool is_day = filter->key == QUERY_BEFORE || filter->key == QUERY_AFTER;
    char date[DAY_TEXT];
    assert_int_equal(filter->day.number != NOTHING, is_day);
    if (is_day)
        day_write(filter->day, date);
    return arena_print(arena, "%s%s=%s", signs_of(filter->without, false),
                       query_key_words[filter->key], is_day ? date : filter->value);
}

static const char *query_text(struct arena *arena, const char *typed, size_t length)
{
    struct query query;
    query_read(arena, typed, length, &query);
    const char *text = "";
    for (size_t i = 0; i < query.term_count; i++)
        text = arena_print(arena, "%s%s%s", text, *text ? " | " : "",
                           term_text(arena, &query.terms[i]));
    for (size_t i = 0; i < query.filter_count; i++)
        text = arena_print(arena, "%s%s%s", text, *text ? " | " : "",
                           filter_text(arena, &query.filters[i]));
    return text;
}

static void what_is_typed_reads_as_told(void **state)
{
    const struct row *row = *state;
    struct arena *arena = arena_new(4096);
    assert_string_equal(query_text(arena, row->typed, strlen(row->typed)), row->reads_as);
    arena_free(arena);
}

/* The bytes stand in memory of exactly their length, where the sanitizer watches. */
static void assert_bytes(const char *bytes, size_t length, const char *reads_as)
{
    struct arena *arena = arena_new(4096);
    char *typed = malloc(length);
    assert_non_null(typed);
    memcpy(typed, bytes, length);
    assert_string_equal(query_text(arena, typed, length), reads_as);
    free(typed);
    arena_free(arena);
}

static void a_nul_separates(void **state)
{
    (void)state;
    assert_bytes("late\0invoice", 12, "late | invoice*");
    assert_bytes("theme:\0x -\0y", 12, "theme: | x | y*");
}

static void bytes_that_are_no_utf8_separate(void **state)
{
    (void)state;
    assert_bytes("late\xffinvoice\xc3", 13, "late | invoice");
    assert_bytes("a\xe2\x80", 3, "a");
    assert_bytes("\xc0\xaf\xed\xa0\x80z", 6, "z*");
    assert_bytes("\"a\xf0\x9f\x98 b\"", 8, "\"a    b\"");
}

static void a_text_need_not_end_with_a_nul(void **state)
{
    (void)state;
    assert_bytes("theme", 5, "theme*");
    assert_bytes("theme:", 6, "theme:");
    assert_bytes("-", 1, "");
    assert_bytes("\"", 1, "");
    assert_bytes("@", 1, "");
    assert_bytes("#a", 2, "theme=a");
}

/* U+101C ends in the bytes that the sign U+201C ends in. */
static void the_end_of_a_letter_closes_no_quote(void **state)
{
    (void)state;
    assert_bytes("\"\xe1\x80\x9c", 4, "\xe1\x80\x9c*");
}

static const char *repeated(struct arena *arena, const char *item, int times)
{
    const char *text = "";
    for (int i = 0; i < times; i++)
        text = arena_print(arena, "%s%s%d ", text, item, i);
    return text;
}

static void terms_beyond_the_most_are_left_out(void **state)
{
    struct arena *arena = arena_new(4096);
    struct query query;
    (void)state;
    const char *typed = repeated(arena, "w", MOST_QUERY_TERMS + 3);
    typed = arena_print(arena, "%s theme:x last", typed);
    query_read(arena, typed, strlen(typed), &query);
    assert_int_equal(query.term_count, MOST_QUERY_TERMS);
    assert_string_equal(query.terms[MOST_QUERY_TERMS - 1].text, "w31");
    assert_int_equal(query.filter_count, 1);
    arena_free(arena);
}

static void filters_beyond_the_most_are_left_out(void **state)
{
    struct arena *arena = arena_new(4096);
    struct query query;
    (void)state;
    const char *typed = repeated(arena, "tag:t", MOST_QUERY_FILTERS + 3);
    typed = arena_print(arena, "%s last", typed);
    query_read(arena, typed, strlen(typed), &query);
    assert_int_equal(query.filter_count, MOST_QUERY_FILTERS);
    assert_string_equal(query.filters[MOST_QUERY_FILTERS - 1].value, "t15");
    assert_int_equal(query.term_count, 1);
    assert_string_equal(query.terms[0].text, "last");
    arena_free(arena);
}

static int run_rows(void)
{
    static struct CMUnitTest tests[sizeof(rows) / sizeof(rows[0])];
    size_t count = sizeof(rows) / sizeof(rows[0]);
    for (size_t i = 0; i < count; i++) {
        tests[i].name = rows[i].typed;
        tests[i].test_func = what_is_typed_reads_as_told;
        tests[i].initial_state = (void *)&rows[i];
    }
    return _cmocka_run_group_tests("rows", tests, count, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nul_separates),
        cmocka_unit_test(bytes_that_are_no_utf8_separate),
        cmocka_unit_test(a_text_need_not_end_with_a_nul),
        cmocka_unit_test(the_end_of_a_letter_closes_no_quote),
        cmocka_unit_test(terms_beyond_the_most_are_left_out),
        cmocka_unit_test(filters_beyond_the_most_are_left_out),
    };
    return run_rows() + cmocka_run_group_tests(tests, NULL, NULL);
}
