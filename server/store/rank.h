/* What the ranking of found texts is made of. */
#ifndef KITH_STORE_RANK_H
#define KITH_STORE_RANK_H

#include <sqlite3.h>

/* `hits(find)`: how often what is looked for stands in a row, without reading its text. Gives an
 * SQLite code. */
int rank_register(sqlite3 *sqlite);

#endif
