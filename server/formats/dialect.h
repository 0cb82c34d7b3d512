/* The Markdown that is read, and the one way to have it parsed. */
#ifndef KITH_FORMATS_DIALECT_H
#define KITH_FORMATS_DIALECT_H

#include <md4c.h>
#include <stdbool.h>
#include <stddef.h>

/* Parses a body as GitHub's Markdown without raw HTML and bare addresses. False when it is beyond a
 * cap (nothing is called then), when a callback gave anything but 0, or without memory. */
bool dialect_parse(const char *body, size_t length, const MD_PARSER *callbacks, void *userdata);

#endif
