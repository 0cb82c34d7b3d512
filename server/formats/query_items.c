/* Cuts what somebody typed into words and quotes. */
#include "formats/query_items.h"

#include "base/text.h"

#include <string.h>

enum { LONGEST_CHARACTER = 4 };

/* Any closing sign closes any opening one of its row: telephones and word processors mix them. */
static const struct {
    const char *opening, *closing;
} quotation[] = {
    {"\"\u201c\u201d\u201e", "\"\u201c\u201d"},
    {"\u00ab\u00bb", "\u00ab\u00bb"},
    {"\u300c", "\u300d"},
};
enum { NO_QUOTATION = -1, QUOTATIONS = sizeof(quotation) / sizeof(quotation[0]) };

/* Controls, and the marks that nobody sees between words, separate as spaces do. */
static bool is_white(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0000, 0x0020}, {0x007f, 0x00a0}, {0x1680, 0x1680}, {0x2000, 0x200b}, {0x2028, 0x2029},
        {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
            return true;
    }
    return false;
}

/* Bytes of the character at the start of `length` bytes, or 0. */
static size_t valid_character(const char *bytes, size_t length)
{
    for (size_t size = 1; size <= LONGEST_CHARACTER && size <= length; size++) {
        if (text_is_utf8(bytes, size))
            return size;
    }
    return 0;
}

void typed_read(struct arena *arena, const char *text, size_t length, struct typed *ret_typed)
{
    struct typed typed = {.arena = arena, .text = arena_take(arena, length + 1)};
    for (size_t at = 0; at < length;) {
        uint32_t codepoint = 0;
        size_t size = valid_character(text + at, length - at);
        if (size > 0)
            text_decode(text + at, &codepoint);
        if (is_white(codepoint)) {
            typed.text[typed.end++] = ' ';
        } else {
            memcpy(typed.text + typed.end, text + at, size);
            typed.end += size;
        }
        at += size > 0 ? size : 1;
    }
    *ret_typed = typed;
}

/* Bytes of the character at `at`, and whether it is one of the signs. */
static size_t character_at(const struct typed *typed, size_t at, const char *signs,
                           bool *ret_is_sign)
{
    uint32_t codepoint;
    size_t size = (size_t)text_decode(typed->text + at, &codepoint);
    char character[LONGEST_CHARACTER + 1] = {0};
    memcpy(character, typed->text + at, size);
    *ret_is_sign = strstr(signs, character) != NULL;
    return size;
}

/* The row of the opening sign at `at`, and its bytes. */
static int quotation_at(const struct typed *typed, size_t at, size_t *ret_size)
{
    for (int row = 0; row < QUOTATIONS; row++) {
        bool opens;
        *ret_size = character_at(typed, at, quotation[row].opening, &opens);
        if (opens)
            return row;
    }
    return NO_QUOTATION;
}

/* Reads what is quoted, from behind its opening sign. Without a closing one it is all of the rest:
 * the person is still typing. */
static void read_quoted(const struct typed *typed, size_t start, int row, struct item *item)
{
    size_t at = start;
    size_t next = start;
    while (next < typed->end && !item->closed) {
        at = next;
        next += character_at(typed, at, quotation[row].closing, &item->closed);
    }
    if (!item->closed)
        at = typed->end;
    item->quotes = true;
    item->end = next;
    while (start < at && typed->text[start] == ' ')
        start++;
    while (at > start && typed->text[at - 1] == ' ')
        at--;
    item->quoted = (struct piece){start, at};
}

/* A minus says without when something else stands right behind it. Two of them, as in --force, are
 * part of the word. */
static bool is_minus(const struct typed *typed, size_t at)
{
    const char *text = typed->text + at;
    return text[0] == '-' && text[1] != 0 && text[1] != ' ' && text[1] != '-';
}

/* Quotes open where an item starts, and behind the : of a key or the @ of a name; elsewhere, as in
 * 5", they belong to the word. */
struct item item_at(const struct typed *typed, size_t at)
{
    const char *text = typed->text;
    struct item item = {.starts = at == 0 || text[at - 1] == ' '};
    item.without = item.starts && is_minus(typed, at);
    at += item.without ? 1 : 0;
    item.plain.start = at;
    item.quoted = (struct piece){at, at};
    while (at < typed->end && text[at] != ' ') {
        size_t size;
        int row = quotation_at(typed, at, &size);
        bool may_open = at == item.plain.start || text[at - 1] == ':' ||
                        (text[at - 1] == '@' && at - 1 == item.plain.start);
        if (row != NO_QUOTATION && may_open) {
            item.plain.end = at;
            read_quoted(typed, at + size, row, &item);
            return item;
        }
        at += size;
    }
    item.plain.end = item.end = at;
    return item;
}

bool piece_bears_words(const struct typed *typed, struct piece piece)
{
    for (size_t at = piece.start; at < piece.end;) {
        uint32_t codepoint;
        size_t size = (size_t)text_decode(typed->text + at, &codepoint);
        if (text_is_word_part(codepoint) || text_stands_alone(codepoint)) {
            struct arena_mark mark = arena_mark(typed->arena);
            bool is_seen = text_fold(typed->arena, typed->text + at, size)[0] != 0;
            arena_rewind(typed->arena, mark);
            if (is_seen)
                return true;
        }
        at += size;
    }
    return false;
}

char *piece_text(const struct typed *typed, struct piece piece)
{
    return arena_copy(typed->arena, typed->text + piece.start, piece.end - piece.start);
}

bool typed_ends_in_a_word(const struct typed *typed)
{
    size_t last = typed->end - 1;
    uint32_t codepoint;
    while (last > 0 && ((unsigned char)typed->text[last] & 0xc0) == 0x80)
        last--;
    text_decode(typed->text + last, &codepoint);
    return text_is_word_part(codepoint) || text_stands_alone(codepoint);
}
