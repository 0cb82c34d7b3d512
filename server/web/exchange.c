/* One request from its header to its end, as MHD calls for it. */
#include "web/inside.h"

#include <string.h>

static struct peer *peer_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* Gives the context of a request that has no exchange yet: none. */
void *exchange_target(void *owner, const char *target, struct MHD_Connection *connection)
{
    (void)owner;
    struct peer *peer = peer_of(connection);
    peer->odd = strpbrk(target, " #") != NULL;
    peer->target = target;
    peer->target_end = target + strlen(target);
    peer_begins(peer, atomic_load(&peer->stage));
    unreadable_begin(peer);
    return NULL;
}

struct exchange *exchange_new(struct server *server, struct MHD_Connection *connection)
{
    struct arena *arena = arena_new(EXCHANGE_MEMORY);
    struct exchange *exchange = arena_take(arena, sizeof(*exchange));
    exchange->server = server;
    exchange->peer = peer_of(connection);
    exchange->spool = -1;
    exchange->request.arena = arena;
    exchange->request.connection = connection;
    exchange->request.from_host = exchange->peer->from_host;
    exchange->request.address = exchange->peer->address;
    exchange->request.network = exchange->peer->network;
    exchange->request.started_us = monotonic_us();
    atomic_fetch_add(&server->in_flight, 1);
    return exchange;
}

void exchange_refuse(struct exchange *exchange, const struct error *err)
{
    const struct handler *handler = &exchange->server->handler;
    reply_reset(&exchange->request.reply);
    if (exchange->announced != 0)
        exchange->request.closing = true;
    exchange->refused = true;
    handler->refuse(handler->owner, &exchange->request, err);
}

/* A refused body within its limit, or whose length nobody knows, is read to its end first. */
static bool answers_before_body(const struct exchange *exchange)
{
    return exchange->refused && exchange->announced != 0 &&
           (exchange->expects || exchange->announced > body_most(exchange));
}

static enum MHD_Result begin(struct exchange *exchange, const char *url, const char *method,
                             const char *version)
{
    struct error *err = guard_check(exchange, url, method, version);
    if (err) {
        /* Where such a request ends is anybody's guess: nothing behind it is read. */
        exchange->request.closing = true;
        exchange_refuse(exchange, err);
        return reply_send(exchange);
    }
    const struct handler *handler = &exchange->server->handler;
    err = sender_find(exchange);
    if (!err)
        err = handler->begin(handler->owner, &exchange->request);
    if (err)
        exchange_refuse(exchange, err);
    else
        body_begin(exchange);
    if (answers_before_body(exchange))
        return reply_send(exchange);
    peer_stage(exchange->peer, exchange->announced != 0 ? STAGE_BODY : STAGE_SERVING);
    return MHD_YES;
}

static enum MHD_Result walk(struct exchange *exchange)
{
    if (!exchange->whole) {
        body_end(exchange);
        peer_stage(exchange->peer, STAGE_SERVING);
    }
    const struct handler *handler = &exchange->server->handler;
    if (exchange->refused || handler->walk(handler->owner, &exchange->request))
        return reply_send(exchange);
    return MHD_YES;
}

enum MHD_Result exchange_answer(void *owner, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size, void **context)
{
    struct exchange *exchange = *context;
    if (!exchange) {
        unreadable_end(peer_of(connection));
        if (peer_of(connection)->refused)
            return MHD_NO;
        *context = exchange = exchange_new(owner, connection);
        return begin(exchange, url, method, version);
    }
    /* Bytes of the next request behind an expectation without a body come as none of this one. */
    if (!upload)
        return walk(exchange);
    size_t size = *upload_size;
    *upload_size = 0;
    return body_take(exchange, upload, size) ? MHD_YES : MHD_NO;
}

static int64_t bytes_sent(const struct exchange *exchange)
{
    if (exchange->request.reply.stream)
        return exchange->streamed;
    return exchange->request.head ? 0 : (int64_t)exchange->length;
}

void exchange_completed(void *owner, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode how)
{
    struct exchange *exchange = *context ? *context : peer_of(connection)->unreadable;
    if (!exchange)
        return;
    *context = NULL;
    peer_of(connection)->unreadable = NULL;
    struct server *server = owner;
    struct request *request = &exchange->request;
    bool ended = how == MHD_REQUEST_TERMINATED_COMPLETED_OK;
    bool sent = exchange->sent || (exchange->queued && (ended || exchange->streamed > 0));
    int status = sent ? request->reply.status : 0;
    int64_t bytes = sent ? bytes_sent(exchange) : 0;
    request->cut = exchange->queued && sent && !ended;
    if (!exchange->whole)
        body_forget(exchange);
    peer_rests(exchange->peer, (int64_t)exchange->header + exchange->announced);
    if (request->reply.stream && ended)
        reply_time_limit(exchange, server->settings.idle_s);
    if (request->reply.stream)
        request->reply.stream->close(request->reply.stream);
    request->reply.stream = NULL;
    server->handler.end(server->handler.owner, request, status, bytes);
    sender_leaves(exchange);
    reply_reset(&request->reply);
    buffer_free(&request->body);
    arena_free(request->arena);
    atomic_fetch_sub(&server->in_flight, 1);
}
