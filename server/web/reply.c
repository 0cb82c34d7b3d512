/* Fills in and empties replies. */
#include "web/reply.h"

#include <assert.h>

void reply_header(struct reply *reply, const char *name, const char *value)
{
    assert(reply->header_count < MOST_HEADERS);
    reply->headers[reply->header_count++] = (struct header){name, value};
}

void reply_reset(struct reply *reply)
{
    buffer_free(&reply->body);
    if (reply->stream)
        reply->stream->close(reply->stream);
    *reply = (struct reply){0};
}
