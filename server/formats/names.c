/* Reads names: one to four words, since nothing but the logbook knows how long a name is. */
#include "formats/names.h"

#include "formats/words.h"

#include <string.h>

enum { APOSTROPHE_BYTES = 3 };
static const char apostrophe[] = "\u2019";

static bool stands_at(const char *body, size_t at, size_t end, const char *text)
{
    size_t length = strlen(text);
    return end - at >= length && memcmp(body + at, text, length) == 0;
}

/* Bytes of a sign within a name, or 0. A dot and an apostrophe count only before a letter or
 * digit: behind the last one they belong to the sentence. */
static size_t name_sign_at(const char *body, size_t at, size_t end)
{
    if (at >= end)
        return 0;
    if (body[at] == '-' || body[at] == '_')
        return 1;
    size_t size = 0;
    if (body[at] == '.' || body[at] == '\'')
        size = 1;
    else if (stands_at(body, at, end, apostrophe))
        size = APOSTROPHE_BYTES;
    return size > 0 && letter_or_digit_at(body, at + size, end) > 0 ? size : 0;
}

/* Cuts the 's of "Mara's" off. */
static size_t without_possessive(const char *body, size_t start, size_t end)
{
    if (end - start > 2 && stands_at(body, end - 2, end, "'s"))
        return end - 2;
    if (end - start > 4 && stands_at(body, end - 4, end, "\u2019s"))
        return end - 4;
    return end;
}

/* The end of the word of a name at `start`, or `start` when there is none. `ret_next` is where
 * one more word may begin, or 0 when the name is over. */
static size_t name_word_end(struct arena *arena, const char *body, size_t start, size_t end,
                            size_t *ret_next)
{
    size_t at = start;
    *ret_next = 0;
    if (letter_or_digit_at(body, at, end) == 0)
        return start;
    for (size_t size = 1; size > 0; at += size) {
        size = word_part_at(arena, body, at, end);
        if (size == 0)
            size = name_sign_at(body, at, end);
    }
    if (at < end && body[at] == '@')
        return start;
    size_t word_end = without_possessive(body, start, at);
    if (word_end == at && at < end && body[at] == ' ')
        *ret_next = at + 1;
    return word_end;
}

void name_read(struct arena *arena, const char *body, size_t at, size_t end,
               struct name_guess *ret_name)
{
    struct name_guess name = {0};
    size_t first = at + 1;
    size_t next = letter_at(body, first, end) > 0 ? first : 0;
    while (next > 0 && name.count < MOST_NAME_WORDS) {
        size_t word = next;
        size_t word_end = name_word_end(arena, body, word, end, &next);
        if (word_end == word)
            break;
        name.words[name.count] = arena_copy(arena, body + first, word_end - first);
        name.ends[name.count] = word_end;
        name.count++;
    }
    *ret_name = name;
}

/* Where a dash that ends before `at` begins, when it starts a word; else `at`. */
static size_t dash_before(const char *body, size_t start, size_t at)
{
    static const char *const dashes[] = {"\u2014", "--"};
    for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
        size_t length = strlen(dashes[i]);
        if (at - start < length || memcmp(body + at - length, dashes[i], length) != 0)
            continue;
        if (word_may_start(body, start, at - length))
            return at - length;
    }
    return at;
}

/* Reads the signature that ends the words from `start` to `end`. */
static bool signature_read(struct arena *arena, const char *body, size_t start, size_t end,
                           struct signature *ret_signature)
{
    const char *sign = end > start ? memrchr(body + start, '@', end - start) : NULL;
    if (!sign)
        return false;
    size_t at = (size_t)(sign - body);
    size_t dash_end = words_trim(body, start, at);
    size_t dash = dash_before(body, start, dash_end);
    if (dash == dash_end)
        return false;
    name_read(arena, body, at, end, &ret_signature->name);
    if (ret_signature->name.count == 0)
        return false;
    size_t rest = ret_signature->name.ends[ret_signature->name.count - 1];
    if (rest < end && body[rest] == '.')
        rest++;
    ret_signature->words_end = words_trim(body, start, dash);
    ret_signature->start = at;
    return words_skip_space(body, rest, end) == end;
}

bool signature_find(struct arena *arena, const char *body, const struct blocks *blocks,
                    size_t first, size_t last, struct signature *ret_signature)
{
    while (last > first && blocks->lines[last - 1].kind == LINE_BLANK)
        last--;
    if (last == first)
        return false;
    const struct line *line = &blocks->lines[last - 1];
    struct signature signature = {.line = last - 1};
    if (!signature_read(arena, body, line->words, line->stop, &signature) ||
        blocks->bytes[signature.start] != BYTE_PLAIN)
        return false;
    *ret_signature = signature;
    return true;
}
