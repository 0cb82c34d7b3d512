/* A Kith in this process: lock, database, writer, readers, API. */
#ifndef KITH_COMMANDS_HOST_H
#define KITH_COMMANDS_HOST_H

#include "api/api.h"
#include "commands/folder.h"
#include "commands/settings.h"

struct host {
    struct arena *arena;
    struct folder folder;
    int lock;
    struct api api;
    struct server *server;
};

/* Opens the data folder for writing and starts everything but the listener on `listen`, which is
 * started too unless it is NULL. */
struct error *host_start(struct arena *arena, const struct settings *settings, const char *listen,
                         struct host **ret_host);

/* Refuses new writes, waits until nothing is in flight (at most 30 s), and closes. */
void host_stop(struct host *host);

#endif
