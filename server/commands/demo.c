/* kith demo: fills an empty logbook with an imagined firm's year, up to today. */
#include "commands/command.h"
#include "commands/demo_lines.h"
#include "commands/folder.h"
#include "logbook/changes.h"
#include "logbook/people_list.h"
#include "store/fulltext.h"
#include "store/migrate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The lines of demo.ndjson, built into the program. */
extern const char demo_lines[], demo_lines_end[];

static struct error *look(struct work *w, bool *ret_empty)
{
    struct people_filter everybody;
    struct page page = {.more = false};
    shape_clear(&people_filter_shape, &everybody);
    struct error *err = people_list(w, &everybody, &page);
    if (!err)
        *ret_empty = page.count.count == 0;
    return err;
}

/* A line is one change, made by its member at its time. */
static struct error *write_line(struct work *w, struct demo *demo, const char *line, size_t length)
{
    struct change_note note = {0};
    struct touches touches = {0};
    struct arena *touched = arena_new(16 * 1024);
    w->now = demo->now;
    w->actor = NULL;
    struct error *err = change_begin(w);
    touches_collect(w->db, &touches, touched);
    if (!err)
        err = demo_line(w, demo, line, length, &note);
    touches_collect(w->db, NULL, NULL);
    if (!err)
        err = change_end(w, &touches, &note);
    if (!err)
        err = fulltext_index(w, touches.texts);
    arena_free(touched);
    return err;
}

static struct error *write_lines(struct arena *arena, struct work *w, struct demo *demo)
{
    struct error *err = NULL;
    int place = 0;
    for (const char *at = demo_lines; at < demo_lines_end && !err;) {
        const char *end = memchr(at, '\n', (size_t)(demo_lines_end - at));
        size_t length = (size_t)((end ? end : demo_lines_end) - at);
        place++;
        if (length > 0)
            err = write_line(w, demo, at, length);
        if (err)
            err = error_new(arena, ERROR_BROKEN, "Line %d of the demo: %s%s%s", place,
                            err->pointer ? err->pointer : "", err->pointer ? ": " : "",
                            err->sentence);
        arena_reset(w->arena);
        at += length + 1;
    }
    return err;
}

/* All in one transaction: an end halfway leaves the logbook as empty as it was. */
static struct error *fill(struct arena *arena, struct db *db, struct demo *demo)
{
    struct work w = {.arena = arena_new(64 * 1024), .db = db};
    struct error *err = touches_watch(arena, db);
    if (!err)
        err = db_execute(arena, db, "BEGIN IMMEDIATE");
    if (!err)
        err = write_lines(arena, &w, demo);
    if (!err)
        err = db_execute(arena, db, "COMMIT");
    arena_free(w.arena);
    return err;
}

static struct error *move_in(struct arena *arena, struct db *db, const struct folder *folder)
{
    struct work w = {.arena = arena, .db = db};
    bool empty = false;
    struct error *err = look(&w, &empty);
    if (err)
        return err;
    if (!empty) {
        printf("The logbook in %s has people in it already; nothing was added.\n", folder->path);
        return NULL;
    }
    struct demo *demo = demo_new(instant_now());
    err = fill(arena, db, demo);
    if (!err)
        printf("An imagined firm moved in: %d people, %d conversations.\n",
               demo_count(demo, "person"), demo_count(demo, "conversation"));
    demo_free(demo);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct db *db = NULL;
    int lock = -1;
    struct error *err = settings_done(arena, settings, 0);
    if (!err)
        err = folder_make(arena, &folder);
    if (!err)
        err = folder_lock(arena, &folder, &lock);
    if (!err)
        err = folder_migrate(arena, &folder);
    if (!err)
        err = db_open(arena, folder.database, DB_WRITER, &db);
    if (!err)
        err = move_in(arena, db, &folder);
    db_close(db);
    if (lock >= 0)
        close(lock);
    *ret_status = 0;
    return err;
}

const struct command demo_command = {
    .name = "demo",
    .arguments = "",
    .help = "fill an empty logbook with an imagined firm",
    .takes = TAKES_DATA,
    .run = run,
};
