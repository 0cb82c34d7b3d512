/* A tree of path segments: a look-up compares one segment at a time, never a whole route. */
#include "web/router.h"
#include "web/target.h"

#include <assert.h>
#include <string.h>

enum { ROUTER_MEMORY = 16 * 1024 };

struct node {
    const char *segment;    /* decoded */
    struct node **children; /* literal segments, sorted by bytes */
    size_t count, capacity;
    struct node *parameter; /* the child that any segment fits, or NULL */
    const struct route *routes[METHODS];
    const char *allow; /* NULL where no path ends */
};

struct router {
    struct arena *arena;
    struct node root;
};

/* The place of a literal child, or the one where it would stand. */
static size_t child_place(const struct node *node, const char *segment, bool *ret_found)
{
    size_t low = 0, high = node->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(segment, node->children[middle]->segment);
        if (order == 0) {
            *ret_found = true;
            return middle;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    *ret_found = false;
    return low;
}

static struct node *child_made(struct arena *arena, struct node *node, const char *segment)
{
    if (*segment == '{') {
        if (!node->parameter)
            node->parameter = arena_take(arena, sizeof(struct node));
        return node->parameter;
    }
    bool found;
    size_t place = child_place(node, segment, &found);
    if (found)
        return node->children[place];
    if (node->count == node->capacity) {
        node->capacity = node->capacity ? node->capacity * 2 : 4;
        struct node **more = arena_take(arena, node->capacity * sizeof(struct node *));
        if (node->count)
            memcpy(more, node->children, node->count * sizeof(struct node *));
        node->children = more;
    }
    memmove(&node->children[place + 1], &node->children[place],
            (node->count - place) * sizeof(struct node *));
    node->count++;
    struct node *child = arena_take(arena, sizeof(*child));
    child->segment = segment;
    return node->children[place] = child;
}

static void add_route(struct router *router, const char *prefix, const struct route *route)
{
    char *path = arena_print(router->arena, "%s%s", prefix, route->path);
    struct node *node = &router->root;
    assert(*path == '/');
    while (path) {
        char *segment = path + 1;
        path = strchr(segment, '/');
        if (path)
            *path = 0;
        node = child_made(router->arena, node, segment);
    }
    assert(!node->routes[route->method]);
    node->routes[route->method] = route;
}

const char *const method_words[METHODS] = {
    [GET] = "GET", [POST] = "POST", [PUT] = "PUT", [PATCH] = "PATCH", [DELETE] = "DELETE",
};

static void write_allow(struct arena *arena, struct node *node)
{
    for (int method = GET; method < METHODS; method++) {
        if (!node->routes[method])
            continue;
        const char *word = method == GET ? "GET, HEAD" : method_words[method];
        node->allow = node->allow ? arena_print(arena, "%s, %s", node->allow, word) : word;
    }
    for (size_t i = 0; i < node->count; i++)
        write_allow(arena, node->children[i]);
    if (node->parameter)
        write_allow(arena, node->parameter);
}

struct router *router_new(const struct route_group *groups, size_t count)
{
    struct arena *arena = arena_new(ROUTER_MEMORY);
    struct router *router = arena_take(arena, sizeof(*router));
    router->arena = arena;
    for (size_t i = 0; i < count; i++) {
        for (const struct route *route = groups[i].routes; route->path; route++)
            add_route(router, groups[i].prefix, route);
    }
    write_allow(arena, &router->root);
    return router;
}

void router_free(struct router *router)
{
    if (router)
        arena_free(router->arena);
}

/* What a look-up carries along. */
struct walk {
    struct arena *arena;
    const char *parameters[MOST_PARAMETERS];
};

/* `rest` begins with the slash before the next segment. Gives the node where the path ends, or
 * NULL. A literal segment wins; where it leads nowhere, the parameter is tried. */
static const struct node *find_node(struct walk *walk, const struct node *node, const char *rest,
                                    size_t taken)
{
    if (!*rest)
        return node->allow ? node : NULL;
    const char *start = rest + 1;
    size_t length = strcspn(start, "/");
    rest = start + length;
    char *segment = target_decode(walk->arena, start, length);
    if (!segment)
        return NULL;
    bool found;
    size_t place = child_place(node, segment, &found);
    const struct node *end = found ? find_node(walk, node->children[place], rest, taken) : NULL;
    if (end || !node->parameter || length == 0)
        return end;
    assert(taken < MOST_PARAMETERS);
    end = find_node(walk, node->parameter, rest, taken + 1);
    if (end)
        walk->parameters[taken] = segment;
    return end;
}

struct error *router_find(const struct router *router, struct request *request,
                          const char **ret_allow)
{
    struct walk walk = {.arena = request->arena};
    const struct node *node =
        *request->path == '/' ? find_node(&walk, &router->root, request->path, 0) : NULL;
    if (!node)
        return error_new(request->arena, ERROR_NOT_FOUND, "There is nothing at this address.");
    const struct route *route = request->method < METHODS ? node->routes[request->method] : NULL;
    if (!route) {
        *ret_allow = node->allow;
        return error_new(request->arena, ERROR_METHOD, "This address takes %s only.", node->allow);
    }
    request->route = route;
    memcpy(request->parameters, walk.parameters, sizeof(walk.parameters));
    return NULL;
}
