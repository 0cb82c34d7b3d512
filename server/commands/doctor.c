/* kith doctor: looks whether what is derived equals what people wrote; --rebuild makes it so. */
#include "logbook/doctor.h"

#include "commands/command.h"
#include "commands/folder.h"

#include <inttypes.h>
#include <stdio.h>
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

static struct error *look(struct work *w, int *ret_status)
{
    struct buffer out = {0};
    int64_t findings = 0;
    struct error *err = doctor_look(w, &out, &findings);
    if (!err) {
        if (out.length)
            fwrite(out.bytes, 1, out.length, stdout);
        if (findings == 0)
            printf("The logbook is well: indexes and counters equal the rows.\n");
        else
            printf("%" PRId64 " findings. kith doctor --rebuild derives everything anew.\n",
                   findings);
    }
    *ret_status = findings == 0 ? 0 : 1;
    buffer_free(&out);
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
    if (!err)
        err = folder_lock(arena, &folder, &lock);
    if (!err)
        err = folder_migrate(arena, &folder);
    if (!err)
        err = db_open(arena, folder.database, DB_WRITER, &w.db);
    if (!err && asked)
        err = rebuild(&w);
    if (!err)
        err = look(&w, ret_status);
    db_close(w.db);
    if (lock >= 0)
        close(lock);
    return err;
}

const struct command doctor_command = {"doctor", "[--rebuild]",
                                       "whether indexes and counters equal the rows", run};
