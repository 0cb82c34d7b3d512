/* Records as they are answered and exported, and read again. */
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

typedef void write_function(struct buffer *out, const struct shape *shape, const void *record);

/* With ' for ". */
static const char *written(struct arena *arena, write_function *write, const struct rich *record)
{
    struct buffer out = {0};
    write(&out, &rich_shape, record);
    char *text = arena_copy(arena, out.bytes, out.length);
    buffer_free(&out);
    for (char *at = text; *at; at++)
        *at = *at == '"' ? '\'' : *at;
    return text;
}

static void fields_stand_in_the_order_of_the_shape(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    record->shown = true;
    record->title = "T";
    record->minutes = 5;
    shape_give(&rich_shape, record, "shown");
    shape_give(&rich_shape, record, "minutes");
    shape_give(&rich_shape, record, "title");
    assert_string_equal(written(*state, shape_write, record),
                        "{'title':'T','minutes':5,'shown':true}");
}

static void only_given_fields_are_written(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    record->title = "T";
    record->minutes = 5;
    assert_string_equal(written(*state, shape_write, record), "{}");
}

static void nothing_is_null_in_every_type(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    record->given = UINT64_MAX;
    record->owner = (ident){{0}};
    record->code = "c";
    assert_string_equal(
        written(*state, shape_write, record),
        "{'id':null,'title':null,'note':null,'code':'c','minutes':null,'any':null,'shown':false,"
        "'at':null,'on':null,'owner':null,'state':null,'side':'left','people':{'count':0,"
        "'more':false,'href':'/people?owner=00000000-0000-0000-0000-000000000000&code=c'},"
        "'tags':[],'stones':[],'place':null,'origin':null,'o/d~d':null,'derived':null}");
}

static void give_people(struct rich *record, int64_t count, const char *code)
{
    record->owner.bytes[15] = 0xab;
    record->code = code;
    record->people.count = count;
    shape_give(&rich_shape, record, "people");
}

static void a_number_comes_with_the_address_of_what_it_counts(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    give_people(record, 12, "a b&c=ü/\"");
    assert_string_equal(written(*state, shape_write, record),
                        "{'people':{'count':12,'more':false,'href':'/people?owner="
                        "00000000-0000-0000-0000-0000000000ab&code=a%20b%26c%3D%C3%BC%2F%22'}}");
}

struct counted {
    uint64_t given;
    const char *query;
    number people;
};

static void what_is_encoded_already_stands_in_an_address_as_it_is(void **state)
{
    static const struct field fields[] = {
        FIELD(counted, query, .rules = HIDDEN),
        FIELD(counted, people, .href = "/people{+query}"),
        {0},
    };
    static const struct shape shape = SHAPE(counted, fields);
    struct counted record = {.given = UINT64_MAX, .query = "?place=a%20b&sort=name"};
    struct buffer out = {0};
    (void)state;
    shape_write(&out, &shape, &record);
    buffer_byte(&out, 0);
    assert_string_equal(out.bytes, "{\"people\":{\"count\":0,\"more\":false,"
                                   "\"href\":\"/people?place=a%20b&sort=name\"}}");
    buffer_free(&out);
}

static void a_number_above_a_thousand_says_that_there_are_more(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    give_people(record, COUNT_EXACT, "c");
    assert_non_null(strstr(written(*state, shape_write, record), "'count':1000,'more':false"));
    give_people(record, COUNT_EXACT + 1, "c");
    assert_non_null(strstr(written(*state, shape_write, record), "'count':1000,'more':true"));
}

static void what_is_only_written_is_never_answered(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    record->secret = "s";
    shape_give(&rich_shape, record, "secret");
    assert_string_equal(written(*state, shape_write, record), "{}");
    assert_string_equal(written(*state, shape_export, record), "{}");
}

static void an_export_lacks_what_follows_from_other_rows(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    record->derived = 5;
    record->title = "T";
    shape_give(&rich_shape, record, "derived");
    shape_give(&rich_shape, record, "title");
    assert_string_equal(written(*state, shape_export, record), "{'title':'T'}");
    assert_string_equal(written(*state, shape_write, record), "{'title':'T','derived':5}");
}

static void a_list_of_a_column_is_written_as_it_is(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    record->tags.json = "[\"raw\"]";
    shape_give(&rich_shape, record, "tags");
    assert_string_equal(written(*state, shape_write, record), "{'tags':['raw']}");
}

static void a_list_is_written_alone(void **state)
{
    const char *texts[] = {"a", "b\"c"};
    struct list list = {.items = texts, .count = 2};
    struct buffer out = {0};
    (void)state;
    shape_write_list(&out, shape_field(&rich_shape, "tags", NULL), &list);
    buffer_byte(&out, 0);
    assert_string_equal(out.bytes, "[\"a\",\"b\\\"c\"]");
    buffer_free(&out);
}

static void a_cleared_record_is_as_new(void **state)
{
    struct rich *record = shape_new(*state, &rich_shape);
    struct rich *other = shape_new(*state, &rich_shape);
    memset(other, 0x5a, sizeof(*other));
    shape_clear(&rich_shape, other);
    assert_memory_equal(record, other, sizeof(*record));
}

static void every_field_is_found_by_its_name(void **state)
{
    int bit = -1;
    (void)state;
    for (int i = 0; rich_fields[i].name; i++) {
        assert_ptr_equal(shape_field(&rich_shape, rich_fields[i].name, &bit), &rich_fields[i]);
        assert_int_equal(bit, i);
    }
    assert_null(shape_field(&rich_shape, "titles", NULL));
    assert_null(shape_field(&rich_shape, "", NULL));
}

/* ---- any record ---- */

static uint64_t chance(uint64_t *seed, uint64_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed % below;
}

static const char *chance_text(struct arena *arena, uint64_t *seed, bool lines)
{
    static const char *const parts[] = {"a", "é", "田", "😀", "\"", "\\", "/", "~", "{", "]", ":"};
    const char *text = chance(seed, 2) ? "x" : "\xc2\xa0";
    for (uint64_t i = chance(seed, 5); i > 0; i--)
        text = arena_print(arena, "%s%s", text, parts[chance(seed, 11)]);
    return lines && chance(seed, 2) ? arena_print(arena, "%s\n\t", text) : text;
}

static struct list chance_texts(struct arena *arena, uint64_t *seed)
{
    size_t count = chance(seed, 4);
    const char **texts = arena_take(arena, (count + 1) * sizeof(*texts));
    for (size_t i = 0; i < count; i++)
        texts[i] = chance_text(arena, seed, false);
    return (struct list){.items = texts, .count = count};
}

static struct list chance_stones(struct arena *arena, uint64_t *seed)
{
    size_t count = chance(seed, 4);
    struct stone *stones = arena_take(arena, (count + 1) * sizeof(*stones));
    for (size_t i = 0; i < count; i++) {
        shape_clear(&stone_shape, &stones[i]);
        stones[i].name = chance_text(arena, seed, false);
        stones[i].grams = chance(seed, 3) ? (int64_t)chance(seed, 5000) + 1 : NOTHING;
        stones[i].marks = chance_texts(arena, seed);
        stones[i].given = 1 | chance(seed, 8);
    }
    return (struct list){.items = stones, .count = count};
}

static struct list chance_place(struct arena *arena, uint64_t *seed)
{
    if (chance(seed, 3) == 0)
        return (struct list){0};
    struct place *place = shape_new(arena, &place_shape);
    place->city = chance_text(arena, seed, false);
    place->stones = chance_stones(arena, seed);
    place->given = 3;
    return (struct list){.items = place, .count = 1};
}

static int64_t chance_number(uint64_t *seed, int64_t least, int64_t most)
{
    if (chance(seed, 4) == 0)
        return NOTHING;
    return least + (int64_t)chance(seed, (uint64_t)(most - least) + 1);
}

static struct rich *chance_record(struct arena *arena, uint64_t *seed)
{
    struct rich *record = shape_new(arena, &rich_shape);
    record->title = chance_text(arena, seed, false);
    record->note = chance_text(arena, seed, true);
    record->minutes = chance_number(seed, 1, 600);
    record->any = chance_number(seed, -INT64_MAX / 4, INT64_MAX / 4);
    record->shown = chance(seed, 2);
    record->at.ms = chance_number(seed, -62135596800000, 253402300799999);
    record->on.number = chance_number(seed, -719162, 2932896);
    for (size_t i = 0; i < sizeof(record->owner.bytes) && *seed % 4; i++)
        record->owner.bytes[i] = (uint8_t)chance(seed, 256);
    record->state = (unsigned)chance(seed, 3);
    record->side = (unsigned)chance(seed, 2);
    record->tags = chance_texts(arena, seed);
    record->stones = chance_stones(arena, seed);
    record->place = chance_place(arena, seed);
    record->origin = chance(seed, 2) ? chance_text(arena, seed, false) : NULL;
    int people = 0;
    shape_field(&rich_shape, "people", &people);
    record->given = chance(seed, UINT64_C(1) << 19) & ~(UINT64_C(1) << people);
    return record;
}

static void what_is_written_is_read_as_the_same_record(void **state)
{
    uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);
    for (int i = 0; i < 3000; i++) {
        struct arena_mark mark = arena_mark(*state);
        const struct rich *record = chance_record(*state, &seed);
        struct buffer once = {0};
        struct buffer twice = {0};
        void *again = NULL;
        shape_write(&once, &rich_shape, record);
        struct error *err =
            shape_parse(*state, &rich_shape, once.bytes, once.length, SHAPE_KEEP, &again);
        if (err)
            fail_msg("%s: %s, in %.*s", err->pointer, err->sentence, (int)once.length, once.bytes);
        shape_write(&twice, &rich_shape, again);
        assert_int_equal(once.length, twice.length);
        assert_memory_equal(once.bytes, twice.bytes, once.length);
        int secret = 0;
        shape_field(&rich_shape, "secret", &secret);
        assert_int_equal(*(uint64_t *)again, record->given & ~(UINT64_C(1) << secret));
        buffer_free(&once);
        buffer_free(&twice);
        arena_rewind(*state, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(fields_stand_in_the_order_of_the_shape),
        ARENA_TEST(only_given_fields_are_written),
        ARENA_TEST(nothing_is_null_in_every_type),
        ARENA_TEST(a_number_comes_with_the_address_of_what_it_counts),
        ARENA_TEST(what_is_encoded_already_stands_in_an_address_as_it_is),
        ARENA_TEST(a_number_above_a_thousand_says_that_there_are_more),
        ARENA_TEST(what_is_only_written_is_never_answered),
        ARENA_TEST(an_export_lacks_what_follows_from_other_rows),
        ARENA_TEST(a_list_of_a_column_is_written_as_it_is),
        ARENA_TEST(a_list_is_written_alone),
        ARENA_TEST(a_cleared_record_is_as_new),
        ARENA_TEST(every_field_is_found_by_its_name),
        ARENA_TEST(what_is_written_is_read_as_the_same_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
