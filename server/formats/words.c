/* Words as marks and themes see them. */
#include "formats/words.h"

#include "base/text.h"

static bool is_space(uint32_t codepoint)
{
    return codepoint == ' ' || codepoint == '\t' || codepoint == '\r' || codepoint == 0xa0 ||
           codepoint == 0x3000;
}

static bool opens_bracket(uint32_t codepoint)
{
    static const uint32_t brackets[] = {'(',    '[',    '{',    0x3008, 0x300a, 0x300c,
                                        0x300e, 0x3010, 0xff08, 0xff3b, 0xff5b};
    for (size_t i = 0; i < sizeof(brackets) / sizeof(brackets[0]); i++) {
        if (codepoint == brackets[i])
            return true;
    }
    return false;
}

/* Reads the code point that ends before `at`, and gives its length. */
static size_t decode_before(const char *body, size_t start, size_t at, uint32_t *ret_codepoint)
{
    size_t first = at - 1;
    while (first > start && ((unsigned char)body[first] & 0xc0) == 0x80)
        first--;
    text_decode(body + first, ret_codepoint);
    return at - first;
}

size_t space_at(const char *body, size_t at, size_t end)
{
    uint32_t codepoint;
    if (at >= end || ((unsigned char)body[at] & 0xc0) == 0x80)
        return 0;
    size_t size = (size_t)text_decode(body + at, &codepoint);
    return is_space(codepoint) ? size : 0;
}

size_t words_skip_space(const char *body, size_t at, size_t end)
{
    for (size_t size = space_at(body, at, end); size > 0; size = space_at(body, at, end))
        at += size;
    return at;
}

size_t words_trim(const char *body, size_t start, size_t end)
{
    while (end > start) {
        uint32_t codepoint;
        size_t size = decode_before(body, start, end, &codepoint);
        if (!is_space(codepoint))
            break;
        end -= size;
    }
    return end;
}

bool word_may_start(const char *body, size_t start, size_t at)
{
    if (at == start)
        return true;
    uint32_t codepoint;
    decode_before(body, start, at, &codepoint);
    return is_space(codepoint) || opens_bracket(codepoint);
}

size_t letter_at(const char *body, size_t at, size_t end)
{
    uint32_t codepoint;
    if (at >= end)
        return 0;
    size_t size = (size_t)text_decode(body + at, &codepoint);
    return text_is_letter(codepoint) ? size : 0;
}

size_t letter_or_digit_at(const char *body, size_t at, size_t end)
{
    uint32_t codepoint;
    if (at >= end)
        return 0;
    size_t size = (size_t)text_decode(body + at, &codepoint);
    return text_is_letter(codepoint) || text_is_digit(codepoint) ? size : 0;
}

size_t word_part_at(struct arena *arena, const char *body, size_t at, size_t end)
{
    size_t size = letter_or_digit_at(body, at, end);
    if (size > 0 || at >= end || (unsigned char)body[at] < 0x80)
        return size;
    uint32_t codepoint;
    size = (size_t)text_decode(body + at, &codepoint);
    struct arena_mark mark = arena_mark(arena);
    bool is_dropped = text_fold(arena, body + at, size)[0] == 0;
    arena_rewind(arena, mark);
    return is_dropped ? size : 0;
}
