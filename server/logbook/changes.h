/* Changes: every write is one, with the rows it replaced, so that it can be told and undone. */
#ifndef KITH_LOGBOOK_CHANGES_H
#define KITH_LOGBOOK_CHANGES_H

#include "logbook/shared.h"
#include "store/touches.h"

struct change {
    uint64_t given;
    int64_t number_; /* of the change; `number` is a type */
    int64_t act;
    ident member;
    const char *member_name;
    instant at;
    const char *what;
    const char *subject;
    ident subject_id;
    int64_t undoes;
    int64_t undone_by;
    int64_t member_row;
    const char *made;
};
extern const struct shape change_shape;

struct changes_filter {
    uint64_t given;
    ident member;
    int64_t limit;
    const char *cursor;
    int64_t after;
};
extern const struct shape changes_filter_shape;

extern const struct statement changes_statements[];
extern const struct statement undo_statements[];
extern const struct statement undo_merge_statements[];
extern const struct statement undo_people_statements[];
extern const struct statement undo_references_statements[];

/* Gives w->change the number after the highest. */
struct error *change_begin(struct work *w);

/* What was done, and to what. */
struct change_note {
    const char *what;    /* "conversation logged" */
    const char *subject; /* "conversation", or NULL */
    ident subject_id;
    int64_t undoes; /* the act that it takes back, or 0 */
};

/* Writes the change with the rows in `touches` as they were. */
struct error *change_end(struct work *w, const struct touches *touches,
                         const struct change_note *note);

struct error *change_find(struct work *w, int64_t number, struct change *ret_change);

/* The highest number of a change, 0 when there is none. */
struct error *change_highest(struct work *w, int64_t *ret_number);

/* Newest first. */
struct error *changes_list(struct work *w, const struct changes_filter *filter,
                           struct page *ret_page);

/* Puts back the rows that a change (with all of its act) replaced, and takes away those it made.
 * Tags, kinds, members and themes that it made on the way stay. What follows from the rows is
 * derived anew. Of a merge of people only what it moved goes back, and keeps what was edited since.
 * ERROR_CONFLICT when it was taken back already, when something later touched its rows or refers to
 * them (with that change under `later`), or when they were erased. The undo is a
 * change itself: whoever ends it notes that it undoes `ret_undone->act`. */
struct error *change_undo(struct work *w, int64_t number, struct change *ret_undone);

#endif
