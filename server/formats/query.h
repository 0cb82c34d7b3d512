/* The search language: what somebody typed to find something (docs/find.md). */
#ifndef KITH_FORMATS_QUERY_H
#define KITH_FORMATS_QUERY_H

#include "base/arena.h"
#include "base/instant.h"

#include <stdbool.h>

enum { MOST_QUERY_TERMS = 32, MOST_QUERY_FILTERS = 16 };

enum query_key {
    QUERY_THEME,
    QUERY_TAG,
    QUERY_KIND,
    QUERY_WITH,
    QUERY_BY,
    QUERY_COMPANY,
    QUERY_BEFORE, /* the first moment of the day and all that follows is left out */
    QUERY_AFTER,  /* the day itself is in */
    QUERY_KEYS
};

/* "theme", "tag" and so on. */
extern const char *const query_key_words[QUERY_KEYS];

/* What must be in a text. Several words of one term, as in "e-mail", stand in this order. */
struct query_term {
    const char *text; /* without the quotes around it and the minus before it; any other sign may
                         be in it. At least one word of the index */
    bool phrase;      /* stood in quotes: its last word is whole */
    bool without;     /* stood behind a minus */
    bool unfinished;  /* the last thing typed, with nothing behind it: its last word may be the
                         beginning of one */
};

struct query_filter {
    enum query_key key;
    const char *value; /* as typed, without quotes, and without the # or @ before it */
    day day;           /* of before and after; else NOTHING */
    bool without;      /* stood behind a minus */
};

struct query {
    struct query_term *terms;
    size_t term_count;
    struct query_filter *filters;
    size_t filter_count;
};

/* Never fails: whatever is typed is a query, bytes that are no UTF-8 being white space. What is
 * beyond the most terms or filters is left out. Lives in the arena. */
void query_read(struct arena *arena, const char *text, size_t length, struct query *ret_query);

#endif
