/* Runs every case of tests/marks.json, which the page's reader runs too, and what JSON cannot say.
 */
#include "formats/marks.h"
#include "formats/quotes.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { LONGEST_BODY = 64 * 1024, MOST_SECONDS = 2 };

static const instant now = {1795514400000}; /* Tuesday, 2026-11-24T10:00:00Z */

static void set_text(json_t *object, const char *name, const char *text)
{
    if (text)
        json_object_set_new(object, name, json_string(text));
}

static json_t *mark_json(struct arena *arena, const char *body, const struct mark *mark)
{
    json_t *object = json_object();
    bool has_name = mark->name.count > 0;
    set_text(object, "text", mark_text(arena, body, mark, has_name ? 1 : 0));
    if (has_name)
        set_text(object, "name", mark->name.words[0]);
    if (mark->due_on.number != NOTHING) {
        char due_on[DAY_TEXT];
        day_write(mark->due_on, due_on);
        set_text(object, "due_on", due_on);
    }
    set_text(object, "due_time", mark->due_time);
    set_text(object, "due_words", mark->due_words);
    return object;
}

/* Adds facts, promises, what is unresolved and mentions; gives the body that is left. */
static const char *add_marks(struct arena *arena, json_t *result, const char *body, size_t length,
                             instant at, int offset_minutes)
{
    struct marks marks;
    marks_read(arena, body, length, at, offset_minutes, &marks);
    json_t *facts = json_array();
    json_t *promises = json_array();
    json_t *unresolved = json_array();
    json_t *mentions = json_array();
    bool *taken = arena_take(arena, marks.count + 1);
    for (size_t i = 0; i < marks.count; i++) {
        const struct mark *mark = &marks.items[i];
        taken[i] = mark->no_such_day == NULL;
        if (mark->no_such_day)
            json_array_append_new(unresolved, json_string(mark->no_such_day));
        else
            json_array_append_new(mark->kind == MARK_FACT ? facts : promises,
                                  mark_json(arena, body, mark));
    }
    for (size_t i = 0; i < marks.mention_count; i++)
        json_array_append_new(mentions, json_string(marks.mentions[i].name.words[0]));
    json_object_set_new(result, "facts", facts);
    json_object_set_new(result, "promises", promises);
    json_object_set_new(result, "unresolved", unresolved);
    json_object_set_new(result, "mentions", mentions);
    const char *left = marks_remainder(arena, body, length, &marks, taken);
    set_text(result, "body", left);
    return left;
}

static bool holds(const json_t *array, const char *text)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item)
    {
        if (strcmp(json_string_value(item), text) == 0)
            return true;
    }
    return false;
}

static void add_quotes(struct arena *arena, json_t *result, const char *body)
{
    struct quotes quotes;
    struct theme_words themes;
    quotes_read(arena, body, strlen(body), &quotes, &themes);
    json_t *quote_array = json_array();
    json_t *theme_array = json_array();
    for (size_t i = 0; i < quotes.count; i++) {
        json_t *quote = json_object();
        set_text(quote, "text", quotes.items[i].text);
        set_text(quote, "translation", quotes.items[i].translation);
        if (quotes.items[i].name.count > 0)
            set_text(quote, "name", quotes.items[i].name.words[0]);
        json_array_append_new(quote_array, quote);
    }
    for (size_t i = 0; i < themes.count; i++) {
        if (!holds(theme_array, themes.items[i].folded))
            json_array_append_new(theme_array, json_string(themes.items[i].folded));
    }
    json_object_set_new(result, "quotes", quote_array);
    json_object_set_new(result, "themes", theme_array);
}

static void the_case_gives_its_result(void **state)
{
    const json_t *test = *state;
    const char *text = json_string_value(json_object_get(test, "text"));
    const json_t *offset = json_object_get(test, "offset_minutes");
    instant at;
    assert_non_null(text);
    assert_true(instant_read(json_string_value(json_object_get(test, "now")), &at, NULL));
    struct arena *arena = arena_new(4096);
    json_t *result = json_object();
    const char *left =
        add_marks(arena, result, text, strlen(text), at, (int)json_integer_value(offset));
    add_quotes(arena, result, left);
    const json_t *expected = json_object_get(test, "result");
    if (!json_equal(result, expected)) {
        char *dump = json_dumps(result, JSON_SORT_KEYS);
        print_error("is      %s\n", dump);
        free(dump);
        dump = json_dumps(expected, JSON_SORT_KEYS);
        print_error("must be %s\n", dump);
        free(dump);
        fail();
    }
    json_decref(result);
    arena_free(arena);
}

static struct marks read(struct arena *arena, const char *body)
{
    struct marks marks;
    marks_read(arena, body, strlen(body), now, 0, &marks);
    return marks;
}

static void a_name_is_guessed_with_one_to_four_words(void **state)
{
    struct arena *arena = arena_new(4096);
    const char *body = "Met @Mara Ann Lindqvist Holm today";
    struct marks marks = read(arena, body);
    (void)state;
    assert_int_equal(marks.mention_count, 1);
    const struct name_guess *name = &marks.mentions[0].name;
    assert_int_equal(name->count, 4);
    assert_string_equal(name->words[0], "Mara");
    assert_string_equal(name->words[1], "Mara Ann");
    assert_string_equal(name->words[3], "Mara Ann Lindqvist Holm");
    assert_int_equal(name->ends[0], 9);
    assert_int_equal(name->ends[3], 28);
    arena_free(arena);
}

static void a_mention_tells_where_its_at_sign_is(void **state)
{
    struct arena *arena = arena_new(4096);
    struct marks marks = read(arena, "! @a knows\n\xc3\xa9 (@Jos\xc3\xa9).\n");
    (void)state;
    assert_int_equal(marks.mention_count, 1);
    assert_int_equal(marks.mentions[0].start, 15);
    arena_free(arena);
}

static void a_name_behind_a_mark_never_takes_all_of_its_words(void **state)
{
    struct arena *arena = arena_new(4096);
    const char *body = "! @Mara Lindqvist: tea";
    struct marks marks = read(arena, body);
    (void)state;
    assert_int_equal(marks.items[0].name.count, 2);
    assert_string_equal(mark_text(arena, body, &marks.items[0], 0), "@Mara Lindqvist: tea");
    assert_string_equal(mark_text(arena, body, &marks.items[0], 2), "tea");
    marks = read(arena, "! @Mara Lindqvist");
    assert_int_equal(marks.items[0].name.count, 1);
    arena_free(arena);
}

static void a_mark_spans_its_line_and_the_line_break(void **state)
{
    struct arena *arena = arena_new(4096);
    struct marks marks = read(arena, "one\r\n! two \r\nthree");
    (void)state;
    assert_int_equal(marks.items[0].start, 5);
    assert_int_equal(marks.items[0].end, 13);
    assert_int_equal(marks.items[0].text_start, 7);
    assert_int_equal(marks.items[0].text_end, 10);
    arena_free(arena);
}

static void lines_that_are_not_taken_stay_where_they_stood(void **state)
{
    struct arena *arena = arena_new(4096);
    const char *body = "! a\n! b\ntext\n! c";
    struct marks marks = read(arena, body);
    (void)state;
    assert_int_equal(marks.count, 3);
    assert_string_equal(
        marks_remainder(arena, body, strlen(body), &marks, (bool[]){false, true, false}),
        "! a\ntext\n! c");
    assert_string_equal(
        marks_remainder(arena, body, strlen(body), &marks, (bool[]){true, false, true}),
        "! b\ntext\n");
    arena_free(arena);
}

static void an_empty_body_bears_nothing(void **state)
{
    struct arena *arena = arena_new(4096);
    struct marks marks = read(arena, "");
    (void)state;
    assert_int_equal(marks.count + marks.mention_count, 0);
    assert_string_equal(marks_remainder(arena, "", 0, &marks, NULL), "");
    arena_free(arena);
}

static void a_body_need_not_end_with_a_nul(void **state)
{
    struct arena *arena = arena_new(4096);
    const char bytes[] = {'!', ' ', 'a', 'b'};
    char *body = malloc(sizeof(bytes));
    struct marks marks;
    (void)state;
    memcpy(body, bytes, sizeof(bytes));
    marks_read(arena, body, sizeof(bytes), now, 0, &marks);
    assert_int_equal(marks.count, 1);
    assert_string_equal(mark_text(arena, body, &marks.items[0], 0), "ab");
    free(body);
    arena_free(arena);
}

/* Processor seconds that reading 64 KiB of one text, again and again, takes. */
static double seconds_for(const char *pattern)
{
    char *body = malloc(LONGEST_BODY);
    size_t size = strlen(pattern);
    for (size_t i = 0; i < LONGEST_BODY; i++)
        body[i] = pattern[i % size];
    struct arena *arena = arena_new(4096);
    struct marks marks;
    struct quotes quotes;
    struct theme_words themes;
    clock_t start = clock();
    marks_read(arena, body, LONGEST_BODY, now, 0, &marks);
    quotes_read(arena, body, LONGEST_BODY, &quotes, &themes);
    clock_t end = clock();
    arena_free(arena);
    free(body);
    return (double)(end - start) / CLOCKS_PER_SEC;
}

static void hostile_bodies_are_read_in_time(void **state)
{
    static const char *const patterns[] = {
        "[",       "`",    ">",        "*",        "> ",        "(",           "<",
        "](",      "[a](", "[a](b)",   "[[a](b)",  "` `` ",     "`a``b```c",   "\\`",
        "http://", "<a:",  "#a ",      "@a ",      "@a b c d ", "@a'",         " by ",
        "\n",      "\r\n", "> \n",     "! ",       "! a\n",     "[ ] a by\n",  "[ ] a by b ",
        "]:",      "[a]:", "a\n-\n",   "- a\n-\n", "> -- @",    "> a -- @b\n", "~~~\n",
        "> ```\n", "    ", "\t",       "#a-",      "# ",        "(](",         "[(",
        ")]",      "([)]", "[a](b))(", "=\n",      "\xcc\x81",  "#a\xcc\x81",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        double seconds = seconds_for(patterns[i]);
        if (seconds > MOST_SECONDS)
            print_error("%s: %.2f s\n", patterns[i], seconds);
        assert_true(seconds <= MOST_SECONDS);
    }
}

static int run_cases(const json_t *cases)
{
    size_t count = json_array_size(cases);
    struct CMUnitTest *tests = calloc(count, sizeof(*tests));
    for (size_t i = 0; i < count; i++) {
        json_t *test = json_array_get(cases, i);
        tests[i].name = json_string_value(json_object_get(test, "name"));
        tests[i].test_func = the_case_gives_its_result;
        tests[i].initial_state = test;
    }
    int failed = _cmocka_run_group_tests("cases", tests, count, NULL, NULL);
    free(tests);
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_guessed_with_one_to_four_words),
        cmocka_unit_test(a_mention_tells_where_its_at_sign_is),
        cmocka_unit_test(a_name_behind_a_mark_never_takes_all_of_its_words),
        cmocka_unit_test(a_mark_spans_its_line_and_the_line_break),
        cmocka_unit_test(lines_that_are_not_taken_stay_where_they_stood),
        cmocka_unit_test(an_empty_body_bears_nothing),
        cmocka_unit_test(a_body_need_not_end_with_a_nul),
        cmocka_unit_test(hostile_bodies_are_read_in_time),
    };
    json_error_t error;
    json_t *cases = json_load_file("tests/marks.json", JSON_REJECT_DUPLICATES, &error);
    if (!cases) {
        fprintf(stderr, "tests/marks.json: line %d: %s\n", error.line, error.text);
        return 1;
    }
    int failed = run_cases(cases);
    json_decref(cases);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
