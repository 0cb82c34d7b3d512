/* Keeps the list of live connections and cuts those that are too slow: MHD's own timeout only
 * counts gaps, so that one byte now and then would hold a connection for ever. */
#include "web/inside.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void peer_stage(struct peer *peer, enum stage stage)
{
    atomic_store(&peer->since_us, monotonic_us());
    atomic_store(&peer->bytes, 0);
    atomic_store(&peer->stage, (int)stage);
}

static void write_address(const struct sockaddr *address, char text[ADDRESS_TEXT])
{
    if (!address || (address->sa_family != AF_INET && address->sa_family != AF_INET6)) {
        strcpy(text, "host");
        return;
    }
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, ADDRESS_TEXT);
        return;
    }
    const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(six))
        inet_ntop(AF_INET, six->s6_addr + 12, text, ADDRESS_TEXT);
    else
        inet_ntop(AF_INET6, six, text, ADDRESS_TEXT);
}

/* The socket's mode keeps other users out; this also holds where somebody changed it. */
static bool is_our_user(int fd)
{
    struct ucred who;
    socklen_t size = sizeof(who);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0)
        return false;
    return who.uid == geteuid() || who.uid == 0;
}

static struct peer *peer_new(const struct door *door, struct MHD_Connection *connection)
{
    struct arena *arena = arena_new(sizeof(struct peer));
    struct peer *peer = arena_take(arena, sizeof(*peer));
    peer->arena = arena;
    peer->from_host = door->from_host;
    peer->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    write_address(
        door->from_host
            ? NULL
            : MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
        peer->address);
    peer_stage(peer, STAGE_HEADER);
    peer->refused = door->from_host && !is_our_user(peer->fd);
    if (peer->refused)
        shutdown(peer->fd, SHUT_RDWR);
    return peer;
}

void peer_notify(void *owner, struct MHD_Connection *connection, void **context,
                 enum MHD_ConnectionNotificationCode what)
{
    const struct door *door = owner;
    struct server *server = door->server;
    struct peer *peer = *context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = peer = peer_new(door, connection);
        pthread_mutex_lock(&server->peers_lock);
        peer->next = server->peers;
        if (peer->next)
            peer->next->previous = peer;
        server->peers = peer;
        pthread_mutex_unlock(&server->peers_lock);
        return;
    }
    pthread_mutex_lock(&server->peers_lock);
    if (peer->next)
        peer->next->previous = peer->previous;
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        server->peers = peer->next;
    pthread_mutex_unlock(&server->peers_lock);
    arena_free(peer->arena);
}

/* How long the peer may stay in its stage. */
static int64_t allowed_ms(const struct server_settings *settings, const struct peer *peer,
                          enum stage stage)
{
    switch (stage) {
    case STAGE_HEADER:
        return settings->header_ms;
    case STAGE_BODY:
        return settings->body_grace_ms + atomic_load(&peer->bytes) * 1000 / settings->body_rate;
    case STAGE_IDLE:
        /* When its next header begins cannot be seen; MHD cuts it after idle_s of silence. */
        return (int64_t)settings->idle_s * 1000 + settings->header_ms;
    case STAGE_STREAM:
        return settings->stream_ms;
    case STAGE_SERVING:
        break;
    }
    return INT64_MAX;
}

/* Whether the client has taken nothing of a stream for idle_s. What the kernel still holds for it
 * tells how slowly it reads. */
static bool stream_stands(const struct server_settings *settings, struct peer *peer, int64_t now_us)
{
    int queued = 0;
    ioctl(peer->fd, SIOCOUTQ, &queued);
    int64_t moved = atomic_load(&peer->bytes) - queued;
    if (moved != peer->moved || peer->moved_us < atomic_load(&peer->since_us))
        peer->moved_us = now_us;
    peer->moved = moved;
    return now_us - peer->moved_us > (int64_t)settings->idle_s * 1000000;
}

static bool stream_must_end(struct server *server, struct peer *peer, int64_t now_us)
{
    int64_t quiesced_us = atomic_load(&server->quiesced_us);
    bool stopping = quiesced_us && now_us - quiesced_us > server->settings.stream_end_ms * 1000;
    return stopping || stream_stands(&server->settings, peer, now_us);
}

static void sweep(struct server *server)
{
    int64_t now = monotonic_us();
    for (struct peer *peer = server->peers; peer; peer = peer->next) {
        int64_t since = atomic_load(&peer->since_us);
        enum stage stage = (enum stage)atomic_load(&peer->stage);
        int64_t spent_ms = (now - since) / 1000;
        bool late = spent_ms > allowed_ms(&server->settings, peer, stage);
        if (late || (stage == STAGE_STREAM && stream_must_end(server, peer, now)))
            shutdown(peer->fd, SHUT_RDWR);
    }
}

static void *sweeper_run(void *owner)
{
    struct server *server = owner;
    pthread_mutex_lock(&server->peers_lock);
    while (!server->sweeper_ends) {
        int64_t next = monotonic_us() + server->settings.sweep_ms * 1000;
        struct timespec until = {next / 1000000, next % 1000000 * 1000};
        pthread_cond_timedwait(&server->sweeper_wake, &server->peers_lock, &until);
        sweep(server);
    }
    pthread_mutex_unlock(&server->peers_lock);
    return NULL;
}

bool sweeper_start(struct server *server)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&server->peers_lock, NULL);
    pthread_cond_init(&server->sweeper_wake, &attributes);
    pthread_condattr_destroy(&attributes);
    return pthread_create(&server->sweeper, NULL, sweeper_run, server) == 0;
}

void sweeper_stop(struct server *server)
{
    pthread_mutex_lock(&server->peers_lock);
    server->sweeper_ends = true;
    pthread_cond_signal(&server->sweeper_wake);
    pthread_mutex_unlock(&server->peers_lock);
    pthread_join(server->sweeper, NULL);
}
