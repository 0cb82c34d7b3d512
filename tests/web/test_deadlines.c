/* Clients that hold a connection by being slow are cut. */
#include "web/little_floor.h"

/* Nothing but the sweeper cuts within the test's patience. */
static int setup(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.header_ms = 300,
                                                .body_grace_ms = 300,
                                                .body_rate = 1024,
                                                .idle_s = 1000,
                                                .sweep_ms = 20});
    *state = floor;
    return 0;
}

/* Connections that were used may be idle for a second. */
static int setup_with_idle(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.header_ms = 300, .idle_s = 1, .sweep_ms = 20});
    *state = floor;
    return 0;
}

/* The sweeper would come too late. */
static int setup_without_sweep(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.header_ms = 1000000, .idle_s = 1});
    *state = floor;
    return 0;
}

/* Streams may stand still for a second; nothing else is cut. */
static int setup_with_streams(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.header_ms = 1000000,
                                                .idle_s = 1,
                                                .stream_ms = 4000,
                                                .stream_end_ms = 100,
                                                .sweep_ms = 20});
    *state = floor;
    return 0;
}

/* An answer must be read within a moment. */
static int setup_with_answers(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.header_ms = 1000000,
                                                .body_grace_ms = 300,
                                                .body_rate = 1 << 30,
                                                .idle_s = 1000,
                                                .sweep_ms = 20});
    *state = floor;
    return 0;
}

/* A client that asked for a lot, and holds little of it. */
static struct client slow_reader_of(struct little_floor *floor, const char *path)
{
    int least = 4096;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)server_port(floor->server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof(least));
    struct client client = client_on(client_connected(fd, &address, sizeof(address)));
    client_send(&client, arena_print(client.arena, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path));
    return client;
}

/* A stream without end. */
static struct client slow_reader(struct little_floor *floor)
{
    return slow_reader_of(floor, "/endless");
}

/* Takes a few bytes, and then waits for a moment. */
static bool read_a_little(struct client *client)
{
    struct timeval pause = {.tv_usec = 20000};
    int no_one = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    setsockopt(no_one, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof(pause));
    char bytes[1024];
    bool more = recv(client->fd, bytes, sizeof(bytes), 0) > 0;
    recv(no_one, bytes, sizeof(bytes), 0);
    close(no_one);
    return more;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sends one byte after the other until the server ends the connection. */
static bool is_cut_while_dribbling(struct client *client)
{
    struct timeval pause = {.tv_usec = 20000};
    setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof(pause));
    for (int i = 0; i < 1000; i++) {
        char byte;
        ssize_t got = recv(client->fd, &byte, 1, 0);
        if (got == 0 || (got < 0 && errno != EAGAIN))
            return true;
        if (got > 0)
            return false;
        if (!client_send(client, "a"))
            return true;
    }
    return false;
}

static void a_silent_connection_is_cut(void **state)
{
    struct client client = floor_client(*state);
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void a_header_that_dribbles_is_cut(void **state)
{
    struct client client = floor_client(*state);
    client_send(&client, "GET /echo HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assert_true(is_cut_while_dribbling(&client));
    client_close(&client);
}

static void a_body_that_dribbles_is_cut_and_ends_once(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_send(&client, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
    assert_true(is_cut_while_dribbling(&client));
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->last_status), 0);
    client_close(&client);
}

static void a_kept_connection_is_cut_when_idle(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void a_later_header_that_dribbles_is_cut_as_well(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_send(&client, "GET /echo HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assert_true(is_cut_while_dribbling(&client));
    client_close(&client);
}

/* Only the time for a header can cut it: the connection may be idle for longer than this test. */
static void a_later_header_that_stands_is_cut_by_its_own_time(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_send(&client, "G");
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void a_header_sent_with_the_request_before_is_cut_by_its_own_time(void **state)
{
    struct client client = floor_client(*state);
    client_send(&client, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\nGET /ec");
    assert_int_equal(client_answer(&client).status, 200);
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void a_header_behind_a_body_is_cut_by_its_own_time(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "POST", "/echo", NULL, "body").status, 200);
    client_send(&client, "POST /echo HTTP/1.1\r\n");
    assert_true(client_sees_end(&client));
    client_close(&client);
}

/* The silent connection is cut later than one that had begun a header would be. */
static void a_kept_connection_that_says_nothing_is_kept(void **state)
{
    struct client client = floor_client(*state);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
        struct client silent = floor_client(*state);
        assert_true(client_sees_end(&silent));
        client_close(&silent);
    }
    client_close(&client);
}

static void an_answer_that_nobody_reads_is_cut(void **state)
{
    struct little_floor *floor = *state;
    struct client client = slow_reader_of(floor, "/long");
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->last_status), 0);
    client_close(&client);
}

static void an_answer_that_is_read_slowly_is_cut_all_the_same(void **state)
{
    struct little_floor *floor = *state;
    struct client client = slow_reader_of(floor, "/long");
    while (floor_count(floor, &floor->ended) == 0 && read_a_little(&client))
        ;
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->last_status), 0);
    client_close(&client);
}

static void an_answer_has_more_time_the_longer_it_is(void **state)
{
    struct little_floor *floor = *state;
    struct client client = slow_reader_of(floor, "/long");
    struct client silent = floor_client(floor);
    assert_true(client_sees_end(&silent)); /* cut later than an answer of no bytes would be */
    client_close(&silent);
    struct answer answer = client_answer(&client);
    assert_true(answer.whole);
    assert_int_equal(answer.length, LITTLE_LONG_ANSWER);
    client_close(&client);
}

static void a_suspended_request_is_never_cut(void **state)
{
    struct little_floor *floor = *state;
    struct client parked = floor_client(floor);
    client_send(&parked, "GET /parked HTTP/1.1\r\nHost: x\r\n\r\n");
    floor_wait(floor, &floor->parked_ever, 1);
    struct client silent = floor_client(floor); /* cut later than parked would be */
    assert_true(client_sees_end(&silent));
    client_close(&silent);
    request_resume(floor_unpark(floor));
    assert_int_equal(client_answer(&parked).status, 200);
    client_close(&parked);
}

/* MHD, which sees only when much of the socket has become free, would take it for silent. */
static void a_stream_that_is_read_slowly_is_not_cut(void **state)
{
    struct little_floor *floor = *state;
    struct client client = slow_reader(floor);
    for (int64_t end_ms = now_ms() + 2500; now_ms() < end_ms;)
        assert_true(read_a_little(&client));
    assert_int_equal(floor_count(floor, &floor->ended), 0);
    client_close(&client);
}

static void a_stream_that_nobody_reads_is_cut_and_told_as_cut(void **state)
{
    struct little_floor *floor = *state;
    int64_t begin_ms = now_ms();
    struct client client = slow_reader(floor);
    floor_wait(floor, &floor->ended, 1);
    assert_true(now_ms() - begin_ms < 3500);
    assert_int_equal(floor_count(floor, &floor->last_status), 200);
    assert_int_equal(floor_count(floor, &floor->cut), 1);
    client_close(&client);
}

static void a_stream_is_cut_when_its_time_is_over(void **state)
{
    struct little_floor *floor = *state;
    struct client client = slow_reader(floor);
    while (client_receive(&client))
        client.unread.length = 0;
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->cut), 1);
    client_close(&client);
}

static void a_stream_gets_little_time_when_the_server_stops(void **state)
{
    struct little_floor *floor = *state;
    struct client client = slow_reader(floor);
    assert_true(client_receive(&client));
    int64_t begin_ms = now_ms();
    server_quiesce(floor->server);
    floor_wait(floor, &floor->ended, 1);
    assert_true(now_ms() - begin_ms < 900);
    assert_int_equal(floor_count(floor, &floor->cut), 1);
    client_close(&client);
}

static void a_connection_is_kept_behind_a_stream_and_cut_when_idle(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    assert_int_equal(client_ask(&client, "GET", "/stream", NULL, NULL).status, 200);
    assert_int_equal(client_ask(&client, "GET", "/stream", NULL, NULL).status, 200);
    assert_true(client_sees_end(&client));
    assert_int_equal(floor_count(floor, &floor->cut), 0);
    client_close(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_silent_connection_is_cut, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_header_that_dribbles_is_cut, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_body_that_dribbles_is_cut_and_ends_once, setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_kept_connection_is_cut_when_idle, setup_without_sweep,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_later_header_that_dribbles_is_cut_as_well,
                                        setup_with_idle, floor_teardown),
        cmocka_unit_test_setup_teardown(a_later_header_that_stands_is_cut_by_its_own_time, setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(
            a_header_sent_with_the_request_before_is_cut_by_its_own_time, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_header_behind_a_body_is_cut_by_its_own_time, setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_kept_connection_that_says_nothing_is_kept, setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(an_answer_that_nobody_reads_is_cut, setup_with_answers,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(an_answer_that_is_read_slowly_is_cut_all_the_same,
                                        setup_with_answers, floor_teardown),
        cmocka_unit_test_setup_teardown(an_answer_has_more_time_the_longer_it_is, setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_suspended_request_is_never_cut, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_stream_that_is_read_slowly_is_not_cut, setup_with_streams,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_stream_that_nobody_reads_is_cut_and_told_as_cut,
                                        setup_with_streams, floor_teardown),
        cmocka_unit_test_setup_teardown(a_stream_is_cut_when_its_time_is_over, setup_with_streams,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_stream_gets_little_time_when_the_server_stops,
                                        setup_with_streams, floor_teardown),
        cmocka_unit_test_setup_teardown(a_connection_is_kept_behind_a_stream_and_cut_when_idle,
                                        setup_with_streams, floor_teardown),
    };
    return cmocka_run_group_tests_name("deadlines", tests, NULL, NULL);
}
