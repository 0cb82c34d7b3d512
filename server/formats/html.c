/* The one place where text becomes HTML. */
#include "formats/html.h"

/* What a byte becomes, or NULL when it stays as it is. */
static const char *escape_of(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    default:
        return (unsigned char)byte < ' ' || byte == 0x7f ? "\ufffd" : NULL;
    }
}

void html_escape(struct buffer *out, const char *text, size_t length)
{
    size_t from = 0;
    for (size_t at = 0; at < length; at++) {
        const char *instead = escape_of(text[at]);
        if (!instead)
            continue;
        buffer_append(out, text + from, at - from);
        buffer_text(out, instead);
        from = at + 1;
    }
    buffer_append(out, text + from, length - from);
}
