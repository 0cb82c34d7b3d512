/* What the files of this floor share and nobody else sees. */
#ifndef KITH_WEB_INSIDE_H
#define KITH_WEB_INSIDE_H

#include "base/instant.h"
#include "base/sha256.h"
#include "web/headcount.h"
#include "web/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    CONNECTION_MEMORY = 16 * 1024,
    EXCHANGE_MEMORY = 4096,
    LONGEST_TARGET = 8 * 1024,
    MOST_REQUEST_HEADERS = 64,
    /* A refused body is read and dropped first, up to its limit and this: closing a socket with
     * unread bytes resets it, and the client would never see why. */
    MOST_DROPPED = 1 << 20,
};

/* What a connection is doing, which says what it may be slow at. */
enum stage {
    STAGE_HEADER,  /* connected, and no whole header yet */
    STAGE_BODY,    /* the header came, the body is coming */
    STAGE_SERVING, /* ours to answer, or suspended */
    STAGE_SENDING, /* an answer of known length is being sent */
    STAGE_STREAM,  /* a stream is being sent */
    STAGE_IDLE,    /* answered; the next header may come */
};

/* The other end of a connection. */
struct peer {
    struct arena *arena;
    struct peer *next, *previous; /* under server->peers_lock */
    int fd;                       /* MHD's; it is closed after the peer has left the list */
    bool from_host;
    bool refused; /* another user on the host's own socket, or one connection too many */
    bool trusted; /* a proxy that may say whom it calls for */
    bool counted; /* among the connections of its address */
    bool odd;     /* the target of the request that is coming holds a space or a "#" ... */
    const char *target, *target_end; /* ... and where MHD holds it until the request ends */
    struct exchange *unreadable; /* that was answered in MHD's place, until MHD is done with it */
    struct MHD_Connection *connection;
    struct peer *before, *behind; /* in a ring of those whose header is coming, on this thread */
    struct network caller;
    char address[ADDRESS_TEXT];
    char network[ADDRESS_TEXT];
    /* Stage and time in one word, so that the sweeper never sees one of them without the other. */
    _Atomic int64_t stage;
    _Atomic int64_t bytes; /* of the body, the answer or the stream, since then */
    _Atomic int64_t asked; /* bytes of all requests that were answered */
    int64_t moved;         /* the sweeper's own: how far a stream had come ... */
    int64_t moved_us;      /* ... when that was last seen to change */
};

enum { BODY_CHUNKED = -1 };

/* A request and what this floor knows of it. */
struct exchange {
    struct request request; /* first: request_suspend finds the exchange by it */
    struct server *server;
    struct peer *peer;
    size_t header;     /* bytes of it */
    int64_t announced; /* Content-Length, 0 without a body, or BODY_CHUNKED */
    bool expects;      /* the client waits for 100 before it sends the body */
    bool refused;      /* the reply is written; what still comes of the body is dropped */
    bool whole;        /* the body has come to its end */
    bool queued;       /* the reply is MHD's ... */
    bool sent;         /* ... or went out without it */
    bool counted;      /* among the requests of `caller` */
    struct network caller;
    int spool;          /* open file, or -1 ... */
    struct sha256 hash; /* ... and of what is in it */
    int64_t hurried;    /* bytes of it that the disk was told to write already */
    int64_t streamed;   /* bytes that a stream gave */
    size_t length;      /* of a body that is no stream */
};

/* One listening socket and the daemon behind it. */
struct door {
    struct server *server;
    struct MHD_Daemon *daemon; /* NULL when there is none */
    int fd;                    /* -1 when there is none, or MHD has it */
    bool from_host;
};

enum { MOST_LOG_LINES = 10 };

/* What MHD has said in the latest second in which it said anything. */
struct library_log {
    struct server *server; /* whose connections it speaks of, or NULL */
    pthread_mutex_t lock;
    int64_t second;
    int count;
    uint64_t hashes[MOST_LOG_LINES]; /* of the lines that were told */
};

struct server {
    struct arena *arena;
    struct handler handler;
    struct server_settings settings; /* without zeros */
    struct door tcp, host;
    int port;
    _Atomic unsigned in_flight;
    _Atomic int64_t quiesced_us; /* since when nobody new is answered, or 0 */
    pthread_mutex_t peers_lock;
    pthread_cond_t sweeper_wake;
    struct peer *peers;
    struct peer *next_swept; /* while the sweeper lets the lock go; under peers_lock */
    bool sweeper_ends;       /* under peers_lock */
    pthread_t sweeper;
    struct headcount *connections; /* of each address that is no trusted proxy */
    struct headcount *requests;    /* in flight of each address that a trusted proxy calls for */
    struct library_log log;
};

/* listen.c: makes the listening sockets. */
struct error *listen_tcp(struct arena *arena, const char *address, int *ret_fd, int *ret_port);
struct error *listen_host(struct arena *arena, const char *path, int *ret_fd);

/* peer.c: keeps the list of live connections. Who is one too many is closed at once, unless it has
 * come in the same moment as another: then its first request ends it. */
enum MHD_Result peer_accept(void *server, const struct sockaddr *address, socklen_t length);
void peer_notify(void *door, struct MHD_Connection *connection, void **context,
                 enum MHD_ConnectionNotificationCode what);
void peer_stage(struct peer *peer, enum stage stage);

/* A request of so many bytes was answered; the next may come. */
void peer_rests(struct peer *peer, int64_t bytes);

/* Something has come of the next header: its time begins, if the peer is idle still as the word of
 * its stage told. */
void peer_begins(struct peer *peer, int64_t word);

/* Whether more has come than the requests that were answered. */
bool peer_asks(const struct peer *peer);

/* Ends all connections and waits until MHD has closed them, for PARTING_MS at most. A refusal of
 * MHD's own that meets MHD_stop_daemon would end the process: MHD 0.9.75 then writes the head of an
 * answer that it has not queued. */
void peers_part(struct server *server);

/* Its stage, and since when. */
enum stage peer_stage_of(int64_t word, int64_t *ret_since_us);

/* sweep.c: cuts connections that are too slow. */
bool sweeper_start(struct server *server);
void sweeper_stop(struct server *server);

/* exchange.c: MHD's three callbacks about a request. The first sees the target as it was sent. */
void *exchange_target(void *owner, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_answer(void *server, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size, void **context);
void exchange_completed(void *server, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode how);

struct exchange *exchange_new(struct server *server, struct MHD_Connection *connection);

/* Has the floor above write the reply for an error; what still comes of the body is dropped. */
void exchange_refuse(struct exchange *exchange, const struct error *err);

/* unreadable.c: answers in MHD's place where MHD would send the head of its own answer twice. It is
 * told of a connection whose header has begun to come, and of one that is whole or gone; and of
 * every line that MHD logs, on the thread of the connection that the line is about. */
void unreadable_begin(struct peer *peer);
void unreadable_end(struct peer *peer);
void unreadable_said(struct server *server, const char *format);

/* guard.c: refuses what could be read in two ways, and fills in method, path, query, announced and
 * closing. */
struct error *guard_check(struct exchange *exchange, const char *url, const char *method,
                          const char *version);

/* sender.c: finds the address that counts as the request's. ERROR_TOO_MANY when a trusted proxy has
 * sent more for it than may be in flight at once. */
struct error *sender_find(struct exchange *exchange);
void sender_leaves(struct exchange *exchange);

/* body.c: collects the body. A false body_take cuts the connection; body_most says when. */
int64_t body_most(const struct exchange *exchange);
void body_begin(struct exchange *exchange);
bool body_take(struct exchange *exchange, const char *bytes, size_t length);
void body_end(struct exchange *exchange);
void body_forget(struct exchange *exchange);

/* library_log.c: logs what MHD says, whose own callback this is. */
void library_log_say(void *library_log, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Logs a line of this floor in the same way. */
void library_log_note(struct library_log *log, const char *text);

/* send.c: hands the reply to MHD. */
enum MHD_Result reply_send(struct exchange *exchange);

/* Writes a refusal as it goes over the wire, with Connection: close. */
void reply_write(const struct exchange *exchange, struct buffer *out);

/* After how many seconds of silence MHD itself cuts the connection; 0 leaves that to the sweeper.
 */
void reply_time_limit(struct exchange *exchange, unsigned seconds);

#endif
