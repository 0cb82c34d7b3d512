/* Decodes and checks the parts of a request's target. */
#include "web/target.h"

#include "base/text.h"

#include <stdbool.h>
#include <string.h>

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

char *target_decode(struct arena *arena, const char *bytes, size_t length)
{
    char *decoded = arena_take(arena, length + 1);
    size_t used = 0;
    for (size_t at = 0; at < length; at++) {
        char byte = bytes[at];
        if (byte == '%') {
            int high = at + 1 < length ? hex_value(bytes[at + 1]) : -1;
            int low = at + 2 < length ? hex_value(bytes[at + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            byte = (char)(high * 16 + low);
            at += 2;
        }
        if (byte == 0)
            return NULL;
        decoded[used++] = byte;
    }
    return text_is_utf8(decoded, used) ? decoded : NULL;
}

char *target_decode_query(struct arena *arena, const char *bytes, size_t length)
{
    char *raw = arena_copy(arena, bytes, length);
    for (size_t i = 0; i < length; i++)
        raw[i] = raw[i] == ' ' ? '+' : raw[i];
    return target_decode(arena, raw, length);
}

static bool has_control(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    }
    return false;
}

const char *target_fault(struct arena *arena, const char *path)
{
    if (*path != '/')
        return "The path does not begin with a slash.";
    while (*path == '/') {
        size_t length = strcspn(++path, "/");
        struct arena_mark mark = arena_mark(arena);
        const char *segment = target_decode(arena, path, length);
        if (!segment)
            return "The path holds a bad percent escape, or is not UTF-8.";
        if (strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0)
            return "The path holds a \".\" or \"..\" segment.";
        if (has_control(segment) || memchr(path, '#', length))
            return "The path holds a control character or a \"#\".";
        arena_rewind(arena, mark);
        path += length;
    }
    return NULL;
}
