/* kith restore FILE: makes a data folder out of a copy. What is derived is derived anew. */
#include "commands/command.h"
#include "commands/folder.h"
#include "logbook/audit.h"
#include "logbook/doctor.h"
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A log that was left behind would be taken for that of the new database. */
static struct error *refuse_other(struct arena *arena, const struct folder *folder)
{
    const char *log = arena_print(arena, "%s-wal", folder->database);
    if (access(folder->database, F_OK) != 0 && access(log, F_OK) != 0)
        return NULL;
    return error_new(arena, ERROR_CONFLICT,
                     "There is a logbook in %s already. Move it away, with its kith.db-wal and "
                     "kith.db-shm, or choose another folder with --data.",
                     folder->path);
}

static struct error *copy(struct arena *arena, const char *from, const char *to)
{
    struct db *source = NULL;
    struct error *err = db_open(arena, from, DB_COPIER, &source);
    if (!err)
        err = backup_write(arena, source, to);
    db_close(source);
    return err;
}

/* Whoever was in when the copy was made signs in again, and links that lay about then are void. A
 * new epoch, so that no ETag of the old logbook fits, and indexes that this Kith has made. What is
 * in the log goes into the file, which is renamed alone. */
static struct error *make_own(struct arena *arena, const struct folder *folder)
{
    struct work w = {.arena = arena, .now = instant_now()};
    struct error *err = folder_migrate(arena, folder);
    if (!err)
        err = db_open(arena, folder->database, DB_WRITER, &w.db);
    if (err)
        return err;
    err = db_execute(arena, w.db,
                     "BEGIN IMMEDIATE; UPDATE counter SET value = abs(random()) % 4294967296"
                     " WHERE name = 'epoch';"
                     " DELETE FROM session; DELETE FROM browser; DELETE FROM allowance;"
                     " UPDATE link SET used_at = created_at WHERE used_at IS NULL");
    if (!err)
        err = doctor_rebuild(&w);
    if (!err)
        err = audit_write(&w, "restored from a copy", NULL, (ident){{0}}, NULL);
    if (!err)
        err = db_execute(arena, w.db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    db_close(w.db);
    return err;
}

/* Nobody opens a logbook under its own name before it is whole. */
static struct error *build(struct arena *arena, const struct folder *folder, const char *file)
{
    struct folder unfinished = *folder;
    unfinished.database = arena_print(arena, "%s.unfinished", folder->database);
    folder_remove(arena, unfinished.database);
    struct error *err = copy(arena, file, unfinished.database);
    if (!err)
        err = make_own(arena, &unfinished);
    if (!err && rename(unfinished.database, folder->database) != 0)
        err = error_new(arena, ERROR_BROKEN, "The database %s cannot get its name: %s.",
                        folder->database, strerror(errno));
    if (err)
        folder_remove(arena, unfinished.database);
    return err;
}

static void sync_folder(const struct folder *folder)
{
    int fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    int lock = -1;
    struct error *err = settings_done(arena, settings, 1);
    const char *file = settings->rest[0];
    if (!err && access(file, R_OK) != 0)
        err = error_new(arena, ERROR_NOT_FOUND, "The file %s cannot be read: %s.", file,
                        strerror(errno));
    if (!err)
        err = backup_check(arena, file);
    if (!err)
        err = folder_make(arena, &folder);
    if (!err)
        err = folder_lock(arena, &folder, &lock);
    if (!err)
        err = refuse_other(arena, &folder);
    if (!err)
        err = build(arena, &folder, file);
    if (!err) {
        sync_folder(&folder);
        printf("%s is in %s now. kith serve --data %s opens it.\n", file, folder.path, folder.path);
        printf(
            "Everybody signs in again. Tokens hold as they did when the copy was made: kith token "
            "list shows them.\n");
    }
    if (lock >= 0)
        close(lock);
    *ret_status = 0;
    return err;
}

const struct command restore_command = {
    .name = "restore",
    .arguments = "FILE",
    .help = "make a data folder out of a copy",
    .takes = TAKES_DATA,
    .run = run,
};
