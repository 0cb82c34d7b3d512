/* Markdown to HTML through an allow-list of our own. */
#ifndef KITH_FORMATS_MARKDOWN_H
#define KITH_FORMATS_MARKDOWN_H

#include "base/arena.h"
#include "base/buffer.h"

#include <stdbool.h>

enum {
    MARKDOWN_LONGEST_IN = 64 * 1024,
    MARKDOWN_LONGEST_OUT = 512 * 1024,
    MARKDOWN_MOST_DEFINITIONS = 50,
};

/* `body` is UTF-8. Appends HTML made of p, h1-h6 (as h3-h6), ul, ol, li, blockquote, pre, code, em,
 * strong, del, a, br, hr and tables, with no attribute but a link's href (http, https, mailto,
 * tel), rel and lang or dir where we set them. Bare http and https addresses are linked. Never raw
 * HTML, images are their alternative text and a link. Beyond a cap it appends the text as one
 * escaped <pre> instead (cut with … where it would not fit either) and gives false. */
bool markdown_html(struct buffer *out, const char *body, size_t length);

/* The first sentence of a body as plain text, at most `longest` bytes (cut at a word, with …).
 * Lives in the arena; "" when there are no words. Quotes and code do not count. */
char *markdown_sentence(struct arena *arena, const char *body, size_t length, size_t longest);

#endif
