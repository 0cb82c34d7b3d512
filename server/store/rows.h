/* Rows of the source tables as versions keep them: JSON by column, in which an id is an object
 * {"id": …}. Only tables of store/tables.h are known. */
#ifndef KITH_STORE_ROWS_H
#define KITH_STORE_ROWS_H

#include "store/db.h"

/* The row as it is now, in the arena; NULL when it is not there. */
struct error *row_json(struct work *w, const char *table, int64_t row, const char **ret_json)
    __attribute__((warn_unused_result));

/* Makes the row what `json` says, whether it is there or not. Names that are no columns are left
 * out; a column that `json` lacks stays as it is, or gets its default. A revision only rises. */
struct error *row_put_back(struct work *w, const char *table, const char *json)
    __attribute__((warn_unused_result));

/* What the row refers to and that is not there: a table of the schema and a row in it. `ret_row` is
 * NOTHING when nothing is missing. */
struct error *row_misses(struct work *w, const char *table, int64_t row, const char **ret_table,
                         int64_t *ret_row) __attribute__((warn_unused_result));

/* No such row is fine. */
struct error *row_delete(struct work *w, const char *table, int64_t row)
    __attribute__((warn_unused_result));

#endif
