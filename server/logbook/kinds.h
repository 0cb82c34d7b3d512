/* Kinds of conversations: the team's own list. */
#ifndef KITH_LOGBOOK_KINDS_H
#define KITH_LOGBOOK_KINDS_H

#include "logbook/shared.h"

struct kind {
    uint64_t given;
    ident id;
    const char *name;
    int64_t position;
    number conversations;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
};
extern const struct shape kind_shape;

struct kinds_filter {
    uint64_t given;
    int64_t limit;
    const char *cursor;
    int64_t after;    /* row of the last kind of the page before */
    int64_t after_at; /* and its position */
};
extern const struct shape kinds_filter_shape;

extern const struct statement kinds_statements[];

/* A kind with that name as compared is a conflict (ERROR_CONFLICT). Without a position it comes
 * last. */
struct error *kind_make(struct work *w, const struct kind *asked, struct kind *ret_made);
struct error *kind_find(struct work *w, ident id, struct kind *ret_kind);
struct error *kind_change(struct work *w, ident id, const struct kind *patch,
                          struct kind *ret_changed);

/* Kinds in their order. */
struct error *kinds_list(struct work *w, const struct kinds_filter *filter, struct page *ret_page);

/* Row of the kind with that name as compared; a fault at `pointer` that lists the names. */
struct error *kind_named(struct work *w, const char *name, const char *pointer, int64_t *ret_row);

#endif
