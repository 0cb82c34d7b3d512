/* One cookie is found, or refused. */
#include "web/cookies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *header;
    const char *value; /* of the cookie "kith", or NULL */
} rows[] = {
    /* There it is. */
    {"kith=abc", "abc"},
    {"kith=abc; other=1", "abc"},
    {"other=1; kith=abc", "abc"},
    {"a=1; kith=abc; b=2", "abc"},
    {"a=1;kith=abc;b=2", "abc"},
    {"  kith=abc  ", "abc"},
    {"a=1;\t kith=abc\t;b=2", "abc"},
    {"kith=", ""},
    {"kith=a=b==", "a=b=="},
    {"kith==", "="},
    {"kith=!#$%&'()*+-./0:<=>?@AZ[]^_`az{|}~", "!#$%&'()*+-./0:<=>?@AZ[]^_`az{|}~"},
    {"kith=%41", "%41"}, /* nothing is decoded */
    {";;kith=abc;;", "abc"},
    {"kith=abc;", "abc"},
    {"=x; kith=abc", "abc"},

    /* Others of the host are as they like. */
    {"json={\"a\":1,\"b\":2}; kith=abc", "abc"},
    {"words=some words, \xc3\xa9; kith=abc", "abc"},
    {"quoted=\"x\\\"y\"; kith=abc", "abc"},
    {"bare; kith=abc", "abc"},
    {"KITH=x; Kith=y; kith=abc", "abc"},
    {"xkith=x; kithx=y; kith=abc", "abc"},
    {"a=kith=x; kith=abc", "abc"},
    {"kith.=x; kith-=y; kith=abc", "abc"},

    /* It is not there. */
    {"", NULL},
    {";", NULL},
    {" ; ;; ", NULL},
    {"other=1", NULL},
    {"KITH=abc", NULL},
    {"xkith=abc", NULL},
    {"kithx=abc", NULL},
    {"kit=habc", NULL},
    {"other=kith=abc", NULL},
    {"=kith=abc", NULL},
    {"\"kith=abc\"", NULL},
    {"\"kith\"=abc", NULL},
    {"a=1, kith=abc", NULL},
    {"$Version=1, kith=abc", NULL},
    {"a=1 kith=abc", NULL},
    {"a=1\vkith=abc", NULL},
    {"a=1;\vkith=abc", NULL},
    {"a=1;\xc2\xa0kith=abc", NULL},
    {"k\xc4\xb1th=abc", NULL},

    /* It could be read in two ways. */
    {"kith", NULL},
    {"kith; kith=abc", NULL},
    {"kith=abc; kith", NULL},
    {"kith=abc; kith=def", NULL},
    {"kith=abc; kith=abc", NULL},
    {"kith=abc; a=1; kith=", NULL},
    {"kith=; kith=abc", NULL},
    {"kith =abc", NULL},
    {"kith\t=abc", NULL},
    {"kith=abc; kith =def", NULL},
    {"kith = abc", NULL},
    {"kith= abc", NULL},
    {"kith=a bc", NULL},
    {"kith=a\tbc", NULL},
    {"kith=\"abc\"", NULL},
    {"kith=\"abc", NULL},
    {"kith=abc\"", NULL},
    {"kith=\"a;b\"", NULL},
    {"a=\"x; kith=abc; b=y\"; kith=def", NULL},
    {"kith=a,b", NULL},
    {"kith=a\\b", NULL},
    {"kith=a\x01", NULL},
    {"kith=a\r\nb", NULL},
    {"kith=a\x7f", NULL},
    {"kith=\xc3\xa9", NULL},
    {"kith=\xff", NULL},
};

static void a_cookie_is_found_where_nobody_can_doubt_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *value = cookie_find(arena, rows[i].header, "kith");
        bool same =
            value && rows[i].value ? strcmp(value, rows[i].value) == 0 : value == rows[i].value;
        if (!same)
            fail_msg("\"%s\" gives %s", rows[i].header, value ? value : "none");
    }
    arena_free(arena);
}

static void without_a_header_there_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    assert_null(cookie_find(arena, NULL, "kith"));
    arena_free(arena);
}

/* "__Host-" is a part of the name as any other (RFC 6265bis, section 4.1.3). */
static void a_prefix_belongs_to_the_name(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    const char *header = "kith=one; __Host-kith=two; __host-kith=three";
    assert_string_equal(cookie_find(arena, header, "__Host-kith"), "two");
    assert_string_equal(cookie_find(arena, header, "kith"), "one");
    assert_null(cookie_find(arena, header, "Host-kith"));
    arena_free(arena);
}

static char *repeated(struct arena *arena, const char *text, size_t times)
{
    char *all = arena_take(arena, strlen(text) * times + 1);
    for (size_t i = 0; i < times; i++)
        strcat(all + i * strlen(text), text);
    return all;
}

static void lengths_have_an_end(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    const char *longest = arena_print(arena, "kith=%s", repeated(arena, "a", 4091));
    const char *longer = arena_print(arena, "kith=%s", repeated(arena, "a", 4092));
    assert_int_equal(strlen(cookie_find(arena, longest, "kith")), 4091);
    assert_null(cookie_find(arena, longer, "kith"));
    const char *many = arena_print(arena, "%skith=abc", repeated(arena, "a=1; ", 100000));
    assert_string_equal(cookie_find(arena, many, "kith"), "abc");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cookie_is_found_where_nobody_can_doubt_it),
        cmocka_unit_test(without_a_header_there_is_none),
        cmocka_unit_test(a_prefix_belongs_to_the_name),
        cmocka_unit_test(lengths_have_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
