/* Finds the route of a method and a path. */
#ifndef KITH_WEB_ROUTER_H
#define KITH_WEB_ROUTER_H

#include "web/request.h"

struct router;

/* A resource's routes and the prefix they stand under, such as "/api/v1". */
struct route_group {
    const char *prefix;
    const struct route *routes; /* ended by a route without a path */
};

/* Gives a router over the groups, which must outlive it. */
struct router *router_new(const struct route_group *groups, size_t count);
void router_free(struct router *router);

/* Sets the request's route and its path parameters, percent-decoded. ERROR_NOT_FOUND when no route
 * has the path; ERROR_METHOD when another method has it: `ret_allow` is then the value of Allow. */
struct error *router_find(const struct router *router, struct request *request,
                          const char **ret_allow);

#endif
