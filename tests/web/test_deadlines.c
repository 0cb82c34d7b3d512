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
        cmocka_unit_test_setup_teardown(a_suspended_request_is_never_cut, setup, floor_teardown),
    };
    return cmocka_run_group_tests_name("deadlines", tests, NULL, NULL);
}
