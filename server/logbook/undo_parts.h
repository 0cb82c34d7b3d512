/* For the files about undoing alone: the rows of an undo, and what stands in its way. */
#ifndef KITH_LOGBOOK_UNDO_PARTS_H
#define KITH_LOGBOOK_UNDO_PARTS_H

#include "logbook/changes.h"
#include "logbook/consequences.h"

/* A row that the act touched: put back as it was, or deleted when `before` is NULL. */
struct undone_row {
    uint64_t given;
    int64_t change;
    int64_t act;
    const char *tab;
    int64_t row;
    const char *before;
};
extern const struct shape undone_row_shape;

struct undo {
    struct change asked;
    struct undone_row *rows; /* in the order of undoing */
    size_t count, room;
    struct consequences consequences;
};

/* Adds the rows of one change. */
struct error *undo_gather(struct work *w, struct undo *undo, const struct change *change);

/* The refusal that names a later change; `how` it stands in the way. */
struct error *undo_stopped(struct work *w, int64_t later, const char *how);

/* The first later change to a row that stands, or NOTHING. */
struct error *undo_later(struct work *w, const struct undone_row *row, int64_t *ret_later);

/* A merge of people that is taken back. */
struct undone_merge {
    int64_t other; /* who was taken in, or NOTHING when the act is no merge */
    int64_t person;
};

/* Whether the act is one: then only what it moved goes back. */
struct error *undo_merge_find(struct work *w, const struct undo *undo,
                              struct undone_merge *ret_merge);

/* Makes `row->before` what a row that a merge replaced becomes, or NULL when nothing of it goes
 * back. `now` is the row as it is, NULL when it is gone. What was edited since keeps its edit;
 * refuses what a later change truly stands in the way of. */
struct error *undo_merge_row(struct work *w, const struct undone_merge *merge,
                             struct undone_row *row, const char *now);

/* Refuses what would leave something with a person who is merged, or a person twice in one
 * conversation. */
struct error *undo_check_people(struct work *w, const struct undo *undo);

/* Refuses what the actor may not take back (ERROR_NOT_ALLOWED), and shuts out a member whose role
 * or state goes back. */
struct error *undo_check_right(struct work *w, const struct undone_row *row, const char *now);

/* Refuses what left no owner who is active. */
struct error *undo_check_owner(struct work *w, const struct undo *undo);

/* Refuses what left a row behind that refers to one which is not there, and names the first later
 * change to which that is due. */
struct error *undo_check_references(struct work *w, const struct undo *undo);

#endif
