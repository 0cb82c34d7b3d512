/* What somebody typed, cut into words and quotes: what the reader of a query stands on. */
#ifndef KITH_FORMATS_QUERY_ITEMS_H
#define KITH_FORMATS_QUERY_ITEMS_H

#include "base/arena.h"

#include <stdbool.h>

/* Valid UTF-8 whose only white space, controls included, is the byte ' '. */
struct typed {
    struct arena *arena;
    char *text;
    size_t end;
};

/* Bytes of the text. */
struct piece {
    size_t start, end;
};

/* One thing typed: plain words, words in quotes, or both, as in theme:"…". */
struct item {
    struct piece plain;
    struct piece quoted; /* without the signs and the spaces within them */
    size_t end;
    bool starts;  /* with nothing or a space before it: there a sign can mean something */
    bool quotes;  /* has a quoted piece */
    bool closed;  /* whose closing sign is there */
    bool without; /* stood behind a minus */
};

/* Copies the text; what is no UTF-8 becomes white space. Lives in the arena. */
void typed_read(struct arena *arena, const char *text, size_t length, struct typed *ret_typed);

/* Reads the thing that starts at `at`, which is no space. */
struct item item_at(const struct typed *typed, size_t at);

/* True when something in the piece is a word of the index: one that does not fold to nothing. */
bool piece_bears_words(const struct typed *typed, struct piece piece);

char *piece_text(const struct typed *typed, struct piece piece);

/* True when the last thing typed continues a word, so that more of it may follow. */
bool typed_ends_in_a_word(const struct typed *typed);

#endif
