/* How answers go out: heads, streams, fixed bytes, connections that are kept. */
#include "web/little_floor.h"

static void a_connection_is_kept_for_the_next_request(void **state)
{
    struct client client = floor_client(*state);
    for (int i = 0; i < 5; i++) {
        struct answer answer = client_ask(&client, "POST", "/echo", NULL, "once");
        assert_string_equal(answer.body, "once|/echo|127.0.0.1");
    }
    client_close(&client);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct client client = floor_client(*state);
    client_send(&client, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
                         "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                         "HEAD /3 HTTP/1.1\r\nHost: x\r\n\r\n"
                         "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"
                         "GET /5 HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_string_equal(client_answer(&client).body, "|/1|127.0.0.1");
    assert_string_equal(client_answer(&client).body, "abc|/2|127.0.0.1");
    assert_int_equal(client_answer_to(&client, true).status, 200);
    assert_string_equal(client_answer(&client).body, "|/later|127.0.0.1");
    assert_string_equal(client_answer(&client).body, "|/5|127.0.0.1");
    client_close(&client);
}

static void a_client_that_wants_to_close_is_closed(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = client_ask(&client, "GET", "/echo", "Connection: close\r\n", NULL);
    assert_int_equal(answer.status, 200);
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void head_gives_the_head_of_get(void **state)
{
    struct client client = floor_client(*state);
    struct answer get = client_ask(&client, "GET", "/echo", NULL, NULL);
    struct answer head = client_ask(&client, "HEAD", "/echo", NULL, NULL);
    assert_int_equal(head.status, 200);
    assert_string_equal(answer_header(client.arena, &head, "Content-Length"),
                        answer_header(client.arena, &get, "Content-Length"));
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
}

static void the_end_tells_the_bytes_of_the_body(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_ask(&client, "GET", "/fixed", NULL, NULL);
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->last_status), 200);
    assert_int_equal(floor->last_bytes, 5);
    client_ask(&client, "HEAD", "/fixed", NULL, NULL);
    floor_wait(floor, &floor->ended, 2);
    assert_int_equal(floor->last_bytes, 0);
    client_close(&client);
}

static void fixed_bytes_are_sent_as_they_are(void **state)
{
    struct client client = floor_client(*state);
    assert_string_equal(client_ask(&client, "GET", "/fixed", NULL, NULL).body, "fixed");
    client_close(&client);
}

static void an_answer_without_a_body_has_none(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = client_ask(&client, "GET", "/nothing", NULL, NULL);
    assert_int_equal(answer.status, 204);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
}

static void a_stream_comes_whole_and_is_closed_once(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    struct answer answer = client_ask(&client, "GET", "/stream", NULL, NULL);
    assert_true(answer.whole);
    assert_string_equal(answer.body, "piece\npiece\npiece\n");
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor->last_bytes, 18);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
    assert_int_equal(floor_count(floor, &floor->streams_closed), 1);
}

static void a_stream_to_an_old_client_ends_with_the_connection(void **state)
{
    struct client client = floor_client(*state);
    client_send(&client, "GET /stream HTTP/1.0\r\n\r\n");
    assert_string_equal(client_answer(&client).body, "piece\npiece\npiece\n");
    client_close(&client);
}

/* MHD's own last chunk would be read as the start of the next answer. */
static void head_of_a_stream_has_no_body_and_closes_it_once(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    assert_int_equal(client_ask(&client, "HEAD", "/stream", NULL, NULL).status, 200);
    assert_true(client_sees_end(&client));
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor->last_bytes, 0);
    client_close(&client);
    assert_int_equal(floor_count(floor, &floor->streams_closed), 1);
}

static void a_broken_stream_is_seen_to_be_broken(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    struct answer answer = client_ask(&client, "GET", "/broken", NULL, NULL);
    assert_int_equal(answer.status, 200);
    assert_false(answer.whole);
    assert_true(client_sees_end(&client));
    floor_wait(floor, &floor->ended, 1);
    client_close(&client);
    assert_int_equal(floor_count(floor, &floor->streams_closed), 1);
}

static void every_answer_carries_the_headers_that_protect(void **state)
{
    static const char *const paths[] = {"/echo", "/stream", "/nothing", "/forbidden", "/.."};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct client client = floor_client(*state);
        struct answer answer = client_ask(&client, "GET", paths[i], NULL, NULL);
        const char *policy = answer_header(client.arena, &answer, "Content-Security-Policy");
        assert_string_equal(policy, "default-src 'none'; frame-ancestors 'none'");
        assert_string_equal(answer_header(client.arena, &answer, "X-Content-Type-Options"),
                            "nosniff");
        assert_string_equal(answer_header(client.arena, &answer, "Referrer-Policy"), "no-referrer");
        assert_string_equal(answer_header(client.arena, &answer, "Cross-Origin-Resource-Policy"),
                            "same-origin");
        client_close(&client);
    }
}

static void a_policy_of_its_own_is_the_only_one(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = client_ask(&client, "GET", "/policy", NULL, NULL);
    assert_string_equal(answer_header(client.arena, &answer, "Content-Security-Policy"),
                        "default-src 'self'");
    assert_int_equal(times_in(answer.head, "Content-Security-Policy"), 1);
    client_close(&client);
}

static void a_header_with_a_line_break_is_left_out(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = client_ask(&client, "GET", "/split", NULL, NULL);
    assert_int_equal(answer.status, 200);
    assert_null(strstr(answer.head, "Planted"));
    client_close(&client);
}

static void methods_without_a_route_come_as_none(void **state)
{
    static const char *const methods[] = {"OPTIONS", "TRACE", "BREW", "get"};
    struct client client = floor_client(*state);
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
        assert_int_equal(client_ask(&client, methods[i], "/method", NULL, NULL).status,
                         300 + METHODS);
    assert_int_equal(client_ask(&client, "DELETE", "/method", NULL, NULL).status, 300 + DELETE);
    client_close(&client);
}

static int setup(void **state)
{
    floor_setup(state);
    floor_resumer_start(*state);
    return 0;
}

static int teardown(void **state)
{
    floor_resumer_stop(*state);
    return floor_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_connection_is_kept_for_the_next_request, setup, teardown),
        cmocka_unit_test_setup_teardown(pipelined_requests_are_answered_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_client_that_wants_to_close_is_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(head_gives_the_head_of_get, setup, teardown),
        cmocka_unit_test_setup_teardown(the_end_tells_the_bytes_of_the_body, setup, teardown),
        cmocka_unit_test_setup_teardown(fixed_bytes_are_sent_as_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(an_answer_without_a_body_has_none, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stream_comes_whole_and_is_closed_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stream_to_an_old_client_ends_with_the_connection, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(head_of_a_stream_has_no_body_and_closes_it_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_broken_stream_is_seen_to_be_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(every_answer_carries_the_headers_that_protect, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_policy_of_its_own_is_the_only_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_header_with_a_line_break_is_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(methods_without_a_route_come_as_none, setup, teardown),
    };
    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
