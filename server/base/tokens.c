/* Cuts text into the words that are searched. */
#include "base/tokens.h"

#include "base/buffer.h"
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

/* Scripts that are written without spaces, and pictures. */
static bool stands_alone(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0e00, 0x0edf}, {0x1100, 0x11ff}, {0x1780, 0x17ff},   {0x2300, 0x23ff},
        {0x25a0, 0x27bf}, {0x2b00, 0x2bff}, {0x2e80, 0x2fdf},   {0x3040, 0x31ff},
        {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa960, 0xa97f},   {0xac00, 0xd7ff},
        {0xf900, 0xfaff}, {0xff66, 0xff9f}, {0x1f000, 0x1faff}, {0x20000, 0x3ffff},
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]) && c >= ranges[i].first; i++) {
        if (c <= ranges[i].last)
            return true;
    }
    return false;
}

/* Marks stay inside a word: they go when it is folded. */
static bool is_part_of_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) ||
           category == UTF8PROC_CATEGORY_CO;
}

bool token_next(const char *text, size_t length, size_t at, struct token *ret_token)
{
    bool inside = false;
    while (at < length) {
        uint32_t c;
        size_t size = (size_t)text_decode(text + at, &c);
        bool alone = c >= 0x0e00 && stands_alone(c);
        bool word = !alone && is_part_of_word(c);
        if (inside && !word)
            break;
        if (alone) {
            *ret_token = (struct token){at, at + size, true};
            return true;
        }
        if (word && !inside)
            *ret_token = (struct token){.start = at};
        inside = inside || word;
        at += size;
    }
    if (inside)
        ret_token->end = at;
    return inside;
}

char *text_words(struct arena *arena, const char *text, size_t length)
{
    struct buffer words = {0};
    struct token token = {0};
    bool readable = text_is_utf8(text, length);
    while (readable && token_next(text, length, token.end, &token)) {
        struct arena_mark mark = arena_mark(arena);
        const char *folded = text_fold(arena, text + token.start, token.end - token.start);
        if (*folded) {
            buffer_byte(&words, ' ');
            buffer_text(&words, folded);
        }
        arena_rewind(arena, mark);
    }
    char *copy = arena_copy(arena, words.length ? words.bytes : "", words.length);
    buffer_free(&words);
    return copy;
}
