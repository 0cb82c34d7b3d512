/* One connection to the database, and the statements it runs. */
#ifndef KITH_STORE_DB_H
#define KITH_STORE_DB_H

#include "base/error.h"
#include "base/shape.h"
#include "store/work.h"

#include <sqlite3.h>

enum { MOST_PIECES = 16 };

/* SQL that is there only `with` a given field of the parameters, or only `without` one. */
struct piece {
    const char *with;
    const char *without;
    const char *text;
};

/* Fixed SQL with named parameters. `sql` comes first, then the pieces in their order. Parameters
 * are fields of `in`, columns are fields of `out`; a statement without `out` gives one number. */
struct statement {
    const char *sql;
    struct piece pieces[MOST_PIECES];
    const struct shape *in;
    const struct shape *out;
    bool whole; /* reads whole tables on purpose: export, doctor, rebuilding */
};

enum db_use { DB_READER, DB_STRANGER, DB_COPIER, DB_WRITER };

/* Opens the database file. A reader never writes, nor checkpoints; a stranger reads a file that
 * anybody may have made; a copier writes copies only. The error names path and cure. */
struct error *db_open(struct arena *arena, const char *path, enum db_use use, struct db **ret_db);
void db_close(struct db *db);

sqlite3 *db_handle(struct db *db);

/* Runs a statement that gives no rows, or whose rows do not matter. */
struct error *db_run(struct work *w, const struct statement *statement, const void *in)
    __attribute__((warn_unused_result));

/* The first row, copied into the arena. Without a row `ret_found` is false and `ret_record` is
 * left as it was. `ret_record` must be cleared by shape_new or shape_clear. */
struct error *db_find(struct work *w, const struct statement *statement, const void *in,
                      void *ret_record, bool *ret_found) __attribute__((warn_unused_result));

/* The first column of the first row, or NOTHING. */
struct error *db_number(struct work *w, const struct statement *statement, const void *in,
                        int64_t *ret_number) __attribute__((warn_unused_result));

/* All rows, copied into the arena. */
struct error *db_list(struct work *w, const struct statement *statement, const void *in,
                      struct list *ret_list) __attribute__((warn_unused_result));

/* Calls `row` for every row with one record that is used again; its texts are borrowed until `row`
 * returns. An error of `row` ends the walk. */
typedef struct error *row_function(struct work *w, void *record, void *context);
struct error *db_each(struct work *w, const struct statement *statement, const void *in,
                      row_function *row, void *context) __attribute__((warn_unused_result));

/* A walk that can pause between rows. It borrows `in` until it is closed; closing NULL does
 * nothing. */
struct cursor;
struct error *db_cursor_open(struct work *w, const struct statement *statement, const void *in,
                             struct cursor **ret_cursor) __attribute__((warn_unused_result));

/* The next row, into a record that is cleared first; its texts are borrowed until the next call.
 * `ret_found` is false behind the last row. */
struct error *db_cursor_next(struct work *w, struct cursor *cursor, void *ret_record,
                             bool *ret_found) __attribute__((warn_unused_result));
void db_cursor_close(struct cursor *cursor);

/* Row of the last INSERT, and rows changed by the last statement. */
int64_t db_last_row(const struct work *w);
int64_t db_changed(const struct work *w);

/* Runs SQL text of ours that is not on a hot path, such as pragmas. */
struct error *db_execute(struct arena *arena, struct db *db, const char *sql)
    __attribute__((warn_unused_result));

/* One read transaction around several statements, so that all see the same moment; it is given up
 * with ERROR_BUSY after `limit_ms`. */
struct error *db_begin_read(struct arena *arena, struct db *db, int64_t limit_ms)
    __attribute__((warn_unused_result));
void db_end_read(struct db *db);

/* What went wrong in SQLite, as an error of ours. */
struct error *db_error(struct arena *arena, struct db *db, int code);

/* That the file is damaged, with its path and the cure. */
struct error *db_damage(struct arena *arena, const struct db *db);

/* Prepares a statement with the given pieces; for the check of all statements. */
struct error *db_check(struct arena *arena, struct db *db, const struct statement *statement,
                       uint64_t given);

#endif
