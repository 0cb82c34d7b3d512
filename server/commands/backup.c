/* kith backup FILE: a whole copy, opened and checked before it gets its name. */
#include "commands/command.h"
#include "commands/folder.h"
#include "store/backup.h"

#include <stdio.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct db *db = NULL;
    struct error *err = settings_done(arena, settings, 1);
    if (!err)
        err = folder_open(arena, &folder, DB_COPIER, SCHEMA_ANY, &db);
    if (!err)
        err = backup_write(arena, db, settings->rest[0]);
    db_close(db);
    if (!err)
        printf("%s is a whole copy, and was checked.\n", settings->rest[0]);
    *ret_status = 0;
    return err;
}

const struct command backup_command = {
    .name = "backup",
    .arguments = "FILE",
    .help = "a whole copy of the logbook, checked",
    .takes = TAKES_DATA,
    .run = run,
};
