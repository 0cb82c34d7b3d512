/* Answers in MHD's place where MHD 0.9.75 would send the head of its own answer twice: when it
 * cannot read a Content-Length or the cookies. It finds that with the whole header at hand, before
 * it asks anybody; the line that it logs is the only sign. A proxy that is sent two heads could
 * take the second for another answer. */
#include "web/inside.h"

#include <string.h>
#include <sys/socket.h>

/* One of the ring of peers on this thread whose header has begun to come and is not whole. */
static _Thread_local struct peer *begun;

void unreadable_begin(struct peer *peer)
{
    unreadable_end(peer);
    peer->before = begun ? begun->before : peer;
    peer->behind = begun ? begun : peer;
    peer->before->behind = peer;
    peer->behind->before = peer;
    begun = peer;
}

/* When the server stops, another thread ends what is left in a ring. */
void unreadable_end(struct peer *peer)
{
    if (!peer->behind)
        return;
    if (begun == peer)
        begun = peer->behind == peer ? NULL : peer->behind;
    peer->before->behind = peer->behind;
    peer->behind->before = peer->before;
    peer->before = peer->behind = NULL;
}

/* A whole header that nobody was asked about and that has no answer yet is only ever one that MHD
 * is refusing: else it asks at once. */
static bool is_being_refused(const struct peer *peer)
{
    return MHD_get_connection_info(peer->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE) &&
           !MHD_get_connection_info(peer->connection, MHD_CONNECTION_INFO_HTTP_STATUS);
}

static struct peer *find_refused(void)
{
    struct peer *peer = begun;
    while (peer && !is_being_refused(peer))
        peer = peer->behind == begun ? NULL : peer->behind;
    return peer;
}

/* What MHD writes afterwards finds the connection shut. */
static void send_and_shut(struct exchange *exchange)
{
    struct buffer answer = {0};
    reply_write(exchange, &answer);
    exchange->length = exchange->request.reply.body.length;
    ssize_t sent =
        send(exchange->peer->fd, answer.bytes, answer.length, MSG_NOSIGNAL | MSG_DONTWAIT);
    exchange->sent = sent == (ssize_t)answer.length;
    shutdown(exchange->peer->fd, SHUT_RDWR);
    buffer_free(&answer);
}

void unreadable_said(struct server *server, const char *format)
{
    bool length = strstr(format, MHD_HTTP_HEADER_CONTENT_LENGTH);
    struct peer *peer = length || strstr(format, "pool") ? find_refused() : NULL;
    if (!peer)
        return;
    unreadable_end(peer);
    struct exchange *exchange = exchange_new(server, peer->connection);
    struct request *request = &exchange->request;
    request->method = METHODS;
    request->path = "";
    exchange_refuse(exchange, error_new(request->arena, ERROR_MALFORMED,
                                        length ? "Content-Length is not a number of bytes."
                                               : "The cookies are longer than fits."));
    send_and_shut(exchange);
    peer->unreadable = exchange;
}
