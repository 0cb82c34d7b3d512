/* Moves values between records and the parameters and columns of prepared statements. */
#ifndef KITH_STORE_RECORD_H
#define KITH_STORE_RECORD_H

#include "base/shape.h"

#include <sqlite3.h>

/* Whether texts of a row are copied into the arena or borrowed until the next row. */
enum row_texts { ROW_COPIES, ROW_BORROWS };

/* Binds one field of a record. A list or record is bound as JSON text. */
int record_bind(sqlite3_stmt *stmt, int parameter, const struct field *field, const void *record);

/* Reads one column into a field. False when a word is none of the field's choices. */
bool record_read(struct arena *arena, sqlite3_stmt *stmt, int column, const struct field *field,
                 enum row_texts texts, void *record);

#endif
