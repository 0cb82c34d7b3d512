/* A request's walk: actor, demand, reading, steps, answer. */
#ifndef KITH_API_WALK_H
#define KITH_API_WALK_H

#include "api/call.h"

/* The functions of the handler. */
struct error *walk_begin(void *api, struct request *request);
bool walk_run(void *api, struct request *request);
void walk_refuse(void *api, struct request *request, const struct error *err);
void walk_end(void *api, struct request *request, int status, int64_t bytes_sent);

#endif
