/* Turns a reply into MHD's response and queues it. */
#include "web/inside.h"

#include "base/log.h"

#include <assert.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

enum { STREAM_BLOCK = 16 * 1024 };

/* What holds for every answer; the last one only for replies without a policy of their own. */
static const struct header every_answer[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
};

/* A year, for this host only (RFC 6797, section 6.1); over plain HTTP browsers do not heed it. */
static const struct header stay_secure = {"Strict-Transport-Security", "max-age=31536000"};

static ssize_t stream_read(void *owner, uint64_t position, char *bytes, size_t room)
{
    (void)position;
    struct exchange *exchange = owner;
    struct stream *stream = exchange->request.reply.stream;
    ssize_t given = stream->read(stream, bytes, room);
    if (given == STREAM_END)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (given == STREAM_BROKEN)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    assert(given > 0 && (size_t)given <= room);
    exchange->streamed += given;
    atomic_store(&exchange->peer->bytes, exchange->streamed);
    return given;
}

/* The stream is closed with the exchange, not by MHD: that may let go of the response after the
 * arena that the stream may live in has gone. */
static struct MHD_Response *stream_response(struct exchange *exchange)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_read, exchange, NULL);
    /* Else MHD 0.9.75 ends the answer to HEAD with a last chunk, which the client would take for
     * the start of its next answer. This way it sends no chunks, and closes. */
    if (response && exchange->request.head)
        MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    return response;
}

static struct MHD_Response *response_new(struct exchange *exchange)
{
    struct reply *reply = &exchange->request.reply;
    if (reply->stream)
        return stream_response(exchange);
    if (reply->fixed.bytes) {
        exchange->length = reply->fixed.length;
        return MHD_create_response_from_buffer(reply->fixed.length, (void *)reply->fixed.bytes,
                                               MHD_RESPMEM_PERSISTENT);
    }
    exchange->length = reply->body.length;
    if (!reply->body.bytes)
        return MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
        reply->body.length, reply->body.bytes, free);
    if (response)
        reply->body = (struct buffer){0};
    return response;
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    /* MHD takes no line break in a value; an answer without that header is the safe one. */
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_line("error", "a header was left out of an answer", "header", name, NULL);
}

static bool has_header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (strcasecmp(reply->headers[i].name, name) == 0)
            return true;
    }
    return false;
}

static void add_headers(struct exchange *exchange, struct MHD_Response *response)
{
    const struct reply *reply = &exchange->request.reply;
    if (reply->content_type)
        add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    for (size_t i = 0; i < reply->header_count; i++)
        add_header(response, reply->headers[i].name, reply->headers[i].value);
    for (size_t i = 0; i < sizeof(every_answer) / sizeof(every_answer[0]); i++) {
        if (!has_header(reply, every_answer[i].name))
            add_header(response, every_answer[i].name, every_answer[i].value);
    }
    if (exchange->server->settings.secure)
        add_header(response, stay_secure.name, stay_secure.value);
    if (exchange->request.closing || atomic_load(&exchange->server->quiesced_us))
        add_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static void write_header(struct buffer *out, const char *name, const char *value)
{
    buffer_print(out, "%s: %s\r\n", name, value);
}

void reply_write(const struct exchange *exchange, struct buffer *out)
{
    const struct reply *reply = &exchange->request.reply;
    char date[64];
    struct tm now;
    time_t seconds = time(NULL);
    strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&seconds, &now));
    buffer_print(out, "HTTP/1.1 %d %s\r\n", reply->status,
                 MHD_get_reason_phrase_for((unsigned)reply->status));
    write_header(out, MHD_HTTP_HEADER_DATE, date);
    write_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
    write_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    for (size_t i = 0; i < reply->header_count; i++)
        write_header(out, reply->headers[i].name, reply->headers[i].value);
    for (size_t i = 0; i < sizeof(every_answer) / sizeof(every_answer[0]); i++) {
        if (!has_header(reply, every_answer[i].name))
            write_header(out, every_answer[i].name, every_answer[i].value);
    }
    buffer_print(out, "Content-Length: %zu\r\n\r\n", reply->body.length);
    buffer_append(out, reply->body.bytes, reply->body.length);
}

void reply_time_limit(struct exchange *exchange, unsigned seconds)
{
    MHD_set_connection_option(exchange->request.connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

enum MHD_Result reply_send(struct exchange *exchange)
{
    struct MHD_Response *response = response_new(exchange);
    if (!response)
        return MHD_NO;
    add_headers(exchange, response);
    if (exchange->request.reply.stream) {
        /* MHD takes a slow reader for silent: it sees only when much of the socket is free again.
         */
        reply_time_limit(exchange, 0);
        peer_stage(exchange->peer, STAGE_STREAM);
    } else {
        peer_stage(exchange->peer, STAGE_SENDING);
        atomic_store(&exchange->peer->bytes, (int64_t)exchange->length);
    }
    enum MHD_Result queued = MHD_queue_response(exchange->request.connection,
                                                (unsigned)exchange->request.reply.status, response);
    exchange->queued = queued == MHD_YES;
    MHD_destroy_response(response);
    return queued;
}
