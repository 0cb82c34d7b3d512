/* Views: filters of people that were given a name, by one member for themselves or for everyone. */
#ifndef KITH_LOGBOOK_VIEWS_H
#define KITH_LOGBOOK_VIEWS_H

#include "logbook/shared.h"

struct view {
    uint64_t given;
    ident id;
    const char *name;
    struct list filter; /* one struct people_filter, of people_wish_shape */
    bool everyone;      /* false: only who made it sees it */
    number people;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded; /* name as compared */
    const char *query;  /* the filter in an address, with ? */
    int64_t made_by;    /* row of the member, NOTHING for the host */
    int64_t row;
};
extern const struct shape view_shape;

struct views_filter {
    uint64_t given;
    int64_t limit;
    const char *cursor;
    int64_t after;          /* row of the last view of the page before */
    const char *after_text; /* and its folded name */
    int64_t viewer;         /* row of the member who asks, NOTHING for the host */
};
extern const struct shape views_filter_shape;

extern const struct statement views_statements[];

/* Takes out of a filter what is there and null. */
struct people_filter;
void view_filter_complete(struct people_filter *filter);

/* The view is the actor's. */
struct error *view_make(struct work *w, const struct view *asked, struct view *ret_made);

/* What the actor cannot see is not there (ERROR_NOT_FOUND), here and below. */
struct error *view_find(struct work *w, ident id, struct view *ret_view);

/* A filter is patched, too: null takes a part of it away. Only who made a view can keep it to
 * themselves again. */
struct error *view_change(struct work *w, ident id, const struct view *patch,
                          struct view *ret_changed);
struct error *view_delete(struct work *w, ident id);

/* What the actor can see, by name. */
struct error *views_list(struct work *w, const struct views_filter *filter, struct page *ret_page);

#endif
