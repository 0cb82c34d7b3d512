/* kith restore FILE: makes a data folder out of a copy. What is derived is derived anew. */
#include "commands/command.h"
#include "commands/folder.h"
#include "logbook/doctor.h"
#include "store/backup.h"

#include <stdio.h>
#include <unistd.h>

static struct error *refuse_other(struct arena *arena, const struct folder *folder,
                                  const char *file)
{
    if (access(file, R_OK) != 0)
        return error_new(arena, ERROR_NOT_FOUND, "The file %s cannot be read.", file);
    if (access(folder->database, F_OK) == 0)
        return error_new(arena, ERROR_CONFLICT,
                         "There is a logbook in %s already. Move it away, or choose another "
                         "folder with --data.",
                         folder->path);
    return backup_check(arena, file);
}

/* A new epoch, so that no ETag of the old logbook fits, and indexes that this Kith has made. */
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
                     " WHERE name = 'epoch'");
    if (!err)
        err = doctor_rebuild(&w);
    if (!err)
        err = db_execute(arena, w.db, "COMMIT");
    db_close(w.db);
    return err;
}

static struct error *copy(struct arena *arena, const struct folder *folder, const char *file)
{
    struct db *source = NULL;
    struct error *err = db_open(arena, file, DB_COPIER, &source);
    if (!err)
        err = backup_write(arena, source, folder->database);
    db_close(source);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    int lock = -1;
    struct error *err = settings_done(arena, settings, 1);
    if (!err)
        err = folder_make(arena, &folder);
    if (!err)
        err = folder_lock(arena, &folder, &lock);
    if (!err)
        err = refuse_other(arena, &folder, settings->rest[0]);
    if (!err)
        err = copy(arena, &folder, settings->rest[0]);
    if (!err)
        err = make_own(arena, &folder);
    if (!err)
        printf("%s is in %s now. kith serve --data %s opens it.\n", settings->rest[0], folder.path,
               folder.path);
    if (lock >= 0)
        close(lock);
    *ret_status = 0;
    return err;
}

const struct command restore_command = {"restore", "FILE", "make a data folder out of a copy", run};
