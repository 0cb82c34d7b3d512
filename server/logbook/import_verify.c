/* Reads the file of an import once before anything of it is written. */
#include "logbook/import_parts.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

int64_t step_until(void)
{
    return monotonic_us() / 1000 + IMPORT_MOST_MS;
}

bool step_is_over(int64_t until)
{
    return monotonic_us() / 1000 >= until;
}

bool import_is_faulty(const struct error *err)
{
    return err->kind == ERROR_INVALID || err->kind == ERROR_MALFORMED ||
           err->kind == ERROR_CONFLICT || err->kind == ERROR_NOT_FOUND;
}

__attribute__((format(printf, 2, 3))) static struct error *faulty(struct work *w,
                                                                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *sentence = arena_print_list(w->arena, format, arguments);
    va_end(arguments);
    return error_new(w->arena, ERROR_INVALID, "%s", sentence);
}

struct error *import_next(struct work *w, struct import_reader *reader, const char **ret_line,
                          size_t *ret_length, bool *ret_found)
{
    long long place = (long long)reader->lines.lines + 1;
    *ret_found = true;
    switch (ndjson_next(&reader->lines, ret_line, ret_length)) {
    case NDJSON_LINE:
        return NULL;
    case NDJSON_CUT:
        return faulty(w, "Line %lld has no end: the file was cut off. Export it again.", place);
    case NDJSON_TOO_LONG:
        return faulty(w, "Line %lld is longer than 4 MiB.", place);
    case NDJSON_BROKEN:
        return error_new(w->arena, ERROR_BROKEN, "The file of the import cannot be read: %s.",
                         strerror(errno));
    case NDJSON_END:
        *ret_found = false;
    }
    return NULL;
}

struct error *in_line(struct work *w, struct error *err, int64_t place)
{
    if (!err || !import_is_faulty(err))
        return err;
    const char *pointer = err->pointer ? err->pointer : "";
    err->sentence = arena_print(w->arena, "Line %lld%s%s: %s", (long long)place,
                                *pointer ? ", " : "", pointer, err->sentence);
    return err;
}

static struct error *verify_head(struct work *w, struct import_reader *reader, const char *line,
                                 size_t length)
{
    char name[LONGEST_LINE_NAME];
    void *record = NULL;
    line_name(line, length, name);
    if (strcmp(name, head_line_name) != 0)
        return faulty(w, "This is no export of Kith: its first line is no kith_export.");
    struct error *err = line_parse(w, head_line_name, &head_line_shape, line, length, &record);
    if (err)
        return in_line(w, err, 1);
    reader->head = *(const struct head_line *)record;
    reader->head_bytes = reader->lines.offset;
    if (reader->head.format != EXPORT_FORMAT || reader->head.schema > export_schema())
        return faulty(w,
                      "This export was written by a newer Kith (format %lld, schema %lld; this one "
                      "knows %d and %d). Install that version first.",
                      (long long)reader->head.format, (long long)reader->head.schema, EXPORT_FORMAT,
                      export_schema());
    if (shape_given(&head_line_shape, &reader->head, "since"))
        return faulty(w, "This export holds only what changed since %lld. Import a whole one.",
                      (long long)reader->head.since);
    return NULL;
}

static struct error *verify_record(struct work *w, struct import_reader *reader, const char *name)
{
    long long place = (long long)reader->lines.lines;
    int kind = 0;
    while (kind < LINE_GONE && strcmp(export_lines[kind].name, name) != 0)
        kind++;
    if (kind == LINE_GONE)
        return faulty(w, "Line %lld is of no kind that this Kith knows.", place);
    if (kind < (int)reader->kind)
        return faulty(w, "Line %lld: a %s cannot stand behind a %s.", place, name,
                      export_lines[reader->kind].name);
    reader->kind = (enum line_kind)kind;
    reader->counts.of[kind]++;
    return NULL;
}

static struct error *verify_counts(struct work *w, const struct import_reader *reader,
                                   const struct line_counts *told)
{
    for (int kind = 0; kind < LINE_GONE; kind++) {
        int64_t count = told->of[kind] == NOTHING ? 0 : told->of[kind];
        if (count != reader->counts.of[kind])
            return faulty(w,
                          "The file has %lld lines of the kind %s, and its last line tells of "
                          "%lld. Export it again.",
                          (long long)reader->counts.of[kind], export_lines[kind].name,
                          (long long)count);
    }
    return NULL;
}

static struct error *verify_end(struct work *w, struct import_reader *reader, const char *line,
                                size_t length)
{
    char text[SHA256_TEXT];
    void *record = NULL;
    struct error *err = line_parse(w, end_line_name, &end_line_shape, line, length, &record);
    if (err)
        return in_line(w, err, reader->lines.lines);
    const struct end_line *end = record;
    sha256_end(&reader->hash, text);
    if (strcmp(text, end->sha256) != 0)
        return faulty(w,
                      "The file is damaged: its bytes are not those that its last line tells of. "
                      "Export it again.");
    err = verify_counts(w, reader, end->counts.items);
    if (err)
        return err;
    bool more = false;
    err = import_next(w, reader, &line, &length, &more);
    if (!err && more)
        return faulty(w, "Something stands behind the last line of the export.");
    reader->verified = !err;
    return err;
}

static struct error *verify_line(struct work *w, struct import_reader *reader, const char *line,
                                 size_t length)
{
    char name[LONGEST_LINE_NAME];
    line_name(line, length, name);
    if (reader->lines.lines > 1 && strcmp(name, end_line_name) == 0)
        return verify_end(w, reader, line, length);
    sha256_add(&reader->hash, line, length);
    sha256_add(&reader->hash, "\n", 1);
    if (reader->lines.lines == 1)
        return verify_head(w, reader, line, length);
    return verify_record(w, reader, name);
}

struct error *import_verify(struct work *w, struct import_reader *reader, int64_t until)
{
    struct error *err = NULL;
    while (!err && !reader->verified && !step_is_over(until)) {
        const char *line = NULL;
        size_t length = 0;
        bool found = false;
        err = import_next(w, reader, &line, &length, &found);
        if (!err && !found)
            err = faulty(w,
                         "The file ends behind line %lld, without the last line of an export: it "
                         "was cut off. Export it again.",
                         (long long)reader->lines.lines);
        if (!err)
            err = verify_line(w, reader, line, length);
    }
    return err;
}
