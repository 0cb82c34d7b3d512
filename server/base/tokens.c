/* Cuts text into the words that are searched. */
#include "base/tokens.h"

#include "base/buffer.h"
#include "base/text.h"

#include <string.h>

/* The same as text_is_word_part, for what most texts are made of. */
static bool is_ascii_word(unsigned char c)
{
    unsigned char lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

bool token_next(const char *text, size_t length, size_t at, struct token *ret_token)
{
    bool inside = false;
    while (at < length) {
        uint32_t c = (unsigned char)text[at];
        size_t size = c < 0x80 ? 1 : (size_t)text_decode(text + at, &c);
        bool alone = c >= 0x80 && text_stands_alone(c);
        bool word = c < 0x80 ? is_ascii_word((unsigned char)c) : !alone && text_is_word_part(c);
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

/* Words, and where each of their bytes stood in the text. */
struct placed {
    struct buffer words;
    struct buffer places;
    bool wanted; /* the places */
};

static void add_byte(struct placed *placed, char byte, size_t place)
{
    buffer_byte(&placed->words, byte);
    if (placed->wanted)
        buffer_append(&placed->places, (const char *)&place, sizeof(place));
}

/* Letters and digits of ASCII from `start` on, as they are compared. Gives where they end. */
static size_t add_ascii(const char *text, size_t start, size_t end, struct placed *placed)
{
    size_t at = start;
    buffer_reserve(&placed->words, end - start);
    if (placed->wanted)
        buffer_reserve(&placed->places, (end - start) * sizeof(size_t));
    for (; at < end && (unsigned char)text[at] < 0x80; at++) {
        char c = text[at];
        placed->words.bytes[placed->words.length++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
        if (!placed->wanted)
            continue;
        memcpy(placed->places.bytes + placed->places.length, &at, sizeof(at));
        placed->places.length += sizeof(at);
    }
    return at;
}

/* One character as it is compared. */
static void add_character(struct arena *arena, const char *text, size_t start, size_t size,
                          struct placed *placed)
{
    struct arena_mark mark = arena_mark(arena);
    const char *folded = text_fold(arena, text + start, size);
    for (const char *at = folded; *at; at++)
        add_byte(placed, *at, start);
    arena_rewind(arena, mark);
}

char *text_words_placed(struct arena *arena, const char *text, size_t length, size_t **ret_places)
{
    struct placed placed = {.wanted = ret_places != NULL};
    struct token token = {0};
    bool readable = text_is_utf8(text, length);
    size_t end = 0;
    while (readable && token_next(text, length, token.end, &token)) {
        size_t before = placed.words.length;
        add_byte(&placed, ' ', end);
        for (size_t at = token.start; at < token.end;) {
            uint32_t c;
            at = add_ascii(text, at, token.end, &placed);
            if (at == token.end)
                break;
            size_t size = (size_t)text_decode(text + at, &c);
            add_character(arena, text, at, size, &placed);
            at += size;
        }
        end = token.end;
        if (placed.words.length == before + 1) { /* a mark alone folds to nothing: no word */
            placed.words.length = before;
            placed.places.length = placed.wanted ? before * sizeof(size_t) : 0;
        }
    }
    size_t used = placed.words.length;
    char *copy = arena_copy(arena, used ? placed.words.bytes : "", used);
    if (ret_places) {
        *ret_places = arena_take(arena, (used + 1) * sizeof(size_t));
        if (used)
            memcpy(*ret_places, placed.places.bytes, used * sizeof(size_t));
        (*ret_places)[used] = end;
    }
    buffer_free(&placed.words);
    buffer_free(&placed.places);
    return copy;
}

char *text_words(struct arena *arena, const char *text, size_t length)
{
    return text_words_placed(arena, text, length, NULL);
}
