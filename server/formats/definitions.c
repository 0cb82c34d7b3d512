/* Tells definitions of links from lines such as "[Mara]: we talked about prices". */
#include "formats/definitions.h"

#include <string.h>

static size_t skip_blanks(const char *body, size_t at, size_t end)
{
    while (at < end && (body[at] == ' ' || body[at] == '\t' || body[at] == '\r'))
        at++;
    return at;
}

static size_t address_end(const char *body, size_t at, size_t end)
{
    while (at < end && body[at] != ' ' && body[at] != '\t' && body[at] != '\r')
        at++;
    return at;
}

/* True when what follows the colon is one address, perhaps with a title, or nothing. */
static bool is_address(const char *body, size_t at, size_t end)
{
    at = skip_blanks(body, at, end);
    if (at < end && body[at] == '<')
        return true;
    at = skip_blanks(body, address_end(body, at, end), end);
    return at == end || body[at] == '"' || body[at] == '\'' || body[at] == '(';
}

bool definition_is_line(const char *body, size_t start, size_t end)
{
    if (start >= end || body[start] != '[')
        return false;
    bool has_label = false;
    size_t at = start + 1;
    for (; at < end && body[at] != ']' && body[at] != '['; at++) {
        if (body[at] == '\\' && at + 1 < end)
            at++;
        has_label = has_label || (body[at] != ' ' && body[at] != '\t');
    }
    return has_label && end - at > 1 && body[at] == ']' && body[at + 1] == ':' &&
           is_address(body, at + 2, end);
}

/* A line holds one definition at most. What fails for one `]:` of an unbroken run of bytes fails
 * for the others, so that each byte is looked at only twice. */
static bool may_define(const char *body, size_t start, size_t end)
{
    for (size_t at = start; at + 1 < end; at++) {
        if (body[at] != ']' || body[at + 1] != ':')
            continue;
        if (is_address(body, at + 2, end))
            return true;
        at = address_end(body, at + 2, end);
    }
    return false;
}

size_t definitions_count(const char *body, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        const char *broken = memchr(body + at, '\n', length - at);
        size_t end = broken ? (size_t)(broken - body) : length;
        count += may_define(body, at, end);
        at = end + 1;
    }
    return count;
}
