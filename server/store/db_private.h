/* What a connection is made of, for the files of this floor alone. */
#ifndef KITH_STORE_DB_PRIVATE_H
#define KITH_STORE_DB_PRIVATE_H

#include "store/db.h"
#include "store/statements.h"

struct watch;
struct row_statements;

struct db {
    sqlite3 *sqlite;
    struct arena *arena;
    const char *path; /* as it was opened */
    enum db_use use;
    struct statements statements;
    int64_t deadline_ms; /* monotonic; 0 when there is none */
    bool reading;
    struct watch *watch;         /* of a writer: the rows its jobs touch */
    struct row_statements *rows; /* by place in source_tables; NULL until one is asked for */
};

/* Why a database could not be opened. */
struct error *db_open_error(struct arena *arena, struct db *db, int code);

#endif
