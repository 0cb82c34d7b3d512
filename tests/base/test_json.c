/* JSON as it is written, read back by jansson. */
#include "base/json.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_written(struct buffer *out, const char *json)
{
    buffer_byte(out, 0);
    assert_string_equal(out->bytes, json);
    buffer_free(out);
}

/* Writes the bytes as one JSON text and lets jansson read them. */
static void assert_comes_back(const char *bytes, size_t length)
{
    struct buffer out = {0};
    json_error_t wrong;
    json_put_bytes(&out, bytes, length);
    json_t *read = json_loadb(out.bytes, out.length, JSON_DECODE_ANY | JSON_ALLOW_NUL, &wrong);
    if (!read)
        fail_msg("%s, in: %.*s", wrong.text, (int)out.length, out.bytes);
    assert_int_equal(json_string_length(read), length);
    assert_memory_equal(json_string_value(read), bytes, length);
    json_decref(read);
    buffer_free(&out);
}

static void commas_stand_between_values_only(void **state)
{
    struct buffer out = {0};
    (void)state;
    json_begin(&out, '{');
    json_member(&out, "a", "x");
    json_name(&out, "b");
    json_begin(&out, '[');
    json_put_number(&out, 1);
    json_put_boolean(&out, true);
    json_put_null(&out);
    json_begin(&out, '{');
    json_end(&out, '}');
    json_begin(&out, '[');
    json_end(&out, ']');
    json_put_raw(&out, "{\"raw\":0}");
    json_end(&out, ']');
    json_member(&out, "c", NULL);
    json_end(&out, '}');
    assert_written(&out, "{\"a\":\"x\",\"b\":[1,true,null,{},[],{\"raw\":0}],\"c\":null}");
}

static void a_text_that_ends_like_a_bracket_gets_its_comma(void **state)
{
    struct buffer out = {0};
    (void)state;
    json_begin(&out, '[');
    json_put_text(&out, "{");
    json_put_text(&out, "[");
    json_put_text(&out, ":");
    json_put_text(&out, "\n");
    json_end(&out, ']');
    assert_written(&out, "[\"{\",\"[\",\":\",\"\\n\"]");
}

static void lines_of_ndjson_have_no_commas_between(void **state)
{
    struct buffer out = {0};
    (void)state;
    json_begin(&out, '{');
    json_end(&out, '}');
    buffer_byte(&out, '\n');
    json_begin(&out, '{');
    json_end(&out, '}');
    assert_written(&out, "{}\n{}");
}

static void control_bytes_have_their_escapes(void **state)
{
    struct buffer out = {0};
    (void)state;
    json_put_text(&out, "\"\\/\b\f\n\r\t\x01\x1f\x7f");
    assert_written(&out, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"");
}

static void no_control_byte_stands_bare(void **state)
{
    (void)state;
    for (int byte = 0; byte < 0x20; byte++) {
        struct buffer out = {0};
        char text = (char)byte;
        json_put_bytes(&out, &text, 1);
        for (size_t i = 0; i < out.length; i++)
            assert_true((unsigned char)out.bytes[i] >= 0x20);
        buffer_free(&out);
        assert_comes_back(&text, 1);
    }
}

static void a_byte_is_escaped_wherever_it_stands(void **state)
{
    static const char others[] = {'a', '\x7e', '\x21', '#', '[', ']', ' '};
    (void)state;
    for (int byte = 0; byte < 0x80; byte++) {
        for (size_t length = 1; length <= 20; length++) {
            char text[20];
            memset(text, others[length % sizeof(others)], length);
            for (size_t at = 0; at < length; at++) {
                char was = text[at];
                text[at] = (char)byte;
                assert_comes_back(text, length);
                text[at] = was;
            }
        }
    }
}

static void bytes_beside_those_with_escapes_stand_bare(void **state)
{
    struct buffer out = {0};
    (void)state;
    json_put_text(&out, " !#[]^~/'\xc2\x80\xc3\xbf\xef\xbf\xbf 1234567890");
    assert_written(&out, "\" !#[]^~/'\xc2\x80\xc3\xbf\xef\xbf\xbf 1234567890\"");
}

static void every_code_point_comes_back(void **state)
{
    char text[4 * 1024];
    size_t length = 0;
    (void)state;
    for (uint32_t codepoint = 0; codepoint <= 0x10ffff; codepoint++) {
        if (codepoint >= 0xd800 && codepoint <= 0xdfff)
            continue;
        length += (size_t)text_encode(codepoint, text + length);
        if (length > sizeof(text) - 4 || codepoint == 0x10ffff) {
            assert_comes_back(text, length);
            length = 0;
        }
    }
}

static void naughty_texts_come_back(void **state)
{
    static const char *const naughty[] = {
        "",
        "null",
        "undefined",
        "\\",
        "\\\\\"",
        "\\u0000",
        "\\ud83d",
        "\"}],\"x\":[{\"",
        "</script><script>alert(1)</script>",
        "<!--",
        "]]>",
        "'; DROP TABLE person; --",
        "%s%n%d",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "../../etc/passwd\\..",
        "C:\\temp\\new",
        "\xef\xbb\xbfwith a mark of order",
        "\xe2\x80\xa8 and \xe2\x80\xa9 end lines in JavaScript",
        "\xe2\x80\xaeright to left",
        "Z\xcc\xb6\xcc\x88\xcd\x9d\xcc\x93 over and over",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
        "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
        "\xef\xbf\xbe\xef\xbf\xbf non-characters",
        "\xed\x9f\xbf\xee\x80\x80 beside the surrogates",
        "\xf4\x8f\xbf\xbf",
        "\x7f\xc2\x80\xc2\x9f",
        "\r\n\t\v\f\b\x1b[31m",
        "田中さんにあげて下さい",
        "الْعَرَبِيَّة",
        "1e1000, -0, NaN, Infinity, 0x10",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(naughty) / sizeof(naughty[0]); i++)
        assert_comes_back(naughty[i], strlen(naughty[i]));
}

static void a_long_text_comes_back(void **state)
{
    enum { LENGTH = 300000 };
    char *text = malloc(LENGTH);
    (void)state;
    for (int i = 0; i < LENGTH; i++)
        text[i] = "a\"\\\n\x01z"[i % 6];
    assert_comes_back(text, LENGTH);
    free(text);
}

static void numbers_are_written_to_their_last_digit(void **state)
{
    struct buffer out = {0};
    (void)state;
    json_begin(&out, '[');
    json_put_number(&out, 0);
    json_put_number(&out, -1);
    json_put_number(&out, INT64_MAX);
    json_put_number(&out, INT64_MIN);
    json_end(&out, ']');
    assert_written(&out, "[0,-1,9223372036854775807,-9223372036854775808]");
}

static void ids_moments_and_days_are_texts(void **state)
{
    struct buffer out = {0};
    ident id = {{1, 2, 3}};
    (void)state;
    json_begin(&out, '[');
    json_put_ident(&out, id);
    json_put_instant(&out, (instant){1795514400000});
    json_put_day(&out, (day){20781});
    json_end(&out, ']');
    assert_written(&out, "[\"01020300-0000-0000-0000-000000000000\","
                         "\"2026-11-24T10:00:00.000Z\",\"2026-11-24\"]");
}

static bool is_shallow(const char *json, int deepest)
{
    return json_is_shallow(json, strlen(json), deepest);
}

static void depth_counts_brackets_that_are_open(void **state)
{
    (void)state;
    assert_true(is_shallow("{\"a\":[1,{}],\"b\":[[]]}", 3));
    assert_false(is_shallow("{\"a\":[1,{}],\"b\":[[]]}", 2));
    assert_true(is_shallow("[][][][]", 1));
    assert_true(is_shallow("7", 0));
    assert_false(is_shallow("[", 0));
}

static void brackets_in_texts_are_not_counted(void **state)
{
    (void)state;
    assert_true(is_shallow("[\"[[[[{{{{\"]", 1));
    assert_true(is_shallow("[\"\\\"[[[[\"]", 1));
    assert_true(is_shallow("[\"\\\\\"]", 1));
    assert_false(is_shallow("[\"\\\\\",[\"[\"]]", 1));
}

static void a_text_without_an_end_is_looked_at_to_the_end(void **state)
{
    (void)state;
    assert_true(is_shallow("\"[[[[", 0));
    assert_true(is_shallow("\"\\", 0));
    assert_true(is_shallow("", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_values_only),
        cmocka_unit_test(a_text_that_ends_like_a_bracket_gets_its_comma),
        cmocka_unit_test(lines_of_ndjson_have_no_commas_between),
        cmocka_unit_test(control_bytes_have_their_escapes),
        cmocka_unit_test(no_control_byte_stands_bare),
        cmocka_unit_test(a_byte_is_escaped_wherever_it_stands),
        cmocka_unit_test(bytes_beside_those_with_escapes_stand_bare),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(naughty_texts_come_back),
        cmocka_unit_test(a_long_text_comes_back),
        cmocka_unit_test(numbers_are_written_to_their_last_digit),
        cmocka_unit_test(ids_moments_and_days_are_texts),
        cmocka_unit_test(depth_counts_brackets_that_are_open),
        cmocka_unit_test(brackets_in_texts_are_not_counted),
        cmocka_unit_test(a_text_without_an_end_is_looked_at_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
