/* The same logbook functions without HTTP: briefs and timelines of the people named on standard
 * input, read in one transaction each and written as JSON. Tells the CPU time of one, and, with
 * --sizes FILE, how many bytes each was. */
#include "base/json.h"
#include "logbook/brief.h"
#include "logbook/conversations.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_PEOPLE = 10000, LIMIT_MS = 2000 };

struct measure {
    struct work work;
    struct buffer json;
    ident people[MOST_PEOPLE];
    unsigned count;
    struct error *(*read)(struct measure *measure, ident id);
};

static struct error *read_brief(struct measure *measure, ident id)
{
    struct brief *brief = shape_new(measure->work.arena, &brief_shape);
    struct error *err = brief_of_person(&measure->work, id, brief);
    if (!err)
        shape_write(&measure->json, &brief_shape, brief);
    return err;
}

static struct error *read_timeline(struct measure *measure, ident id)
{
    struct conversations_filter filter;
    struct page page = {0};
    shape_clear(&conversations_filter_shape, &filter);
    filter.person = id;
    shape_give(&conversations_filter_shape, &filter, "person");
    struct error *err = conversations_list(&measure->work, &filter, &page);
    if (err)
        return err;
    struct buffer *out = &measure->json;
    const char *items = page.items.items;
    json_begin(out, '{');
    json_name(out, "count");
    json_put_number(out, page.count.count);
    json_name(out, "more");
    json_put_boolean(out, page.more);
    json_name(out, "items");
    json_begin(out, '[');
    for (size_t i = 0; i < page.items.count; i++)
        shape_write(out, page.shape, items + i * page.shape->size);
    json_end(out, ']');
    json_end(out, '}');
    return NULL;
}

static struct error *read_one(struct measure *measure, ident id)
{
    struct work *w = &measure->work;
    measure->json.length = 0;
    struct error *err = db_begin_read(w->arena, w->db, LIMIT_MS);
    if (!err)
        err = measure->read(measure, id);
    db_end_read(w->db);
    return err;
}

static void read_people(struct measure *measure)
{
    char line[128];
    while (measure->count < MOST_PEOPLE && fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (ident_read(line, &measure->people[measure->count]))
            measure->count++;
    }
}

static void fail(const struct error *err)
{
    fprintf(stderr, "inprocess: %s\n", err->sentence);
    exit(1);
}

static void write_sizes(struct measure *measure, const char *path)
{
    FILE *file = fopen(path, "w");
    for (unsigned i = 0; file && i < measure->count; i++) {
        struct error *err = read_one(measure, measure->people[i]);
        if (err)
            fail(err);
        fprintf(file, "%zu\n", measure->json.length);
        arena_reset(measure->work.arena);
    }
    if (!file || fclose(file) != 0)
        exit(1);
}

static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "Write: inprocess DATABASE brief|timeline TIMES [SIZES] < IDS\n");
        return 2;
    }
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    struct arena *arena = arena_new(64 * 1024);
    struct measure *measure = calloc(1, sizeof(*measure));
    if (!measure || sodium_init() < 0)
        return 1;
    measure->work = (struct work){.arena = arena, .now = instant_now()};
    measure->read = strcmp(argv[2], "brief") == 0 ? read_brief : read_timeline;
    read_people(measure);
    struct error *err = db_open(arena, argv[1], DB_READER, &measure->work.db);
    if (err)
        fail(err);
    if (argc == 5)
        write_sizes(measure, argv[4]);
    unsigned times = (unsigned)strtoul(argv[3], NULL, 10);
    size_t bytes = 0;
    double begun = cpu_us();
    for (unsigned i = 0; i < times; i++) {
        err = read_one(measure, measure->people[i % measure->count]);
        if (err)
            fail(err);
        bytes += measure->json.length;
        arena_reset(arena);
    }
    printf("{\"times\":%u,\"cpu_us\":%.2f,\"bytes\":%zu}\n", times, (cpu_us() - begun) / times,
           bytes / times);
    buffer_free(&measure->json);
    db_close(measure->work.db);
    free(measure);
    arena_free(arena);
    return 0;
}
