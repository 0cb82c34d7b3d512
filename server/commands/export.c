/* kith export: everything the team wrote, on standard output. */
#include "commands/command.h"
#include "commands/folder.h"
#include "logbook/export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct error *write_out(struct arena *arena, struct export *export)
{
    struct buffer out = {0};
    struct error *err = NULL;
    bool done = false;
    while (!err && !done) {
        out.length = 0;
        err = export_next(export, &out, &done);
        if (!err && fwrite(out.bytes, 1, out.length, stdout) != out.length)
            err = error_new(arena, ERROR_FULL, "The export could not be written: %s.",
                            strerror(errno));
    }
    if (!err && fflush(stdout) != 0)
        err = error_new(arena, ERROR_FULL, "The export could not be written: %s.", strerror(errno));
    buffer_free(&out);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    const char *since = settings_take(settings, "--since");
    const char *format = settings_take(settings, "--format");
    bool as_json = format && strcmp(format, "json") == 0;
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct error *err = settings_done(arena, settings, 0);
    if (!err && format && !as_json && strcmp(format, "ndjson") != 0)
        err = error_new(arena, ERROR_INVALID, "--format is ndjson or json.");
    if (!err)
        err = folder_check(arena, &folder);
    struct arena *own = arena_new(64 * 1024);
    struct work w = {.arena = own, .now = instant_now()};
    struct export *export = NULL;
    if (!err)
        err = db_open(arena, folder.database, DB_READER, &w.db);
    if (!err)
        err = db_begin_read(arena, w.db, 0);
    if (!err)
        err = export_begin(&w, since ? strtoll(since, NULL, 10) : 0, as_json, &export);
    if (!err)
        err = write_out(arena, export);
    if (err)
        err = error_new(arena, err->kind, "%s", err->sentence);
    export_end(export);
    if (w.db)
        db_end_read(w.db);
    db_close(w.db);
    arena_free(own);
    *ret_status = 0;
    return err;
}

const struct command export_command = {"export", "[--format ndjson|json] [--since N]",
                                       "everything the team wrote, to standard output", run};
