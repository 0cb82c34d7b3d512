/* Where a word starts, what belongs to it and what stands between words. A body is bytes from 0;
 * `end` is the first byte not to be read. */
#ifndef KITH_FORMATS_WORDS_H
#define KITH_FORMATS_WORDS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* The first byte from `at` that is no space: space, tab, carriage return, no-break space or
 * ideographic space. */
size_t words_skip_space(const char *body, size_t at, size_t end);

/* The end of the words between `start` and `end`, without the spaces behind them. */
size_t words_trim(const char *body, size_t start, size_t end);

/* Bytes of the space at `at`, or 0 when there is none, as within a character. */
size_t space_at(const char *body, size_t at, size_t end);

/* True when `at` is `start`, or stands behind a space or an opening bracket. */
bool word_may_start(const char *body, size_t start, size_t at);

/* Bytes of the letter, or of the letter or digit, at `at`; or 0. */
size_t letter_at(const char *body, size_t at, size_t end);
size_t letter_or_digit_at(const char *body, size_t at, size_t end);

/* Bytes of what continues a word at `at`, or 0: a letter, a digit, or what folding drops, such as
 * combining marks and joiners. Uses the arena and leaves nothing in it. */
size_t word_part_at(struct arena *arena, const char *body, size_t at, size_t end);

#endif
