/* The data folder: its files, its lock. */
#ifndef KITH_COMMANDS_FOLDER_H
#define KITH_COMMANDS_FOLDER_H

#include "base/error.h"
#include "store/migrate.h"

struct folder {
    const char *path;
    const char *database; /* kith.db */
    const char *reserve;  /* kith.reserve: room for deleting on a full disk */
    const char *lock;     /* kith.lock: held by the one process that writes */
    const char *socket;   /* kith.sock: the host's own door to a running Kith */
    const char *copies;   /* copies made before the schema changes */
    const char *spool;    /* bodies that were too long for memory */
};

/* The names of a folder's files; nothing is touched. */
struct folder folder_of(struct arena *arena, const char *path);

/* Makes the folder (0700) and what belongs into it. One that others may read is closed to them, and
 * the log says so; it is refused when it is not ours alone to close. The error names path and cure.
 */
struct error *folder_make(struct arena *arena, const struct folder *folder);

/* Takes the lock, which ends with the process. ERROR_BUSY when another Kith has it. */
struct error *folder_lock(struct arena *arena, const struct folder *folder, int *ret_fd);

/* Brings the database, which the caller has locked, to the schema of this Kith: copies it first,
 * and derives what is new. */
struct error *folder_migrate(struct arena *arena, const struct folder *folder);

/* ERROR_NOT_FOUND when there is no database yet; else what is in the way of reading it, with path
 * and cure. */
struct error *folder_check(struct arena *arena, const struct folder *folder);

/* Removes a database that no one uses, with its log. */
void folder_remove(struct arena *arena, const char *database);

/* Opens the database that is there, whose schema must be one that the caller can work with. */
struct error *folder_open(struct arena *arena, const struct folder *folder, enum db_use use,
                          enum schema_need need, struct db **ret_db);

#endif
