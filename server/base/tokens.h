/* Cuts text into the words that are searched. */
#ifndef KITH_BASE_TOKENS_H
#define KITH_BASE_TOKENS_H

#include "base/arena.h"

#include <stdbool.h>

/* Bytes of a text. `alone`: one code point of a script that is written without spaces, or a
 * picture; it is a word of its own. */
struct token {
    size_t start, end;
    bool alone;
};

/* The next word at or behind `at`, a run of letters and digits with their marks; false behind the
 * last one. The text must be UTF-8. */
bool token_next(const char *text, size_t length, size_t at, struct token *ret_token);

/* The words of a text as they are compared: folded, a space before each (" ingrid solberg"). What
 * is no UTF-8 has none. Lives in the arena. */
char *text_words(struct arena *arena, const char *text, size_t length);

/* The same, with the byte of the text that each of its bytes comes from. A space, and the end, are
 * where the word before them ends. */
char *text_words_placed(struct arena *arena, const char *text, size_t length, size_t **ret_places);

#endif
