/* Finding in process, JSON included: one query a line on standard input, as search.mjs writes them
 * (kind, text, person, tag, theme, from, to, with tabs between). Tells for each kind the CPU time
 * of one query: median, p99 and the most, with the text that took it, as JSON. */
#include "base/json.h"
#include "logbook/search.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LIMIT_MS = 10000, MOST_OF_A_KIND = 2000, MOST_KINDS = 40, COLUMNS = 7 };

struct kind {
    char name[60];
    double us[MOST_OF_A_KIND];
    double most;
    char slowest[200];
    size_t count;
    int64_t found;
    int64_t incomplete;
};

static struct kind kinds[MOST_KINDS];

static void stop_on(const struct error *err)
{
    if (!err)
        return;
    fprintf(stderr, "bench-search: %s\n", err->sentence);
    exit(1);
}

static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static struct kind *kind_of(const char *name)
{
    size_t at = 0;
    while (at < MOST_KINDS - 1 && kinds[at].name[0] && strcmp(kinds[at].name, name) != 0)
        at++;
    snprintf(kinds[at].name, sizeof(kinds[at].name), "%s", name);
    return &kinds[at];
}

static void read_query(struct arena *arena, char *const *columns, struct search_query *query)
{
    static const char *const names[COLUMNS] = {NULL, "q", "person", "tag", "theme", "from", "to"};
    struct error *faults = NULL;
    shape_clear(&search_query_shape, query);
    for (int i = 1; i < COLUMNS; i++) {
        if (*columns[i] || i == 1)
            shape_read_text(arena, &search_query_shape, names[i], columns[i], query, &faults);
    }
    stop_on(faults);
}

static void run(struct work *w, char *const *columns, struct buffer *json)
{
    struct kind *kind = kind_of(columns[0]);
    struct search_query query;
    struct search *found = shape_new(w->arena, &search_shape);
    read_query(w->arena, columns, &query);
    json->length = 0;
    double begun = cpu_us();
    stop_on(db_begin_read(w->arena, w->db, LIMIT_MS));
    stop_on(search_find(w, &query, found));
    found->asked = "";
    shape_write(json, &search_shape, found);
    db_end_read(w->db);
    double took = cpu_us() - begun;
    if (kind->count < MOST_OF_A_KIND)
        kind->us[kind->count++] = took;
    if (took > kind->most) {
        kind->most = took;
        snprintf(kind->slowest, sizeof(kind->slowest), "%s", columns[1]);
    }
    kind->found += (int64_t)(found->people.count + found->words.count) > 0;
    kind->incomplete += !found->complete;
    arena_reset(w->arena);
}

static int compare(const void *left, const void *right)
{
    double one = *(const double *)left;
    double other = *(const double *)right;
    return (one > other) - (one < other);
}

static void tell_number(struct buffer *json, const char *name, double value)
{
    json_name(json, name);
    json_put_number(json, (int64_t)value);
}

static void tell(struct kind *kind, struct buffer *json)
{
    qsort(kind->us, kind->count, sizeof(double), compare);
    json->length = 0;
    json_begin(json, '{');
    json_name(json, "kind");
    json_put_text(json, kind->name);
    tell_number(json, "queries", (double)kind->count);
    tell_number(json, "found", (double)kind->found);
    tell_number(json, "incomplete", (double)kind->incomplete);
    tell_number(json, "p50_us", kind->us[kind->count / 2]);
    tell_number(json, "p99_us", kind->us[kind->count * 99 / 100]);
    tell_number(json, "most_us", kind->most);
    json_name(json, "slowest");
    json_put_text(json, kind->slowest);
    json_end(json, '}');
    printf("%.*s\n", (int)json->length, json->bytes);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "Write: bench-search DATABASE < QUERIES\n");
        return 2;
    }
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    struct arena *arena = arena_new(64 * 1024);
    struct work w = {.arena = arena, .now = instant_now()};
    struct buffer json = {0};
    char line[4096];
    if (sodium_init() < 0)
        return 1;
    stop_on(db_open(arena, argv[1], DB_READER, &w.db));
    while (fgets(line, sizeof(line), stdin)) {
        char *columns[COLUMNS] = {"", "", "", "", "", "", ""};
        char *rest = line;
        line[strcspn(line, "\n")] = 0;
        for (int i = 0; i < COLUMNS && rest; i++)
            columns[i] = strsep(&rest, "\t");
        run(&w, columns, &json);
    }
    for (size_t i = 0; i < MOST_KINDS && kinds[i].name[0]; i++)
        tell(&kinds[i], &json);
    buffer_free(&json);
    db_close(w.db);
    arena_free(arena);
    return 0;
}
