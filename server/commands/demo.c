/* kith demo: fills an empty logbook with an imagined firm's year, up to today. */
#include "commands/command.h"
#include "commands/demo_lines.h"
#include "commands/host.h"
#include "logbook/changes.h"
#include "logbook/people_list.h"

#include <stdio.h>
#include <string.h>

/* The lines of demo.ndjson, built into the program. */
extern const char demo_lines[], demo_lines_end[];

struct demo_job {
    struct job job;
    struct demo *demo;
    const char *line;
    size_t length;
    bool empty; /* the logbook has nobody in it */
};

static struct error *look_job(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    struct demo_job *own = (struct demo_job *)job;
    struct work w = {.arena = job->arena, .db = db};
    struct people_filter everybody;
    struct page page = {.more = false};
    shape_clear(&people_filter_shape, &everybody);
    struct error *err = people_list(&w, &everybody, &page);
    own->empty = page.count.count == 0;
    return err;
}

/* A line is one change, made by its member at its time. */
static struct error *line_job(struct job *job, struct db *db, const struct touches *touches)
{
    struct demo_job *own = (struct demo_job *)job;
    struct work w = {.arena = job->arena, .db = db, .now = own->demo->now};
    struct change_note note = {0};
    struct error *err = change_begin(&w);
    if (!err)
        err = demo_line(&w, own->demo, own->line, own->length, &note);
    return err ? err : change_end(&w, touches, &note);
}

static struct error *load(struct arena *arena, struct writer *writer, struct demo *demo)
{
    struct arena *scratch = arena_new(64 * 1024);
    struct error *err = NULL;
    int place = 0;
    for (const char *at = demo_lines; at < demo_lines_end && !err;) {
        const char *end = memchr(at, '\n', (size_t)(demo_lines_end - at));
        struct demo_job line = {.job = {.arena = scratch, .run = line_job}, .demo = demo};
        line.line = at;
        line.length = (size_t)((end ? end : demo_lines_end) - at);
        place++;
        if (line.length > 0)
            err = writer_run(writer, &line.job);
        if (err)
            err = error_new(arena, ERROR_BROKEN, "Line %d of the demo: %s%s%s", place,
                            err->pointer ? err->pointer : "", err->pointer ? ": " : "",
                            err->sentence);
        arena_reset(scratch);
        at += line.length + 1;
    }
    arena_free(scratch);
    return err;
}

static struct error *fill(struct arena *arena, struct host *host)
{
    struct demo_job look = {.job = {.arena = arena, .run = look_job}};
    struct error *err = writer_run(host->api.writer, &look.job);
    if (err)
        return err;
    if (!look.empty) {
        printf("The logbook in %s has people in it already; nothing was added.\n",
               host->folder.path);
        return NULL;
    }
    struct demo *demo = demo_new(instant_now());
    err = load(arena, host->api.writer, demo);
    if (!err)
        printf("An imagined firm moved in: %d people, %d conversations.\n",
               demo_count(demo, "person"), demo_count(demo, "conversation"));
    demo_free(demo);
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct host *host = NULL;
    struct error *err = settings_done(arena, settings, 0);
    if (!err)
        err = host_start(arena, settings, NULL, &host);
    if (err)
        return err;
    err = fill(arena, host);
    host_stop(host);
    *ret_status = 0;
    return err;
}

const struct command demo_command = {"demo", "", "fill an empty logbook with an imagined firm",
                                     run};
