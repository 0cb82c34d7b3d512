/* kith export: everything the team wrote, on standard output. */
#include "commands/command.h"
#include "commands/folder.h"
#include "logbook/export.h"

#include <errno.h>
#include <stdio.h>
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

struct asked {
    int64_t since;
    bool as_json;
};

static struct error *read_asked(struct arena *arena, struct settings *settings,
                                struct asked *ret_asked)
{
    int64_t since = 0;
    const char *format = "ndjson";
    struct error *err = settings_take_number(arena, settings, "--since", &since);
    if (!err)
        err = settings_take(arena, settings, "--format", &format);
    if (!err)
        err = settings_done(arena, settings, 0);
    if (err)
        return err;
    bool as_json = strcmp(format, "json") == 0;
    if (!as_json && strcmp(format, "ndjson") != 0)
        return error_new(arena, ERROR_INVALID, "--format is ndjson or json, not \"%s\".", format);
    *ret_asked = (struct asked){since, as_json};
    return NULL;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct asked asked = {0};
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct arena *own = arena_new(64 * 1024);
    struct work w = {.arena = own, .now = instant_now()};
    struct export *export = NULL;
    struct error *err = read_asked(arena, settings, &asked);
    if (!err)
        err = folder_open(arena, &folder, DB_READER, SCHEMA_CURRENT, &w.db);
    if (!err)
        err = db_begin_read(arena, w.db, 0);
    if (!err)
        err = export_begin(&w, asked.since, asked.as_json, &export);
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

const struct command export_command = {
    .name = "export",
    .arguments = "[--format ndjson|json] [--since N]",
    .help = "everything the team wrote, to standard output",
    .details = "  --format ndjson  one object a line, or json: one document\n"
               "  --since N        what came after the change N alone\n",
    .takes = TAKES_DATA,
    .run = run,
};
