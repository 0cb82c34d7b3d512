/* Text on its way into HTML. */
#ifndef KITH_FORMATS_HTML_H
#define KITH_FORMATS_HTML_H

#include "base/buffer.h"

enum { HTML_LONGEST_ESCAPE = 6 };

/* Appends a text so that it is text in HTML, between tags and in quoted attributes alike. Control
 * characters become U+FFFD. One byte becomes HTML_LONGEST_ESCAPE bytes at most. */
void html_escape(struct buffer *out, const char *text, size_t length);

#endif
