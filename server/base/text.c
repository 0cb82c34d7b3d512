/* Words: UTF-8 checked, folded for comparing, trimmed. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool text_is_utf8(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        utf8proc_int32_t codepoint;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)bytes + at,
                                                 (utf8proc_ssize_t)(length - at), &codepoint);
        if (size <= 0)
            return false;
        at += (size_t)size;
    }
    return true;
}

int text_decode(const char *bytes, uint32_t *ret_codepoint)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    if (byte[0] < 0x80) {
        *ret_codepoint = byte[0];
        return 1;
    }
    if (byte[0] < 0xe0) {
        *ret_codepoint = (uint32_t)(byte[0] & 0x1f) << 6 | (byte[1] & 0x3f);
        return 2;
    }
    if (byte[0] < 0xf0) {
        *ret_codepoint =
            (uint32_t)(byte[0] & 0x0f) << 12 | (uint32_t)(byte[1] & 0x3f) << 6 | (byte[2] & 0x3f);
        return 3;
    }
    *ret_codepoint = (uint32_t)(byte[0] & 0x07) << 18 | (uint32_t)(byte[1] & 0x3f) << 12 |
                     (uint32_t)(byte[2] & 0x3f) << 6 | (byte[3] & 0x3f);
    return 4;
}

int text_encode(uint32_t codepoint, char bytes[4])
{
    return (int)utf8proc_encode_char((utf8proc_int32_t)codepoint, (utf8proc_uint8_t *)bytes);
}

/* What utf8proc leaves as it is, and people still type without the stroke. */
static const struct {
    uint32_t from;
    const char *to;
} strokes[] = {
    {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"}, {0x0111, "d"},  {0x0127, "h"},
    {0x0131, "i"},  {0x0138, "k"}, {0x0142, "l"}, {0x014b, "ng"}, {0x0153, "oe"}, {0x0167, "t"},
};

static const char *stroke_of(uint32_t codepoint)
{
    if (codepoint < 0xe6 || codepoint > 0x167)
        return NULL;
    for (size_t i = 0; i < sizeof(strokes) / sizeof(strokes[0]); i++) {
        if (strokes[i].from == codepoint)
            return strokes[i].to;
    }
    return NULL;
}

static char *fold_ascii(struct arena *arena, const char *text, size_t length)
{
    char *folded = arena_take(arena, length + 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x80 || byte == 0)
            return NULL;
        folded[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
    }
    return folded;
}

char *text_fold(struct arena *arena, const char *text, size_t length)
{
    struct arena_mark mark = arena_mark(arena);
    char *ascii = fold_ascii(arena, text, length);
    if (ascii)
        return ascii;
    arena_rewind(arena, mark);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t size =
        utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &mapped,
                     UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                         UTF8PROC_IGNORE);
    if (size < 0)
        return arena_copy(arena, "", 0);
    char *folded = arena_take(arena, (size_t)size * 2 + 1);
    size_t used = 0;
    for (size_t at = 0; at < (size_t)size;) {
        uint32_t codepoint;
        int step = text_decode((char *)mapped + at, &codepoint);
        const char *to = stroke_of(codepoint);
        size_t bytes = to ? strlen(to) : (size_t)step;
        memcpy(folded + used, to ? to : (char *)mapped + at, bytes);
        used += bytes;
        at += (size_t)step;
    }
    free(mapped);
    return folded;
}

size_t text_length(const char *text)
{
    size_t length = 0;
    for (; *text; text++)
        length += ((unsigned char)*text & 0xc0) != 0x80;
    return length;
}

size_t text_bytes_of(const char *text, int count)
{
    const char *at = text;
    uint32_t c;
    for (; count > 0 && *at; count--)
        at += text_decode(at, &c);
    return (size_t)(at - text);
}

static bool is_white(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool text_is_blank(const char *text)
{
    while (is_white((unsigned char)*text))
        text++;
    return *text == 0;
}

char *text_trim(struct arena *arena, const char *text)
{
    while (is_white((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && is_white((unsigned char)text[length - 1]))
        length--;
    return arena_copy(arena, text, length);
}

char *text_digits(struct arena *arena, const char *phone)
{
    char *digits = arena_take(arena, strlen(phone) + 1);
    size_t used = 0;
    for (const char *at = phone; *at; at++) {
        if (strncmp(at, "(0)", 3) == 0) {
            at += 2;
            continue;
        }
        if (*at >= '0' && *at <= '9')
            digits[used++] = *at;
    }
    bool international = strncmp(digits, "00", 2) == 0;
    return international ? digits + 2 : digits;
}

bool text_is_letter(uint32_t codepoint)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool text_is_digit(uint32_t codepoint)
{
    return utf8proc_category((utf8proc_int32_t)codepoint) == UTF8PROC_CATEGORY_ND;
}

bool text_is_word_part(uint32_t codepoint)
{
    if (codepoint < 0x80)
        return (codepoint >= 'a' && codepoint <= 'z') || (codepoint >= 'A' && codepoint <= 'Z') ||
               (codepoint >= '0' && codepoint <= '9');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) ||
           category == UTF8PROC_CATEGORY_CO;
}

bool text_stands_alone(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0e00, 0x0edf}, {0x1100, 0x11ff}, {0x1780, 0x17ff},   {0x2300, 0x23ff},
        {0x25a0, 0x27bf}, {0x2b00, 0x2bff}, {0x2e80, 0x2fdf},   {0x3040, 0x31ff},
        {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa960, 0xa97f},   {0xac00, 0xd7ff},
        {0xf900, 0xfaff}, {0xff66, 0xff9f}, {0x1f000, 0x1faff}, {0x20000, 0x3ffff},
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (codepoint < ranges[i].first)
            return false;
        if (codepoint <= ranges[i].last)
            return true;
    }
    return false;
}
