/* Writes JSON straight into a buffer (RFC 8259). Commas are the writer's business. */
#ifndef KITH_BASE_JSON_H
#define KITH_BASE_JSON_H

#include "base/buffer.h"
#include "base/ident.h"

#include <stdbool.h>

void json_begin(struct buffer *out, char bracket); /* '{' or '[' */
void json_end(struct buffer *out, char bracket);   /* '}' or ']' */

/* A member's name, with what stands before it. */
void json_name(struct buffer *out, const char *name);

/* The values; each sets the comma that it needs. A NULL text is null. */
void json_put_text(struct buffer *out, const char *text);
void json_put_bytes(struct buffer *out, const char *bytes, size_t length);
void json_put_number(struct buffer *out, int64_t number);
void json_put_boolean(struct buffer *out, bool value);
void json_put_null(struct buffer *out);
void json_put_ident(struct buffer *out, ident id);
void json_put_instant(struct buffer *out, instant moment);
void json_put_day(struct buffer *out, day date);

/* What is JSON already. */
void json_put_raw(struct buffer *out, const char *json);

/* A whole member with a text. */
void json_member(struct buffer *out, const char *name, const char *text);

/* True when brackets outside of strings nest at most `deepest` deep. */
bool json_is_shallow(const char *bytes, size_t length, int deepest);

#endif
