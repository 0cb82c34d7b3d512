/* kith check: every setting, its value, and where it came from. */
#include "commands/command.h"
#include "commands/folder.h"

#include <stdio.h>
#include <unistd.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct error *err = settings_done(arena, settings, 0);
    if (err)
        return err;
    for (int i = 0; i < SETTINGS; i++)
        printf("%-25s %-24s from %s\n", setting_rows[i].flag, settings->values[i],
               settings->from[i]);
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    printf("\nThe logbook is %s%s\n", folder.database,
           access(folder.database, F_OK) == 0 ? "." : ", which is not there yet.");
    *ret_status = 0;
    return NULL;
}

const struct command check_command = {
    .name = "check",
    .arguments = "",
    .help = "the settings, and where each came from",
    .takes = TAKES_ALL,
    .run = run,
};
