/* Which route a method and a path lead to. */
#include "web/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static const struct route people[] = {
    {.method = GET, .path = "/people"},
    {.method = POST, .path = "/people"},
    {.method = GET, .path = "/people/{id}"},
    {.method = PATCH, .path = "/people/{id}"},
    {.method = DELETE, .path = "/people/{id}"},
    {.method = GET, .path = "/people/search"},
    {.method = GET, .path = "/people/{id}/notes"},
    {.method = PUT, .path = "/people/{person}/notes/{note}"},
    {.method = GET, .path = "/people/search/last"},
    {0},
};

static const struct route plain[] = {
    {.method = GET, .path = "/"},
    {.method = GET, .path = "/healthz"},
    {0},
};

static const struct route_group groups[] = {{"/api/v1", people}, {"", plain}};

struct found {
    struct arena *arena;
    struct router *router;
    struct request request;
    struct error *err;
    const char *allow;
};

static void find(struct found *found, enum method method, const char *path)
{
    found->request = (struct request){.arena = found->arena, .method = method, .path = path};
    found->allow = NULL;
    found->err = router_find(found->router, &found->request, &found->allow);
}

static int setup(void **state)
{
    struct arena *arena = arena_new(4096);
    struct found *found = arena_take(arena, sizeof(*found));
    found->arena = arena;
    found->router = router_new(groups, sizeof(groups) / sizeof(groups[0]));
    *state = found;
    return 0;
}

static int teardown(void **state)
{
    struct found *found = *state;
    router_free(found->router);
    arena_free(found->arena);
    return 0;
}

static void every_route_is_found_by_its_own_path(void **state)
{
    struct found *found = *state;
    static const char *const paths[] = {
        "/api/v1/people",         "/api/v1/people",           "/api/v1/people/7",
        "/api/v1/people/7",       "/api/v1/people/7",         "/api/v1/people/search",
        "/api/v1/people/7/notes", "/api/v1/people/7/notes/8", "/api/v1/people/search/last",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        find(found, people[i].method, paths[i]);
        assert_null(found->err);
        assert_ptr_equal(found->request.route, &people[i]);
    }
}

static void the_root_has_a_route_of_its_own(void **state)
{
    struct found *found = *state;
    find(found, GET, "/");
    assert_ptr_equal(found->request.route, &plain[0]);
}

static void parameters_come_in_the_order_of_the_template(void **state)
{
    struct found *found = *state;
    find(found, PUT, "/api/v1/people/anna/notes/8");
    assert_string_equal(found->request.parameters[0], "anna");
    assert_string_equal(found->request.parameters[1], "8");
    assert_null(found->request.parameters[2]);
}

static void parameters_are_decoded_once_and_after_splitting(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/people/a%2Fb%2541%C3%BC");
    assert_null(found->err);
    assert_string_equal(found->request.parameters[0], "a/b%41\xc3\xbc");
}

static void a_plus_in_a_path_stays_a_plus(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/people/a+b");
    assert_string_equal(found->request.parameters[0], "a+b");
}

static void an_encoded_literal_is_the_same_literal(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/%70eople/search");
    assert_ptr_equal(found->request.route, &people[5]);
}

static void a_literal_segment_wins_over_a_parameter(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/people/search");
    assert_ptr_equal(found->request.route, &people[5]);
    assert_null(found->request.parameters[0]);
}

static void a_literal_that_leads_nowhere_gives_way_to_the_parameter(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/people/search/notes");
    assert_ptr_equal(found->request.route, &people[6]);
    assert_string_equal(found->request.parameters[0], "search");
}

static void a_brace_in_a_path_is_no_template(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/people/{id}");
    assert_ptr_equal(found->request.route, &people[2]);
    assert_string_equal(found->request.parameters[0], "{id}");
}

static void unknown_paths_are_not_found(void **state)
{
    struct found *found = *state;
    static const char *const paths[] = {
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/peopl",
        "/api/v1/people/",
        "/api/v1/people/7/",
        "/peop",
        "//people",
        "/api//v1/people",
        "/api/v1/people//notes",
        "/api/v1/people2",
        "",
        "healthz",
        "/healthz/",
        "/API/v1/people",
        "/api/v1/people/%zz",
        "/api/v1/people/%00",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        find(found, GET, paths[i]);
        assert_non_null(found->err);
        assert_int_equal(found->err->kind, ERROR_NOT_FOUND);
        assert_null(found->request.route);
    }
}

static void another_method_is_told_what_is_allowed(void **state)
{
    struct found *found = *state;
    find(found, PUT, "/api/v1/people/7");
    assert_int_equal(found->err->kind, ERROR_METHOD);
    assert_string_equal(found->allow, "GET, HEAD, PATCH, DELETE");
    assert_null(found->request.route);
}

static void head_is_allowed_only_where_get_is(void **state)
{
    struct found *found = *state;
    find(found, GET, "/api/v1/people/7/notes/8");
    assert_string_equal(found->allow, "PUT");
}

static void a_method_of_no_route_is_told_what_is_allowed(void **state)
{
    struct found *found = *state;
    find(found, METHODS, "/healthz");
    assert_int_equal(found->err->kind, ERROR_METHOD);
    assert_string_equal(found->allow, "GET, HEAD");
}

static void a_router_without_routes_finds_nothing(void **state)
{
    struct found *found = *state;
    router_free(found->router);
    found->router = router_new(NULL, 0);
    find(found, GET, "/");
    assert_int_equal(found->err->kind, ERROR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_route_is_found_by_its_own_path, setup, teardown),
        cmocka_unit_test_setup_teardown(the_root_has_a_route_of_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(parameters_come_in_the_order_of_the_template, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(parameters_are_decoded_once_and_after_splitting, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_plus_in_a_path_stays_a_plus, setup, teardown),
        cmocka_unit_test_setup_teardown(an_encoded_literal_is_the_same_literal, setup, teardown),
        cmocka_unit_test_setup_teardown(a_literal_segment_wins_over_a_parameter, setup, teardown),
        cmocka_unit_test_setup_teardown(a_literal_that_leads_nowhere_gives_way_to_the_parameter,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_brace_in_a_path_is_no_template, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_paths_are_not_found, setup, teardown),
        cmocka_unit_test_setup_teardown(another_method_is_told_what_is_allowed, setup, teardown),
        cmocka_unit_test_setup_teardown(head_is_allowed_only_where_get_is, setup, teardown),
        cmocka_unit_test_setup_teardown(a_method_of_no_route_is_told_what_is_allowed, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_router_without_routes_finds_nothing, setup, teardown),
    };
    return cmocka_run_group_tests_name("the router", tests, NULL, NULL);
}
