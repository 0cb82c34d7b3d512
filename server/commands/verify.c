/* kith verify FILE: proves that a copy is whole. */
#include "commands/command.h"
#include "store/backup.h"

#include <stdio.h>
#include <unistd.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct error *err = settings_done(arena, settings, 1);
    if (err)
        return err;
    const char *file = settings->rest[0];
    if (access(file, R_OK) != 0)
        return error_new(arena, ERROR_NOT_FOUND, "The file %s cannot be read.", file);
    err = backup_check(arena, file);
    if (!err)
        printf("%s is whole.\n", file);
    *ret_status = 0;
    return err;
}

const struct command verify_command = {
    .name = "verify",
    .arguments = "FILE",
    .help = "whether a copy is whole",
    .run = run,
};
