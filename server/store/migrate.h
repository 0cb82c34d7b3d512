/* Brings a database to the schema of this binary, step by step. */
#ifndef KITH_STORE_MIGRATE_H
#define KITH_STORE_MIGRATE_H

#include "store/db.h"

/* One numbered file of schema/. */
struct schema_step {
    int number;
    const char *sql;
};

/* All steps in order, ended by number 0; embedded when Kith is built. */
extern const struct schema_step schema_steps[];

/* Which schema a caller can work with. A newer one is never read. */
enum schema_need { SCHEMA_ANY, SCHEMA_CURRENT };

/* ERROR_CONFLICT, naming the file at `path` and the cure, when the database is another program's, a
 * newer Kith's, or older than the caller needs. */
struct error *schema_check(struct arena *arena, struct db *db, const char *path,
                           enum schema_need need);

/* Runs the steps that the database lacks, each in a transaction of its own. Before the first step
 * on a database that has words in it, a copy is put into `copies`, a folder. A database made by a
 * newer Kith is refused. */
struct error *migrate(struct arena *arena, const char *path, const char *copies);

#endif
