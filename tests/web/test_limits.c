/* How many connections one address may hold, and how many requests a proxy may send for one. */
#include "web/headcount.h"
#include "web/little_floor.h"

enum { MOST = 3 };

static int setup(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){.most_per_address = MOST});
    *state = floor;
    return 0;
}

/* 127.0.0.9 is a proxy. */
static int setup_with_proxy(void **state)
{
    struct little_floor *floor = floor_new();
    struct server_settings settings = {.most_per_address = MOST};
    assert_null(trusted_read(floor->arena, "127.0.0.9, 10.0.0.0/8", &settings.trusted));
    floor_serve(floor, settings);
    *state = floor;
    return 0;
}

static struct client client_from(const struct little_floor *floor, const char *address)
{
    return client_open_from(address, server_port(floor->server));
}

static struct client proxy_client(const struct little_floor *floor)
{
    return client_from(floor, "127.0.0.9");
}

static bool is_answered(struct client *client)
{
    return client_ask(client, "GET", "/echo", NULL, NULL).status == 200;
}

static void close_all(struct client *clients, int count)
{
    for (int i = 0; i < count; i++)
        client_close(&clients[i]);
}

static void connections_up_to_the_limit_are_answered_and_one_more_is_closed(void **state)
{
    struct client clients[MOST + 1];
    for (int i = 0; i <= MOST; i++) {
        clients[i] = client_from(*state, "127.0.0.2");
        assert_int_equal(is_answered(&clients[i]), i < MOST);
    }
    close_all(clients, MOST + 1);
}

static void connections_of_another_address_are_answered_still(void **state)
{
    struct client clients[MOST];
    for (int i = 0; i < MOST; i++) {
        clients[i] = client_from(*state, "127.0.0.2");
        assert_true(is_answered(&clients[i]));
    }
    struct client other = client_from(*state, "127.0.0.3");
    assert_true(is_answered(&other));
    client_close(&other);
    close_all(clients, MOST);
}

/* Whether a new connection is taken, now or soon: the server sees later that one was closed. */
static bool is_let_in(const struct little_floor *floor, const char *address)
{
    for (time_t until = time(NULL) + FLOOR_PATIENCE_S; time(NULL) < until;) {
        struct client client = client_from(floor, address);
        bool answered = is_answered(&client);
        client_close(&client);
        if (answered)
            return true;
        sched_yield();
    }
    return false;
}

static void a_closed_connection_makes_room_for_another(void **state)
{
    struct client clients[MOST];
    for (int i = 0; i < MOST; i++) {
        clients[i] = client_from(*state, "127.0.0.2");
        assert_true(is_answered(&clients[i]));
    }
    client_close(&clients[0]);
    assert_true(is_let_in(*state, "127.0.0.2"));
    close_all(clients + 1, MOST - 1);
}

static void *come_and_count(void *owner)
{
    struct client clients[MOST * 4];
    intptr_t answered = 0;
    for (int i = 0; i < MOST * 4; i++) {
        clients[i] = client_from(owner, "127.0.0.2");
        answered += is_answered(&clients[i]);
    }
    struct little_floor *floor = owner;
    pthread_mutex_lock(&floor->lock);
    floor->parked_ever++; /* all wait for each other, so that nobody makes room */
    pthread_cond_broadcast(&floor->changed);
    pthread_mutex_unlock(&floor->lock);
    floor_wait_for(floor, &floor->parked_ever, 4);
    close_all(clients, MOST * 4);
    return (void *)answered;
}

static void many_that_come_at_once_are_not_more_than_the_limit(void **state)
{
    pthread_t threads[4];
    intptr_t answered = 0;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, come_and_count, *state), 0);
    for (int i = 0; i < 4; i++) {
        void *count;
        pthread_join(threads[i], &count);
        answered += (intptr_t)count;
    }
    assert_int_equal(answered, MOST);
}

static void the_hosts_own_socket_is_not_limited(void **state)
{
    (void)state;
    struct little_floor *floor = floor_new();
    char path[] = "/tmp/kith-limits-XXXXXX";
    close(mkstemp(path));
    unlink(path);
    floor_serve(floor, (struct server_settings){.socket_path = path, .most_per_address = MOST});
    struct client clients[MOST + 2];
    for (int i = 0; i < MOST + 2; i++) {
        clients[i] = client_open_host(path);
        assert_true(is_answered(&clients[i]));
    }
    close_all(clients, MOST + 2);
    floor_free(floor);
}

static void connections_of_a_trusted_proxy_are_not_limited(void **state)
{
    struct client clients[MOST * 3];
    for (int i = 0; i < MOST * 3; i++) {
        clients[i] = proxy_client(*state);
        assert_true(is_answered(&clients[i]));
    }
    close_all(clients, MOST * 3);
}

/* What the little floor says about who has called. */
static const char *address_told(struct client *client, const char *target, const char *headers)
{
    struct answer answer = client_ask(client, "GET", target, headers, NULL);
    assert_int_equal(answer.status, 200);
    return strrchr(answer.body, '|') + 1;
}

static void a_trusted_proxy_says_whom_it_calls_for(void **state)
{
    struct client client = proxy_client(*state);
    assert_string_equal(address_told(&client, "/echo", "X-Forwarded-For: 192.0.2.7\r\n"),
                        "192.0.2.7");
    assert_string_equal(address_told(&client, "/echo", "x-forwarded-for: 1.1.1.1, 192.0.2.8\r\n"),
                        "192.0.2.8");
    assert_string_equal(address_told(&client, "/echo", NULL), "127.0.0.9");
    client_close(&client);
}

static void several_lines_are_one_list_in_their_order(void **state)
{
    struct client client = proxy_client(*state);
    assert_string_equal(address_told(&client, "/echo",
                                     "X-Forwarded-For: 192.0.2.7\r\nX-Other: 1\r\n"
                                     "X-Forwarded-For: 192.0.2.8, 10.0.0.1\r\n"),
                        "192.0.2.8");
    assert_string_equal(
        address_told(&client, "/echo", "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-For: \r\n"),
        "127.0.0.9");
    client_close(&client);
}

static void what_is_no_address_leaves_the_proxys_own(void **state)
{
    struct client client = proxy_client(*state);
    assert_string_equal(address_told(&client, "/echo", "X-Forwarded-For: unknown\r\n"),
                        "127.0.0.9");
    assert_string_equal(address_told(&client, "/network", "X-Forwarded-For: 10.0.0.1\r\n"),
                        "127.0.0.9");
    client_close(&client);
}

static void other_headers_of_a_proxy_are_not_believed(void **state)
{
    struct client client = proxy_client(*state);
    assert_string_equal(
        address_told(&client, "/echo",
                     "Forwarded: for=192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n"
                     "X-Forwarded-Fo: 192.0.2.7\r\nX-Forwarded-Fory: 192.0.2.7\r\n"),
        "127.0.0.9");
    client_close(&client);
}

static void nobody_else_is_believed(void **state)
{
    struct client client = client_from(*state, "127.0.0.2");
    assert_string_equal(address_told(&client, "/echo", "X-Forwarded-For: 192.0.2.7\r\n"),
                        "127.0.0.2");
    client_close(&client);
}

static void limits_see_an_ipv6_address_as_its_network(void **state)
{
    struct client client = proxy_client(*state);
    const char *headers = "X-Forwarded-For: 2001:db8:1:2:3::7\r\n";
    assert_string_equal(address_told(&client, "/network", headers), "2001:db8:1:2::/64");
    assert_string_equal(address_told(&client, "/echo", headers), "2001:db8:1:2:3::7");
    client_close(&client);
}

/* A request that stays in flight until floor_unpark. */
static struct client park(struct little_floor *floor, const char *forwarded)
{
    struct client client = proxy_client(floor);
    int before = floor_count(floor, &floor->parked_ever);
    client_send(&client, arena_print(client.arena,
                                     "GET /parked HTTP/1.1\r\nHost: x\r\n"
                                     "X-Forwarded-For: %s\r\n\r\n",
                                     forwarded));
    floor_wait(floor, &floor->parked_ever, before + 1);
    return client;
}

static void unpark_all(struct little_floor *floor, struct client *clients, int count)
{
    for (int i = 0; i < count; i++)
        request_resume(floor_unpark(floor));
    for (int i = 0; i < count; i++) {
        assert_int_equal(client_answer(&clients[i]).status, 200);
        client_close(&clients[i]);
    }
}

static int status_for(struct client *client, const char *forwarded)
{
    const char *header = arena_print(client->arena, "X-Forwarded-For: %s\r\n", forwarded);
    return client_ask(client, "GET", "/echo", header, NULL).status;
}

static void requests_for_one_address_are_limited_and_for_others_not(void **state)
{
    struct little_floor *floor = *state;
    struct client parked[MOST];
    for (int i = 0; i < MOST; i++)
        parked[i] = park(floor, "192.0.2.7");
    struct client client = proxy_client(floor);
    struct answer refused =
        client_ask(&client, "GET", "/echo", "X-Forwarded-For: 192.0.2.7\r\n", NULL);
    assert_int_equal(refused.status, 429);
    assert_string_equal(refused.body, "Your address has 3 requests open at once, which is all it "
                                      "may have: wait until some are answered.");
    assert_null(answer_header(client.arena, &refused, "Connection")); /* others' come on it too */
    assert_int_equal(status_for(&client, "192.0.2.8"), 200);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    unpark_all(floor, parked, MOST);
    floor_wait_idle(floor);
    assert_int_equal(status_for(&client, "192.0.2.7"), 200);
    client_close(&client);
}

static void addresses_of_one_ipv6_network_count_as_one(void **state)
{
    struct little_floor *floor = *state;
    struct client parked[MOST];
    for (int i = 0; i < MOST; i++)
        parked[i] = park(floor, i ? "2001:db8:1:2::1" : "2001:db8:1:2:ffff::2");
    struct client client = proxy_client(floor);
    assert_int_equal(status_for(&client, "2001:db8:1:2:3::4"), 429);
    assert_int_equal(status_for(&client, "2001:db8:1:3::1"), 200);
    unpark_all(floor, parked, MOST);
    client_close(&client);
}

static void a_refused_request_is_counted_out_again(void **state)
{
    struct client client = proxy_client(*state);
    for (int i = 0; i < MOST * 3; i++) {
        const char *header = "X-Forwarded-For: 192.0.2.7\r\n";
        assert_int_equal(client_ask(&client, "GET", "/forbidden", header, NULL).status, 403);
    }
    assert_int_equal(status_for(&client, "192.0.2.7"), 200);
    client_close(&client);
}

static void a_client_that_leaves_is_counted_out_again(void **state)
{
    struct little_floor *floor = *state;
    for (int i = 0; i < MOST * 3; i++) {
        struct client leaver = proxy_client(floor);
        client_send(&leaver, "POST /echo HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n"
                             "Content-Length: 9\r\n\r\nabc");
        floor_wait(floor, &floor->begun, i + 1);
        client_close(&leaver);
        floor_wait(floor, &floor->ended, i + 1);
    }
    floor_wait_idle(floor);
    struct client client = proxy_client(floor);
    assert_int_equal(status_for(&client, "192.0.2.7"), 200);
    client_close(&client);
}

static struct network caller_number(uint32_t n)
{
    struct in_addr four = {htonl(n)};
    struct sockaddr_in socket = {.sin_family = AF_INET, .sin_addr = four};
    struct address address;
    assert_true(address_of_socket((struct sockaddr *)&socket, &address));
    return network_of_caller(&address);
}

/* As many as there are chains, and more, so that some share one. */
static void a_headcount_keeps_callers_apart(void **state)
{
    enum { CALLERS = 20000 };
    (void)state;
    struct arena *arena = arena_new(1024);
    struct headcount *headcount = headcount_new(arena);
    for (uint32_t i = 0; i < CALLERS; i++) {
        struct network caller = caller_number(i);
        for (uint32_t n = 0; n <= i % 3; n++)
            assert_true(headcount_enter(headcount, &caller, i % 3 + 1));
        assert_false(headcount_enter(headcount, &caller, i % 3 + 1));
    }
    for (uint32_t i = 0; i < CALLERS; i++) {
        struct network caller = caller_number(i);
        assert_int_equal(headcount_of(headcount, &caller), i % 3 + 1);
        for (uint32_t n = 0; n <= i % 3; n++)
            headcount_leave(headcount, &caller);
        assert_int_equal(headcount_of(headcount, &caller), 0);
    }
    headcount_close(headcount);
    arena_free(arena);
}

static void a_headcount_of_none_lets_nobody_in(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1024);
    struct headcount *headcount = headcount_new(arena);
    struct network caller = caller_number(1);
    assert_false(headcount_enter(headcount, &caller, 0));
    assert_int_equal(headcount_of(headcount, &caller), 0);
    headcount_close(headcount);
    arena_free(arena);
}

#define WITH(test, setup) cmocka_unit_test_setup_teardown(test, setup, floor_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(connections_up_to_the_limit_are_answered_and_one_more_is_closed, setup),
        WITH(connections_of_another_address_are_answered_still, setup),
        WITH(a_closed_connection_makes_room_for_another, setup),
        WITH(many_that_come_at_once_are_not_more_than_the_limit, setup),
        cmocka_unit_test(the_hosts_own_socket_is_not_limited),
        WITH(connections_of_a_trusted_proxy_are_not_limited, setup_with_proxy),
        WITH(a_trusted_proxy_says_whom_it_calls_for, setup_with_proxy),
        WITH(several_lines_are_one_list_in_their_order, setup_with_proxy),
        WITH(what_is_no_address_leaves_the_proxys_own, setup_with_proxy),
        WITH(other_headers_of_a_proxy_are_not_believed, setup_with_proxy),
        WITH(nobody_else_is_believed, setup_with_proxy),
        WITH(limits_see_an_ipv6_address_as_its_network, setup_with_proxy),
        WITH(requests_for_one_address_are_limited_and_for_others_not, setup_with_proxy),
        WITH(addresses_of_one_ipv6_network_count_as_one, setup_with_proxy),
        WITH(a_refused_request_is_counted_out_again, setup_with_proxy),
        WITH(a_client_that_leaves_is_counted_out_again, setup_with_proxy),
        cmocka_unit_test(a_headcount_keeps_callers_apart),
        cmocka_unit_test(a_headcount_of_none_lets_nobody_in),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
