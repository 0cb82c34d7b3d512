/* Bytes that grow: what an answer is written into. */
#ifndef KITH_BASE_BUFFER_H
#define KITH_BASE_BUFFER_H

#include <stddef.h>

struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
};

/* Gives the memory back; the buffer is empty and can be used again. */
void buffer_free(struct buffer *buffer);

/* Room for `more` bytes behind what is there. */
void buffer_reserve(struct buffer *buffer, size_t more);

void buffer_append(struct buffer *buffer, const char *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);

/* A text as it stands in an address: all but unreserved characters percent-encoded (RFC 3986,
 * section 2.3). */
void buffer_encoded(struct buffer *buffer, const char *text);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
