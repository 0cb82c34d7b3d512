/* Cuts text into the words that are searched. */
#include "base/tokens.h"

#include "base/buffer.h"
#include "base/text.h"

#include <string.h>

bool token_next(const char *text, size_t length, size_t at, struct token *ret_token)
{
    bool inside = false;
    while (at < length) {
        uint32_t c;
        size_t size = (size_t)text_decode(text + at, &c);
        bool alone = text_stands_alone(c);
        bool word = !alone && text_is_word_part(c);
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
