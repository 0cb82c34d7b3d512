/* What the files of search share. */
#ifndef KITH_LOGBOOK_SEARCH_PARTS_H
#define KITH_LOGBOOK_SEARCH_PARTS_H

#include "formats/query.h"
#include "logbook/search.h"

/* What is looked for, as it is compared: " ingrid solberg". */
struct needle {
    const char *words;
    bool anywhere;     /* within a word too; else from the start of one */
    bool whole;        /* its last word is whole */
    bool without;      /* must not be there */
    const char ** or ; /* words that were perhaps meant, " solberg"; ended by NULL */
};

struct needles {
    struct needle *items;
    size_t count;
};

/* Rows of people. */
struct rows {
    int64_t *items;
    size_t count;
    bool too_many; /* there are more, and none is given */
};

/* A query with every name in it looked up. Row 0 is what does not exist: nothing belongs to it. */
struct wish {
    struct query text;
    int64_t company, tag, theme, person, member, kind; /* NOTHING when not asked for */
    instant from, to;                                  /* NOTHING */
    bool without_filters; /* a filter stands behind a minus: only words know what that means */
};

/* Where a needle stands first in words, or NULL. */
const char *needle_find(const struct needle *needle, const char *words);

/* The text around what was found, about `most` bytes of it, cut at words, with … where it was cut.
 * Line breaks become spaces. `ret_at` is the byte of the first thing found. */
void pieces_cut(struct arena *arena, const struct needles *needles, const char *text, size_t most,
                struct list *ret_pieces, size_t *ret_at);

struct error *search_people(struct work *w, const struct wish *wish, int64_t limit,
                            struct search *search);
struct error *search_words(struct work *w, const struct wish *wish,
                           const struct search_query *query, int64_t limit, struct search *search);

#endif
