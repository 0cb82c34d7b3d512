/* The data folder: its files, its lock. */
#ifndef KITH_COMMANDS_FOLDER_H
#define KITH_COMMANDS_FOLDER_H

#include "base/error.h"

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

/* Makes the folder (0700) and what belongs into it. The error names path and cure. */
struct error *folder_make(struct arena *arena, const struct folder *folder);

/* Takes the lock, which ends with the process. ERROR_BUSY when another Kith has it. */
struct error *folder_lock(struct arena *arena, const struct folder *folder, int *ret_fd);

/* ERROR_NOT_FOUND when there is no database yet. */
struct error *folder_check(struct arena *arena, const struct folder *folder);

#endif
