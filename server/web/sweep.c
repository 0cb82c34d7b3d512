/* Cuts connections that are too slow: MHD's own timeout only counts gaps, so that one byte now and
 * then would hold a connection for ever. */
#include "web/inside.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum { SWEPT_AT_ONCE = 500 };

/* How long the peer may stay in its stage. */
static int64_t allowed_ms(const struct server_settings *settings, const struct peer *peer,
                          enum stage stage)
{
    switch (stage) {
    case STAGE_HEADER:
        return settings->header_ms;
    case STAGE_BODY:
    case STAGE_SENDING:
        return settings->body_grace_ms + atomic_load(&peer->bytes) * 1000 / settings->body_rate;
    case STAGE_IDLE:
        /* MHD cuts it after idle_s of silence; its next byte begins the time for a header. */
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
static bool stream_stands(const struct server_settings *settings, struct peer *peer,
                          int64_t since_us, int64_t now_us)
{
    int queued = 0;
    ioctl(peer->fd, SIOCOUTQ, &queued);
    int64_t moved = atomic_load(&peer->bytes) - queued;
    if (moved != peer->moved || peer->moved_us < since_us)
        peer->moved_us = now_us;
    peer->moved = moved;
    return now_us - peer->moved_us > (int64_t)settings->idle_s * 1000000;
}

static bool stream_must_end(struct server *server, struct peer *peer, int64_t since_us,
                            int64_t now_us)
{
    int64_t quiesced_us = atomic_load(&server->quiesced_us);
    bool stopping = quiesced_us && now_us - quiesced_us > server->settings.stream_end_ms * 1000;
    return stopping || stream_stands(&server->settings, peer, since_us, now_us);
}

static void sweep_peer(struct server *server, struct peer *peer, int64_t now_us)
{
    int64_t since_us;
    int64_t word = atomic_load(&peer->stage);
    enum stage stage = peer_stage_of(word, &since_us);
    if (stage == STAGE_IDLE && peer_asks(peer))
        peer_begins(peer, word);
    bool late = (now_us - since_us) / 1000 > allowed_ms(&server->settings, peer, stage) ||
                (stage == STAGE_STREAM && stream_must_end(server, peer, since_us, now_us));
    if (late && atomic_load(&peer->stage) == word)
        shutdown(peer->fd, SHUT_RDWR);
}

/* Now and then the lock is let go, so that nobody who comes or leaves waits for the whole list. */
static void sweep(struct server *server)
{
    static const struct timespec breath = {0, 50000};
    int64_t now_us = monotonic_us();
    server->next_swept = server->peers;
    for (int i = 1; server->next_swept; i++) {
        struct peer *peer = server->next_swept;
        server->next_swept = peer->next;
        sweep_peer(server, peer, now_us);
        if (i % SWEPT_AT_ONCE)
            continue;
        pthread_mutex_unlock(&server->peers_lock);
        nanosleep(&breath, NULL);
        pthread_mutex_lock(&server->peers_lock);
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
