/* What the files of search share. */
#ifndef KITH_LOGBOOK_SEARCH_PARTS_H
#define KITH_LOGBOOK_SEARCH_PARTS_H

#include "base/buffer.h"
#include "formats/query.h"
#include "logbook/search.h"

enum { LETTERS_OF_GRAM = 3 }; /* that stand together in the index of people */

/* What is looked for, as it is compared: " ingrid solberg". */
struct needle {
    const char *words;
    bool anywhere;       /* within a word too; else from the start of one */
    bool whole;          /* its last word is whole */
    bool without;        /* must not be there */
    const char *bearers; /* what the index of people is asked for: the words that bear it, or its
                            pieces when these are many */
    const char *some;    /* some of the words that bear it, when these are many; else NULL */
    bool nobody;         /* no word of people bears it */
    bool exact;          /* whoever has what their index is asked for bears it */
    const char **meant;  /* words that were perhaps meant, " solberg"; ended by NULL */
};

struct needles {
    struct needle *items;
    size_t count;
};

enum narrowing_sort {
    BY_PERSON,
    BY_COMPANY,
    BY_TAG,
    BY_THEME,
    BY_MEMBER,
    BY_KIND,
    NARROWINGS,
};

/* What a query is narrowed to: any of these rows, or none of them. */
struct narrowing {
    enum narrowing_sort sort;
    bool without;
    const int64_t *rows; /* none: what was named does not exist, so that nothing fits */
    size_t count;
};

/* A query with every name in it looked up. */
struct wish {
    struct query text;
    struct narrowing *narrowings;
    size_t narrowing_count;
    bool cut;         /* it names more than are looked for */
    instant from, to; /* NOTHING when not asked for */
};

/* Where a needle stands first in words, or NULL. */
const char *needle_find(const struct needle *needle, const char *words);

/* The text around what was found, about `most` bytes of it, cut at words, with … where it was cut.
 * Line breaks become spaces. `ret_at` is the byte of the first thing found. */
void snippet_cut(struct arena *arena, const struct needles *needles, const char *text, size_t most,
                 struct list *ret_snippet, size_t *ret_at);

/* What is looked for among people. Numbers that stand together are one telephone number. */
struct error *people_needles(struct work *w, const struct query *query,
                             struct needles *ret_needles);

/* Looks up which words of people bear the needle. */
struct error *needle_bearers(struct work *w, struct needle *needle);

/* Adds the pieces of the index that a word has, from `at`: a space and what follows it, or what
 * stands within a word. Gives its end. */
const char *match_add_pieces(struct buffer *match, const char *at);

/* Adds whole words: all must be there. The last may be the beginning of one unless `whole`. */
void match_add_words(struct buffer *match, const char *words, bool whole);

/* What somebody who is found must have, as the index is asked for it, or NULL when nothing must be
 * there, or nobody has it. */
const char *people_match(struct arena *arena, const struct needles *needles);

/* Some pieces that somebody has who has any two of these needles, or the only one, or what was
 * perhaps meant by them; NULL when there is none. A needle without words is only what was meant. */
const char *people_match_two(struct arena *arena, const struct needles *needles);

/* True when one letter more, less or other, or two swapped, makes one word of the other; when they
 * are equal, too. */
bool words_differ_by_slip(const char *one, const char *other);

/* Adds to a needle the words of people that differ from it by one slip. Unless it is whole, it may
 * be the beginning of them. */
struct error *needle_slips(struct work *w, struct needle *needle);

/* What is shown of the person of a row. */
struct error *person_shown(struct work *w, const struct needles *needles, int64_t row,
                           struct found_person *ret_shown);

/* A term as the full-text index is asked for it: all phrases that it may be the beginning of when
 * these are few. Lives in the arena. */
struct error *term_match(struct work *w, const struct query_term *term, const char **ret_text);

/* What passages must fit. */
struct hit_wish {
    uint64_t given;
    const char *match;
    int64_t first; /* ids of passages, which are in the order of time */
    int64_t last;
    int64_t limit;                       /* none: the walk ends by itself */
    const struct narrowing **conditions; /* people who are too many to be named in `match` */
    size_t condition_count;
};
extern const struct shape hit_wish_shape;

/* Fills in what the query asks for; without `match` nothing fits. */
struct error *words_match(struct work *w, const struct wish *wish, struct hit_wish *hits);

/* Makes `ret_fits` false when a passage, whose field and owner these are, misses a condition. */
struct error *hit_fits(struct work *w, const struct hit_wish *hits, int64_t field, int64_t owner,
                       bool *ret_fits);

/* Rows of the people whom these words mean, the best first, at most `most`. */
struct error *people_meant(struct work *w, const char *words, size_t most, int64_t *rows,
                           size_t *ret_count);

struct error *search_people(struct work *w, const struct wish *wish, int64_t limit,
                            struct search *search);
struct error *search_words(struct work *w, const struct wish *wish,
                           const struct search_query *query, int64_t limit, struct search *search);

#endif
