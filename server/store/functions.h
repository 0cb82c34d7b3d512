/* SQL functions of our own. */
#ifndef KITH_STORE_FUNCTIONS_H
#define KITH_STORE_FUNCTIONS_H

#include <sqlite3.h>

/* ident_text(uid), instant_text(ms), day_text(day): the forms of the outside, NULL for NULL;
 * ident_of(text): the uid; week_of(ms): the Monday of its week in UTC, as a day; href(path): the
 * address in an answer.
 * Gives an SQLite code. */
int functions_register(sqlite3 *sqlite);

#endif
