/* What is told of the HTTP library's own lines. */
#include "web/inside.h"

#include "support/http_client.h"

#include <setjmp.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>

struct told {
    struct library_log log;
    int standard_error;
    int file;
};

static int setup(void **state)
{
    static struct told told;
    char path[] = "/tmp/kith-web-XXXXXX";
    told = (struct told){.log.lock = PTHREAD_MUTEX_INITIALIZER};
    told.file = mkostemp(path, O_CLOEXEC);
    told.standard_error = dup(STDERR_FILENO);
    unlink(path);
    *state = &told;
    return dup2(told.file, STDERR_FILENO) < 0 ? -1 : 0;
}

static int teardown(void **state)
{
    struct told *told = *state;
    dup2(told->standard_error, STDERR_FILENO);
    close(told->standard_error);
    close(told->file);
    return 0;
}

__attribute__((format(printf, 2, 3))) static void say(struct told *told, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    library_log_say(&told->log, format, arguments);
    va_end(arguments);
}

static const char *lines_of(const struct told *told)
{
    static char text[16 * 1024];
    memset(text, 0, sizeof(text));
    assert_true(pread(told->file, text, sizeof(text) - 1, 0) >= 0);
    return text;
}

static void a_line_is_told_with_its_values(void **state)
{
    say(*state, "%s\n", "The socket is closed.");
    assert_int_equal(times_in(lines_of(*state), "\"message\":\"The socket is closed.\""), 1);
}

static void the_path_of_a_request_is_not_told(void **state)
{
    say(*state, "Failed to send the body for the request for `%s'.\n", "/people/ada@example.com");
    assert_int_equal(times_in(lines_of(*state), "Failed to send"), 1);
    assert_int_equal(times_in(lines_of(*state), "ada@"), 0);
}

/* A new second may begin in between. */
static void equal_lines_of_a_burst_are_told_once_a_second(void **state)
{
    for (int i = 0; i < 1000; i++)
        say(*state, "Too many connections: %d.\n", i % 2);
    assert_in_range(times_in(lines_of(*state), "Too many connections"), 2, 4);
}

static void no_more_than_ten_lines_are_told_in_a_second(void **state)
{
    for (int i = 0; i < 1000; i++)
        say(*state, "Line %d.\n", i);
    assert_in_range(times_in(lines_of(*state), "Line"), 10, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_told_with_its_values),
        cmocka_unit_test(the_path_of_a_request_is_not_told),
        cmocka_unit_test(equal_lines_of_a_burst_are_told_once_a_second),
        cmocka_unit_test(no_more_than_ten_lines_are_told_in_a_second),
    };
    struct CMUnitTest each[sizeof(tests) / sizeof(tests[0])];
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        each[i] = (struct CMUnitTest){tests[i].name, tests[i].test_func, setup, teardown, NULL};
    return cmocka_run_group_tests_name("library log", each, NULL, NULL);
}
