/* Small records that several things of the logbook are made of, and what all lists share. */
#ifndef KITH_LOGBOOK_SHARED_H
#define KITH_LOGBOOK_SHARED_H

#include "base/shape.h"
#include "store/db.h"

/* A row by its number. */
struct row_key {
    uint64_t given;
    int64_t row;
    int64_t value; /* what a statement needs beside it */
    instant at;
    const char *text;
};
extern const struct shape row_key_shape;

/* Anything by its id of the outside. */
struct id_key {
    uint64_t given;
    ident id;
};
extern const struct shape id_key_shape;

/* An id and the name to show for it. */
struct ref {
    uint64_t given;
    ident id;
    const char *name;
};
extern const struct shape ref_shape;

/* Where something came from: another system and its id there. */
struct source {
    uint64_t given;
    const char *system;
    const char *id;
};
extern const struct shape source_shape;

/* The longest cursor is that of a list by name: folding makes a name longer. */
enum { PAGE_DEFAULT = 50, PAGE_MOST = 200, CURSOR_LONGEST = 4096 };

/* One page of a list. `next_text`, or `next_at` without it, and `next_row` are the sort key of its
 * last record. */
struct page {
    struct list items;
    const struct shape *shape;
    number count; /* of the whole list */
    bool more;    /* there is a page behind this one */
    const char *next_text;
    int64_t next_at;
    int64_t next_row;
};

/* Cuts the record beyond the limit off a list that was asked for one more than the limit. */
void page_cut(struct page *page, int64_t limit);

/* Row of the live thing with that id, through `statement` (in: id_key_shape); ERROR_NOT_FOUND in
 * the words "There is no such …". */
struct error *row_of(struct work *w, const struct statement *statement, const char *noun, ident id,
                     int64_t *ret_row);

/* As row_of, but a fault at `pointer` of a body (ERROR_INVALID). A null id gives NOTHING. */
struct error *row_of_field(struct work *w, const struct statement *statement, const char *noun,
                           ident id, const char *pointer, int64_t *ret_row);

/* Raises the counter that stands in every ETag: a name was changed that stands in other answers. */
struct error *names_rise(struct work *w);

/* The value of a counter, or NOTHING: "names", "epoch" or "clock". */
struct error *counter_read(struct work *w, const char *name, int64_t *ret_value);

/* Sets a counter, which is made where there is none. */
struct error *counter_keep(struct work *w, const char *name, int64_t value);

extern const struct statement shared_statements[];

/* Checks of texts, for fields: what is wrong with them, or NULL. */
const char *check_email(const char *text);
const char *check_language(const char *text);
const char *check_time_zone(const char *text);
const char *check_time_of_day(const char *text);
const char *check_theme_name(const char *text);
const char *check_kind_name(const char *text);

#endif
