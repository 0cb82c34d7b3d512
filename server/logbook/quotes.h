/* Quotes: the customers' own words, as the bodies have them now. */
#ifndef KITH_LOGBOOK_QUOTES_H
#define KITH_LOGBOOK_QUOTES_H

#include "logbook/shared.h"

struct quote {
    uint64_t given;
    const char *text;
    const char *translation;
    ident conversation_id;
    ident person_id;
    const char *person_name;
    instant said_at;
    struct list themes; /* of refs */
    int64_t row;
};
extern const struct shape quote_shape;

struct quotes_filter {
    uint64_t given;
    ident person;
    ident theme;
    ident company; /* of people who work there */
    instant from;
    instant to;
    int64_t limit;
    const char *cursor;
    int64_t after;
    int64_t after_at; /* said_at of the last quote of the page before */
};
extern const struct shape quotes_filter_shape;

extern const struct statement quotes_statements[];

/* Newest first. */
struct error *quotes_list(struct work *w, const struct quotes_filter *filter,
                          struct page *ret_page);

struct error *quotes_of_conversation(struct work *w, int64_t conversation, struct list *ret_quotes);

#endif
