/* Bodies read into records, and every fault of a body told at once. */
#include "rich_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct read {
    struct arena *arena;
    struct error *err;
    struct rich *record;
};

/* The JSON is written with ' for ". */
static struct read read_as(enum shape_use use, const char *json)
{
    struct read read = {.arena = arena_new(4096)};
    char *text = arena_text(read.arena, json);
    for (char *at = text; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    void *record = NULL;
    read.err = shape_parse(read.arena, &rich_shape, text, strlen(text), use, &record);
    read.record = record;
    return read;
}

static void read_end(const struct read *read)
{
    arena_free(read->arena);
}

/* What was read must be fine. */
static struct read read_good(enum shape_use use, const char *json)
{
    struct read read = read_as(use, json);
    if (read.err)
        fail_msg("%s: %s", read.err->pointer, read.err->sentence);
    return read;
}

/* The pointers of all faults, in their order, with a blank between. */
static void assert_faults(enum shape_use use, const char *json, const char *pointers)
{
    struct read read = read_as(use, json);
    const char *found = "";
    for (const struct error *fault = read.err; fault; fault = fault->next) {
        assert_int_equal(fault->kind, ERROR_INVALID);
        found = arena_print(read.arena, "%s%s%s", found, *found ? " " : "", fault->pointer);
    }
    assert_string_equal(found, pointers);
    assert_null(read.record);
    read_end(&read);
}

static void assert_error(const char *json, enum error_kind kind)
{
    struct read read = read_as(SHAPE_CHANGE, json);
    assert_non_null(read.err);
    assert_int_equal(read.err->kind, kind);
    read_end(&read);
}

static void every_type_is_read(void **state)
{
    struct read read = read_good(
        SHAPE_KEEP,
        "{'id':'00000000-0000-7000-8000-000000000001','title':'T','note':'a\\nb','code':null,"
        "'minutes':600,'any':-9223372036854775807,'shown':true,'at':'2026-11-24T10:00:00Z',"
        "'on':'2026-11-24','state':'kept','side':'right','tags':['a','b'],"
        "'stones':[{'name':'s','grams':5,'marks':['m']}],'place':{'city':'c','stones':[]},"
        "'derived':3}");
    const struct rich *record = read.record;
    (void)state;
    assert_int_equal(record->id.bytes[15], 1);
    assert_string_equal(record->title, "T");
    assert_string_equal(record->note, "a\nb");
    assert_null(record->code);
    assert_int_equal(record->minutes, 600);
    assert_true(record->any == -INT64_MAX);
    assert_true(record->shown);
    assert_int_equal(record->at.ms, 1795514400000);
    assert_int_equal(record->on.number, 20781);
    assert_int_equal(record->state, RICH_KEPT);
    assert_int_equal(record->side, 1);
    assert_int_equal(record->derived, 3);
    assert_int_equal(record->tags.count, 2);
    assert_string_equal(((const char **)record->tags.items)[1], "b");
    read_end(&read);
}

static void lists_and_records_nest(void **state)
{
    struct read read =
        read_good(SHAPE_MAKE, "{'title':'T','place':{'city':'c','stones':[{'name':'s','grams':7,"
                              "'marks':['m','n']},{'name':'t'}]}}");
    const struct place *place = read.record->place.items;
    (void)state;
    assert_int_equal(read.record->place.count, 1);
    assert_string_equal(place->city, "c");
    assert_int_equal(place->stones.count, 2);
    const struct stone *stones = place->stones.items;
    assert_int_equal(stones[0].grams, 7);
    assert_string_equal(((const char **)stones[0].marks.items)[1], "n");
    assert_string_equal(stones[1].name, "t");
    assert_true(stones[1].grams == NOTHING);
    assert_false(shape_given(&stone_shape, &stones[1], "grams"));
    read_end(&read);
}

static void a_bare_text_stands_for_its_field(void **state)
{
    struct read read = read_good(SHAPE_MAKE, "{'title':'T','stones':['flint',{'name':'slate'}]}");
    const struct stone *stones = read.record->stones.items;
    (void)state;
    assert_string_equal(stones[0].name, "flint");
    assert_true(shape_given(&stone_shape, &stones[0], "name"));
    assert_string_equal(stones[1].name, "slate");
    read_end(&read);
}

static void a_bare_text_has_the_limits_of_its_field(void **state)
{
    (void)state;
    assert_faults(SHAPE_MAKE, "{'title':'T','stones':['','a\\u0001',' ']}",
                  "/stones/0 /stones/1 /stones/2");
}

static void a_bare_text_stands_only_where_the_shape_says_so(void **state)
{
    (void)state;
    assert_faults(SHAPE_MAKE, "{'title':'T','place':'Berlin'}", "/place");
}

static void what_is_not_sent_is_nothing(void **state)
{
    struct read read = read_good(SHAPE_MAKE, "{'title':'T'}");
    (void)state;
    assert_true(read.record->minutes == NOTHING);
    assert_true(read.record->at.ms == NOTHING);
    assert_true(read.record->on.number == NOTHING);
    assert_null(read.record->note);
    assert_true(ident_is_null(read.record->owner));
    assert_int_equal(read.record->state, 0);
    assert_int_equal(read.record->given, 1 << 1);
    read_end(&read);
}

static void seven_faults_are_told_in_one_pass(void **state)
{
    (void)state;
    assert_faults(SHAPE_MAKE,
                  "{'id':'00000000-0000-7000-8000-000000000001','note':null,'minutes':601,"
                  "'at':'yesterday','nonsense':1,'stones':[{'grams':1}]}",
                  "/id /note /minutes /at /nonsense /stones/0/name /title");
}

static void every_type_refuses_what_is_none_of_it(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE,
                  "{'title':1,'minutes':'1','any':1.0,'shown':1,'at':5,'on':{},'owner':[],"
                  "'state':true,'tags':'a','stones':{},'place':[]}",
                  "/title /minutes /any /shown /at /on /owner /state /tags /stones /place");
}

static void words_that_mean_nothing_are_refused(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE,
                  "{'at':'2026-11-24','on':'2026-02-30','owner':'me','state':'lost','side':'Left'}",
                  "/at /on /owner /state /side");
}

static void an_empty_word_is_no_choice(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'state':''}", "/state");
}

static void a_fault_of_a_choice_names_the_choices(void **state)
{
    struct read read = read_as(SHAPE_CHANGE, "{'state':'lost'}");
    (void)state;
    assert_string_equal(read.err->sentence, "This must be one of: open, kept.");
    read_end(&read);
}

static void null_is_refused_where_it_cannot_be(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE,
                  "{'title':null,'note':null,'shown':null,'tags':null,'stones':null,'side':null}",
                  "/title /note /shown /tags /stones /side");
}

static void null_clears_what_may_be_nothing(void **state)
{
    struct read read = read_good(
        SHAPE_CHANGE, "{'code':null,'minutes':null,'at':null,'on':null,'owner':null,'state':null,"
                      "'place':null}");
    (void)state;
    assert_null(read.record->code);
    assert_true(read.record->minutes == NOTHING);
    assert_true(read.record->at.ms == NOTHING);
    assert_true(ident_is_null(read.record->owner));
    assert_int_equal(read.record->place.count, 0);
    assert_true(shape_given(&rich_shape, read.record, "place"));
    read_end(&read);
}

static void numbers_have_their_bounds(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'minutes':0}", "/minutes");
    assert_faults(SHAPE_CHANGE, "{'minutes':601}", "/minutes");
    struct read read = read_good(SHAPE_CHANGE, "{'minutes':1}");
    assert_int_equal(read.record->minutes, 1);
    read_end(&read);
}

static void the_number_that_stands_for_nothing_cannot_be_sent(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'any':-9223372036854775808}", "/any");
}

static void a_number_too_big_for_64_bits_is_malformed(void **state)
{
    (void)state;
    assert_error("{'any':9223372036854775808}", ERROR_MALFORMED);
}

static void the_longest_is_counted_in_bytes(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'title':'ééééééééééx'}", "/title");
    struct read read = read_good(SHAPE_CHANGE, "{'title':'éééééééééé'}");
    assert_int_equal(strlen(read.record->title), 20);
    read_end(&read);
}

static void a_text_without_a_limit_of_its_own_has_200_bytes(void **state)
{
    char json[256];
    (void)state;
    snprintf(json, sizeof(json), "{'code':'%0200d'}", 1);
    struct read read = read_good(SHAPE_CHANGE, json);
    read_end(&read);
    snprintf(json, sizeof(json), "{'code':'%0201d'}", 1);
    assert_faults(SHAPE_CHANGE, json, "/code");
}

static void too_many_items_are_one_fault(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'tags':['a','b','c','d','e','f']}", "/tags");
    assert_faults(SHAPE_CHANGE, "{'stones':['a','b','c','d',5]}", "/stones");
    struct read read = read_good(SHAPE_CHANGE, "{'tags':['a','b','c','d','e']}");
    assert_int_equal(read.record->tags.count, 5);
    read_end(&read);
}

static void faults_of_items_name_their_place(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'tags':['a',1,'','#']}", "/tags/1 /tags/2 /tags/3");
    assert_faults(SHAPE_CHANGE,
                  "{'stones':['a',{'name':'b','marks':['x',2]},7,{'grams':1,'colour':'red'}]}",
                  "/stones/1/marks/1 /stones/2 /stones/3/colour /stones/3/name");
}

static void the_items_of_a_patch_are_made_anew(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'stones':[{'grams':1}],'place':{'stones':[]}}",
                  "/stones/0/name /place/city");
}

static void control_characters_stand_only_where_lines_may(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'title':'a\\nb','code':'a\\tb'}", "/title /code");
    assert_faults(SHAPE_CHANGE, "{'note':'a\\u001bb','code':'\\u007f'}", "/note /code");
    struct read read = read_good(SHAPE_CHANGE, "{'note':'a\\r\\n\\tb'}");
    assert_string_equal(read.record->note, "a\r\n\tb");
    read_end(&read);
}

static void a_check_of_its_own_tells_what_is_wrong(void **state)
{
    struct read read = read_as(SHAPE_CHANGE, "{'code':'a#b'}");
    (void)state;
    assert_string_equal(read.err->sentence, "No # here.");
    assert_string_equal(read.err->pointer, "/code");
    read_end(&read);
}

static void a_required_text_is_not_blank(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'title':''}", "/title");
    assert_faults(SHAPE_CHANGE, "{'title':' \\t '}", "/title");
    assert_faults(SHAPE_CHANGE, "{'title':'   '}", "/title");
}

static void what_the_server_sets_cannot_be_sent(void **state)
{
    static const char body[] = "{'title':'T','id':null,'people':1,'derived':1}";
    (void)state;
    assert_faults(SHAPE_MAKE, body, "/id /people /derived");
    assert_faults(SHAPE_CHANGE, body, "/id /people /derived");
}

static void what_is_written_once_cannot_be_changed(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'origin':'x'}", "/origin");
    struct read read = read_good(SHAPE_MAKE, "{'title':'T','origin':'x'}");
    assert_string_equal(read.record->origin, "x");
    read_end(&read);
}

static void required_fields_are_required_only_when_making(void **state)
{
    (void)state;
    assert_faults(SHAPE_MAKE, "{}", "/title");
    struct read changed = read_good(SHAPE_CHANGE, "{}");
    assert_int_equal(changed.record->given, 0);
    read_end(&changed);
    struct read kept = read_good(SHAPE_KEEP, "{}");
    read_end(&kept);
}

static void a_kept_record_may_have_every_field(void **state)
{
    struct read read = read_good(SHAPE_KEEP, "{'origin':'x','secret':'s','derived':1}");
    (void)state;
    assert_string_equal(read.record->secret, "s");
    read_end(&read);
}

/* RFC 6901, section 3. */
static void pointers_escape_tilde_and_slash(void **state)
{
    (void)state;
    assert_faults(SHAPE_CHANGE, "{'o/d~d':'too long','a/b':1,'m~n':1,'':1,'~1':1}",
                  "/o~1d~0d /a~1b /m~0n / /~01");
}

static void a_merge_patch_gives_what_was_sent_and_no_more(void **state)
{
    struct read read = read_good(SHAPE_CHANGE, "{'note':'n','minutes':null,'tags':[]}");
    (void)state;
    uint64_t given = 0;
    shape_give(&rich_shape, &given, "note");
    shape_give(&rich_shape, &given, "minutes");
    shape_give(&rich_shape, &given, "tags");
    assert_int_equal(read.record->given, given);
    read_end(&read);
}

static void a_merged_patch_changes_what_was_sent_and_no_more(void **state)
{
    struct read stored = read_good(SHAPE_MAKE, "{'title':'T','note':'n','minutes':5,"
                                               "'shown':true,'stones':['a'],'owner':"
                                               "'00000000-0000-7000-8000-000000000001'}");
    struct read patch =
        read_good(SHAPE_CHANGE, "{'minutes':null,'shown':false,'stones':[],'code':'c'}");
    (void)state;
    shape_merge(&rich_shape, stored.record, patch.record);
    assert_string_equal(stored.record->title, "T");
    assert_string_equal(stored.record->note, "n");
    assert_string_equal(stored.record->code, "c");
    assert_true(stored.record->minutes == NOTHING);
    assert_false(stored.record->shown);
    assert_int_equal(stored.record->stones.count, 0);
    assert_false(ident_is_null(stored.record->owner));
    assert_true(shape_given(&rich_shape, stored.record, "code"));
    read_end(&stored);
    read_end(&patch);
}

static void more_than_a_hundred_faults_are_told_as_a_hundred(void **state)
{
    struct buffer json = {0};
    (void)state;
    buffer_byte(&json, '{');
    for (int i = 0; i < 300; i++)
        buffer_print(&json, "%s'x%d':1", i ? "," : "", i);
    buffer_append(&json, "}", 2);
    struct read read = read_as(SHAPE_CHANGE, json.bytes);
    int count = 0;
    for (const struct error *fault = read.err; fault; fault = fault->next)
        count++;
    assert_int_equal(count, 100);
    buffer_free(&json);
    read_end(&read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(lists_and_records_nest),
        cmocka_unit_test(a_bare_text_stands_for_its_field),
        cmocka_unit_test(a_bare_text_has_the_limits_of_its_field),
        cmocka_unit_test(a_bare_text_stands_only_where_the_shape_says_so),
        cmocka_unit_test(what_is_not_sent_is_nothing),
        cmocka_unit_test(seven_faults_are_told_in_one_pass),
        cmocka_unit_test(every_type_refuses_what_is_none_of_it),
        cmocka_unit_test(words_that_mean_nothing_are_refused),
        cmocka_unit_test(an_empty_word_is_no_choice),
        cmocka_unit_test(a_fault_of_a_choice_names_the_choices),
        cmocka_unit_test(null_is_refused_where_it_cannot_be),
        cmocka_unit_test(null_clears_what_may_be_nothing),
        cmocka_unit_test(numbers_have_their_bounds),
        cmocka_unit_test(the_number_that_stands_for_nothing_cannot_be_sent),
        cmocka_unit_test(a_number_too_big_for_64_bits_is_malformed),
        cmocka_unit_test(the_longest_is_counted_in_bytes),
        cmocka_unit_test(a_text_without_a_limit_of_its_own_has_200_bytes),
        cmocka_unit_test(too_many_items_are_one_fault),
        cmocka_unit_test(faults_of_items_name_their_place),
        cmocka_unit_test(the_items_of_a_patch_are_made_anew),
        cmocka_unit_test(control_characters_stand_only_where_lines_may),
        cmocka_unit_test(a_check_of_its_own_tells_what_is_wrong),
        cmocka_unit_test(a_required_text_is_not_blank),
        cmocka_unit_test(what_the_server_sets_cannot_be_sent),
        cmocka_unit_test(what_is_written_once_cannot_be_changed),
        cmocka_unit_test(required_fields_are_required_only_when_making),
        cmocka_unit_test(a_kept_record_may_have_every_field),
        cmocka_unit_test(pointers_escape_tilde_and_slash),
        cmocka_unit_test(a_merge_patch_gives_what_was_sent_and_no_more),
        cmocka_unit_test(a_merged_patch_changes_what_was_sent_and_no_more),
        cmocka_unit_test(more_than_a_hundred_faults_are_told_as_a_hundred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
