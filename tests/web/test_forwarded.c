/* Who is believed to have called when a proxy says so, and which proxies may. */
#include "web/forwarded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define PROXY "127.0.0.1"
#define NETWORKS "127.0.0.1,10.0.0.0/8,fd00::/8"

struct hops {
    const char *name;
    const char *trusted;
    const char *list;
    const char *caller; /* or NULL: the proxy itself */
};

static const struct hops walks[] = {
    {"one_hop_is_the_caller", PROXY, "192.0.2.7", "192.0.2.7"},
    {"the_right_most_of_two_is_the_caller", PROXY, "198.51.100.1, 192.0.2.7", "192.0.2.7"},
    {"a_trusted_hop_is_skipped", NETWORKS, "192.0.2.7, 10.1.2.3", "192.0.2.7"},
    {"two_trusted_hops_are_skipped", NETWORKS, "192.0.2.7, 10.1.2.3, 10.255.0.1", "192.0.2.7"},
    {"trusted_hops_of_both_kinds_are_skipped", NETWORKS, "192.0.2.7,fd12::1,10.0.0.1", "192.0.2.7"},
    {"what_stands_left_of_the_caller_may_be_made_up", NETWORKS, "1.1.1.1, 192.0.2.7, 10.0.0.1",
     "192.0.2.7"},
    {"a_trusted_address_left_of_the_caller_is_made_up", NETWORKS, "10.9.9.9, 192.0.2.7",
     "192.0.2.7"},
    {"nonsense_left_of_the_caller_is_not_looked_at", PROXY, "unknown, <script>, 192.0.2.7",
     "192.0.2.7"},
    {"an_ipv6_caller_is_found", PROXY, "2001:db8::7", "2001:db8::7"},
    {"an_ipv6_caller_is_written_short", PROXY, "2001:0DB8:0:0:0:0:0:7", "2001:db8::7"},
    {"a_mapped_address_is_the_ipv4_one", PROXY, "::ffff:192.0.2.7", "192.0.2.7"},
    {"a_mapped_address_of_a_trusted_network_is_trusted", NETWORKS, "192.0.2.7, ::ffff:10.0.0.1",
     "192.0.2.7"},
    {"blanks_around_hops_are_passed_over", PROXY, " \t192.0.2.7 \t", "192.0.2.7"},
    {"no_blank_is_needed", PROXY, "198.51.100.1,192.0.2.7", "192.0.2.7"},
    {"an_empty_list_names_nobody", PROXY, "", NULL},
    {"a_list_of_trusted_hops_names_nobody", NETWORKS, "10.0.0.1, 10.0.0.2", NULL},
    {"an_empty_last_hop_names_nobody", PROXY, "192.0.2.7,", NULL},
    {"an_empty_hop_behind_a_trusted_one_names_nobody", NETWORKS, "192.0.2.7, , 10.0.0.1", NULL},
    {"nonsense_behind_a_trusted_hop_names_nobody", NETWORKS, "192.0.2.7, unknown, 10.0.0.1", NULL},
    {"a_word_names_nobody", PROXY, "unknown", NULL},
    {"a_name_names_nobody", PROXY, "caller.example", NULL},
    {"an_address_with_a_port_names_nobody", PROXY, "192.0.2.7:4711", NULL},
    {"an_address_in_brackets_names_nobody", PROXY, "[2001:db8::7]", NULL},
    {"an_address_in_brackets_with_a_port_names_nobody", PROXY, "[2001:db8::7]:4711", NULL},
    {"an_address_in_quotes_names_nobody", PROXY, "\"192.0.2.7\"", NULL},
    {"an_address_with_a_zone_names_nobody", PROXY, "fe80::1%eth0", NULL},
    {"a_network_names_nobody", PROXY, "192.0.2.0/24", NULL},
    {"leading_zeros_name_nobody", PROXY, "192.000.002.007", NULL},
    {"an_octal_address_names_nobody", PROXY, "0300.0.2.7", NULL},
    {"a_hexadecimal_address_names_nobody", PROXY, "0xc0000207", NULL},
    {"a_short_address_names_nobody", PROXY, "192.0.7", NULL},
    {"a_number_names_nobody", PROXY, "3221225991", NULL},
    {"a_part_over_255_names_nobody", PROXY, "192.0.2.256", NULL},
    {"two_addresses_without_a_comma_name_nobody", PROXY, "192.0.2.7 192.0.2.8", NULL},
    {"a_semicolon_is_no_comma", PROXY, "192.0.2.7; 192.0.2.8", NULL},
    {"the_element_of_another_header_names_nobody", PROXY, "for=192.0.2.7", NULL},
    {"an_address_longer_than_any_names_nobody", PROXY,
     "0000:0000:0000:0000:0000:0000:0000:0000:0000:0007", NULL},
    {"an_ipv4_address_is_in_no_network_of_ipv6", "::/1", "192.0.2.7", "192.0.2.7"},
    {"an_address_just_outside_of_a_network_is_a_caller", "10.0.0.0/9", "10.128.0.0", "10.128.0.0"},
    {"the_last_address_of_a_network_is_trusted", "10.0.0.0/9", "192.0.2.7, 10.127.255.255",
     "192.0.2.7"},
    {"a_network_may_end_within_a_byte", "2001:db8:8000::/33", "192.0.2.7, 2001:db8:ffff::1",
     "192.0.2.7"},
    {"whoever_trusts_nobody_believes_the_last_hop", "", "192.0.2.7, 127.0.0.1", "127.0.0.1"},
};

static void the_caller_is(void **state)
{
    const struct hops *hops = *state;
    struct arena *arena = arena_new(256);
    struct trusted trusted;
    assert_null(trusted_read(arena, hops->trusted, &trusted));
    struct address caller;
    char text[ADDRESS_TEXT] = "";
    bool found = forwarded_caller(&trusted, hops->list, &caller);
    if (found)
        address_write(&caller, text);
    assert_int_equal(found, hops->caller != NULL);
    assert_string_equal(text, hops->caller ? hops->caller : "");
    arena_free(arena);
}

static void what_is_no_proxy_is_told_how_to_write_one(void **state)
{
    static const char *const wrong[] = {
        "proxy.example",
        "127.0.0.1:80",
        "127.0.0.1;10.0.0.1",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/x",
        "10.0.0.0/-8",
        "10.0.0.0/+8",
        "10.0.0.0/08x",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "0.0.0.0/0",
        "::/0",
        "fd00::/129",
        "fd00::1/8",
        "[::1]",
        "127.0.0.1,,::1",
        ",127.0.0.1",
        " ",
        "yes",
        "10.0.0.0/1111",
    };
    (void)state;
    struct arena *arena = arena_new(1024);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct trusted trusted = {.count = 77};
        struct error *err = trusted_read(arena, wrong[i], &trusted);
        assert_non_null(err);
        assert_int_equal(err->kind, ERROR_INVALID);
        assert_non_null(strstr(err->sentence, "write them as 127.0.0.1, 10.0.0.0/8 or fd00::/8"));
        assert_int_equal(trusted.count, 77);
    }
    arena_free(arena);
}

static void thirty_two_proxies_are_taken_and_one_more_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    const char *text = "127.0.0.1";
    struct trusted trusted;
    for (int i = 1; i < MOST_TRUSTED; i++)
        text = arena_print(arena, "%s, 10.0.0.%d", text, i);
    assert_null(trusted_read(arena, text, &trusted));
    assert_int_equal(trusted.count, MOST_TRUSTED);
    struct error *err = trusted_read(arena, arena_print(arena, "%s,::1", text), &trusted);
    assert_string_equal(err->sentence,
                        "More than 32 proxies are named: write networks, such as 10.0.0.0/8.");
    arena_free(arena);
}

static const char *caller_of(struct arena *arena, const char *text)
{
    struct address address;
    char *written = arena_take(arena, ADDRESS_TEXT);
    assert_true(address_read(text, strlen(text), &address));
    struct network caller = network_of_caller(&address);
    network_write(&caller, written);
    return written;
}

static void limits_count_ipv4_whole_and_ipv6_by_64_bits(void **state)
{
    (void)state;
    struct arena *arena = arena_new(512);
    assert_string_equal(caller_of(arena, "192.0.2.7"), "192.0.2.7");
    assert_string_equal(caller_of(arena, "::ffff:192.0.2.7"), "192.0.2.7");
    assert_string_equal(caller_of(arena, "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    assert_string_equal(caller_of(arena, "2001:db8:1:2::9"), "2001:db8:1:2::/64");
    assert_string_equal(caller_of(arena, "2001:db8:1:3::9"), "2001:db8:1:3::/64");
    assert_string_equal(caller_of(arena, "::1"), "::/64");
    assert_string_equal(caller_of(arena, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
                        "ffff:ffff:ffff:ffff::/64");
    arena_free(arena);
}

enum { WALKS = sizeof(walks) / sizeof(walks[0]) };

int main(void)
{
    struct CMUnitTest tests[WALKS];
    for (int i = 0; i < WALKS; i++)
        tests[i] = (struct CMUnitTest){walks[i].name, the_caller_is, NULL, NULL, (void *)&walks[i]};
    const struct CMUnitTest others[] = {
        cmocka_unit_test(what_is_no_proxy_is_told_how_to_write_one),
        cmocka_unit_test(thirty_two_proxies_are_taken_and_one_more_is_refused),
        cmocka_unit_test(limits_count_ipv4_whole_and_ipv6_by_64_bits),
    };
    int failed = cmocka_run_group_tests_name("who has called", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("trusted proxies", others, NULL, NULL);
}
