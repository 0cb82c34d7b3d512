/* Lists of people: by what they are narrowed, and in which order. */
#ifndef KITH_LOGBOOK_PEOPLE_LIST_H
#define KITH_LOGBOOK_PEOPLE_LIST_H

#include "logbook/shared.h"

/* The first of each is left unsaid. */
enum people_spoken { SPOKEN_UNSAID, SPOKEN_NONE, SPOKEN_SOME };
enum people_sort { SORT_UNSAID, SORT_NAME, SORT_HEARD, SORT_SINCE };

/* What a list of people can be narrowed to. */
struct people_filter {
    uint64_t given;
    ident company;
    ident tag;
    ident theme;
    ident member; /* who knows them best: chosen, or else counted */
    const char *language;
    const char *place; /* it, or how it begins */
    instant quiet_at;
    unsigned conversations; /* enum people_spoken */
    unsigned sort;          /* enum people_sort */
    int64_t limit;
    const char *cursor;
    int64_t after;          /* row of the last person of the page before */
    int64_t after_at;       /* and when they were last heard, or came; or ... */
    const char *after_text; /* ... their folded name */
};
extern const struct shape people_filter_shape;

/* The same without pages: what a view keeps. Its fields are the first of people_filter_shape, so
 * that a record of one is a record of the other. */
extern const struct shape people_wish_shape;

extern const struct statement people_list_statements[];

/* People by name, or in the order that the filter asks for. A cursor of another order is a fault.
 */
struct error *people_list(struct work *w, const struct people_filter *filter,
                          struct page *ret_page);

/* How many people_list has on all its pages. */
struct error *people_count(struct work *w, const struct people_filter *filter, number *ret_count);

#endif
