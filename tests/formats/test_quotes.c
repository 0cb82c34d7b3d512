/* What tests/marks.json cannot say of quotes and themes: where they stand. */
#include "formats/quotes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct found {
    struct arena *arena;
    struct quotes quotes;
    struct theme_words themes;
};

static struct found read(const char *body)
{
    struct found found = {.arena = arena_new(4096)};
    quotes_read(found.arena, body, strlen(body), &found.quotes, &found.themes);
    return found;
}

static void a_quote_spans_its_lines_without_the_last_break(void **state)
{
    struct found found = read("a\r\n> b\r\n> c\r\nd");
    (void)state;
    assert_int_equal(found.quotes.count, 1);
    assert_int_equal(found.quotes.items[0].start, 3);
    assert_int_equal(found.quotes.items[0].end, 11);
    arena_free(found.arena);
}

static void a_theme_tells_where_its_hash_is(void **state)
{
    struct found found = read("\xc3\xa9 #A\n> (#b)");
    (void)state;
    assert_int_equal(found.themes.count, 2);
    assert_int_equal(found.themes.items[0].start, 3);
    assert_int_equal(found.themes.items[1].start, 9);
    arena_free(found.arena);
}

static void a_theme_knows_the_quote_it_stands_in(void **state)
{
    struct found found = read("#a\n> #b\n\n> = #c\n> d #e\n#f");
    (void)state;
    assert_int_equal(found.quotes.count, 2);
    assert_int_equal(found.themes.count, 5);
    assert_int_equal(found.themes.items[0].quote, -1);
    assert_int_equal(found.themes.items[1].quote, 0);
    assert_int_equal(found.themes.items[2].quote, 1);
    assert_int_equal(found.themes.items[3].quote, 1);
    assert_int_equal(found.themes.items[4].quote, -1);
    arena_free(found.arena);
}

static void a_theme_in_a_quote_without_words_stands_in_none(void **state)
{
    struct found found = read("> = #a\n");
    (void)state;
    assert_int_equal(found.quotes.count, 0);
    assert_int_equal(found.themes.count, 1);
    assert_int_equal(found.themes.items[0].quote, -1);
    arena_free(found.arena);
}

static void a_theme_keeps_the_word_as_typed(void **state)
{
    struct found found = read("#Stra\xc3\x9f"
                              "e-2");
    (void)state;
    assert_string_equal(found.themes.items[0].word, "Stra\xc3\x9f"
                                                    "e-2");
    assert_string_equal(found.themes.items[0].folded, "strasse-2");
    arena_free(found.arena);
}

static void a_theme_that_is_written_twice_comes_twice(void **state)
{
    struct found found = read("#a #A");
    (void)state;
    assert_int_equal(found.themes.count, 2);
    assert_string_equal(found.themes.items[0].folded, found.themes.items[1].folded);
    arena_free(found.arena);
}

static void a_signature_offers_longer_names_too(void **state)
{
    struct found found = read("> words \xe2\x80\x94 @Mara Lindqvist\n");
    (void)state;
    assert_int_equal(found.quotes.items[0].name.count, 2);
    assert_string_equal(found.quotes.items[0].name.words[1], "Mara Lindqvist");
    assert_string_equal(found.quotes.items[0].text, "words");
    arena_free(found.arena);
}

static void an_empty_body_bears_no_quote(void **state)
{
    struct found found = read("");
    (void)state;
    assert_int_equal(found.quotes.count + found.themes.count, 0);
    arena_free(found.arena);
}

static void many_quotes_are_all_read(void **state)
{
    enum { MANY = 5000 };
    char *body = calloc(MANY, 9);
    (void)state;
    for (int i = 0; i < MANY; i++)
        memcpy(body + i * 8, "> #ab x\n", 8);
    struct found found = read(body);
    assert_int_equal(found.quotes.count, 1);
    assert_int_equal(found.themes.count, MANY);
    for (int i = 0; i < MANY; i++)
        memcpy(body + i * 8, "> #abx\n\n", 8);
    arena_free(found.arena);
    found = read(body);
    assert_int_equal(found.quotes.count, MANY);
    assert_int_equal(found.themes.items[MANY - 1].quote, MANY - 1);
    arena_free(found.arena);
    free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quote_spans_its_lines_without_the_last_break),
        cmocka_unit_test(a_theme_tells_where_its_hash_is),
        cmocka_unit_test(a_theme_knows_the_quote_it_stands_in),
        cmocka_unit_test(a_theme_in_a_quote_without_words_stands_in_none),
        cmocka_unit_test(a_theme_keeps_the_word_as_typed),
        cmocka_unit_test(a_theme_that_is_written_twice_comes_twice),
        cmocka_unit_test(a_signature_offers_longer_names_too),
        cmocka_unit_test(an_empty_body_bears_no_quote),
        cmocka_unit_test(many_quotes_are_all_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
