/* An answer as a value: nothing is sent before the floor above says that it is ready. */
#ifndef KITH_WEB_REPLY_H
#define KITH_WEB_REPLY_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { MOST_HEADERS = 12, STREAM_END = -1, STREAM_BROKEN = -2 };

struct header {
    const char *name;
    const char *value; /* borrowed until the reply is sent: in the request's arena, or a literal */
};

/* A body that is made while it is sent. */
struct stream {
    /* Fills at most `room` bytes and gives how many, STREAM_END, or STREAM_BROKEN to cut the
     * connection so that the client sees that the body is not whole. */
    ssize_t (*read)(struct stream *stream, char *bytes, size_t room);
    void (*close)(struct stream *stream);
};

/* A body that stays until the reply is sent: in the request's arena, or built into the program. */
struct fixed {
    const void *bytes;
    size_t length;
};

struct reply {
    int status;
    const char *content_type;
    struct buffer body;    /* taken by the server, which frees it */
    struct stream *stream; /* or NULL; taken by the server, which closes it */
    struct fixed fixed;    /* or no bytes */
    struct header headers[MOST_HEADERS];
    size_t header_count;
};

/* Adds a header. More than MOST_HEADERS is a mistake of ours. */
void reply_header(struct reply *reply, const char *name, const char *value);

/* Empties a reply that will not be sent after all. */
void reply_reset(struct reply *reply);

#endif
