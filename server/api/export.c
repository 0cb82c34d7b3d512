/* The export over HTTP: written down first, then made while it is sent, in one read transaction. */
#include "api/resource.h"

#include "base/log.h"
#include "logbook/export.h"

#include <stdlib.h>
#include <string.h>

enum { EXPORT_LIMIT_MS = 600000 };

struct export_query {
    uint64_t given;
    const char *format;
    int64_t since;
};

static const char *check_format(const char *text)
{
    bool known = strcmp(text, "ndjson") == 0 || strcmp(text, "json") == 0;
    return known ? NULL : "This must be ndjson or json.";
}

static const struct field export_query_fields[] = {
    FIELD(export_query, format, .check = check_format, .help = "ndjson unless told, or json."),
    FIELD(export_query, since, .least = 0, .most = INT64_MAX,
          .help = "Only what changed after this change number."),
    {0},
};
static const struct shape export_query_shape = SHAPE(export_query, export_query_fields);

static int64_t since_of(const struct export_query *query)
{
    return shape_given(&export_query_shape, query, "since") ? query->since : 0;
}

static bool is_json(const struct export_query *query)
{
    return query->format && strcmp(query->format, "json") == 0;
}

static struct error *too_many(struct call *call)
{
    return error_new(call->work.arena, ERROR_BUSY,
                     "Two exports are under way. Try again when one is done.");
}

/* An export that would be refused anyway leaves no row in the audit log. */
static struct error *note(struct call *call)
{
    int64_t since = since_of(call->query);
    if (call->api->streams >= MOST_STREAMS)
        return too_many(call);
    call->audit_words = export_words(call->work.arena, since, is_json(call->query));
    return export_check(&call->work, since);
}

/* Owns what the export reads with, beyond the steps of its call. */
struct export_stream {
    struct stream stream;
    struct api *api;
    struct work work;
    struct export *export;
    struct buffer waiting; /* made and not yet sent */
    size_t sent;
    bool done;
};

static ssize_t read_stream(struct stream *stream, char *bytes, size_t room)
{
    struct export_stream *own = (struct export_stream *)stream;
    while (own->sent == own->waiting.length && !own->done) {
        own->waiting.length = own->sent = 0;
        struct error *err = export_next(own->export, &own->waiting, &own->done);
        if (err) {
            log_line("error", "an export was cut short", "why", err->sentence, NULL);
            return STREAM_BROKEN;
        }
    }
    size_t left = own->waiting.length - own->sent;
    if (left == 0)
        return STREAM_END;
    size_t length = left < room ? left : room;
    memcpy(bytes, own->waiting.bytes + own->sent, length);
    own->sent += length;
    return (ssize_t)length;
}

static void close_stream(struct stream *stream)
{
    struct export_stream *own = (struct export_stream *)stream;
    struct api *api = own->api;
    export_end(own->export);
    db_end_read(own->work.db);
    readers_give(api->readers, own->work.db);
    buffer_free(&own->waiting);
    struct arena *arena = own->work.arena;
    arena_free(arena);
    api->streams--;
}

/* The stream takes the call's connection, with a longer limit of its own. */
static struct error *start(struct call *call, struct export_stream *stream)
{
    db_end_read(call->work.db);
    struct error *err = db_begin_read(call->work.arena, call->work.db, EXPORT_LIMIT_MS);
    stream->work.db = call->work.db;
    if (!err)
        err = export_begin(&stream->work, since_of(call->query), is_json(call->query),
                           &stream->export);
    return err;
}

static struct error *export(struct call *call)
{
    if (++call->api->streams > MOST_STREAMS) {
        call->api->streams--;
        return too_many(call);
    }
    struct arena *arena = arena_new(64 * 1024);
    struct export_stream *stream = arena_take(arena, sizeof(*stream));
    stream->stream = (struct stream){read_stream, close_stream};
    stream->api = call->api;
    stream->work = call->work;
    stream->work.arena = arena;
    struct error *err = start(call, stream);
    if (err) {
        err = error_new(call->work.arena, err->kind, "%s", err->sentence);
        arena_free(arena);
        call->api->streams--;
        return err;
    }
    bool as_json = is_json(call->query);
    call->streams = true;
    call->request->reply.stream = &stream->stream;
    call->request->reply.content_type = as_json ? "application/json" : "application/x-ndjson";
    reply_header(&call->request->reply, "Content-Disposition",
                 as_json ? "attachment; filename=\"kith.json\""
                         : "attachment; filename=\"kith.ndjson\"");
    return NULL;
}

static const struct route routes[] = {
    {GET,
     "/export",
     {{WRITER, note}, {HERE, export}},
     EXPORTERS,
     NULL,
     NULL,
     &export_query_shape,
     STREAMED | UNKEPT | FREES | AUDITED,
     export_what,
     "Everything the team wrote, one object a line."},
    {0},
};

static const struct statement *const statements[] = {export_statements, NULL};

const struct resource export_resource = {
    .name = "export",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
