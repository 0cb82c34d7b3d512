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

/* Refuses what left a row behind that refers to one which is not there, and names the first later
 * change to which that is due. */
struct error *undo_check_references(struct work *w, const struct undo *undo);

#endif
