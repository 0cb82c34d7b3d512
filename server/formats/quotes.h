/* What follows from a body as it stands: the customer's own words, and the themes. */
#ifndef KITH_FORMATS_QUOTES_H
#define KITH_FORMATS_QUOTES_H

#include "base/arena.h"
#include "formats/marks.h"

enum { MOST_THEME_CHARACTERS = 64 };

/* One Markdown blockquote: lines one after the other that start with >. One without words of the
 * customer is left out. */
struct quote_text {
    const char *text;        /* the words, lines joined by \n, without `> `, translation and name */
    const char *translation; /* a line of the quote that begins with `= `, without that; or NULL */
    struct name_guess name;  /* `— @name` at its end; count 0 when there is none */
    size_t start, end;       /* bytes in the body, without the last line break */
};

/* One #word. */
struct theme_word {
    const char *word;   /* as typed, without # */
    const char *folded; /* as compared */
    size_t start;       /* byte of the # */
    int quote;          /* index of the quote it stands in, or -1 */
};

struct quotes {
    struct quote_text *items;
    size_t count;
};

struct theme_words {
    struct theme_word *items; /* in order; a word that is written twice comes twice */
    size_t count;
};

void quotes_read(struct arena *arena, const char *body, size_t length, struct quotes *ret_quotes,
                 struct theme_words *ret_themes);

/* Where the word behind the # at `at` ends; 0 when it has not the form of a theme. One that folds
 * to nothing has the form, and is no theme. */
size_t theme_word_end(struct arena *arena, const char *body, size_t at, size_t end);

#endif
