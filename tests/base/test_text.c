/* Words: UTF-8 checked, folded for comparing, trimmed. */
#include "base/text.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_code_point_is_utf8_and_comes_back(void **state)
{
    (void)state;
    for (uint32_t codepoint = 0; codepoint <= 0x10ffff; codepoint++) {
        if (codepoint >= 0xd800 && codepoint <= 0xdfff)
            continue;
        char bytes[4];
        uint32_t again = 0;
        int length = text_encode(codepoint, bytes);
        if (!text_is_utf8(bytes, (size_t)length))
            fail_msg("U+%04X is refused", codepoint);
        assert_int_equal(text_decode(bytes, &again), length);
        assert_int_equal(again, codepoint);
    }
}

static void no_part_of_a_code_point_is_utf8(void **state)
{
    static const uint32_t codepoints[] = {0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff};
    (void)state;
    for (size_t i = 0; i < sizeof(codepoints) / sizeof(codepoints[0]); i++) {
        char bytes[4];
        int length = text_encode(codepoints[i], bytes);
        for (int cut = 1; cut < length; cut++) {
            assert_false(text_is_utf8(bytes, (size_t)cut));
            assert_false(text_is_utf8(bytes + cut, (size_t)(length - cut)));
        }
    }
}

/* RFC 3629, and the table of invalid forms in the Unicode Standard, section 3.9. */
static void what_is_no_utf8_is_refused(void **state)
{
    static const char *const wrong[] = {
        "\x80", /* a continuation alone */
        "\xbf",
        "\xc0\x80", /* NUL in two bytes */
        "\xc0\xaf", /* a slash in two bytes */
        "\xc1\xbf",
        "\xe0\x80\xaf",     /* a slash in three */
        "\xe0\x9f\xbf",     /* U+07FF in three */
        "\xf0\x80\x80\xaf", /* a slash in four */
        "\xf0\x8f\xbf\xbf", /* U+FFFF in four */
        "\xed\xa0\x80",     /* surrogates */
        "\xed\xaf\xbf",
        "\xed\xb0\x80",
        "\xed\xbf\xbf",
        "\xed\xa0\xbd\xed\xb8\x80", /* a pair of them: CESU-8 */
        "\xf4\x90\x80\x80",         /* above U+10FFFF */
        "\xf5\x80\x80\x80",
        "\xf8\x88\x80\x80\x80", /* five and six bytes */
        "\xfc\x84\x80\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xfe\xff",
        "\xc3(", /* a lead without its continuation */
        "\xe2\x82(",
        "\xe2(\xac",
        "\xf0\x9f\x98(",
        "\xc3\xa9\xa9",  /* one continuation too many */
        "good \xe9 bad", /* Latin-1 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (text_is_utf8(wrong[i], strlen(wrong[i])))
            fail_msg("form %zu was taken", i);
    }
}

static void the_bytes_behind_the_length_do_not_matter(void **state)
{
    (void)state;
    assert_true(text_is_utf8("good\xff", 4));
    assert_true(text_is_utf8("", 0));
    assert_true(text_is_utf8("a\0b", 3));
}

static void folding_leaves_what_people_compare(void **state)
{
    static const struct {
        const char *text, *folded;
    } words[] = {
        {"Hello 42!", "hello 42!"},
        {"ÉCOLE", "ecole"},
        {"E\xcc\x81"
         "COLE",
         "ecole"},
        {"Zażółć gęślą jaźń", "zazolc gesla jazn"},
        {"Łódź", "lodz"},
        {"Sørensen Ærø Đorđe", "sorensen aero dorde"},
        {"Ǿǽ", "oae"},
        {"Þórður Ðóra", "thordur dora"},
        {"Œuvre", "oeuvre"},
        {"Straße STRASSE Straẞe", "strasse strasse strasse"},
        {"İstanbul Işık", "istanbul isik"},
        {"ırmak", "irmak"},
        {"Ħal Ŋŧĸ", "hal ngtk"},
        {"ﬁne oﬀice", "fine office"},
        {"ＡＢＣ１２３", "abc123"},
        {"ｶﾅ", "カナ"},
        {"田中さん", "田中さん"},
        {"ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"},
        {"Ёлка Йод", "елка иод"},
        {"soft\xc2\xadhyphen", "softhyphen"},
        {"zero\xe2\x80\x8bwidth", "zerowidth"},
        {"😀", "😀"},
        {"", ""},
    };
    struct arena *arena = arena_new(1024);
    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        assert_string_equal(text_fold(arena, words[i].text, strlen(words[i].text)),
                            words[i].folded);
    arena_free(arena);
}

static void folding_takes_only_the_length(void **state)
{
    struct arena *arena = arena_new(1024);
    (void)state;
    assert_string_equal(text_fold(arena, "ABCdef", 3), "abc");
    assert_string_equal(text_fold(arena, "ÄÖÜ", 4), "ao");
    arena_free(arena);
}

static void what_is_no_utf8_folds_to_nothing(void **state)
{
    struct arena *arena = arena_new(1024);
    (void)state;
    assert_string_equal(text_fold(arena, "abc\xff", 4), "");
    arena_free(arena);
}

static void what_is_folded_stays_when_folded_again(void **state)
{
    struct arena *arena = arena_new(4096);
    struct arena_mark mark = arena_mark(arena);
    (void)state;
    for (uint32_t codepoint = 1; codepoint <= 0x10ffff; codepoint++) {
        if (codepoint >= 0xd800 && codepoint <= 0xdfff)
            continue;
        char bytes[4];
        const char *once = text_fold(arena, bytes, (size_t)text_encode(codepoint, bytes));
        const char *twice = text_fold(arena, once, strlen(once));
        if (strcmp(once, twice) != 0)
            fail_msg("U+%04X: %s, then %s", codepoint, once, twice);
        arena_rewind(arena, mark);
    }
    arena_free(arena);
}

static void a_length_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(text_length(""), 0);
    assert_int_equal(text_length("abc"), 3);
    assert_int_equal(text_length("Łódź"), 4);
    assert_int_equal(text_length("田中"), 2);
    assert_int_equal(text_length("😀"), 1);
}

static void white_space_alone_is_blank(void **state)
{
    (void)state;
    assert_true(text_is_blank(""));
    assert_true(text_is_blank(" \t\r\n\v\f"));
    assert_false(text_is_blank(" . "));
}

static void trimming_takes_white_space_at_both_ends(void **state)
{
    struct arena *arena = arena_new(256);
    (void)state;
    assert_string_equal(text_trim(arena, " \t a b \r\n"), "a b");
    assert_string_equal(text_trim(arena, "a"), "a");
    assert_string_equal(text_trim(arena, "  "), "");
    assert_string_equal(text_trim(arena, ""), "");
    arena_free(arena);
}

static void a_telephone_number_is_its_digits(void **state)
{
    static const struct {
        const char *phone, *digits;
    } phones[] = {
        {"+49 (0) 30 / 123-45 67", "49301234567"},
        {"+49(0)301234567", "49301234567"},
        {"0049 30 1234567", "49301234567"},
        {"00 49 30 1234567", "49301234567"},
        {"030 1234567", "0301234567"},
        {"(030) 1234567", "0301234567"},
        {"+1 (555) 010-0199", "15550100199"},
        {"no digits", ""},
        {"", ""},
        {"00", ""},
    };
    struct arena *arena = arena_new(1024);
    (void)state;
    for (size_t i = 0; i < sizeof(phones) / sizeof(phones[0]); i++)
        assert_string_equal(text_digits(arena, phones[i].phone), phones[i].digits);
    arena_free(arena);
}

static void letters_and_digits_are_those_of_every_script(void **state)
{
    static const uint32_t letters[] = {'a', 'Z', 0xe9, 0x142, 0x3c3, 0x416, 0x5d0, 0x639, 0x4e2d};
    static const uint32_t digits[] = {'0', '9', 0x663, 0x96a, 0xff15};
    static const uint32_t neither[] = {' ', '_', '-', '@', 0x301, 0x2019, 0x1f600, 0xb2};
    (void)state;
    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
        assert_true(text_is_letter(letters[i]) && !text_is_digit(letters[i]));
    for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++)
        assert_true(text_is_digit(digits[i]) && !text_is_letter(digits[i]));
    for (size_t i = 0; i < sizeof(neither) / sizeof(neither[0]); i++)
        assert_false(text_is_letter(neither[i]) || text_is_digit(neither[i]));
}

static void a_sign_is_part_of_a_word_or_a_word_or_neither(void **state)
{
    static const uint32_t parts[] = {'a', 'Z', '7', 0xe9, 0xb2, 0x301, 0x416, 0x663};
    static const uint32_t alone[] = {0xe01, 0x3042, 0x4e2d, 0xac00, 0x2764, 0x1f600, 0x20000};
    static const uint32_t neither[] = {0, ' ', '_', '-', '"', '*', 0xa0, 0x200b, 0x2019, 0x3000};
    (void)state;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        assert_true(text_is_word_part(parts[i]));
    for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
        assert_true(text_stands_alone(alone[i]));
    for (size_t i = 0; i < sizeof(neither) / sizeof(neither[0]); i++)
        assert_false(text_is_word_part(neither[i]) || text_stands_alone(neither[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_utf8_and_comes_back),
        cmocka_unit_test(no_part_of_a_code_point_is_utf8),
        cmocka_unit_test(what_is_no_utf8_is_refused),
        cmocka_unit_test(the_bytes_behind_the_length_do_not_matter),
        cmocka_unit_test(folding_leaves_what_people_compare),
        cmocka_unit_test(folding_takes_only_the_length),
        cmocka_unit_test(what_is_no_utf8_folds_to_nothing),
        cmocka_unit_test(what_is_folded_stays_when_folded_again),
        cmocka_unit_test(a_length_counts_code_points),
        cmocka_unit_test(white_space_alone_is_blank),
        cmocka_unit_test(trimming_takes_white_space_at_both_ends),
        cmocka_unit_test(a_telephone_number_is_its_digits),
        cmocka_unit_test(letters_and_digits_are_those_of_every_script),
        cmocka_unit_test(a_sign_is_part_of_a_word_or_a_word_or_neither),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
