/* Starts and stops the listeners. */
#include "web/inside.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_HOST_CONNECTIONS = 64 };

/* A lock or a thread of the library has failed, or the server was stopped while a request was
 * suspended: nothing sound can follow. */
static void log_panic(void *owner, const char *file, unsigned line, const char *reason)
{
    (void)owner;
    (void)file;
    (void)line;
    log_line("error", "the HTTP library gave up; stopping", "message", reason ? reason : "", NULL);
    abort();
}

/* Escapes are decoded by the guard and the router: MHD's own way lets %00 cut the path short. */
static size_t keep_escapes(void *owner, struct MHD_Connection *connection, char *text)
{
    (void)owner;
    (void)connection;
    return strlen(text);
}

static struct MHD_Daemon *daemon_start(struct door *door, unsigned threads, unsigned connections)
{
    struct server *server = door->server;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)library_log_say, &server->log},
        {MHD_OPTION_LISTEN_SOCKET, door->fd, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)peer_notify, door},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_completed, server},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)server->settings.idle_s, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_target, NULL},
        /* Stricter, it would also refuse a missing Host and a space in the target: the guard does,
         * in an answer of ours. */
        {MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL},
        /* A pool of one is refused by MHD: it stands last to be left out. */
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    return MHD_start_daemon(flags, 0, peer_accept, server, exchange_answer, server,
                            MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static struct error *no_threads(struct arena *arena)
{
    return error_new(arena, ERROR_BROKEN,
                     "The HTTP server could not start its threads: allow this user more threads or "
                     "open files.");
}

static struct error *door_open(struct arena *arena, struct door *door, unsigned threads,
                               unsigned connections)
{
    door->daemon = daemon_start(door, threads, connections);
    door->fd = -1; /* MHD has taken it, and closes it */
    return door->daemon ? NULL : no_threads(arena);
}

static void door_close(struct door *door)
{
    if (door->daemon)
        MHD_stop_daemon(door->daemon);
    if (door->fd >= 0)
        close(door->fd);
}

static struct server *server_new(const struct server_settings *settings,
                                 const struct handler *handler)
{
    struct arena *arena = arena_new(sizeof(struct server) + EXCHANGE_MEMORY);
    struct server *server = arena_take(arena, sizeof(*server));
    server->arena = arena;
    server->handler = *handler;
    pthread_mutex_init(&server->log.lock, NULL);
    server->log.server = server;
    server->connections = headcount_new(arena);
    server->requests = headcount_new(arena);
    server->tcp = (struct door){.server = server, .fd = -1};
    server->host = (struct door){.server = server, .fd = -1, .from_host = true};
    struct server_settings *own = &server->settings;
    *own = *settings;
    own->listen = arena_text(arena, settings->listen);
    own->socket_path = arena_text(arena, settings->socket_path);
    own->threads = own->threads ? own->threads : 1;
    own->most_connections = own->most_connections ? own->most_connections : 1000;
    own->header_ms = own->header_ms ? own->header_ms : 10000;
    own->body_grace_ms = own->body_grace_ms ? own->body_grace_ms : 10000;
    own->body_rate = own->body_rate ? own->body_rate : 1024;
    own->idle_s = own->idle_s ? own->idle_s : 60;
    own->stream_ms = own->stream_ms ? own->stream_ms : 600000;
    own->stream_end_ms = own->stream_end_ms ? own->stream_end_ms : 3000;
    own->sweep_ms = own->sweep_ms ? own->sweep_ms : 1000;
    return server;
}

static struct error *open_doors(struct arena *arena, struct server *server)
{
    const struct server_settings *own = &server->settings;
    struct error *err = NULL;
    if (own->listen)
        err = listen_tcp(arena, own->listen, &server->tcp.fd, &server->port);
    if (!err && own->socket_path)
        err = listen_host(arena, own->socket_path, &server->host.fd);
    if (!err && own->listen)
        err = door_open(arena, &server->tcp, own->threads, own->most_connections);
    if (!err && own->socket_path)
        err = door_open(arena, &server->host, 1, MOST_HOST_CONNECTIONS);
    return err;
}

struct error *server_start(struct arena *arena, const struct server_settings *settings,
                           const struct handler *handler, struct server **ret_server)
{
    struct server *server = server_new(settings, handler);
    MHD_set_panic_func(log_panic, NULL);
    if (!sweeper_start(server)) {
        headcount_close(server->connections);
        headcount_close(server->requests);
        arena_free(server->arena);
        return no_threads(arena);
    }
    struct error *err = open_doors(arena, server);
    if (err) {
        server_stop(server);
        return err;
    }
    *ret_server = server;
    return NULL;
}

int server_port(const struct server *server)
{
    return server->port;
}

void server_quiesce(struct server *server)
{
    int64_t none = 0;
    atomic_compare_exchange_strong(&server->quiesced_us, &none, monotonic_us());
}

unsigned server_in_flight(const struct server *server)
{
    return atomic_load(&server->in_flight);
}

void server_stop(struct server *server)
{
    server_quiesce(server);
    peers_part(server);
    bool owns_path = server->host.daemon || server->host.fd >= 0;
    door_close(&server->tcp);
    door_close(&server->host);
    if (owns_path)
        unlink(server->settings.socket_path);
    sweeper_stop(server);
    headcount_close(server->connections);
    headcount_close(server->requests);
    arena_free(server->arena);
}
