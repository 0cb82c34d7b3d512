/* kith verify FILE: proves that a copy is whole. */
#include "commands/command.h"
#include "logbook/audit.h"
#include "store/backup.h"
#include "store/migrate.h"

#include <stdio.h>
#include <unistd.h>

/* That of an older Kith's copy can be looked at by kith doctor, once it is restored. */
static struct error *look_at_audit(struct arena *arena, const char *file, struct buffer *out,
                                   int64_t *ret_faults)
{
    struct work w = {.arena = arena, .now = instant_now()};
    struct error *err = db_open(arena, file, DB_STRANGER, &w.db);
    if (!err && !schema_check(arena, w.db, file, SCHEMA_CURRENT))
        err = audit_look(&w, out, ret_faults);
    db_close(w.db);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct error *err = settings_done(arena, settings, 1);
    if (err)
        return err;
    const char *file = settings->rest[0];
    if (access(file, R_OK) != 0)
        return error_new(arena, ERROR_NOT_FOUND, "The file %s cannot be read.", file);
    struct buffer out = {0};
    int64_t faults = 0;
    err = backup_check(arena, file);
    if (!err)
        err = look_at_audit(arena, file, &out, &faults);
    if (!err && faults == 0)
        printf("%s is whole.\n", file);
    else if (!err)
        printf("%.*s%s can be restored, but its audit log is not as it was written.\n",
               (int)out.length, out.bytes, file);
    buffer_free(&out);
    *ret_status = faults == 0 ? 0 : 1;
    return err;
}

const struct command verify_command = {
    .name = "verify",
    .arguments = "FILE",
    .help = "whether a copy is whole",
    .run = run,
};
