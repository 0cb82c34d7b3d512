/* Ids of the outside: UUID version 7. */
#include "base/ident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char known[] = "01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11";
static const ident known_ident = {{0x01, 0x93, 0x5c, 0x1e, 0x7d, 0x3a, 0x7c, 0x2b, 0x9f, 0x00, 0x3b,
                                   0x1d, 0x5e, 0x8a, 0x4c, 0x11}};

static void a_text_is_read_byte_by_byte(void **state)
{
    ident id;
    (void)state;
    assert_true(ident_read(known, &id));
    assert_true(ident_same(id, known_ident));
}

static void an_id_is_written_in_lower_case(void **state)
{
    char text[IDENT_TEXT];
    (void)state;
    ident_write(known_ident, text);
    assert_string_equal(text, known);
}

static void upper_case_is_read_too(void **state)
{
    ident id;
    (void)state;
    assert_true(ident_read("01935C1E-7D3A-7C2B-9F00-3B1D5E8A4C11", &id));
    assert_true(ident_same(id, known_ident));
}

static void what_is_no_uuid_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "0",
        "01935c1e",
        "01935c1e7d3a7c2b9f003b1d5e8a4c11",
        "01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c1",
        "01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c111",
        "01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11 ",
        " 01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11",
        "{01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11}",
        "01935c1e_7d3a_7c2b_9f00_3b1d5e8a4c11",
        "01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c1g",
        "01935c1-e7d3a-7c2b-9f00-3b1d5e8a4c11",
        "0x935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11",
        "\u00e9-935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11",
    };
    ident id = known_ident;
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (ident_read(wrong[i], &id))
            fail_msg("%s was read", wrong[i]);
    }
    assert_true(ident_same(id, known_ident));
}

static void the_id_of_null_is_refused(void **state)
{
    ident id = known_ident;
    (void)state;
    assert_false(ident_read("00000000-0000-0000-0000-000000000000", &id));
}

static void only_all_zero_is_null(void **state)
{
    ident id = {{0}};
    (void)state;
    assert_true(ident_is_null(id));
    for (size_t i = 0; i < sizeof(id.bytes); i++) {
        ident other = {{0}};
        other.bytes[i] = 1;
        assert_false(ident_is_null(other));
    }
}

/* RFC 9562, section 5.7. */
static void a_new_id_says_version_seven_and_its_variant(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        ident id = ident_new((instant){1795514400000});
        assert_int_equal(id.bytes[6] >> 4, 7);
        assert_int_equal(id.bytes[8] >> 6, 2);
    }
}

static void a_new_id_begins_with_its_milliseconds(void **state)
{
    ident id = ident_new((instant){0x0123456789ab});
    char text[IDENT_TEXT];
    (void)state;
    ident_write(id, text);
    text[13] = 0;
    assert_string_equal(text, "01234567-89ab");
}

static void ids_of_one_moment_differ(void **state)
{
    enum { MADE = 500 };
    ident made[MADE];
    (void)state;
    for (int i = 0; i < MADE; i++) {
        made[i] = ident_new((instant){1795514400000});
        for (int before = 0; before < i; before++)
            assert_false(ident_same(made[i], made[before]));
    }
}

static void a_later_id_sorts_behind(void **state)
{
    char earlier[IDENT_TEXT];
    char later[IDENT_TEXT];
    (void)state;
    for (int64_t ms = 1; ms < 1000; ms++) {
        ident_write(ident_new((instant){1795514400000 + ms - 1}), earlier);
        ident_write(ident_new((instant){1795514400000 + ms}), later);
        assert_true(strcmp(earlier, later) < 0);
    }
}

/* RFC 9562, section 6.2. */
static void ids_of_one_moment_sort_in_the_order_of_their_making(void **state)
{
    char earlier[IDENT_TEXT];
    char later[IDENT_TEXT];
    (void)state;
    ident_write(ident_new((instant){1795514500000}), earlier);
    for (int i = 0; i < 20000; i++) {
        ident_write(ident_new((instant){1795514500000}), later);
        assert_true(strcmp(earlier, later) < 0);
        strcpy(earlier, later);
    }
}

static void every_new_id_is_read_as_it_was_written(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        ident id = ident_new((instant){i});
        ident again;
        char text[IDENT_TEXT];
        ident_write(id, text);
        assert_true(ident_read(text, &again));
        assert_true(ident_same(id, again));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_read_byte_by_byte),
        cmocka_unit_test(an_id_is_written_in_lower_case),
        cmocka_unit_test(upper_case_is_read_too),
        cmocka_unit_test(what_is_no_uuid_is_refused),
        cmocka_unit_test(the_id_of_null_is_refused),
        cmocka_unit_test(only_all_zero_is_null),
        cmocka_unit_test(a_new_id_says_version_seven_and_its_variant),
        cmocka_unit_test(a_new_id_begins_with_its_milliseconds),
        cmocka_unit_test(ids_of_one_moment_differ),
        cmocka_unit_test(a_later_id_sorts_behind),
        cmocka_unit_test(ids_of_one_moment_sort_in_the_order_of_their_making),
        cmocka_unit_test(every_new_id_is_read_as_it_was_written),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
