/* Puts the parts of a serving Kith together. */
#include "api/api.h"

#include "api/importer.h"
#include "api/openapi.h"
#include "api/resource.h"
#include "api/walk.h"

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
    openapi_write(&api->openapi);
    struct error *err = read_epoch(arena, api);
    if (!err)
        err = importer_start(arena, api, &api->importer);
    return err;
}

void api_stop(struct api *api)
{
    importer_stop(api->importer);
}

void api_free(struct api *api)
{
    router_free(api->router);
    buffer_free(&api->openapi);
}

struct handler api_handler(struct api *api)
{
    return (struct handler){.owner = api,
                            .begin = walk_begin,
                            .walk = walk_run,
                            .refuse = walk_refuse,
                            .end = walk_end};
}
