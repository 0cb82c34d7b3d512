/* Bodies within and beyond their limit, in memory and in a file. */
#include "web/little_floor.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Stands before libc's own: a full disk is made by a flag. */
static _Atomic int disk_fault;

ssize_t write(int fd, const void *bytes, size_t length)
{
    struct stat file;
    if (disk_fault && fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && fd > STDERR_FILENO) {
        errno = disk_fault;
        return -1;
    }
    return syscall(SYS_write, fd, bytes, length);
}

/* The same: how often a file and a folder were synced. */
static _Atomic int files_synced, folders_synced, sync_fault;

int fdatasync(int fd)
{
    (void)fd;
    atomic_fetch_add(&files_synced, 1);
    errno = sync_fault;
    return sync_fault ? -1 : 0;
}

int fsync(int fd)
{
    struct stat file;
    if (fstat(fd, &file) == 0 && S_ISDIR(file.st_mode))
        atomic_fetch_add(&folders_synced, 1);
    return 0;
}

static int setup(void **state)
{
    files_synced = folders_synced = sync_fault = 0;
    floor_setup(state);
    struct little_floor *floor = *state;
    char folder[] = "/tmp/kith-web-XXXXXX";
    assert_non_null(mkdtemp(folder));
    snprintf(floor->spool_path, sizeof(floor->spool_path), "%s/spool", folder);
    disk_fault = 0;
    return 0;
}

static int teardown(void **state)
{
    struct little_floor *floor = *state;
    char *folder = arena_text(floor->arena, floor->spool_path);
    *strrchr(folder, '/') = 0;
    server_stop(floor->server);
    floor->server = NULL;
    unlink(floor->spool_path);
    rmdir(folder);
    return floor_teardown(state);
}

static const char *body_of(struct client *client, size_t length)
{
    char *body = arena_take(client->arena, length + 1);
    memset(body, 'b', length);
    return body;
}

static void a_body_at_the_limit_is_taken(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer =
        client_ask(&client, "POST", "/echo", NULL, body_of(&client, LITTLE_LIMIT));
    assert_int_equal(answer.status, 200);
    assert_memory_equal(answer.body, body_of(&client, LITTLE_LIMIT), LITTLE_LIMIT);
    client_close(&client);
}

static void a_body_over_the_limit_answers_413_and_closes(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer =
        client_ask(&client, "POST", "/echo", NULL, body_of(&client, LITTLE_LIMIT + 1));
    assert_int_equal(answer.status, 413);
    assert_string_equal(answer.body, "The body is longer than 1,000 bytes.");
    assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void a_body_where_none_is_taken_answers_413(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "DELETE", "/none", NULL, "x").status, 413);
    client_close(&client);
}

static void an_empty_body_is_no_body(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "POST", "/none", NULL, "").status, 200);
    assert_int_equal(client_ask(&client, "POST", "/none", NULL, "").status, 200);
    client_close(&client);
}

static void send_chunks(struct client *client, const char *path, int count, size_t size)
{
    client_send(client, arena_print(client->arena,
                                    "PUT %s HTTP/1.1\r\nHost: x\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n",
                                    path));
    const char *chunk =
        arena_print(client->arena, "%zx;name=value\r\n%s\r\n", size, body_of(client, size));
    for (int i = 0; i < count && client_send(client, chunk); i++)
        ;
    client_send(client, "0\r\nTrailer: ignored\r\n\r\n");
}

/* How strictly the ends of chunks were read cannot be seen: nothing behind them is a request. */
static void a_chunked_body_at_the_limit_is_taken_and_closes(void **state)
{
    static const int counts[] = {1, 10};
    for (int i = 0; i < 2; i++) {
        struct client client = floor_client(*state);
        send_chunks(&client, "/echo", counts[i], (size_t)(LITTLE_LIMIT / counts[i]));
        struct answer answer = client_answer(&client);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
        assert_true(client_sees_end(&client));
        client_close(&client);
    }
}

static void a_chunked_body_over_the_limit_answers_413_and_closes(void **state)
{
    struct client client = floor_client(*state);
    send_chunks(&client, "/echo", LITTLE_LIMIT / 7 + 1, 7); /* 1,001 bytes */
    assert_int_equal(client_answer(&client).status, 413);
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void an_endless_chunked_body_is_cut(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    send_chunks(&client, "/echo", 4096, 1024);
    client_take_rest(&client);
    assert_false(client.silent);
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->last_status), 0);
    client_close(&client);
}

static void a_huge_announced_body_is_refused_before_it_comes(void **state)
{
    struct client client = floor_client(*state);
    client_send(&client, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n");
    assert_int_equal(client_answer(&client).status, 413);
    assert_true(client_sees_end(&client));
    client_close(&client);
}

static void a_client_that_asks_is_told_to_continue(void **state)
{
    struct client client = floor_client(*state);
    client_send(&client, "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                         "Content-Length: 3\r\n\r\n");
    assert_int_equal(client_answer(&client).status, 100);
    client_send(&client, "abc");
    assert_string_equal(client_answer(&client).body, "abc|/echo|127.0.0.1");
    client_close(&client);
}

/* Each with the method that MHD treats in its own way, and one that it does not. */
static void a_client_that_asks_is_refused_before_its_body(void **state)
{
    static const char *const methods[] = {"POST", "PATCH"};
    for (int i = 0; i < 2; i++) {
        struct client client = floor_client(*state);
        client_send(&client, arena_print(client.arena,
                                         "%s /forbidden HTTP/1.1\r\nHost: x\r\n"
                                         "Expect: 100-continue\r\nContent-Length: 30\r\n\r\n",
                                         methods[i]));
        struct answer answer = client_answer(&client);
        assert_int_equal(answer.status, 403);
        assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
        assert_true(client_sees_end(&client));
        client_close(&client);
    }
}

static void nothing_of_a_refused_body_runs(void **state)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "BREW"};
    struct little_floor *floor = *state;
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        struct client client = floor_client(floor);
        struct answer answer = client_ask(&client, methods[i], "/forbidden", NULL,
                                          "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_int_equal(answer.status, 403);
        assert_true(client_sees_end(&client));
        client_close(&client);
    }
    assert_int_equal(floor_count(floor, &floor->smuggled), 0);
}

static void a_refusal_without_a_body_keeps_the_connection(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "GET", "/forbidden", NULL, NULL).status, 403);
    assert_int_equal(client_ask(&client, "GET", "/echo", NULL, NULL).status, 200);
    client_close(&client);
}

static void a_client_that_leaves_in_its_body_ends_once(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_send(&client, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc");
    floor_wait(floor, &floor->begun, 1);
    client_close(&client);
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(floor_count(floor, &floor->last_status), 0);
    assert_int_equal(floor_count(floor, &floor->walked), 0);
}

static void a_spooled_body_is_a_file_of_ours_alone(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    assert_int_equal(client_ask(&client, "POST", "/spool", NULL, "to a file").status, 200);
    struct stat file;
    assert_int_equal(stat(floor->spool_path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    char bytes[20] = "";
    int fd = open(floor->spool_path, O_RDONLY);
    assert_int_equal(read(fd, bytes, sizeof(bytes)), 9);
    close(fd);
    assert_string_equal(bytes, "to a file");
    client_close(&client);
}

static void a_spooled_body_is_told_by_its_sha256(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = client_ask(&client, "POST", "/spool", NULL, "to a file");
    assert_string_equal(answer.body,
                        "b58e74eb36312d8739d6d69bf8445f3741831c441359be45b63eedc3c115aae1");
    client_close(&client);
}

static void a_spooled_body_over_its_limit_leaves_no_file(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    send_chunks(&client, "/spool", 2, LITTLE_LIMIT);
    assert_int_equal(client_answer(&client).status, 413);
    assert_int_equal(access(floor->spool_path, F_OK), -1);
    client_close(&client);
}

static void a_client_that_leaves_in_a_spooled_body_leaves_no_file(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    client_send(&client, "POST /spool HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc");
    floor_wait(floor, &floor->begun, 1);
    client_close(&client);
    floor_wait(floor, &floor->ended, 1);
    assert_int_equal(access(floor->spool_path, F_OK), -1);
}

static void a_full_disk_answers_507_and_leaves_no_file(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    disk_fault = ENOSPC;
    assert_int_equal(client_ask(&client, "POST", "/spool", NULL, "to a file").status, 507);
    assert_int_equal(access(floor->spool_path, F_OK), -1);
    client_close(&client);
}

static void a_spooled_body_is_on_the_disk_before_the_answer(void **state)
{
    struct client client = floor_client(*state);
    assert_int_equal(client_ask(&client, "POST", "/spool", NULL, "to a file").status, 200);
    assert_int_equal(files_synced, 1);
    assert_int_equal(folders_synced, 1);
    client_close(&client);
}

static void a_spooled_body_that_the_disk_does_not_keep_is_not_taken(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    sync_fault = EIO;
    assert_int_equal(client_ask(&client, "POST", "/spool", NULL, "to a file").status, 500);
    assert_int_equal(access(floor->spool_path, F_OK), -1);
    assert_int_equal(floor_count(floor, &floor->walked), 0);
    client_close(&client);
}

/* Far more than is dropped of another refused body. */
static void a_long_body_that_meets_a_full_disk_is_read_to_its_end_and_answered_507(void **state)
{
    enum { LONG_BODY = 8 << 20 };
    struct client client = floor_client(*state);
    disk_fault = ENOSPC;
    client_send(&client, arena_print(client.arena,
                                     "POST /long-spool HTTP/1.1\r\nHost: x\r\n"
                                     "Content-Length: %d\r\n\r\n",
                                     LONG_BODY));
    assert_true(client_send_bytes(&client, body_of(&client, LONG_BODY), LONG_BODY));
    struct answer answer = client_answer(&client);
    assert_int_equal(answer.status, 507);
    assert_string_equal(answer_header(client.arena, &answer, "Connection"), "close");
    client_close(&client);
}

static void a_broken_disk_answers_500_and_leaves_no_file(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    disk_fault = EIO;
    assert_int_equal(client_ask(&client, "POST", "/spool", NULL, "to a file").status, 500);
    assert_int_equal(access(floor->spool_path, F_OK), -1);
    client_close(&client);
}

static void a_file_that_is_there_is_never_written_over(void **state)
{
    struct little_floor *floor = *state;
    struct client client = floor_client(floor);
    close(open(floor->spool_path, O_CREAT | O_WRONLY, 0600));
    assert_int_equal(client_ask(&client, "POST", "/spool", NULL, "to a file").status, 500);
    struct stat file;
    assert_int_equal(stat(floor->spool_path, &file), 0);
    assert_int_equal(file.st_size, 0);
    client_close(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_at_the_limit_is_taken),
        cmocka_unit_test(a_body_over_the_limit_answers_413_and_closes),
        cmocka_unit_test(a_body_where_none_is_taken_answers_413),
        cmocka_unit_test(an_empty_body_is_no_body),
        cmocka_unit_test(a_chunked_body_at_the_limit_is_taken_and_closes),
        cmocka_unit_test(a_chunked_body_over_the_limit_answers_413_and_closes),
        cmocka_unit_test(an_endless_chunked_body_is_cut),
        cmocka_unit_test(a_huge_announced_body_is_refused_before_it_comes),
        cmocka_unit_test(a_client_that_asks_is_told_to_continue),
        cmocka_unit_test(a_client_that_asks_is_refused_before_its_body),
        cmocka_unit_test(nothing_of_a_refused_body_runs),
        cmocka_unit_test(a_refusal_without_a_body_keeps_the_connection),
        cmocka_unit_test(a_client_that_leaves_in_its_body_ends_once),
        cmocka_unit_test(a_spooled_body_is_a_file_of_ours_alone),
        cmocka_unit_test(a_spooled_body_is_told_by_its_sha256),
        cmocka_unit_test(a_spooled_body_over_its_limit_leaves_no_file),
        cmocka_unit_test(a_client_that_leaves_in_a_spooled_body_leaves_no_file),
        cmocka_unit_test(a_full_disk_answers_507_and_leaves_no_file),
        cmocka_unit_test(a_spooled_body_is_on_the_disk_before_the_answer),
        cmocka_unit_test(a_spooled_body_that_the_disk_does_not_keep_is_not_taken),
        cmocka_unit_test(a_long_body_that_meets_a_full_disk_is_read_to_its_end_and_answered_507),
        cmocka_unit_test(a_broken_disk_answers_500_and_leaves_no_file),
        cmocka_unit_test(a_file_that_is_there_is_never_written_over),
    };
    struct CMUnitTest each[sizeof(tests) / sizeof(tests[0])];
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        each[i] = (struct CMUnitTest){tests[i].name, tests[i].test_func, setup, teardown, NULL};
    return cmocka_run_group_tests_name("bodies", each, NULL, NULL);
}
