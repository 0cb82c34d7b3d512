/* Which addresses may become a link. Everything that is not named here may not. */
#include "formats/links.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

static const char *const beginnings[] = {"http://", "https://", "mailto:", "tel:"};

/* Controls, white space, and the signs that are not seen or that turn the order of a text: a
 * browser may act upon what a reader does not see. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x0000, 0x0020}, {0x007f, 0x00a0}, {0x061c, 0x061c}, {0x1680, 0x1680}, {0x180e, 0x180e},
    {0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x206f}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
};

static bool is_hidden(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
        if (codepoint >= hidden[i].first && codepoint <= hidden[i].last)
            return true;
    }
    return false;
}

bool link_is_allowed(const char *address, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t codepoint;
        at += (size_t)text_decode(address + at, &codepoint);
        if (is_hidden(codepoint))
            return false;
    }
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
        size_t beginning = strlen(beginnings[i]);
        if (length > beginning && strncasecmp(address, beginnings[i], beginning) == 0)
            return true;
    }
    return false;
}

static bool is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

static bool is_web_address(const char *text, size_t length)
{
    return (length > 7 && strncasecmp(text, "http://", 7) == 0) ||
           (length > 8 && strncasecmp(text, "https://", 8) == 0);
}

static size_t address_end(const char *text, size_t length, size_t start)
{
    size_t end = start;
    size_t unclosed = 0;
    size_t surplus = 0;
    while (end < length && text[end] != '<' && text[end] != '>' && text[end] != '"') {
        uint32_t codepoint;
        size_t size = (size_t)text_decode(text + end, &codepoint);
        if (is_hidden(codepoint))
            break;
        if (codepoint == '(')
            unclosed++;
        else if (codepoint == ')' && unclosed > 0)
            unclosed--;
        else if (codepoint == ')')
            surplus++;
        end += size;
    }
    while (end > start && strchr(surplus > 0 ? "?!.,:;*_~')" : "?!.,:;*_~'", text[end - 1])) {
        end--;
        surplus -= text[end] == ')';
    }
    return end;
}

bool link_find(const char *text, size_t length, size_t from, size_t *ret_start, size_t *ret_end)
{
    for (size_t at = from; at < length; at++) {
        if ((text[at] | ' ') != 'h' || (at > 0 && is_word(text[at - 1])) ||
            !is_web_address(text + at, length - at))
            continue;
        size_t end = address_end(text, length, at);
        if (link_is_allowed(text + at, end - at)) {
            *ret_start = at;
            *ret_end = end;
            return true;
        }
    }
    return false;
}
