/* Which routes leave a row in the audit log: written by hand, and not taken from the routes. */
#include "api/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Whatever deletes does, too. */
static const struct {
    enum method method;
    const char *resource;
    const char *path;
} audited[] = {
    {POST, "members", "/members"},
    {PATCH, "members", "/members/{id}"},
    {POST, "tokens", "/tokens"},
    {DELETE, "tokens", "/tokens/{id}"},
    {DELETE, "sessions", "/sessions/{id}"},
    {DELETE, "me", "/me/session"},
    {POST, "links", "/members/{id}/link"},
    {DELETE, "links", "/links/{id}"},
    {POST, "links", "/links/use"},
    {POST, "kinds", "/kinds"},
    {PATCH, "kinds", "/kinds/{id}"},
    {POST, "people", "/people/actions"},
    {POST, "people", "/people/{id}/merge"},
    {POST, "themes", "/themes/{id}/merge"},
    {POST, "changes", "/changes/{n}/undo"},
    {POST, "trash", "/trash/{id}/restore"},
    {POST, "imports", "/imports"},
    {GET, "export", "/export"},
};

typedef void route_check(const struct resource *resource, const struct route *route);

static void for_each_route(route_check *check)
{
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route && route->path; route++)
            check(*at, route);
    }
}

static const struct route *route_of(enum method method, const char *resource, const char *path)
{
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route && route->path; route++) {
            if (route->method == method && strcmp((*at)->name, resource) == 0 &&
                strcmp(route->path, path) == 0)
                return route;
        }
    }
    return NULL;
}

static void what_is_to_be_told_of_is_told_of(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(audited) / sizeof(audited[0]); i++) {
        const struct route *route =
            route_of(audited[i].method, audited[i].resource, audited[i].path);
        if (!route || !(route->rules & AUDITED))
            fail_msg("%s leaves no row", audited[i].path);
    }
}

/* A draft is nobody's matter but of who writes it. */
static void check_delete(const struct resource *resource, const struct route *route)
{
    if (strcmp(resource->name, "drafts") != 0 && route->method == DELETE &&
        !(route->rules & AUDITED))
        fail_msg("DELETE %s of %s leaves no row", route->path, resource->name);
}

static void every_delete_is_told_of(void **state)
{
    (void)state;
    for_each_route(check_delete);
}

/* A row is written beside a WRITER step, and says `what`. */
static void check_row(const struct resource *resource, const struct route *route)
{
    bool writes = false;
    for (int i = 0; i < MOST_STEPS; i++)
        writes = writes || (route->steps[i].run && route->steps[i].place == WRITER);
    if (route->rules & AUDITED && (!writes || !route->what))
        fail_msg("%s of %s cannot leave a row", route->path, resource->name);
    if (route->method == GET && writes && !(route->rules & AUDITED))
        fail_msg("GET %s writes, and not into the audit log", route->path);
}

static void what_leaves_a_row_can_write_it(void **state)
{
    (void)state;
    for_each_route(check_row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_to_be_told_of_is_told_of),
        cmocka_unit_test(every_delete_is_told_of),
        cmocka_unit_test(what_leaves_a_row_can_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
