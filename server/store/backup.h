/* Copies of the database that were opened and checked. */
#ifndef KITH_STORE_BACKUP_H
#define KITH_STORE_BACKUP_H

#include "store/db.h"

/* Writes a whole copy of the database to `path`, checks it, and only then gives it its name; a file
 * that is there already is never replaced (ERROR_CONFLICT). `db` is a connection that does nothing
 * else meanwhile and is not query_only. */
struct error *backup_write(struct arena *arena, struct db *db, const char *path);

/* Opens a copy, which anybody may have made, and runs SQLite's integrity check on it. A copy of an
 * older schema is as good; one of a newer Kith or another program is ERROR_CONFLICT. */
struct error *backup_check(struct arena *arena, const char *path);

/* What that check finds in an open database, or NULL when it is sound. Reads all of it. */
const char *backup_fault(struct arena *arena, struct db *db);

#endif
