/* What is code and what is a link within one line. */
#ifndef KITH_FORMATS_SPANS_H
#define KITH_FORMATS_SPANS_H

#include "base/arena.h"

#include <stddef.h>

/* Sets the kinds of the bytes from `start` to `end`, one line without its break. All were
 * BYTE_PLAIN. Uses the arena and leaves nothing in it. */
void spans_read(struct arena *arena, const char *body, size_t start, size_t end,
                unsigned char *kinds);

#endif
