/* Walks over everything the team wrote and writes it as lines, or as one document of the same
 * records. */
#include "logbook/export.h"

#include "base/json.h"
#include "base/sha256.h"
#include "logbook/changes.h"
#include "logbook/export_lines.h"
#include "logbook/imports.h"

enum { SLICE_BYTES = 64 * 1024 };

const char export_what[] = "logbook exported";

struct export
{
    struct work *w;
    bool as_json;
    bool begun;
    enum line_kind kind; /* being walked, LINE_KINDS behind the last */
    struct cursor *cursor;
    struct export_filter filter;
    int64_t highest_change;
    struct line_counts counts;
    void *record; /* with room for any kind of line */
    struct sha256 hash;
};

const char *export_words(struct arena *arena, int64_t since, bool as_json)
{
    const char *form = as_json ? "json" : NULL;
    if (!since)
        return form;
    return arena_print(arena, "since %lld%s%s", (long long)since, form ? ", " : "",
                       form ? form : "");
}

/* Changes that came with an import are known by what they left only, so that nobody can be told
 * what happened since one of them. */
static struct error *check_since(struct work *w, int64_t since, int64_t highest)
{
    struct row_key key = {0};
    int64_t moved_up_to = NOTHING;
    struct error *err = db_number(w, &export_statements[MOVED_UP_TO], &key, &moved_up_to);
    struct error *faults = NULL;
    if (err || since == 0)
        return err;
    if (since < 0 || since > highest)
        error_fault(w->arena, &faults, "since", "There is no change %lld; the newest is %lld.",
                    (long long)since, (long long)highest);
    else if (moved_up_to != NOTHING && since < moved_up_to)
        error_fault(w->arena, &faults, "since",
                    "The changes up to %lld came with an import. Take a whole export once, and"
                    " give a later number from then on.",
                    (long long)moved_up_to);
    return faults;
}

static struct error *check_nothing_arrives(struct work *w)
{
    bool blocked = false;
    struct error *err = import_blocks(w, &blocked);
    if (!err && blocked)
        err =
            error_new(w->arena, ERROR_CONFLICT, "An import is running. Export when it has ended.");
    return err;
}

struct error *export_check(struct work *w, int64_t since)
{
    int64_t highest = 0;
    struct error *err = check_nothing_arrives(w);
    if (!err)
        err = change_highest(w, &highest);
    return err ? err : check_since(w, since, highest);
}

struct error *export_begin(struct work *w, int64_t since, bool as_json, struct export **ret_export)
{
    int64_t highest = 0;
    struct error *err = export_check(w, since);
    if (!err)
        err = change_highest(w, &highest);
    if (err)
        return err;
    struct export *export = arena_take(w->arena, sizeof(*export));
    export->w = w;
    export->as_json = as_json;
    export->highest_change = highest;
    size_t largest = 0;
    for (int kind = 0; kind < LINE_KINDS; kind++) {
        size_t size = export_lines[kind].shape->size;
        largest = size > largest ? size : largest;
    }
    export->record = arena_take(w->arena, largest);
    if (since) {
        export->filter.since = since;
        shape_give(&export_filter_shape, &export->filter, "since");
    }
    sha256_begin(&export->hash);
    *ret_export = export;
    return NULL;
}

/* {"name":record} */
static void put_named(struct buffer *out, const char *name, const struct shape *shape,
                      const void *record)
{
    json_begin(out, '{');
    json_name(out, name);
    shape_export(out, shape, record);
    json_end(out, '}');
}

static void write_head(struct export *export, struct buffer *out)
{
    struct head_line head = {.format = EXPORT_FORMAT, .highest_change = export->highest_change};
    head.schema = export_schema();
    head.since = export->filter.since;
    shape_give(&head_line_shape, &head, "format");
    shape_give(&head_line_shape, &head, "schema");
    shape_give(&head_line_shape, &head, "highest_change");
    if (head.since)
        shape_give(&head_line_shape, &head, "since");
    put_named(out, head_line_name, &head_line_shape, &head);
    if (export->as_json)
        out->bytes[out->length - 1] = ','; /* the document goes on where the line would end */
    buffer_byte(out, '\n');
}

/* The last line: what it proves is all that stands before it. */
static void write_end(struct export *export, struct buffer *out)
{
    char text[SHA256_TEXT];
    sha256_end(&export->hash, text);
    for (int kind = 0; kind < LINE_KINDS; kind++) {
        if (kind != LINE_GONE || export->filter.since)
            shape_give(&line_counts_shape, &export->counts, export_lines[kind].name);
    }
    struct end_line end = {.counts = {.items = &export->counts, .count = 1}, .sha256 = text};
    shape_give(&end_line_shape, &end, "counts");
    shape_give(&end_line_shape, &end, "sha256");
    if (export->as_json) {
        json_name(out, end_line_name);
        shape_export(out, &end_line_shape, &end);
        buffer_byte(out, '}');
    } else {
        put_named(out, end_line_name, &end_line_shape, &end);
    }
    buffer_byte(out, '\n');
}

static void write_record(struct export *export, struct buffer *out)
{
    const struct export_line *line = &export_lines[export->kind];
    bool first = export->counts.of[export->kind]++ == 0;
    if (!export->as_json) {
        put_named(out, line->name, line->shape, export->record);
        buffer_byte(out, '\n');
        return;
    }
    buffer_text(out, first ? "\n" : ",\n");
    shape_export(out, line->shape, export->record);
}

static struct error *open_kind(struct export *export, struct buffer *out)
{
    const struct export_line *line = &export_lines[export->kind];
    if (export->as_json) {
        json_name(out, line->plural);
        buffer_byte(out, '[');
    }
    return db_cursor_open(export->w, line->statement, &export->filter, &export->cursor);
}

static void close_kind(struct export *export, struct buffer *out)
{
    if (export->as_json)
        buffer_text(out, export->counts.of[export->kind] ? "\n],\n" : "],\n");
    db_cursor_close(export->cursor);
    export->cursor = NULL;
    export->kind++;
    if (export->kind == LINE_GONE && !export->filter.since)
        export->kind++;
}

/* One record, or the beginning or end of a kind of them. */
static struct error *write_next(struct export *export, struct buffer *out)
{
    if (!export->begun) {
        export->begun = true;
        write_head(export, out);
        return NULL;
    }
    if (!export->cursor)
        return open_kind(export, out);
    bool found = false;
    struct error *err = db_cursor_next(export->w, export->cursor, export->record, &found);
    if (!err && found)
        write_record(export, out);
    else if (!err)
        close_kind(export, out);
    return err;
}

struct error *export_next(struct export *export, struct buffer *out, bool *ret_done)
{
    size_t from = out->length;
    struct error *err = NULL;
    while (!err && out->length - from < SLICE_BYTES && export->kind < LINE_KINDS)
        err = write_next(export, out);
    if (err)
        return err;
    sha256_add(&export->hash, out->bytes + from, out->length - from);
    *ret_done = export->kind == LINE_KINDS;
    if (*ret_done)
        write_end(export, out);
    return NULL;
}

void export_end(struct export *export)
{
    if (!export)
        return;
    db_cursor_close(export->cursor);
    export->cursor = NULL;
}
