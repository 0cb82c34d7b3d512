/* Tags: labels on people. */
#ifndef KITH_LOGBOOK_TAGS_H
#define KITH_LOGBOOK_TAGS_H

#include "logbook/shared.h"

enum { MOST_TAGS = 50 }; /* of one person */

struct tag {
    uint64_t given;
    ident id;
    const char *name;
    number people;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
};
extern const struct shape tag_shape;

struct tags_filter {
    uint64_t given;
    int64_t limit;
    const char *cursor;
    int64_t after;          /* row of the last tag of the page before */
    const char *after_text; /* and its folded name */
};
extern const struct shape tags_filter_shape;

extern const struct statement tags_statements[];

/* A tag with that name as compared is a conflict (ERROR_CONFLICT). */
struct error *tag_make(struct work *w, const struct tag *asked, struct tag *ret_made);
struct error *tag_read(struct work *w, int64_t row, struct tag *ret_tag);
struct error *tag_find(struct work *w, ident id, struct tag *ret_tag);
struct error *tag_change(struct work *w, ident id, const struct tag *patch,
                         struct tag *ret_changed);

/* Takes the tag off everybody and deletes it; undoing the change brings both back. */
struct error *tag_delete(struct work *w, ident id);
struct error *tags_list(struct work *w, const struct tags_filter *filter, struct page *ret_page);

/* Gives a person exactly these tags (a list of texts); new names are made. Rows of tags that stay
 * are not touched. */
struct error *person_set_tags(struct work *w, int64_t person, const struct list *names);

/* Rows of the tags with these names (a list of texts), each once; `ret_rows` has room for all. New
 * names are made by one, and left out by the other. */
struct error *tags_made(struct work *w, const struct list *names, int64_t *ret_rows,
                        size_t *ret_count);
struct error *tags_found(struct work *w, const struct list *names, int64_t *ret_rows,
                         size_t *ret_count);

/* Puts one tag on a person, or takes it off; db_changed is 0 when nothing was to be done. */
struct error *tag_put_on(struct work *w, int64_t person, int64_t tag);
struct error *tag_take_off(struct work *w, int64_t person, int64_t tag);

/* Refuses that a person bears more than MOST_TAGS. */
struct error *tags_check(struct work *w, int64_t person);

#endif
