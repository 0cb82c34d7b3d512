/* A disk that fails when it is told to: SQLite's own way to the files, with a writing and a syncing
 * that may refuse. One for the whole program. */
#ifndef KITH_TESTS_FAILING_DISK_H
#define KITH_TESTS_FAILING_DISK_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

struct failing_disk {
    _Atomic int syncs_to_fail;
    _Atomic int full;              /* writing finds no room ... */
    const char *_Atomic room_made; /* ... unless the file named here has gone */
};

static struct failing_disk failing_disk;
static sqlite3_vfs failing_vfs, *sound_vfs;

/* SQLite has one table of methods for database files and another for logs; both write alike. */
enum { METHOD_TABLES = 4 };
static const sqlite3_io_methods *sound_methods[METHOD_TABLES];
static sqlite3_io_methods failing_methods[METHOD_TABLES];

static int failing_sync(sqlite3_file *file, int flags)
{
    if (atomic_load(&failing_disk.syncs_to_fail) > 0) {
        atomic_fetch_sub(&failing_disk.syncs_to_fail, 1);
        return SQLITE_IOERR_FSYNC;
    }
    return sound_methods[0]->xSync(file, flags);
}

static int failing_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    const char *reserve = atomic_load(&failing_disk.room_made);
    if (atomic_load(&failing_disk.full) && (!reserve || access(reserve, F_OK) == 0))
        return SQLITE_FULL;
    return sound_methods[0]->xWrite(file, bytes, length, offset);
}

static int failing_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                        int *ret_flags)
{
    (void)vfs;
    int code = sound_vfs->xOpen(sound_vfs, path, file, flags, ret_flags);
    if (code != SQLITE_OK || !file->pMethods)
        return code;
    int table = 0;
    while (sound_methods[table] && sound_methods[table] != file->pMethods)
        table++;
    sound_methods[table] = file->pMethods;
    failing_methods[table] = *file->pMethods;
    failing_methods[table].xSync = failing_sync;
    failing_methods[table].xWrite = failing_write;
    file->pMethods = &failing_methods[table];
    return SQLITE_OK;
}

/* Stands between SQLite and every file that is opened from now on; sound until told otherwise. */
static inline void failing_disk_install(void)
{
    failing_disk.syncs_to_fail = 0;
    failing_disk.full = 0;
    failing_disk.room_made = NULL;
    if (sound_vfs)
        return;
    sound_vfs = sqlite3_vfs_find(NULL);
    failing_vfs = *sound_vfs;
    failing_vfs.zName = "failing";
    failing_vfs.xOpen = failing_open;
    sqlite3_vfs_register(&failing_vfs, 1);
}

#endif
