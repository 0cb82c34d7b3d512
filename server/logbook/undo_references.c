/* Whether an undo left a reference to nowhere, and which later change stands in its way. */
#include "logbook/undo_parts.h"

#include "store/rows.h"

enum { SINCE, TAKEN };

const struct statement undo_references_statements[] = {
    [SINCE] = {.sql = "SELECT number, made FROM change WHERE number > :row AND moved = 0"
                      " AND undone_by IS NULL ORDER BY number LIMIT 10000",
               .in = &row_key_shape,
               .out = &change_shape},
    [TAKEN] = {.sql = "SELECT change FROM version WHERE tab = :tab AND row = :row"
                      " AND change > :change ORDER BY change DESC LIMIT 1",
               .in = &undone_row_shape},
    {0},
};

/* Stops at the first change with a row that refers to what is taken away. */
static struct error *look_at(struct work *w, void *record, void *context)
{
    (void)context;
    const struct change *later = record;
    struct undo rows = {.asked = {.undoes = 0}}; /* all it made, of every table */
    struct error *err = undo_gather(w, &rows, later);
    for (size_t i = 0; i < rows.count && !err; i++) {
        const char *table = NULL;
        int64_t row = NOTHING;
        err = row_misses(w, rows.rows[i].tab, rows.rows[i].row, &table, &row);
        if (!err && row != NOTHING)
            err = undo_stopped(w, later->number_, "uses what this made");
    }
    return err;
}

/* A row that was put back refers to one that something later took away. */
static struct error *look_for_taken(struct work *w, const struct undone_row *put_back)
{
    struct undone_row missing = {.change = put_back->change};
    int64_t later = NOTHING;
    struct error *err = row_misses(w, put_back->tab, put_back->row, &missing.tab, &missing.row);
    if (!err && missing.row != NOTHING)
        err = db_number(w, &undo_references_statements[TAKEN], &missing, &later);
    if (!err && later != NOTHING)
        err = undo_stopped(w, later, "took away what this needs");
    return err;
}

struct error *undo_check_references(struct work *w, const struct undo *undo)
{
    int dangling = 0;
    int highest = 0;
    sqlite3_db_status(db_handle(w->db), SQLITE_DBSTATUS_DEFERRED_FKS, &dangling, &highest, 0);
    if (!dangling)
        return NULL;
    struct error *err = NULL;
    for (size_t i = 0; i < undo->count && !err; i++) {
        if (undo->rows[i].before)
            err = look_for_taken(w, &undo->rows[i]);
    }
    struct row_key key = {.row = undo->asked.number_};
    if (!err)
        err = db_each(w, &undo_references_statements[SINCE], &key, look_at, NULL);
    if (err)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "What this made is in use by now, or what it needs is gone. Take back what "
                     "was written since first.");
}
