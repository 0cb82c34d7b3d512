/* Imports over HTTP: the file goes to the spool, the answer comes at once. */
#include "api/resource.h"

#include "api/importer.h"
#include "logbook/imports.h"

#include <string.h>
#include <strings.h>

struct import_query {
    uint64_t given;
    const char *format;
};

static const char *check_format(const char *text)
{
    return strcmp(text, "kith") == 0 ? NULL : "This must be kith: a file that Kith has exported.";
}

static const struct field import_query_fields[] = {
    FIELD(import_query, format, .rules = REQUIRED, .check = check_format,
          .help = "kith: a file that Kith has exported as ndjson."),
    {0},
};
static const struct shape import_query_shape = SHAPE(import_query, import_query_fields);

static struct error *check_type(struct call *call)
{
    static const char taken[] = "application/x-ndjson";
    const char *type = request_header(call->request, "Content-Type");
    size_t length = strlen(taken);
    if (type && strncasecmp(type, taken, length) == 0 &&
        (!type[length] || strchr("; ", type[length])))
        return NULL;
    return error_new(call->work.arena, ERROR_CONTENT_TYPE, "Send the file with Content-Type: %s.",
                     taken);
}

static struct error *take(struct call *call)
{
    struct import *made = call_record(call);
    const char *file = strrchr(call->request->spool_path, '/') + 1;
    struct error *err = import_make(&call->work, file, made);
    call_answers(call, made, "import", made->id);
    return err;
}

static struct error *wake(struct call *call)
{
    importer_wake(call->api->importer);
    return NULL;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return import_find(&call->work, call->id, call->record);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return import_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/imports",
     {{HERE, check_type}, {WRITER, take}, {HERE, wake}},
     ADMINS,
     NULL,
     &import_shape,
     &import_query_shape,
     SPOOLED | ACCEPTED | AUDITED,
     "import sent",
     "Take in a file that Kith has exported. The body is the file."},
    {GET,
     "/imports/{id}",
     {{HERE, read}},
     ADMINS,
     NULL,
     &import_shape,
     NULL,
     0,
     NULL,
     "How far an import is."},
    {0},
};

static const struct statement *const statements[] = {
    imports_statements,        import_steps_statements,
    import_lines_statements,   import_names_statements,
    import_records_statements, import_former_statements,
    import_clear_statements,   NULL};

const struct resource imports_resource = {
    .name = "imports",
    .noun = "import",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &import_shape,
    .find = find,
};
