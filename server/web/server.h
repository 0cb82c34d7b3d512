/* The HTTP server: takes connections, refuses malformed framing, collects bodies, sends answers. */
#ifndef KITH_WEB_SERVER_H
#define KITH_WEB_SERVER_H

#include "web/forwarded.h"
#include "web/request.h"

/* The floor above. All are called on a serving thread of the server. */
struct handler {
    void *owner;
    /* The header has come. Finds the route, sets body_limit and maybe spool_path. An error is
     * answered at once, or after a short body was dropped; with Connection: close then. */
    struct error *(*begin)(void *owner, struct request *request);
    /* The body is whole, or the connection was resumed. Gives true when `request->reply` is ready;
     * false when the request was suspended and walk must be called again after request_resume. */
    bool (*walk)(void *owner, struct request *request);
    /* Writes a problem document for a fault found by this floor or by `begin`; the former may come
     * without a `begin` before, and without a route. */
    void (*refuse)(void *owner, struct request *request, const struct error *err);
    /* Once for each request: the answer was sent, or the client left. `status` is 0 when no answer
     * went out whole, except for streams: what they gave counts, and `cut` says that there was
     * more. The stream is closed before; the
     * request's memory goes away when this returns. */
    void (*end)(void *owner, struct request *request, int status, int64_t bytes_sent);
};

struct server_settings {
    const char *listen;      /* "127.0.0.1:8080", "[::1]:8080"; port 0 picks a free one; or NULL */
    const char *socket_path; /* the host's own socket, made 0600; or NULL */
    unsigned threads;
    unsigned most_connections;
    bool secure;            /* people come over https: browsers are told to stay with it */
    struct trusted trusted; /* proxies whose X-Forwarded-For counts */
    /* Connections of one address, and requests in flight that a trusted proxy sends for one; or 0.
     * The connections of a trusted proxy are not limited. */
    unsigned most_per_address;

    /* Against clients that hold a connection by being slow; 0 stands for the default. */
    int64_t header_ms;     /* from connecting, or its first byte, to a whole header: 10,000 */
    int64_t body_grace_ms; /* a body or an answer may take this long, and for body_rate bytes ... */
    int64_t body_rate;     /* ... of it one second more: 10,000 and 1,024 */
    unsigned idle_s;       /* a connection on which nothing moves: 60 */
    int64_t stream_ms;     /* in which a stream must have gone out: 600,000 */
    int64_t stream_end_ms; /* what it still gets once the server is quiesced: 3,000 */
    int64_t sweep_ms;      /* how often the deadlines are looked at: 1,000 */
};

struct server;

/* Starts listening. The error's sentence names the address and the cure. `handler` is copied. */
struct error *server_start(struct arena *arena, const struct server_settings *settings,
                           const struct handler *handler, struct server **ret_server);

/* The port that was bound. */
int server_port(const struct server *server);

/* New connections are closed at once; those that are open are answered with Connection: close. */
void server_quiesce(struct server *server);

/* Requests that have come and whose `end` has not returned, suspended ones among them, and callers
 * inside request_resume: at 0 nobody is touching a request. */
unsigned server_in_flight(const struct server *server);

/* Closes what is open and ends the threads. The process aborts when a request is still suspended:
 * wait until none is in flight. */
void server_stop(struct server *server);

/* Takes the request off its thread until request_resume; called by `walk` before whoever will
 * resume it can know of it. */
void request_suspend(struct request *request);

/* Has `walk` called again, on the request's own thread. The last touch of the caller: the request
 * may be gone when this returns. */
void request_resume(struct request *request);

#endif
