/* Requests that leave their thread and come back. */
#include "web/little_floor.h"

enum { CONNECTIONS = 64, ROUNDS = 40 };

static void a_resumed_request_is_walked_again(void **state)
{
    struct little_floor *floor = *state;
    floor_resumer_start(floor);
    struct client client = floor_client(floor);
    assert_string_equal(client_ask(&client, "POST", "/later", NULL, "body").body,
                        "body|/later|127.0.0.1");
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->walked), 2);
    client_close(&client);
    floor_resumer_stop(floor);
}

static void suspended_requests_are_in_flight(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_send(&client, "GET /parked HTTP/1.1\r\nHost: x\r\n\r\n");
    floor_wait(floor, &floor->parked_ever, 1);
    assert_int_equal(server_in_flight(floor->server), 1);
    request_resume(floor_unpark(floor));
    assert_int_equal(client_answer(&client).status, 200);
    client_close(&client);
}

static void a_suspended_request_does_not_hold_its_thread(void **state)
{
    struct little_floor *floor = *state;
    struct client parked[8];
    for (int i = 0; i < 8; i++) {
        parked[i] = floor_client(floor);
        client_send(&parked[i], "GET /parked HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    floor_wait(floor, &floor->parked_ever, 8);
    struct client other = floor_client(floor);
    assert_int_equal(client_ask(&other, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&other);
    for (int i = 0; i < 8; i++)
        request_resume(floor_unpark(floor));
    for (int i = 0; i < 8; i++) {
        assert_int_equal(client_answer(&parked[i]).status, 200);
        client_close(&parked[i]);
    }
}

static void a_client_that_leaves_while_suspended_ends_once(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_send(&client, "POST /parked HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    floor_wait(floor, &floor->parked_ever, 1);
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    client_close(&client);
    assert_int_equal(floor_count(floor, &floor->ended), 0);
    request_resume(floor_unpark(floor));
    floor_wait(floor, &floor->ended, 1);
    server_stop(floor->server);
    floor->server = NULL;
    assert_int_equal(floor->ended, 1);
    assert_int_equal(floor->walked, 2);
}

/* One client: many requests, each of which is suspended once. Gives how many were answered. */
static void *ask_many(void *owner)
{
    const struct little_floor *floor = owner;
    struct client client = floor_client(floor);
    intptr_t answered = 0;
    for (int i = 0; i < ROUNDS; i++)
        answered += client_ask(&client, "POST", "/later", NULL, "body").status == 200;
    client_close(&client);
    return (void *)answered;
}

static void resuming_at_once_from_another_thread_loses_nothing(void **state)
{
    struct little_floor *floor = *state;
    floor_resumer_start(floor);
    pthread_t clients[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, ask_many, floor), 0);
    intptr_t answered = 0;
    for (int i = 0; i < CONNECTIONS; i++) {
        void *count;
        pthread_join(clients[i], &count);
        answered += (intptr_t)count;
    }
    floor_wait(floor, &floor->ended, CONNECTIONS * ROUNDS);
    floor_resumer_stop(floor);
    assert_int_equal(answered, CONNECTIONS * ROUNDS);
    assert_int_equal(floor_count(floor, &floor->walked), 2 * CONNECTIONS * ROUNDS);
}

/* Half of the requests are abandoned right after they were sent. */
static void clients_that_leave_at_any_moment_end_once_each(void **state)
{
    struct little_floor *floor = *state;
    floor_resumer_start(floor);
    int asked = 0;
    for (int i = 0; i < CONNECTIONS * 4; i++) {
        struct client client = floor_client(floor);
        client_send(&client, "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        floor_wait(floor, &floor->begun, ++asked);
        client_close(&client);
    }
    floor_wait(floor, &floor->ended, asked);
    floor_resumer_stop(floor);
    floor_wait_idle(floor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_resumed_request_is_walked_again, floor_setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(suspended_requests_are_in_flight, floor_setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_suspended_request_does_not_hold_its_thread, floor_setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_client_that_leaves_while_suspended_ends_once, floor_setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(resuming_at_once_from_another_thread_loses_nothing,
                                        floor_setup, floor_teardown),
        cmocka_unit_test_setup_teardown(clients_that_leave_at_any_moment_end_once_each, floor_setup,
                                        floor_teardown),
    };
    return cmocka_run_group_tests_name("suspending", tests, NULL, NULL);
}
