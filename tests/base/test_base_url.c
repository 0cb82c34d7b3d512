/* The address that people open. */
#include "base/base_url.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void an_address_is_read_into_its_parts(void **state)
{
    static const struct {
        const char *text, *url, *origin, *path;
        bool secure;
    } rows[] = {
        {"https://kith.example", "https://kith.example", "https://kith.example", "", true},
        {"https://kith.example/", "https://kith.example", "https://kith.example", "", true},
        {"https://kith.example/kith", "https://kith.example/kith", "https://kith.example", "/kith",
         true},
        {"https://kith.example/kith/", "https://kith.example/kith", "https://kith.example", "/kith",
         true},
        {"http://kith.example/a/b-c/d.e_f~g", "http://kith.example/a/b-c/d.e_f~g",
         "http://kith.example", "/a/b-c/d.e_f~g", false},
        {"HTTPS://Kith.Example/Kith", "https://kith.example/Kith", "https://kith.example", "/Kith",
         true},
        {"https://kith.example:443/k", "https://kith.example/k", "https://kith.example", "/k",
         true},
        {"https://kith.example:80", "https://kith.example:80", "https://kith.example:80", "", true},
        {"http://kith.example:80", "http://kith.example", "http://kith.example", "", false},
        {"http://kith.example:08420/", "http://kith.example:8420", "http://kith.example:8420", "",
         false},
        {"http://localhost:8420", "http://localhost:8420", "http://localhost:8420", "", false},
        {"http://192.0.2.7:65535/k", "http://192.0.2.7:65535/k", "http://192.0.2.7:65535", "/k",
         false},
        {"http://[2001:DB8:0:0:0:0:0:1]:8420/k", "http://[2001:db8::1]:8420/k",
         "http://[2001:db8::1]:8420", "/k", false},
        {"https://[::1]", "https://[::1]", "https://[::1]", "", true},
        {"https://my_kith.lan", "https://my_kith.lan", "https://my_kith.lan", "", true},
        {"https://xn--kth-tma.example", "https://xn--kth-tma.example",
         "https://xn--kth-tma.example", "", true},
        {"https://kith.example/.well/...", "https://kith.example/.well/...", "https://kith.example",
         "/.well/...", true},
    };
    (void)state;
    struct arena *arena = arena_new(4096);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct base_url base = {0};
        struct error *err = base_url_read(arena, rows[i].text, &base);
        if (err)
            fail_msg("%s: %s", rows[i].text, err->sentence);
        assert_string_equal(base.url, rows[i].url);
        assert_string_equal(base.origin, rows[i].origin);
        assert_string_equal(base.path, rows[i].path);
        assert_int_equal(base.secure, rows[i].secure);
    }
    arena_free(arena);
}

static void what_no_link_could_be_made_of_is_refused(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "begins neither"},
        {"kith.example", "begins neither"},
        {"//kith.example", "begins neither"},
        {" https://kith.example", "begins neither"},
        {"ftp://kith.example", "begins neither"},
        {"javascript:alert(1)", "begins neither"},
        {"https:/kith.example", "begins neither"},
        {"https://", "no host"},
        {"https:///kith", "no host"},
        {"https://:8420", "no host"},
        {"https://kith example", "no host"},
        {"https://kith..example", "no host"},
        {"https://.example", "no host"},
        {"https://kith.example.", "no host"},
        {"https://-kith.example", "no host"},
        {"https://kith-.example", "no host"},
        {"https://k\xc3\xadth.example", "no host"},
        {"https://kith.example\\@evil.example", "name or a password"},
        {"https://kith.example\\evil", "no host"},
        {"https://kith.example%2fevil", "no host"},
        {"https://127.1", "no host"},
        {"https://0x7f.0x1", "no host"},
        {"https://2130706433", "no host"},
        {"https://256.0.0.1", "no host"},
        {"https://[::1", "no host"},
        {"https://[::1]x", "no host"},
        {"https://[]", "no host"},
        {"https://[::ffff:127.0.0.1]", "no host"},
        {"https://[fe80::1%25eth0]", "no host"},
        {"https://::1", "no host"},
        {"https://kith.example:", "port"},
        {"https://kith.example:0", "port"},
        {"https://kith.example:65536", "port"},
        {"https://kith.example:+80", "port"},
        {"https://kith.example:80a", "port"},
        {"https://kith.example:80:80", "port"},
        {"https://ada@kith.example", "name or a password"},
        {"https://ada:secret@kith.example", "name or a password"},
        {"https://kith.example?a=b", "query or a fragment"},
        {"https://kith.example/?", "query or a fragment"},
        {"https://kith.example/kith#top", "query or a fragment"},
        {"https://kith.example//", "path"},
        {"https://kith.example/a//b", "path"},
        {"https://kith.example//evil.example", "path"},
        {"https://kith.example/..", "path"},
        {"https://kith.example/a/./b", "path"},
        {"https://kith.example/a/../b/", "path"},
        {"https://kith.example/a b", "path"},
        {"https://kith.example/a%20b", "path"},
        {"https://kith.example/\"><script>", "path"},
        {"https://kith.example/a\\b", "path"},
        {"https://kith.example/a;b", "path"},
        {"https://kith.example/\r\nSet-Cookie", "path"},
    };
    (void)state;
    struct arena *arena = arena_new(4096);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct base_url base = {.url = "as it was"};
        struct error *err = base_url_read(arena, rows[i].text, &base);
        if (!err || !strstr(err->sentence, rows[i].says))
            fail_msg("%s: %s", rows[i].text, err ? err->sentence : "is taken");
        assert_int_equal(err->kind, ERROR_INVALID);
        assert_null(strstr(err->sentence, "secret"));
        assert_string_equal(base.url, "as it was");
    }
    arena_free(arena);
}

static const char *longest(struct arena *arena, const char *begins, size_t count, char letter)
{
    char *text = arena_take(arena, strlen(begins) + count + 1);
    strcpy(text, begins);
    memset(text + strlen(begins), letter, count);
    return text;
}

static void lengths_have_an_end(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    struct base_url base;
    assert_null(base_url_read(arena, longest(arena, "https://", 63, 'a'), &base));
    assert_non_null(base_url_read(arena, longest(arena, "https://", 64, 'a'), &base));
    assert_null(base_url_read(arena, longest(arena, "https://a/", 199, 'a'), &base));
    assert_non_null(base_url_read(arena, longest(arena, "https://a/", 200, 'a'), &base));
    assert_non_null(base_url_read(arena, longest(arena, "https://", 1 << 16, 'a'), &base));
    assert_non_null(base_url_read(arena, longest(arena, "https://a", 1 << 16, '/'), &base));
    arena_free(arena);
}

static void where_it_listens_makes_an_address_of_its_own(void **state)
{
    static const struct {
        const char *listen;
        int port;
        const char *url;
    } rows[] = {
        {"127.0.0.1:8420", 8420, "http://127.0.0.1:8420"},
        {"127.0.0.1:0", 40123, "http://127.0.0.1:40123"},
        {"[::1]:0", 40123, "http://[::1]:40123"},
        {"0.0.0.0:8420", 8420, "http://127.0.0.1:8420"},
        {"[::]:8420", 8420, "http://[::1]:8420"},
    };
    (void)state;
    struct arena *arena = arena_new(4096);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct base_url base = base_url_of_listen(arena, rows[i].listen, rows[i].port);
        assert_string_equal(base.url, rows[i].url);
        assert_string_equal(base.path, "");
        assert_false(base.secure);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_read_into_its_parts),
        cmocka_unit_test(what_no_link_could_be_made_of_is_refused),
        cmocka_unit_test(lengths_have_an_end),
        cmocka_unit_test(where_it_listens_makes_an_address_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
