/* Finds one cookie in the header, and refuses it where two readers could disagree. */
#include "web/cookies.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_COOKIE = 4096 }; /* name and value, as browsers have it */

/* A part of the header between two semicolons, without the white space at its ends. */
struct piece {
    const char *bytes;
    size_t length;
};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct piece trim(const char *bytes, size_t length)
{
    while (length > 0 && is_space(bytes[length - 1]))
        length--;
    while (length > 0 && is_space(*bytes))
        bytes++, length--;
    return (struct piece){bytes, length};
}

/* cookie-octet: all that can be seen in ASCII but quotes, comma, semicolon and backslash. */
static bool is_value(struct piece value)
{
    for (size_t i = 0; i < value.length; i++) {
        char byte = value.bytes[i];
        if (byte <= ' ' || byte >= 0x7f || strchr("\",;\\", byte))
            return false;
    }
    return true;
}

static bool has_name(struct piece piece, const char *name)
{
    const char *equals = memchr(piece.bytes, '=', piece.length);
    size_t length = equals ? (size_t)(equals - piece.bytes) : piece.length;
    struct piece told = trim(piece.bytes, length);
    return told.length == strlen(name) && memcmp(told.bytes, name, told.length) == 0;
}

const char *cookie_find(struct arena *arena, const char *header, const char *name)
{
    size_t before = strlen(name) + 1; /* and the equals sign */
    struct piece found = {0};
    while (header && *header) {
        size_t length = strcspn(header, ";");
        struct piece piece = trim(header, length);
        header += length + (header[length] == ';');
        if (!has_name(piece, name))
            continue;
        if (found.bytes || piece.length < before || piece.length > LONGEST_COOKIE ||
            piece.bytes[before - 1] != '=')
            return NULL;
        found = (struct piece){piece.bytes + before, piece.length - before};
        if (!is_value(found))
            return NULL;
    }
    return found.bytes ? arena_copy(arena, found.bytes, found.length) : NULL;
}
