/* kith version. */
#include "commands/command.h"

#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    (void)arena, (void)settings;
    printf("kith %s (SQLite %s, libmicrohttpd %s)\n", KITH_VERSION, sqlite3_libversion(),
           MHD_get_version());
    *ret_status = 0;
    return NULL;
}

const struct command version_command = {
    .name = "version",
    .arguments = "",
    .help = "which Kith this is",
    .run = run,
};
