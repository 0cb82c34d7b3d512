/* Any path: one without a fault decodes segment by segment, and leads where a plain look at the
 * templates says. */
#include "web/router.h"
#include "web/target.h"

#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEGMENTS = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct route routes[] = {
    {.method = GET, .path = "/people"},
    {.method = GET, .path = "/people/actions"},
    {.method = GET, .path = "/people/{id}"},
    {.method = GET, .path = "/people/{id}/brief"},
    {.method = GET, .path = "/people/{id}/{what}/{n}"},
    {.method = GET, .path = "/{any}/actions/here"},
    {.method = POST, .path = "/only/posted"},
    {0},
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The decoded segments of a path without a fault; more than fit are counted. */
static size_t split(struct arena *arena, const char *path, const char *segments[MOST_SEGMENTS])
{
    size_t count = 0;
    while (*path) {
        size_t length = strcspn(++path, "/");
        const char *segment = target_decode(arena, path, length);
        must(segment && text_is_utf8(segment, strlen(segment)) && strlen(segment) <= length);
        must(strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0);
        if (count < MOST_SEGMENTS)
            segments[count] = segment;
        count++;
        path += length;
    }
    return count;
}

/* What the parameters of the template would be, or false when it does not fit. */
static bool fits(struct arena *arena, const char *template, const char *path,
                 const char *ret_parameters[MOST_PARAMETERS])
{
    const char *wanted[MOST_SEGMENTS], *told[MOST_SEGMENTS];
    size_t count = split(arena, template, wanted);
    size_t taken = 0;
    if (split(arena, path, told) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool parameter = *wanted[i] == '{';
        if (parameter ? !*told[i] : strcmp(wanted[i], told[i]) != 0)
            return false;
        if (parameter)
            ret_parameters[taken++] = told[i];
    }
    return true;
}

static void check_found(struct arena *arena, const struct request *request)
{
    const char *parameters[MOST_PARAMETERS] = {0};
    must(fits(arena, request->route->path, request->path, parameters));
    for (size_t i = 0; i < MOST_PARAMETERS; i++)
        must(parameters[i] ? strcmp(parameters[i], request->parameters[i]) == 0
                           : !request->parameters[i]);
}

static void check_route(struct arena *arena, const struct router *router, const char *path)
{
    const char *parameters[MOST_PARAMETERS];
    const char *allow = NULL;
    struct request request = {.arena = arena, .method = GET, .path = path};
    struct error *err = router_find(router, &request, &allow);
    bool any = false;
    for (const struct route *route = routes; route->path; route++)
        any = any || fits(arena, route->path, path, parameters);
    must(any == (!err || err->kind == ERROR_METHOD));
    must((err && err->kind == ERROR_METHOD) == (allow != NULL));
    if (!err)
        check_found(arena, &request);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct router *router; /* one for all inputs: making it takes longer than asking it */
    static const struct route_group group = {"", routes};
    if (!router)
        router = router_new(&group, 1);
    struct arena *arena = arena_new(4096);
    const char *path = arena_copy(arena, (const char *)bytes, length);
    const char *fault = target_fault(arena, path);
    if (fault)
        must(text_is_utf8(fault, strlen(fault)) && fault[strlen(fault) - 1] == '.');
    else
        check_route(arena, router, path);
    arena_free(arena);
    return 0;
}
