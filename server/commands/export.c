/* kith export: everything the team wrote, on standard output. That it was exported is written into
 * the audit log first: by the Kith that runs, or by this process when none does. */
#include "commands/client.h"
#include "commands/command.h"
#include "commands/folder.h"
#include "logbook/audit.h"
#include "logbook/export.h"
#include "store/writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

static struct error *cannot_write(struct arena *arena)
{
    return error_new(arena, ERROR_FULL, "The export could not be written: %s.", strerror(errno));
}

/* ---- through the Kith that runs ---- */

enum { LONGEST_END = 4096 };

/* What was given out last. */
struct given {
    struct arena *arena;
    char end[LONGEST_END + 1];
    size_t length;
};

static void keep_end(struct given *given, const char *bytes, size_t length)
{
    size_t taken = length < LONGEST_END ? length : LONGEST_END;
    size_t stays = given->length + taken > LONGEST_END ? LONGEST_END - taken : given->length;
    memmove(given->end, given->end + given->length - stays, stays);
    memcpy(given->end + stays, bytes + length - taken, taken);
    given->length = stays + taken;
    given->end[given->length] = 0;
}

static struct error *give_out(void *context, const char *bytes, size_t length)
{
    struct given *given = context;
    keep_end(given, bytes, length);
    return fwrite(bytes, 1, length, stdout) == length ? NULL : cannot_write(given->arena);
}

/* Within a text the quotation marks would be escaped. */
static bool is_whole(const struct given *given)
{
    const char *end = strstr(given->end, "\"end\":{\"counts\":");
    return end && given->end[given->length - 1] == '\n';
}

static struct error *take_from_running(struct arena *arena, const struct settings *settings,
                                       const struct asked *asked)
{
    struct client *client = NULL;
    struct given given = {.arena = arena};
    const char *path = arena_print(arena, "/api/v1/export?format=%s&since=%lld",
                                   asked->as_json ? "json" : "ndjson", (long long)asked->since);
    struct error *err = client_open(arena, settings, &client);
    if (!err)
        err = client_read(arena, client, path, give_out, &given);
    client_close(client);
    if (!err && fflush(stdout) != 0)
        err = cannot_write(arena);
    if (!err && !is_whole(&given))
        err = error_new(arena, ERROR_BROKEN,
                        "The export was cut off: Kith was stopped, or it was not taken fast "
                        "enough. Export again.");
    return err;
}

/* ---- while none runs ---- */

struct noting {
    struct job job;
    const char *words;
};

static struct error *write_row(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    struct work w = {.arena = job->arena, .db = db, .now = instant_now()};
    return audit_write(&w, export_what, NULL, (ident){{0}}, ((struct noting *)job)->words);
}

static struct error *write_down(struct arena *arena, const struct folder *folder,
                                const struct asked *asked)
{
    int lock = -1;
    struct writer *writer = NULL;
    struct writer_settings settings = {.path = folder->database, .reserve = folder->reserve};
    struct noting noting = {.job = {.arena = arena, .frees = true, .run = write_row},
                            .words = export_words(arena, asked->since, asked->as_json)};
    struct error *err = folder_lock(arena, folder, &lock);
    if (!err)
        err = writer_start(arena, &settings, &writer);
    if (!err)
        err = writer_run(writer, &noting.job);
    writer_stop(writer);
    if (lock >= 0)
        close(lock);
    return err;
}

/* Whether it would be refused. */
static struct error *check(struct work *w, const struct asked *asked)
{
    struct error *err = db_begin_read(w->arena, w->db, 0);
    if (!err)
        err = export_check(w, asked->since);
    db_end_read(w->db);
    return err;
}

static struct error *write_out(struct arena *arena, struct work *w, const struct asked *asked)
{
    struct buffer out = {0};
    struct export *export = NULL;
    bool done = false;
    struct error *err = db_begin_read(w->arena, w->db, 0);
    if (!err)
        err = export_begin(w, asked->since, asked->as_json, &export);
    while (!err && !done) {
        out.length = 0;
        err = export_next(export, &out, &done);
        if (!err && fwrite(out.bytes, 1, out.length, stdout) != out.length)
            err = cannot_write(arena);
    }
    if (!err && fflush(stdout) != 0)
        err = cannot_write(arena);
    buffer_free(&out);
    export_end(export);
    db_end_read(w->db);
    return err;
}

static struct error *take_alone(struct arena *arena, const struct folder *folder, struct db *db,
                                const struct asked *asked)
{
    struct work w = {.arena = arena_new(64 * 1024), .db = db, .now = instant_now()};
    struct error *err = check(&w, asked);
    if (!err)
        err = write_down(arena, folder, asked);
    if (!err)
        err = write_out(arena, &w, asked);
    if (err)
        err = error_new(arena, err->kind, "%s", err->sentence);
    arena_free(w.arena);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct asked asked = {0};
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct db *db = NULL;
    struct error *err = read_asked(arena, settings, &asked);
    if (!err)
        err = folder_open(arena, &folder, DB_READER, SCHEMA_CURRENT, &db);
    if (!err && client_is_running(arena, settings))
        err = take_from_running(arena, settings, &asked);
    else if (!err)
        err = take_alone(arena, &folder, db, &asked);
    db_close(db);
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
