/* kith doctor: looks whether what is derived equals what people wrote, which --rebuild makes so,
 * and whether the audit log is as it was written. */
#include "logbook/doctor.h"

#include "commands/command.h"
#include "commands/folder.h"
#include "logbook/audit.h"
#include "store/backup.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static struct error *rebuild(struct work *w)
{
    struct error *err = db_execute(w->arena, w->db, "BEGIN IMMEDIATE");
    if (!err)
        err = doctor_rebuild(w);
    if (!err)
        return db_execute(w->arena, w->db, "COMMIT");
    struct error *late = db_execute(w->arena, w->db, "ROLLBACK");
    (void)late; /* the first error is the one to tell */
    return err;
}

static void tell(struct buffer *out)
{
    if (out->length)
        fwrite(out->bytes, 1, out->length, stdout);
    buffer_free(out);
}

static struct error *look_at_file(struct work *w)
{
    struct buffer out = {0};
    struct error *err = doctor_look_at_file(w, &out);
    tell(&out);
    return err;
}

static struct error *look(struct work *w, int *ret_status)
{
    struct buffer out = {0};
    int64_t findings = 0;
    int64_t faults = 0;
    struct error *err = doctor_look(w, &out, &findings);
    if (!err)
        err = audit_look(w, &out, &faults);
    tell(&out);
    if (err)
        return err;
    if (findings == 0 && faults == 0)
        printf("The logbook is well: indexes and counters equal the rows, and the audit log is "
               "whole.\n");
    if (findings > 0)
        printf("%" PRId64 " findings. kith doctor --rebuild derives everything anew; stop Kith "
               "first.\n",
               findings);
    if (faults > 0)
        printf("Nothing can derive an audit log anew. Copies made before hold it as it was.\n");
    *ret_status = findings == 0 && faults == 0 ? 0 : 1;
    return NULL;
}

/* The logbook is this process's own. */
static struct error *examine(struct work *w, const struct folder *folder, bool asked,
                             int *ret_status)
{
    struct error *err = folder_migrate(w->arena, folder);
    if (!err)
        err = db_open(w->arena, folder->database, DB_WRITER, &w->db);
    if (!err)
        err = look_at_file(w);
    if (!err && asked)
        err = rebuild(w);
    if (!err)
        err = look(w, ret_status);
    db_close(w->db);
    return err;
}

static struct error *copy(struct work *w, const struct folder *folder, const char *path)
{
    struct error *err = folder_open(w->arena, folder, DB_COPIER, SCHEMA_CURRENT, &w->db);
    if (!err)
        err = look_at_file(w);
    if (!err)
        err = backup_write(w->arena, w->db, path);
    db_close(w->db);
    w->db = NULL;
    return err;
}

/* Looking derives everything and takes it back, for which a database must be one's own: what a
 * running Kith writes to is copied. */
static struct error *examine_copy(struct work *w, const struct folder *folder, int *ret_status)
{
    int alone = open(folder->copies, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (alone < 0 || flock(alone, LOCK_EX | LOCK_NB) != 0) {
        if (alone >= 0)
            close(alone);
        return error_new(w->arena, ERROR_BUSY,
                         "Another kith doctor is looking at %s. Wait until it is done.",
                         folder->path);
    }
    const char *path = arena_print(w->arena, "%s/doctor.db", folder->copies);
    folder_remove(w->arena, path);
    struct error *err = copy(w, folder, path);
    if (!err)
        err = db_open(w->arena, path, DB_WRITER, &w->db);
    if (!err)
        err = look(w, ret_status);
    db_close(w->db);
    folder_remove(w->arena, path);
    close(alone);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    bool asked = settings_take_flag(settings, "--rebuild");
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct work w = {.arena = arena, .now = instant_now()};
    int lock = -1;
    struct error *err = settings_done(arena, settings, 0);
    if (!err)
        err = folder_check(arena, &folder);
    if (err)
        return err;
    err = folder_lock(arena, &folder, &lock);
    if (err && err->kind == ERROR_BUSY && !asked)
        return examine_copy(&w, &folder, ret_status);
    if (err)
        return err;
    err = examine(&w, &folder, asked, ret_status);
    close(lock);
    return err;
}

const struct command doctor_command = {
    .name = "doctor",
    .arguments = "[--rebuild]",
    .help = "whether indexes, counters and the audit log are as they must be",
    .details = "  --rebuild  derive them all anew; Kith must be stopped\n",
    .takes = TAKES_DATA,
    .run = run,
};
