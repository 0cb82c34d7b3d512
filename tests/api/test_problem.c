/* How faults are told over HTTP. */
#include "api/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static const char *header_of(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    }
    return NULL;
}

static void a_write_that_may_have_been_kept_is_to_be_sent_again(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    struct reply reply = {0};
    problem_reply(&reply, arena, error_new(arena, ERROR_UNSURE, "Send it again."), NULL);
    buffer_byte(&reply.body, 0);
    assert_int_equal(reply.status, 503);
    assert_non_null(header_of(&reply, "Retry-After"));
    assert_non_null(strstr(reply.body.bytes, "\"type\":\"urn:kith:problem:unsure\""));
    assert_non_null(strstr(reply.body.bytes, "\"detail\":\"Send it again.\""));
    reply_reset(&reply);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_that_may_have_been_kept_is_to_be_sent_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
