/* Requests that two readers could understand differently are refused, and nothing in a body ever
 * runs as a request. */
#include "web/little_floor.h"

#define SMUGGLED "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
#define START "POST /echo HTTP/1.1\r\nHost: x\r\n"

/* Bytes and their number, so that a NUL can stand among them. */
#define BYTES(text) text, sizeof(text) - 1

struct sample {
    const char *name;
    const char *bytes;
    size_t length;
};

/* Framing first, then names and values, then targets. */
static const struct sample refused[] = {
    {"content_length_with_transfer_encoding_is_refused",
     BYTES(START "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"transfer_encoding_with_content_length_is_refused",
     BYTES(START "Transfer-Encoding: chunked\r\nContent-Length: 40\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"two_different_content_lengths_are_refused",
     BYTES(START "Content-Length: 0\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"two_equal_content_lengths_are_refused",
     BYTES(START "Content-Length: 37\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"two_transfer_encodings_are_refused",
     BYTES(START "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "0\r\n\r\n" SMUGGLED)},
    {"an_unknown_transfer_encoding_is_refused",
     BYTES(START "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_transfer_encoding_as_long_as_chunked_is_refused",
     BYTES(START "Transfer-Encoding: deflate\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_transfer_encoding_of_identity_is_refused",
     BYTES(START "Transfer-Encoding: identity\r\n\r\n" SMUGGLED)},
    {"a_transfer_encoding_in_quotes_is_refused",
     BYTES(START "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_space_before_the_colon_of_transfer_encoding_is_refused",
     BYTES(START "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_space_before_the_colon_of_content_length_is_refused",
     BYTES(START "Content-Length : 37\r\n\r\n" SMUGGLED)},
    {"a_tab_before_the_colon_is_refused", BYTES(START "Content-Length\t: 37\r\n\r\n" SMUGGLED)},
    {"transfer_encoding_in_http_1_0_is_refused",
     BYTES("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_missing_host_is_refused", BYTES("GET /echo HTTP/1.1\r\n\r\n" SMUGGLED)},
    {"two_hosts_are_refused", BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" SMUGGLED)},
    {"early_refusal_of_a_patch_runs_nothing_of_its_body",
     BYTES("PATCH /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"early_refusal_of_a_delete_runs_nothing_of_its_body",
     BYTES("DELETE /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"early_refusal_of_a_get_runs_nothing_of_its_body",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"early_refusal_of_a_chunked_patch_runs_nothing_of_its_body",
     BYTES("PATCH /echo HTTP/1.1\r\nHost: x\r\nHost: y\r\nTransfer-Encoding: chunked\r\n\r\n"
           "25\r\n" SMUGGLED "\r\n0\r\n\r\n")},

    {"a_space_in_a_header_name_is_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX Y: 1\r\n\r\n" SMUGGLED)},
    {"a_byte_that_is_no_token_in_a_header_name_is_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX(Y): 1\r\n\r\n" SMUGGLED)},
    {"a_byte_over_127_in_a_header_name_is_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX\xc3\xa4: 1\r\n\r\n" SMUGGLED)},
    {"a_bare_cr_in_a_value_is_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX: a\rContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_control_byte_in_a_value_is_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX: a\x01z\r\n\r\n" SMUGGLED)},
    {"a_delete_byte_in_a_value_is_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX: a\x7fz\r\n\r\n" SMUGGLED)},

    {"a_percent_encoded_nul_in_the_path_is_refused",
     BYTES("GET /echo%00/x HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_cut_percent_escape_in_the_path_is_refused",
     BYTES("GET /echo%4 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_percent_escape_without_digits_is_refused",
     BYTES("GET /echo%zz HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_overlong_slash_in_the_path_is_refused",
     BYTES("GET /a%c0%af.. HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"bytes_that_are_not_utf8_in_the_path_are_refused",
     BYTES("GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_surrogate_in_the_path_is_refused",
     BYTES("GET /%ed%a0%80 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_segment_of_two_dots_is_refused",
     BYTES("GET /a/../echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_encoded_segment_of_two_dots_is_refused",
     BYTES("GET /a/%2e%2E/echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_last_segment_of_two_dots_is_refused",
     BYTES("GET /a/.. HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_segment_of_one_dot_is_refused", BYTES("GET /./echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_encoded_line_break_in_the_path_is_refused",
     BYTES("GET /echo%0d%0aX HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_fragment_in_the_query_is_refused",
     BYTES("GET /echo?a#part HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_fragment_in_the_path_is_refused",
     BYTES("GET /echo#part HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_target_of_an_asterisk_is_refused", BYTES("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_absolute_target_is_refused",
     BYTES("GET http://x/echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"the_target_of_a_tunnel_is_refused",
     BYTES("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_space_in_the_path_is_refused", BYTES("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_space_in_the_query_is_refused", BYTES("GET /a?b c HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_second_version_is_refused", BYTES("GET /a HTTP/1.1 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_percent_encoded_nul_in_the_query_is_refused",
     BYTES("GET /echo?q=a%00b HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_bad_percent_escape_in_the_query_is_refused",
     BYTES("GET /echo?q=%g0 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"bytes_that_are_not_utf8_in_the_query_are_refused",
     BYTES("GET /echo?%fe=1 HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_byte_that_is_no_token_in_the_method_is_refused",
     BYTES("GE(T /echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_unknown_version_is_refused", BYTES("GET /echo HTTP/1.9\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_empty_host_is_refused", BYTES("GET /echo HTTP/1.1\r\nHost:\r\n\r\n" SMUGGLED)},
    {"a_host_with_a_user_is_refused", BYTES("GET /echo HTTP/1.1\r\nHost: a@x\r\n\r\n" SMUGGLED)},
    {"a_host_with_a_path_is_refused", BYTES("GET /echo HTTP/1.1\r\nHost: x/y\r\n\r\n" SMUGGLED)},
    {"two_hosts_in_one_line_are_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x, y\r\n\r\n" SMUGGLED)},

    {"a_bare_lf_behind_the_first_line_is_refused",
     BYTES("GET /echo HTTP/1.1\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_bare_lf_behind_a_header_is_refused",
     BYTES(START "X: a\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_bare_lf_behind_the_last_header_is_refused",
     BYTES(START "Content-Length: 37\n\r\n" SMUGGLED)},
    {"a_bare_lf_as_the_last_line_is_refused", BYTES(START "Content-Length: 37\r\n\n" SMUGGLED)},
    {"two_bare_lfs_end_no_header", BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nX: a\n\n" SMUGGLED)},
    {"bare_lfs_alone_are_refused",
     BYTES("POST /echo HTTP/1.1\nHost: x\nContent-Length: 37\n\n" SMUGGLED)},
    {"bare_lfs_without_headers_are_refused", BYTES("GET /echo HTTP/1.0\n\n" SMUGGLED)},
    {"a_folded_line_is_refused", BYTES(START "Content-Length: 37\r\nX: a\r\n b\r\n\r\n" SMUGGLED)},
    {"a_line_folded_with_a_tab_is_refused",
     BYTES(START "X: a\r\n\tContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_line_folded_twice_is_refused",
     BYTES(START "X: a\r\n b\r\n c\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_folded_first_header_is_refused", BYTES("GET /echo HTTP/1.1\r\n Host: x\r\n\r\n" SMUGGLED)},
    {"a_folded_transfer_encoding_is_refused",
     BYTES(START "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_fold_of_nothing_is_refused", BYTES(START "X: a\r\n \r\nY: b\r\n\r\n" SMUGGLED)},
    {"a_nul_in_a_value_is_refused", BYTES(START "X: a\0b\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_nul_behind_a_value_is_refused",
     BYTES(START "X: a\0\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_nul_and_a_bare_lf_that_make_up_for_each_other_are_refused",
     BYTES(START "X: a\0\r\nY: b\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_nul_in_a_length_is_refused", BYTES(START "Content-Length: 37\0001\r\n\r\n" SMUGGLED)},
    {"a_nul_in_chunked_is_refused",
     BYTES(START "Transfer-Encoding: chunked\0x\r\n\r\n0\r\n\r\n" SMUGGLED)},
    {"a_line_that_begins_with_a_nul_ends_no_header",
     BYTES(START "X: a\r\n\0Content-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_nul_in_the_path_is_refused", BYTES("GET /echo\0/x HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_nul_in_the_query_is_refused",
     BYTES("GET /echo?a=\0b HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_nul_in_the_method_is_refused", BYTES("GET\0X /echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"a_second_space_before_the_target_is_refused",
     BYTES("GET  /echo HTTP/1.1\r\nHost: x\r\n\r\n" SMUGGLED)},
    {"an_empty_name_is_refused", BYTES(START ": 1\r\nContent-Length: 37\r\n\r\n" SMUGGLED)},
};

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A512 A64 A64 A64 A64 A64 A64 A64 A64
#define COOKIE A512 A512 A512 A512 A512 A512 A512 A512 A512 A512 A512 A512 A512 A512 A512 A512

/* What MHD refuses itself, before the guard is asked. */
static const struct sample refused_below[] = {
    {"a_list_of_content_lengths_is_refused",
     BYTES(START "Content-Length: 37, 37\r\n\r\n" SMUGGLED)},
    {"a_content_length_with_a_plus_is_refused",
     BYTES(START "Content-Length: +37\r\n\r\n" SMUGGLED)},
    {"a_negative_content_length_is_refused", BYTES(START "Content-Length: -1\r\n\r\n" SMUGGLED)},
    {"a_hexadecimal_content_length_is_refused",
     BYTES(START "Content-Length: 0x25\r\n\r\n" SMUGGLED)},
    {"an_empty_content_length_is_refused", BYTES(START "Content-Length: \r\n\r\n" SMUGGLED)},
    {"a_content_length_with_a_word_behind_is_refused",
     BYTES(START "Content-Length: 37 bytes\r\n\r\n" SMUGGLED)},
    {"a_content_length_over_64_bits_is_refused",
     BYTES(START "Content-Length: 18446744073709551616\r\n\r\n" SMUGGLED)},
    {"cookies_that_do_not_fit_are_refused",
     BYTES("GET /echo HTTP/1.1\r\nHost: x\r\nCookie: " COOKIE "\r\n\r\n" SMUGGLED)},
    {"cookies_that_do_not_fit_are_refused_with_a_body",
     BYTES(START "Content-Length: 37\r\nCookie: " COOKIE "\r\n\r\n" SMUGGLED)},
    {"a_major_version_of_2_is_refused", BYTES("GET /echo HTTP/2.0\r\nHost: x\r\n\r\n" SMUGGLED)},
};

/* What MHD reads leniently, or hides from the guard: the most that can be held is that one request
 * has at most one answer. Each asks for the connection to be closed. */
static const struct sample lenient[] = {
    {"a_nul_before_a_bare_lf_runs_nothing",
     BYTES(START "Connection: close\r\nX: a\0\nContent-Length: 37\r\n\r\n" SMUGGLED)},
    {"an_empty_line_before_the_request_runs_nothing",
     BYTES("\r\nPOST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
           "Content-Length: 37\r\n\r\n" SMUGGLED)},
    {"a_chunk_size_with_a_sign_runs_nothing",
     BYTES(START "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n+0\r\n\r\n" SMUGGLED)},
    {"a_hexadecimal_prefix_of_a_chunk_size_runs_nothing",
     BYTES(START "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" SMUGGLED)},
    {"a_chunk_size_over_64_bits_runs_nothing",
     BYTES(START "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "10000000000000000\r\n\r\n" SMUGGLED)},
    {"a_chunk_longer_than_its_size_runs_nothing",
     BYTES(START "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "1\r\nabc\r\n0\r\n\r\n" SMUGGLED)},
    {"a_chunk_size_ended_by_lf_runs_nothing",
     BYTES(START "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\n\n" SMUGGLED)},
    {"trailers_are_no_headers",
     BYTES(START "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "0\r\nContent-Length: 37\r\nHost: y\r\n\r\n" SMUGGLED)},
    {"a_request_without_a_version_runs_once", BYTES("GET /echo\r\n\r\n" SMUGGLED)},
    {"a_request_line_with_tabs_runs_once",
     BYTES("GET\t/echo\tHTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" SMUGGLED)},
};

/* Slow readers of half a request are cut soon, so that nothing here waits for long. */
static const struct server_settings impatient = {.header_ms = 500, .idle_s = 1, .sweep_ms = 50};

static struct answer answer_to(struct little_floor *floor, struct client *client,
                               const struct sample *sample)
{
    floor_serve(floor, impatient);
    *client = floor_client(floor);
    assert_true(client_send_bytes(client, sample->bytes, sample->length));
    return client_answer(client);
}

static void is_refused(void **state)
{
    struct little_floor *floor = floor_new();
    struct client client;
    struct answer answer = answer_to(floor, &client, *state);
    assert_int_equal(answer.status, 400);
    assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
    assert_true(client_sees_end(&client));
    assert_int_equal(floor_count(floor, &floor->begun), 0);
    client_close(&client);
    floor_free(floor);
}

static void is_refused_below(void **state)
{
    struct little_floor *floor = floor_new();
    struct client client;
    struct answer answer = answer_to(floor, &client, *state);
    assert_in_range(answer.status, 400, 505);
    assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
    assert_true(client_sees_end(&client));
    assert_int_equal(floor_count(floor, &floor->begun), 0);
    client_close(&client);
    floor_free(floor);
}

static void runs_at_most_once(void **state)
{
    const struct sample *sample = *state;
    struct little_floor *floor = floor_new();
    floor_serve(floor, impatient);
    struct client client = floor_client(floor);
    assert_true(client_send_bytes(&client, sample->bytes, sample->length));
    assert_in_range(times_in(client_take_rest(&client), "HTTP/1.1 "), 0, 1);
    assert_false(client.silent);
    assert_int_equal(floor_count(floor, &floor->smuggled), 0);
    client_close(&client);
    floor_free(floor);
}

static void ordinary_requests_pass_the_guard(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer =
        client_ask(&client, "POST", "/a%2Fb/%C3%BC?q=a%20b%2Bc&empty=&bare&q=2", NULL, "body");
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body, "body|/a%2Fb/%C3%BC|127.0.0.1|q=a b+c|empty=|bare=|q=2");
    client_close(&client);
}

static struct answer ask_with_headers(struct client *client, int count)
{
    struct buffer headers = {0};
    for (int i = 0; i < count; i++)
        buffer_print(&headers, "X-%d: 1\r\n", i);
    buffer_byte(&headers, 0);
    struct answer answer = client_ask(client, "GET", "/echo", headers.bytes, NULL);
    buffer_free(&headers);
    return answer;
}

static void sixty_four_headers_are_taken_and_one_more_is_refused(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(ask_with_headers(&client, 63).status, 200); /* and Host */
    assert_int_equal(ask_with_headers(&client, 64).status, 400);
    client_close(&client);
}

static struct answer ask_with_pairs(struct client *client, int count)
{
    struct buffer target = {0};
    buffer_text(&target, "/echo?");
    for (int i = 0; i < count; i++)
        buffer_print(&target, "%sa=1", i ? "&" : "");
    buffer_byte(&target, 0);
    struct answer answer = client_ask(client, "GET", target.bytes, NULL, NULL);
    buffer_free(&target);
    return answer;
}

static void sixty_four_query_pairs_are_taken_and_one_more_is_refused(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(ask_with_pairs(&client, 64).status, 200);
    assert_int_equal(ask_with_pairs(&client, 65).status, 400);
    client_close(&client);
}

static struct answer ask_with_path(struct client *client, size_t length)
{
    char *path = arena_take(client->arena, length + 1);
    memset(path, 'a', length);
    path[0] = '/';
    return client_ask(client, "GET", path, NULL, NULL);
}

static void a_path_of_8_kib_is_taken_and_one_more_byte_is_refused(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(ask_with_path(&client, 8192).status, 200);
    assert_int_equal(ask_with_path(&client, 8193).status, 400);
    client_close(&client);
}

static void a_query_is_part_of_the_8_kib(void **state)
{
    struct client client = floor_client(*state);
    char target[8300] = "/echo?q=";
    memset(target + strlen(target), 'a', 8192);
    assert_int_equal(client_ask(&client, "GET", target, NULL, NULL).status, 400);
    client_close(&client);
}

static void a_plus_in_a_query_is_a_plus(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = client_ask(&client, "GET", "/echo?a+b=c+d%20e%2Bf+&g", NULL, NULL);
    assert_int_equal(answer.status, 200);
    assert_non_null(strstr(answer.body, "|a+b=c+d e+f+|g="));
    client_close(&client);
}

/* Both headers are coming on one thread: MHD's line about the one says nothing about the other. */
static void a_length_that_comes_late_is_refused_with_one_head(void **state)
{
    (void)state;
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.threads = 1});
    struct client wrong = floor_client(floor), right = floor_client(floor);
    client_send(&wrong, "POST /echo HTTP/1.1\r\n");
    assert_int_equal(client_ask(&right, "GET", "/echo", NULL, NULL).status, 200);
    client_send(&right, "GET /echo HTTP/1.1\r\nHost: x\r\n");
    struct client third = floor_client(floor);
    assert_int_equal(client_ask(&third, "GET", "/echo", NULL, NULL).status, 200);
    client_send(&wrong, "Host: x\r\nContent-Length: +3\r\n\r\nabc");
    struct answer answer = client_answer(&wrong);
    assert_int_equal(answer.status, 400);
    assert_string_equal(answer.body, "Content-Length is not a number of bytes.");
    assert_non_null(answer_header(wrong.arena, &answer, "Date"));
    assert_string_equal(answer_header(wrong.arena, &answer, "X-Content-Type-Options"), "nosniff");
    assert_true(client_sees_end(&wrong));
    client_send(&right, "\r\n");
    assert_int_equal(client_answer(&right).status, 200);
    client_close(&wrong);
    client_close(&right);
    client_close(&third);
    floor_wait_idle(floor);
    assert_int_equal(floor->refused, 1);
    assert_int_equal(floor->ended, 4);
    floor_free(floor);
}

static void a_long_header_in_pieces_passes_the_guard(void **state)
{
    struct client client = floor_client(*state);
    struct buffer request = {0};
    buffer_text(&request, "GET /echo?" A512 A512 "=1 HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 60; i++)
        buffer_print(&request, "X-%d:%*s" A64 "\r\n", i, i % 7, "");
    buffer_text(&request, "\r\n");
    for (int round = 0; round < 2; round++) {
        for (size_t at = 0; at < request.length; at += 97) {
            size_t left = request.length - at;
            client_send_bytes(&client, request.bytes + at, left < 97 ? left : 97);
            sched_yield();
        }
        assert_int_equal(client_answer(&client).status, 200);
    }
    buffer_free(&request);
    client_close(&client);
}

static void an_expectation_without_a_body_loses_nothing_behind_it(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_send(&client, "GET /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n"
                         "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_int_equal(client_answer(&client).status, 100);
    assert_int_equal(client_answer(&client).status, 200);
    assert_int_equal(client_answer(&client).status, 200);
    assert_int_equal(floor_count(floor, &floor->walked), 2);
    client_close(&client);
}

static void a_refused_request_begins_nothing_and_ends_once(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_ask(&client, "GET", "/..", NULL, NULL);
    floor_wait(floor, &floor->ended, 1);
    client_close(&client);
    assert_int_equal(floor_count(floor, &floor->begun), 0);
    assert_int_equal(floor_count(floor, &floor->walked), 0);
    assert_int_equal(floor_count(floor, &floor->last_status), 400);
}

enum {
    REFUSED = sizeof(refused) / sizeof(refused[0]),
    REFUSED_BELOW = sizeof(refused_below) / sizeof(refused_below[0]),
    LENIENT = sizeof(lenient) / sizeof(lenient[0]),
    SAMPLES = REFUSED + REFUSED_BELOW + LENIENT,
};

static int add_tests(struct CMUnitTest *tests, const struct sample *samples, int count,
                     CMUnitTestFunction test)
{
    for (int i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){samples[i].name, test, NULL, NULL, (void *)&samples[i]};
    return count;
}

int main(void)
{
    struct CMUnitTest samples[SAMPLES];
    int count = add_tests(samples, refused, REFUSED, is_refused);
    count += add_tests(samples + count, refused_below, REFUSED_BELOW, is_refused_below);
    add_tests(samples + count, lenient, LENIENT, runs_at_most_once);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ordinary_requests_pass_the_guard, floor_setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(sixty_four_headers_are_taken_and_one_more_is_refused,
                                        floor_setup, floor_teardown),
        cmocka_unit_test_setup_teardown(sixty_four_query_pairs_are_taken_and_one_more_is_refused,
                                        floor_setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_path_of_8_kib_is_taken_and_one_more_byte_is_refused,
                                        floor_setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_query_is_part_of_the_8_kib, floor_setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_plus_in_a_query_is_a_plus, floor_setup, floor_teardown),
        cmocka_unit_test(a_length_that_comes_late_is_refused_with_one_head),
        cmocka_unit_test_setup_teardown(a_long_header_in_pieces_passes_the_guard, floor_setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(an_expectation_without_a_body_loses_nothing_behind_it,
                                        floor_setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_refused_request_begins_nothing_and_ends_once, floor_setup,
                                        floor_teardown),
    };
    int failed = cmocka_run_group_tests_name("malformed requests", samples, NULL, NULL);
    return failed + cmocka_run_group_tests_name("the guard", tests, NULL, NULL);
}
