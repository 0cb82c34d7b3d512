/* Any query string, cut into pairs as MHD does: what is decoded is UTF-8 without a NUL, nothing is
 * decoded twice, and what is encoded again means the same. */
#include "web/target.h"

#include "base/buffer.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static int digit(char byte)
{
    const char *digits = "0123456789abcdef0123456789ABCDEF";
    const char *found = byte ? strchr(digits, byte) : NULL;
    return found ? (int)(found - digits) % 16 : -1;
}

/* What the bytes stand for, told by another reader; -1 when an escape is bad or stands for NUL. */
static int64_t meant(const char *bytes, size_t length, char *ret_decoded)
{
    int64_t count = 0;
    for (size_t i = 0; i < length; i++) {
        char byte = bytes[i];
        if (byte == '%') {
            if (length - i < 3 || digit(bytes[i + 1]) < 0 || digit(bytes[i + 2]) < 0)
                return -1;
            byte = (char)(digit(bytes[i + 1]) * 16 + digit(bytes[i + 2]));
            i += 2;
        }
        if (byte == 0)
            return -1;
        ret_decoded[count++] = byte;
    }
    return count;
}

static void check_again(struct arena *arena, const char *decoded)
{
    struct buffer encoded = {0};
    buffer_encoded(&encoded, decoded);
    const char *again =
        target_decode_query(arena, encoded.length ? encoded.bytes : "", encoded.length);
    must(again && strcmp(again, decoded) == 0);
    buffer_free(&encoded);
}

/* In a target there are no spaces, but MHD makes them of every "+". */
static void check_part(struct arena *arena, const char *bytes, size_t length)
{
    char *told = arena_copy(arena, bytes, length);
    char *sent = arena_copy(arena, bytes, length);
    char *wanted = arena_take(arena, length + 1);
    for (size_t i = 0; i < length; i++) {
        told[i] = told[i] == '+' ? ' ' : told[i];
        sent[i] = sent[i] == ' ' ? '+' : sent[i];
    }
    const char *decoded = target_decode_query(arena, told, length);
    int64_t count = meant(sent, length, wanted);
    bool good = count >= 0 && text_is_utf8(wanted, (size_t)count);
    must(good == (decoded != NULL));
    if (!decoded)
        return;
    must(strcmp(decoded, wanted) == 0);
    check_again(arena, decoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(4096);
    const char *at = arena_copy(arena, (const char *)bytes, length);
    const char *end = at + length;
    while (at < end) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        stop = stop ? stop : end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        check_part(arena, at, (size_t)((equals ? equals : stop) - at));
        if (equals)
            check_part(arena, equals + 1, (size_t)(stop - equals - 1));
        at = stop + 1;
    }
    arena_free(arena);
    return 0;
}
