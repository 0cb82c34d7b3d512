/* The opaque ids of the outside: UUID version 7 (RFC 9562, section 5.7). */
#ifndef KITH_BASE_IDENT_H
#define KITH_BASE_IDENT_H

#include "base/instant.h"

#include <stdbool.h>
#include <stdint.h>

/* All bytes zero stand for null. */
typedef struct {
    uint8_t bytes[16];
} ident;

enum { IDENT_TEXT = 37 };

/* A new id that sorts by its time, and behind those that this thread made before it at the same
 * time; 62 bits are random. */
ident ident_new(instant now);

bool ident_is_null(ident id);
bool ident_same(ident one, ident other);

/* Reads the 36 characters of a UUID, in either case. False when the text is none, or is null's. */
bool ident_read(const char *text, ident *ret_ident);

/* Writes the 36 lower-case characters and a NUL: IDENT_TEXT bytes. */
void ident_write(ident id, char text[IDENT_TEXT]);

#endif
