/* Keeps the list of live connections, and counts those of each address. */
#include "web/inside.h"

#include <linux/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { STAGE_BITS = 3, PARTING_MS = 2000 };

static int64_t stage_word(enum stage stage, int64_t since_us)
{
    return since_us << STAGE_BITS | (int64_t)stage;
}

enum stage peer_stage_of(int64_t word, int64_t *ret_since_us)
{
    *ret_since_us = word >> STAGE_BITS;
    return (enum stage)(word & ((1 << STAGE_BITS) - 1));
}

/* The bytes begin anew after the word has changed: whoever has read the old word and no bytes sees
 * that it is no longer the word. */
void peer_stage(struct peer *peer, enum stage stage)
{
    atomic_store(&peer->stage, stage_word(stage, monotonic_us()));
    atomic_store(&peer->bytes, 0);
}

void peer_begins(struct peer *peer, int64_t word)
{
    int64_t since_us;
    if (peer_stage_of(word, &since_us) == STAGE_IDLE)
        atomic_compare_exchange_strong(&peer->stage, &word,
                                       stage_word(STAGE_HEADER, monotonic_us()));
}

/* MHD has taken what came, and does not tell that it waits for more: the kernel's count does. */
bool peer_asks(const struct peer *peer)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof(info);
    return !peer->from_host && getsockopt(peer->fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
           (int64_t)info.tcpi_bytes_received > atomic_load(&peer->asked);
}

void peer_rests(struct peer *peer, int64_t bytes)
{
    atomic_fetch_add(&peer->asked, bytes);
    peer_stage(peer, STAGE_IDLE);
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

static bool is_full(const struct server *server, const struct address *address)
{
    unsigned most = server->settings.most_per_address;
    struct network caller = network_of_caller(address);
    return most && !trusted_holds(&server->settings.trusted, address) &&
           headcount_of(server->connections, &caller) >= most;
}

/* MHD_quiesce_daemon would refuse new clients sooner. But in 0.9.75 its caller and the epoll
 * threads race to forget the listening socket, and the loser ends the process. */
enum MHD_Result peer_accept(void *owner, const struct sockaddr *from, socklen_t length)
{
    (void)length;
    struct server *server = owner;
    struct address address;
    if (atomic_load(&server->quiesced_us))
        return MHD_NO;
    if (!address_of_socket(from, &address) || !is_full(server, &address))
        return MHD_YES;
    library_log_note(&server->log, "one address holds all the connections that it may");
    return MHD_NO;
}

/* MHD's own limit for each address would count a proxy as one caller. */
static void peer_count(struct server *server, struct peer *peer, const struct address *address)
{
    unsigned most = server->settings.most_per_address;
    peer->trusted = trusted_holds(&server->settings.trusted, address);
    if (most && !peer->trusted)
        peer->counted = headcount_enter(server->connections, &peer->caller, most);
    peer->refused = most && !peer->trusted && !peer->counted;
}

static struct peer *peer_new(const struct door *door, struct MHD_Connection *connection)
{
    struct arena *arena = arena_new(sizeof(struct peer));
    struct peer *peer = arena_take(arena, sizeof(*peer));
    const struct sockaddr *from =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    struct address address;
    peer->arena = arena;
    peer->connection = connection;
    peer->from_host = door->from_host;
    peer->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    strcpy(peer->address, "host");
    strcpy(peer->network, "host");
    if (door->from_host) {
        peer->refused = !is_our_user(peer->fd);
    } else if (address_of_socket(from, &address)) {
        peer->caller = network_of_caller(&address);
        address_write(&address, peer->address);
        network_write(&peer->caller, peer->network);
        peer_count(door->server, peer, &address);
    }
    peer_stage(peer, STAGE_HEADER);
    if (peer->refused)
        shutdown(peer->fd, SHUT_RDWR);
    return peer;
}

static void peer_enters(struct server *server, struct peer *peer)
{
    pthread_mutex_lock(&server->peers_lock);
    peer->next = server->peers;
    if (peer->next)
        peer->next->previous = peer;
    server->peers = peer;
    pthread_mutex_unlock(&server->peers_lock);
}

static void peer_leaves(struct server *server, struct peer *peer)
{
    pthread_mutex_lock(&server->peers_lock);
    if (server->next_swept == peer)
        server->next_swept = peer->next;
    if (peer->next)
        peer->next->previous = peer->previous;
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        server->peers = peer->next;
    pthread_mutex_unlock(&server->peers_lock);
    if (peer->counted)
        headcount_leave(server->connections, &peer->caller);
    arena_free(peer->arena);
}

void peer_notify(void *owner, struct MHD_Connection *connection, void **context,
                 enum MHD_ConnectionNotificationCode what)
{
    const struct door *door = owner;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        peer_enters(door->server, *context = peer_new(door, connection));
    else {
        unreadable_end(*context);
        peer_leaves(door->server, *context);
    }
}

void peers_part(struct server *server)
{
    struct timespec step = {0, 1000000};
    bool some = true;
    for (int ms = 0; some && ms < PARTING_MS; ms++) {
        pthread_mutex_lock(&server->peers_lock);
        some = server->peers;
        for (struct peer *peer = server->peers; peer && ms == 0; peer = peer->next)
            shutdown(peer->fd, SHUT_RDWR);
        pthread_mutex_unlock(&server->peers_lock);
        if (some)
            nanosleep(&step, NULL);
    }
}
