/* Puts the parts of a serving Kith together. */
#include "api/api.h"

#include "api/audited.h"
#include "api/importer.h"
#include "api/openapi.h"
#include "api/pool.h"
#include "api/resource.h"
#include "api/walk.h"

#include <stdio.h>
#include <string.h>

enum { MOST_RESOURCES = 64 };

const struct resource *resource_of_noun(const char *noun)
{
    for (const struct resource *const *at = resources; noun && *at; at++) {
        if ((*at)->noun && strcmp((*at)->noun, noun) == 0)
            return *at;
    }
    return NULL;
}

const struct resource *resource_of_route(const struct route *route)
{
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *own = (*at)->routes; own && own->path; own++) {
            if (own == route)
                return *at;
        }
    }
    return NULL;
}

static bool lies_under(const char *address, const char *path)
{
    size_t length = strlen(path);
    return strncmp(address, path, length) == 0 && (!address[length] || address[length] == '/');
}

bool api_owns(const char *path)
{
    char address[256];
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *own = (*at)->routes; own && own->path; own++) {
            snprintf(address, sizeof(address), "%s%s", (*at)->prefix, own->path);
            if (lies_under(address, path))
                return true;
        }
    }
    return false;
}

static struct error *read_epoch(struct arena *arena, struct api *api)
{
    struct work w = {.arena = arena};
    int64_t epoch = 0;
    struct error *err = readers_take(api->readers, arena, &w.db);
    if (!err)
        err = counter_read(&w, "epoch", &epoch);
    readers_give(api->readers, w.db);
    api->epoch = (unsigned)epoch;
    return err;
}

struct error *api_start(struct arena *arena, struct api *api)
{
    struct route_group groups[MOST_RESOURCES];
    size_t count = 0;
    for (const struct resource *const *at = resources; *at; at++) {
        if ((*at)->routes)
            groups[count++] = (struct route_group){(*at)->prefix, (*at)->routes};
    }
    struct route_group *kept = arena_take(api->arena, sizeof(*kept) * count);
    memcpy(kept, groups, sizeof(*kept) * count);
    api->router = router_new(kept, count);
    api->refusals = refusals_new(api->arena);
    openapi_write(&api->openapi, api->base_path);
    struct error *err = read_epoch(arena, api);
    if (!err)
        err = importer_start(arena, api, &api->importer);
    api->pool = err ? NULL : pool_start();
    if (!err && !api->pool)
        err = error_new(arena, ERROR_BROKEN, "A thread cannot be started: allow this user more.");
    return err;
}

void api_stop(struct api *api)
{
    importer_stop(api->importer);
    pool_close(api->pool);
}

void api_free(struct api *api)
{
    pool_free(api->pool);
    router_free(api->router);
    buffer_free(&api->openapi);
}

/* A proxy passes the path that Kith is served under, or takes it away: both are understood. */
static struct error *begin(void *owner, struct request *request)
{
    const struct api *api = owner;
    size_t length = strlen(api->base_path);
    if (length > 0 && strncmp(request->path, api->base_path, length) == 0 &&
        request->path[length] == '/')
        request->path += length;
    return walk_begin(owner, request);
}

struct handler api_handler(struct api *api)
{
    return (struct handler){
        .owner = api, .begin = begin, .walk = walk_run, .refuse = walk_refuse, .end = walk_end};
}
