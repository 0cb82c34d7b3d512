/* Bytes that are, or are not, a JSON object of 32 levels. Query parameters, and lists in columns.
 */
#include "base/text.h"
#include "rich_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static int arena_open(void **state)
{
    *state = arena_new(4096);
    return 0;
}

static int arena_close(void **state)
{
    arena_free(*state);
    return 0;
}

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_open, arena_close)

static struct error *parse(struct arena *arena, const char *bytes, size_t length)
{
    void *record = NULL;
    struct error *err = shape_parse(arena, &rich_shape, bytes, length, SHAPE_CHANGE, &record);
    assert_true((err == NULL) == (record != NULL));
    return err;
}

static void assert_refused(struct arena *arena, const char *text, size_t length,
                           enum error_kind kind)
{
    struct error *err = parse(arena, text, length);
    if (!err)
        fail_msg("%.*s was read", (int)length, text);
    assert_int_equal(err->kind, kind);
    assert_true(strlen(err->sentence) > 0);
}

static void what_is_no_json_object_is_malformed(void **state)
{
    static const char *const wrong[] = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "7",
        "\"text\"",
        "null",
        "true",
        "{}{}",
        "{} x",
        "{'a':1}",
        "{a:1}",
        "{\"title\":}",
        "{\"title\":\"a\nb\"}",
        "{\"title\":01}",
        "{\"title\":\"a\",}",
        "// c\n{}",
        "{\"any\":NaN}",
        "{\"any\":+1}",
        "{\"title\":\"\\ud800\"}",
        "{\"title\":\"\\x\"}",
        "\xef\xbb\xbf{}",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_refused(*state, wrong[i], strlen(wrong[i]), ERROR_MALFORMED);
}

static void a_fault_of_the_json_tells_its_line(void **state)
{
    struct error *err = parse(*state, "{\n\"title\": x}", 13);
    assert_non_null(strstr(err->sentence, "line 2"));
}

/* Found by the fuzzer: jansson quotes the body up to the byte that it stumbled over. */
static void what_is_told_of_a_fault_is_utf8(void **state)
{
    static const char body[] = "{\"title\":\"a\\u0\xd0\x97tle\"}";
    struct error *err = parse(*state, body, sizeof(body) - 1);
    assert_int_equal(err->kind, ERROR_MALFORMED);
    assert_true(text_is_utf8(err->sentence, strlen(err->sentence)));
    assert_non_null(strstr(err->sentence, "escape"));
}

static void bad_utf8_is_malformed(void **state)
{
    static const char *const wrong[] = {
        "{\"title\":\"\xff\"}",
        "{\"title\":\"\xc0\xaf\"}",
        "{\"title\":\"\xed\xa0\x80\"}",
        "{\"title\":\"\xf4\x90\x80\x80\"}",
        "{\"\xc3\":1}",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_refused(*state, wrong[i], strlen(wrong[i]), ERROR_MALFORMED);
}

static void an_escaped_nul_is_told_in_words_of_our_own(void **state)
{
    static const char escaped[] = "{\"title\":\"a\\u0000b\"}";
    assert_string_equal(parse(*state, escaped, sizeof(escaped) - 1)->sentence,
                        "The text holds \\u0000, which cannot be kept.");
}

static void a_nul_is_malformed_bare_and_escaped(void **state)
{
    static const char bare[] = "{\"title\":\"a\0b\"}";
    static const char escaped[] = "{\"title\":\"a\\u0000b\"}";
    static const char in_name[] = "{\"ti\\u0000tle\":1}";
    assert_refused(*state, bare, sizeof(bare) - 1, ERROR_MALFORMED);
    assert_refused(*state, escaped, sizeof(escaped) - 1, ERROR_MALFORMED);
    assert_refused(*state, in_name, sizeof(in_name) - 1, ERROR_MALFORMED);
}

/* TRUST.md: unknown, duplicate and read-only keys are refused with 422. */
static void a_name_that_stands_twice_is_invalid(void **state)
{
    static const char *const wrong[] = {
        "{\"title\":\"a\",\"title\":\"a\"}",
        "{\"title\":\"a\",\"t\\u0069tle\":\"b\"}",
        "{\"place\":{\"city\":\"a\",\"city\":\"b\"}}",
        "{\"stones\":[{\"name\":\"a\",\"name\":\"b\"}]}",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_refused(*state, wrong[i], strlen(wrong[i]), ERROR_INVALID);
}

/* An object with lists in lists: `depth` levels in all. */
static const char *nested(struct arena *arena, int depth)
{
    char *text = arena_take(arena, (size_t)depth * 2 + 32);
    char *at = stpcpy(text, "{\"tags\":");
    for (int i = 1; i < depth; i++)
        *at++ = '[';
    for (int i = 1; i < depth; i++)
        *at++ = ']';
    *at = '}';
    return text;
}

static void level_33_is_malformed(void **state)
{
    const char *text = nested(*state, 33);
    assert_refused(*state, text, strlen(text), ERROR_MALFORMED);
}

static void level_32_is_read(void **state)
{
    const char *text = nested(*state, 32);
    assert_refused(*state, text, strlen(text), ERROR_INVALID);
}

static void a_body_of_brackets_alone_is_malformed(void **state)
{
    enum { LENGTH = 1 << 20 };
    char *text = arena_take(*state, LENGTH);
    memset(text, '[', LENGTH);
    assert_refused(*state, text, LENGTH, ERROR_MALFORMED);
    memset(text, ']', LENGTH);
    assert_refused(*state, text, LENGTH, ERROR_MALFORMED);
}

static void read_text(struct arena *arena, struct rich *record, const char *name, const char *text,
                      struct error **faults)
{
    shape_read_text(arena, &rich_shape, name, text, record, faults);
}

static void parameters_are_read_by_the_type_of_their_field(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    struct error *faults = NULL;
    read_text(*state, record, "title", "Å", &faults);
    read_text(*state, record, "minutes", "60", &faults);
    read_text(*state, record, "any", "-7", &faults);
    read_text(*state, record, "shown", "true", &faults);
    read_text(*state, record, "on", "2026-11-24", &faults);
    read_text(*state, record, "state", "open", &faults);
    assert_null(faults);
    assert_string_equal(record->title, "Å");
    assert_int_equal(record->minutes, 60);
    assert_int_equal(record->any, -7);
    assert_true(record->shown);
    assert_int_equal(record->on.number, 20781);
    assert_int_equal(record->state, RICH_OPEN);
}

static void faults_of_parameters_name_the_parameter(void **state)
{
    static const char *const wrong[][2] = {
        {"minutes", "0"},  {"minutes", "6x"}, {"minutes", ""},   {"minutes", " 6"},
        {"minutes", "+6"}, {"any", "-"},      {"any", "1e3"},    {"any", "9999999999999999999"},
        {"shown", "yes"},  {"shown", ""},     {"on", "today"},   {"state", "lost"},
        {"owner", "me"},   {"tags", "a"},     {"nonsense", "1"},
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct rich *record = shape_new(*state, &rich_shape);
        struct error *faults = NULL;
        read_text(*state, record, wrong[i][0], wrong[i][1], &faults);
        if (!faults)
            fail_msg("%s=%s was read", wrong[i][0], wrong[i][1]);
        assert_string_equal(faults->pointer, wrong[i][0]);
        assert_null(faults->next);
    }
}

static void a_parameter_stands_once(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    struct error *faults = NULL;
    read_text(*state, record, "title", "one", &faults);
    read_text(*state, record, "title", "two", &faults);
    assert_string_equal(faults->pointer, "title");
    assert_string_equal(record->title, "one");
}

static struct error *items_of(struct arena *arena, const char *name, const char *json,
                              struct list *list)
{
    *list = (struct list){.json = json};
    return shape_items(arena, shape_field(&rich_shape, name, NULL), list);
}

static void items_are_read_from_a_column(void **state)
{
    struct list list;
    assert_null(items_of(*state, "stones", "[{\"name\":\"a\",\"grams\":3},\"b\"]", &list));
    const struct stone *stones = list.items;
    assert_int_equal(list.count, 2);
    assert_int_equal(stones[0].grams, 3);
    assert_string_equal(stones[1].name, "b");
}

static void a_record_is_read_from_a_column(void **state)
{
    struct list list;
    assert_null(items_of(*state, "place", "{\"city\":\"Kiel\"}", &list));
    assert_int_equal(list.count, 1);
    assert_string_equal(((const struct place *)list.items)->city, "Kiel");
}

static void a_column_may_hold_more_items_than_a_body(void **state)
{
    struct list list;
    assert_null(items_of(*state, "tags", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"]", &list));
    assert_int_equal(list.count, 7);
}

static void a_column_without_a_value_has_no_items(void **state)
{
    struct list list;
    assert_null(items_of(*state, "tags", NULL, &list));
    assert_int_equal(list.count, 0);
    assert_null(items_of(*state, "tags", "null", &list));
    assert_int_equal(list.count, 0);
    assert_null(items_of(*state, "place", "null", &list));
    assert_int_equal(list.count, 0);
}

static void items_that_are_there_are_not_read_again(void **state)
{
    const char *texts[] = {"kept"};
    struct list list = {.items = texts, .count = 1, .json = "[\"other\"]"};
    assert_null(shape_items(*state, shape_field(&rich_shape, "tags", NULL), &list));
    assert_ptr_equal(list.items, texts);
}

static void a_column_that_is_no_json_is_broken(void **state)
{
    struct list list;
    struct error *err = items_of(*state, "tags", "[\"a\"", &list);
    assert_non_null(err);
    assert_int_equal(err->kind, ERROR_BROKEN);
}

static void a_column_with_a_fault_is_broken(void **state)
{
    struct list list;
    struct error *err = items_of(*state, "tags", "[1]", &list);
    assert_non_null(err);
    assert_int_equal(err->kind, ERROR_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(what_is_no_json_object_is_malformed),
        ARENA_TEST(a_fault_of_the_json_tells_its_line),
        ARENA_TEST(what_is_told_of_a_fault_is_utf8),
        ARENA_TEST(bad_utf8_is_malformed),
        ARENA_TEST(a_nul_is_malformed_bare_and_escaped),
        ARENA_TEST(an_escaped_nul_is_told_in_words_of_our_own),
        ARENA_TEST(a_name_that_stands_twice_is_invalid),
        ARENA_TEST(level_33_is_malformed),
        ARENA_TEST(level_32_is_read),
        ARENA_TEST(a_body_of_brackets_alone_is_malformed),
        ARENA_TEST(parameters_are_read_by_the_type_of_their_field),
        ARENA_TEST(faults_of_parameters_name_the_parameter),
        ARENA_TEST(a_parameter_stands_once),
        ARENA_TEST(items_are_read_from_a_column),
        ARENA_TEST(a_record_is_read_from_a_column),
        ARENA_TEST(a_column_may_hold_more_items_than_a_body),
        ARENA_TEST(a_column_without_a_value_has_no_items),
        ARENA_TEST(items_that_are_there_are_not_read_again),
        ARENA_TEST(a_column_that_is_no_json_is_broken),
        ARENA_TEST(a_column_with_a_fault_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
