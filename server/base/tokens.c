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

/* One character as it is compared, and for each of its bytes where it stood in the text. */
static void add_character(struct arena *arena, const char *text, size_t start, size_t size,
                          struct buffer *words, struct buffer *places)
{
    struct arena_mark mark = arena_mark(arena);
    const char *folded = text_fold(arena, text + start, size);
    for (const char *at = folded; *at; at++) {
        buffer_byte(words, *at);
        buffer_append(places, (const char *)&start, sizeof(start));
    }
    arena_rewind(arena, mark);
}

char *text_words_placed(struct arena *arena, const char *text, size_t length, size_t **ret_places)
{
    struct buffer words = {0};
    struct buffer places = {0};
    struct token token = {0};
    bool readable = text_is_utf8(text, length);
    size_t end = 0;
    while (readable && token_next(text, length, token.end, &token)) {
        size_t before = words.length;
        buffer_byte(&words, ' ');
        buffer_append(&places, (const char *)&end, sizeof(end));
        for (size_t at = token.start; at < token.end;) {
            uint32_t c;
            size_t size = (size_t)text_decode(text + at, &c);
            add_character(arena, text, at, size, &words, &places);
            at += size;
        }
        end = token.end;
        if (words.length == before + 1) { /* a mark that stands alone folds to nothing: no word */
            words.length = before;
            places.length = before * sizeof(size_t);
        }
    }
    char *copy = arena_copy(arena, words.length ? words.bytes : "", words.length);
    if (ret_places) {
        *ret_places = arena_take(arena, places.length + sizeof(size_t));
        if (places.length)
            memcpy(*ret_places, places.bytes, places.length);
        (*ret_places)[words.length] = end;
    }
    buffer_free(&words);
    buffer_free(&places);
    return copy;
}

char *text_words(struct arena *arena, const char *text, size_t length)
{
    return text_words_placed(arena, text, length, NULL);
}
