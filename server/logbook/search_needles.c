/* What is looked for among people, as it is compared, and as the index of their words is asked. */
#include "logbook/search_parts.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/tokens.h"

#include <string.h>

enum { SHORTEST_NUMBER = 7 }; /* digits of a telephone number that is whole */

static bool is_part_of_number(const char *text)
{
    return text[strspn(text, "0123456789+-()./ ")] == 0 && strpbrk(text, "0123456789");
}

/* Numbers that stand together are one telephone number, however it is written. Gives how many terms
 * it took. */
static size_t read_number(struct arena *arena, const struct query *query, size_t from,
                          struct needle *needle)
{
    const char *digits = "";
    size_t at = from;
    for (; at < query->term_count && !query->terms[at].without &&
           is_part_of_number(query->terms[at].text);
         at++)
        digits = arena_print(arena, "%s%s", digits, query->terms[at].text);
    const char *plain = text_digits(arena, digits);
    while (*plain == '0' && strlen(plain) > SHORTEST_NUMBER) /* as it is dialled within a country */
        plain++;
    *needle = (struct needle){.words = arena_print(arena, " %s", plain)};
    return at - from;
}

static size_t letters_of_first(const char *words)
{
    size_t letters = 0;
    for (const char *at = words + (*words == ' '); *at && *at != ' '; at++)
        letters += ((unsigned char)*at & 0xc0) != 0x80;
    return letters;
}

struct error *people_needles(struct work *w, const struct query *query, struct needles *ret_needles)
{
    struct arena *arena = w->arena;
    struct error *err = NULL;
    struct needles needles = {
        .items = arena_take(arena, sizeof(struct needle) * (query->term_count + 1))};
    for (size_t i = 0; i < query->term_count && !err;) {
        const struct query_term *term = &query->terms[i];
        struct needle *needle = &needles.items[needles.count];
        if (!term->without && is_part_of_number(term->text)) {
            i += read_number(arena, query, i, needle);
        } else {
            *needle = (struct needle){.words = text_words(arena, term->text, strlen(term->text)),
                                      .whole = term->phrase,
                                      .without = term->without};
            i++;
        }
        /* Within words only what is long enough to mean something, and has pieces in the index. */
        needle->anywhere = letters_of_first(needle->words) >= LETTERS_OF_GRAM;
        if (*needle->words && !needle->without)
            err = needle_bearers(w, needle);
        needles.count += *needle->words != 0;
    }
    *ret_needles = needles;
    return err;
}

static void add_gram(struct buffer *match, const char *gram, size_t length, bool beginning)
{
    if (match->length && match->bytes[match->length - 1] != '(')
        buffer_text(match, " AND ");
    buffer_byte(match, '"');
    buffer_append(match, gram, length); /* of words: no quote is among them */
    buffer_text(match, beginning ? "\" *" : "\"");
}

const char *match_add_pieces(struct buffer *match, const char *at)
{
    const char *end = at + 1 + strcspn(at + 1, " ");
    size_t left = text_length(at) - text_length(end);
    if (left < LETTERS_OF_GRAM) {
        add_gram(match, at, (size_t)(end - at), true);
        return end;
    }
    /* Each letter is in one of them; more would be walked for little. */
    for (size_t step = LETTERS_OF_GRAM; left > 0; at += text_bytes_of(at, (int)step)) {
        add_gram(match, at, text_bytes_of(at, LETTERS_OF_GRAM), false);
        left -= step;
        step = left < LETTERS_OF_GRAM ? left : LETTERS_OF_GRAM;
    }
    return end;
}

void match_add_words(struct buffer *match, const char *words, bool whole)
{
    buffer_byte(match, '(');
    for (const char *at = words; *at;) {
        size_t length = 1 + strcspn(at + 1, " ");
        add_gram(match, at, length, !whole);
        at += length;
    }
    buffer_byte(match, ')');
}

const char *people_match(struct arena *arena, const struct needles *needles)
{
    struct buffer match = {0};
    bool nobody = false;
    for (size_t i = 0; i < needles->count; i++) {
        const struct needle *needle = &needles->items[i];
        if (needle->without)
            continue;
        if (match.length)
            buffer_text(&match, " AND ");
        buffer_byte(&match, '(');
        if (!needle->nobody)
            buffer_text(&match, needle->bearers);
        for (const char **other = needle->meant; other && *other; other++) {
            buffer_text(&match, other == needle->meant && needle->nobody ? "" : " OR ");
            match_add_words(&match, *other, true);
        }
        buffer_byte(&match, ')');
        nobody = nobody || (needle->nobody && !needle->meant);
    }
    const char *text =
        match.length && !nobody ? arena_copy(arena, match.bytes, match.length) : NULL;
    buffer_free(&match);
    return text;
}

static void add_either(struct buffer *match, const struct needle *needle)
{
    const char *joint = "";
    buffer_byte(match, '(');
    if (needle->words) {
        match_add_words(match, needle->words, needle->whole);
        joint = " OR ";
    }
    for (const char **other = needle->meant; other && *other; other++) {
        buffer_text(match, joint);
        match_add_words(match, *other, true);
        joint = " OR ";
    }
    buffer_byte(match, ')');
}

const char *people_match_two(struct arena *arena, const struct needles *needles)
{
    struct buffer match = {0};
    for (size_t i = 0; i < needles->count && (i == 0 || i + 1 < needles->count); i++) {
        buffer_text(&match, i ? " OR (" : "(");
        add_either(&match, &needles->items[i]);
        for (size_t j = i + 1; j < needles->count; j++) {
            buffer_text(&match, j == i + 1 ? " AND (" : " OR ");
            add_either(&match, &needles->items[j]);
        }
        buffer_text(&match, needles->count > 1 ? "))" : ")");
    }
    const char *text = match.length ? arena_copy(arena, match.bytes, match.length) : NULL;
    buffer_free(&match);
    return text;
}
