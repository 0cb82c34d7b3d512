/* One thing that the API offers, told by itself: its routes, its statements, how one is found. */
#ifndef KITH_API_RESOURCE_H
#define KITH_API_RESOURCE_H

#include "api/call.h"

struct resource {
    const char *name;                          /* "promises" */
    const char *noun;                          /* "promise": the subject of changes */
    const char *prefix;                        /* "/api/v1", or "" */
    const struct route *routes;                /* ended by a route without a path */
    const struct statement *const *statements; /* arrays, each ended by {0}; ended by NULL */
    const struct shape *shape;                 /* of one record, or NULL */
    /* Finds one record by id: for repeats and for 412. NULL when it has none. */
    struct error *(*find)(struct work *w, ident id, void *ret_record);
};

/* All of them, ended by NULL. */
extern const struct resource *const resources[];

/* The resource with that noun, or NULL. */
const struct resource *resource_of_noun(const char *noun);

/* The resource that a route belongs to. */
const struct resource *resource_of_route(const struct route *route);

#endif
