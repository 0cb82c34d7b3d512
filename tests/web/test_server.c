/* Listening, stopping, and the host's own socket. */
#include "web/little_floor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

struct folder {
    struct little_floor *floor;
    char path[40];
    char socket[60];
};

static int setup(void **state)
{
    struct little_floor *floor = floor_new();
    struct folder *folder = arena_take(floor->arena, sizeof(*folder));
    folder->floor = floor;
    strcpy(folder->path, "/tmp/kith-web-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->socket, sizeof(folder->socket), "%s/kith.sock", folder->path);
    *state = folder;
    return 0;
}

static int teardown(void **state)
{
    struct folder *folder = *state;
    struct little_floor *floor = folder->floor;
    if (floor->server)
        server_stop(floor->server);
    floor->server = NULL;
    unlink(folder->socket);
    rmdir(folder->path);
    floor_free(floor);
    return 0;
}

static const char *start_fault(struct little_floor *floor, struct server_settings settings)
{
    struct server *server;
    struct error *err = server_start(floor->arena, &settings, &floor->handler, &server);
    if (!err)
        server_stop(server);
    return err ? err->sentence : "It started.";
}

static void a_port_in_use_is_told_in_one_sentence(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    floor_serve(floor, (struct server_settings){0});
    const char *listen = arena_print(floor->arena, "127.0.0.1:%d", server_port(floor->server));
    assert_string_equal(start_fault(floor, (struct server_settings){.listen = listen}),
                        arena_print(floor->arena,
                                    "%s is in use by another program: stop that one, or listen on "
                                    "another port.",
                                    listen));
}

static void a_failed_start_leaves_no_socket_file(void **state)
{
    struct folder *folder = *state;
    floor_serve(folder->floor, (struct server_settings){0});
    const char *listen =
        arena_print(folder->floor->arena, "127.0.0.1:%d", server_port(folder->floor->server));
    start_fault(folder->floor,
                (struct server_settings){.listen = listen, .socket_path = folder->socket});
    assert_int_equal(access(folder->socket, F_OK), -1);
}

static void what_is_no_address_is_told_how_to_write_one(void **state)
{
    static const char *const wrong[] = {"8080",
                                        ":8080",
                                        "127.0.0.1",
                                        "127.0.0.1:",
                                        "::1:80",
                                        "[::1]",
                                        "[]:80",
                                        "name.test:80",
                                        "",
                                        "127.0.0.1:x",
                                        "1.2.3.4.5:8",
                                        "127.0.0.1:65536",
                                        "127.0.0.1:99999",
                                        "127.0.0.1:8080x",
                                        "127.0.0.1:+80"};
    struct little_floor *floor = ((struct folder *)*state)->floor;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *fault = start_fault(floor, (struct server_settings){.listen = wrong[i]});
        assert_non_null(strstr(fault, "write it as 127.0.0.1:8080 or [::1]:8080."));
    }
}

static void an_address_of_another_machine_is_told(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    assert_string_equal(start_fault(floor, (struct server_settings){.listen = "192.0.2.1:0"}),
                        "192.0.2.1:0 is not an address of this machine: choose one of its own.");
}

static void ipv6_is_listened_on(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    int probe = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool has_ipv6 = probe >= 0 && bind(probe, (struct sockaddr *)&address, sizeof(address)) == 0;
    close(probe);
    if (!has_ipv6)
        skip();
    floor_serve(floor, (struct server_settings){.listen = "[::1]:0"});
    address.sin6_port = htons((uint16_t)server_port(floor->server));
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct client client = client_on(client_connected(fd, &address, sizeof(address)));
    assert_string_equal(client_ask(&client, "GET", "/echo", NULL, NULL).body, "|/echo|::1");
    client_close(&client);
}

static void one_thread_is_enough(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    floor_serve(floor, (struct server_settings){.threads = 1});
    struct client client = floor_client(floor);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
}

static void the_hosts_own_socket_answers_its_own_user(void **state)
{
    struct folder *folder = *state;
    floor_serve(folder->floor, (struct server_settings){.socket_path = folder->socket});
    struct stat file;
    assert_int_equal(stat(folder->socket, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    struct client client = client_open_host(folder->socket);
    assert_string_equal(client_ask(&client, "GET", "/echo", NULL, NULL).body, "|/echo|host");
    assert_string_equal(client_ask(&client, "GET", "/from", NULL, NULL).body, "host");
    client_close(&client);
}

static void the_network_is_not_the_host(void **state)
{
    struct folder *folder = *state;
    floor_serve(folder->floor,
                (struct server_settings){.listen = "127.0.0.1:0", .socket_path = folder->socket});
    struct client client = floor_client(folder->floor);
    assert_string_equal(client_ask(&client, "GET", "/from", NULL, NULL).body, "network");
    client_close(&client);
}

static int as_a_stranger(const char *path)
{
    if (setuid(65534) != 0)
        return 2;
    struct client client = client_open_host(path);
    return client.fd < 0 || client_ask(&client, "GET", "/echo", NULL, NULL).status != 0;
}

/* Even where somebody has opened up the file's mode. */
static void another_user_is_refused_on_the_hosts_own_socket(void **state)
{
    struct folder *folder = *state;
    if (geteuid() != 0)
        skip();
    floor_serve(folder->floor, (struct server_settings){.socket_path = folder->socket});
    chmod(folder->path, 0755);
    chmod(folder->socket, 0666);
    pid_t child = fork();
    if (child == 0)
        _exit(as_a_stranger(folder->socket));
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(floor_count(folder->floor, &folder->floor->begun), 0);
}

static void a_stale_socket_file_is_replaced(void **state)
{
    struct folder *folder = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, folder->socket);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    close(fd);
    floor_serve(folder->floor, (struct server_settings){.socket_path = folder->socket});
    struct client client = client_open_host(folder->socket);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
}

static void a_socket_in_use_is_left_alone(void **state)
{
    struct folder *folder = *state;
    floor_serve(folder->floor, (struct server_settings){.socket_path = folder->socket});
    const char *fault =
        start_fault(folder->floor, (struct server_settings){.socket_path = folder->socket});
    assert_non_null(strstr(fault, "Another Kith already listens"));
    struct client client = client_open_host(folder->socket);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
}

static void a_file_that_is_no_socket_is_left_alone(void **state)
{
    struct folder *folder = *state;
    close(open(folder->socket, O_CREAT | O_WRONLY, 0600));
    const char *fault =
        start_fault(folder->floor, (struct server_settings){.socket_path = folder->socket});
    assert_non_null(strstr(fault, "is no socket"));
    assert_int_equal(access(folder->socket, F_OK), 0);
}

static void a_stopped_server_removes_its_socket_file(void **state)
{
    struct folder *folder = *state;
    floor_serve(folder->floor, (struct server_settings){.socket_path = folder->socket});
    server_stop(folder->floor->server);
    folder->floor->server = NULL;
    assert_int_equal(access(folder->socket, F_OK), -1);
}

static void stopping_ends_open_connections_and_their_requests(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    floor_serve(floor, (struct server_settings){0});
    struct client idle = floor_client(floor), half = floor_client(floor);
    client_ask(&idle, "GET", "/echo", NULL, NULL);
    client_send(&half, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc");
    floor_wait(floor, &floor->begun, 2);
    server_stop(floor->server);
    floor->server = NULL;
    assert_int_equal(floor->ended, 2);
    assert_true(client_sees_end(&idle));
    assert_true(client_sees_end(&half));
    client_close(&idle);
    client_close(&half);
}

static void a_quiet_server_closes_new_connections(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    floor_serve(floor, (struct server_settings){0});
    server_quiesce(floor->server);
    struct client late = floor_client(floor);
    client_send(&late, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_true(client_sees_end(&late));
    client_close(&late);
    assert_int_equal(floor_count(floor, &floor->begun), 0);
}

static void *ask_until_the_end(void *owner)
{
    struct client client = floor_client(owner);
    while (client_ask(&client, "GET", "/echo", NULL, NULL).status == 200)
        ;
    client_close(&client);
    return NULL;
}

/* MHD_quiesce_daemon ended the process, or hung it, once in some hundred stops. */
static void stopping_under_load_is_safe(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    for (int round = 0; round < 40; round++) {
        floor_serve(floor, (struct server_settings){0});
        pthread_t clients[4];
        for (int i = 0; i < 4; i++)
            assert_int_equal(pthread_create(&clients[i], NULL, ask_until_the_end, floor), 0);
        floor_wait_for(floor, &floor->begun, floor_count(floor, &floor->begun) + 20);
        server_quiesce(floor->server);
        for (int i = 0; i < 4; i++)
            pthread_join(clients[i], NULL);
        server_stop(floor->server);
        floor->server = NULL;
    }
}

/* Each waits with half of a header until the server stops, and then sends the rest, which is no
 * header. */
static void *spoil_at_the_end(void *owner)
{
    struct little_floor *floor = owner;
    struct client clients[50];
    for (int i = 0; i < 50; i++) {
        clients[i] = floor_client(floor);
        client_send(&clients[i], "GET /echo HTTP/1.1\r\n");
    }
    pthread_mutex_lock(&floor->lock);
    floor->parked_ever++;
    pthread_cond_broadcast(&floor->changed);
    pthread_mutex_unlock(&floor->lock);
    floor_wait_for(floor, &floor->begun, 1);
    for (int i = 0; i < 50; i++)
        client_send(&clients[i], "nonsense\r\n");
    for (int i = 0; i < 50; i++)
        client_close(&clients[i]);
    return NULL;
}

/* MHD writes the head of an answer that it has not queued when it refuses while it is stopped. */
static void stopping_amid_nonsense_is_safe(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    for (int round = 0; round < 20; round++) {
        floor->begun = floor->parked_ever = 0;
        floor_serve(floor, (struct server_settings){0});
        pthread_t spoilers[2];
        for (int i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&spoilers[i], NULL, spoil_at_the_end, floor), 0);
        floor_wait(floor, &floor->parked_ever, 2);
        struct client last = floor_client(floor);
        assert_int_equal(client_ask(&last, "GET", "/echo", NULL, NULL).status, 200);
        server_stop(floor->server);
        floor->server = NULL;
        for (int i = 0; i < 2; i++)
            pthread_join(spoilers[i], NULL);
        client_close(&last);
    }
}

static void a_quiet_server_answers_what_is_open_and_closes(void **state)
{
    struct little_floor *floor = ((struct folder *)*state)->floor;
    floor_serve(floor, (struct server_settings){0});
    struct client client = floor_client(floor);
    client_send(&client, "GET /parked HTTP/1.1\r\nHost: x\r\n\r\n");
    floor_wait(floor, &floor->parked_ever, 1);
    server_quiesce(floor->server);
    request_resume(floor_unpark(floor));
    struct answer answer = client_answer(&client);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
    assert_true(client_sees_end(&client));
    floor_wait(floor, &floor->ended, 1);
    client_close(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_port_in_use_is_told_in_one_sentence),
        cmocka_unit_test(a_failed_start_leaves_no_socket_file),
        cmocka_unit_test(what_is_no_address_is_told_how_to_write_one),
        cmocka_unit_test(an_address_of_another_machine_is_told),
        cmocka_unit_test(ipv6_is_listened_on),
        cmocka_unit_test(one_thread_is_enough),
        cmocka_unit_test(the_hosts_own_socket_answers_its_own_user),
        cmocka_unit_test(the_network_is_not_the_host),
        cmocka_unit_test(another_user_is_refused_on_the_hosts_own_socket),
        cmocka_unit_test(a_stale_socket_file_is_replaced),
        cmocka_unit_test(a_socket_in_use_is_left_alone),
        cmocka_unit_test(a_file_that_is_no_socket_is_left_alone),
        cmocka_unit_test(a_stopped_server_removes_its_socket_file),
        cmocka_unit_test(stopping_ends_open_connections_and_their_requests),
        cmocka_unit_test(a_quiet_server_closes_new_connections),
        cmocka_unit_test(stopping_under_load_is_safe),
        cmocka_unit_test(stopping_amid_nonsense_is_safe),
        cmocka_unit_test(a_quiet_server_answers_what_is_open_and_closes),
    };
    struct CMUnitTest each[sizeof(tests) / sizeof(tests[0])];
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        each[i] = (struct CMUnitTest){tests[i].name, tests[i].test_func, setup, teardown, NULL};
    return cmocka_run_group_tests_name("the server", each, NULL, NULL);
}
