/* Walks the list of resources and writes OpenAPI 3.1: paths from routes, schemas from shapes. */
#include "api/openapi.h"

#include "api/openapi_schemas.h"
#include "api/resource.h"
#include "base/json.h"

#include <string.h>

static const char *const method_names[METHODS] = {"get", "post", "put", "patch", "delete"};

static void write_parameter(struct buffer *out, const char *place, const struct field *field,
                            const char *name)
{
    json_begin(out, '{');
    json_member(out, "name", name);
    json_member(out, "in", place);
    json_name(out, "required");
    json_put_boolean(out, strcmp(place, "path") == 0 || (field && field->rules & REQUIRED));
    if (field && field->help)
        json_member(out, "description", field->help);
    json_name(out, "schema");
    if (field)
        schema_write_value(out, field, SCHEMA_IN);
    else
        schema_write_path(out, name);
    json_end(out, '}');
}

static void write_header_parameter(struct buffer *out, const char *name, const char *help)
{
    json_begin(out, '{');
    json_member(out, "name", name);
    json_member(out, "in", "header");
    json_member(out, "description", help);
    json_name(out, "schema");
    json_put_raw(out, "{\"type\":\"string\"}");
    json_end(out, '}');
}

static void write_path_parameters(struct buffer *out, const char *path)
{
    for (const char *at = strchr(path, '{'); at; at = strchr(at + 1, '{')) {
        char name[32] = {0};
        memcpy(name, at + 1, strcspn(at + 1, "}"));
        write_parameter(out, "path", NULL, name);
    }
}

static void write_parameters(struct buffer *out, const struct route *route)
{
    json_name(out, "parameters");
    json_begin(out, '[');
    write_path_parameters(out, route->path);
    for (const struct field *field = route->query ? route->query->fields : NULL;
         field && field->name; field++) {
        if (!(field->rules & READ_ONLY))
            write_parameter(out, "query", field, field->name);
    }
    if (route->rules & VERSIONED)
        write_header_parameter(out, "If-Match", "The ETag that was read; 412 when it is old.");
    if (route->method != GET && route->demand != ANYBODY && !(route->rules & UNKEPT))
        write_header_parameter(out, "Idempotency-Key",
                               "A repeat with the same key is told again, not done again.");
    json_end(out, ']');
}

static void write_reference(struct buffer *out, const char *name)
{
    json_begin(out, '{');
    json_name(out, "$ref");
    buffer_print(out, "\"#/components/schemas/%s\"", name);
    json_end(out, '}');
}

static void write_content(struct buffer *out, const char *type, const char *schema)
{
    json_name(out, "content");
    json_begin(out, '{');
    json_name(out, type);
    json_begin(out, '{');
    json_name(out, "schema");
    write_reference(out, schema);
    json_end(out, '}');
    json_end(out, '}');
}

static void write_body(struct buffer *out, const struct route *route)
{
    char name[64];
    if (route->rules & SPOOLED) {
        json_name(out, "requestBody");
        json_put_raw(out, "{\"required\":true,\"content\":{\"application/x-ndjson\":{}}}");
    }
    if (!route->in)
        return;
    schema_name(name, sizeof(name), route->in, route->method == PATCH ? SCHEMA_PATCH : SCHEMA_IN);
    json_name(out, "requestBody");
    json_begin(out, '{');
    json_name(out, "required");
    json_put_boolean(out, true);
    write_content(out, route->method == PATCH ? "application/merge-patch+json" : "application/json",
                  name);
    json_end(out, '}');
}

static const char *good_status(const struct route *route)
{
    if (route->rules & MAKES)
        return "201";
    if (route->rules & ACCEPTED)
        return "202";
    return route->out || route->rules & STREAMED ? "200" : "204";
}

static void write_good_content(struct buffer *out, const struct route *route)
{
    char name[64];
    if (route->rules & STREAMED) {
        json_name(out, "content");
        json_put_raw(out, "{\"application/x-ndjson\":{},\"application/json\":{}}");
    } else if (route->out) {
        schema_name(name, sizeof(name), route->out,
                    route->rules & LISTED ? SCHEMA_PAGE : SCHEMA_OUT);
        write_content(out, "application/json", name);
    }
}

static void write_responses(struct buffer *out, const struct route *route)
{
    json_name(out, "responses");
    json_begin(out, '{');
    json_name(out, good_status(route));
    json_begin(out, '{');
    json_member(out, "description", route->help);
    write_good_content(out, route);
    json_end(out, '}');
    bool has_etag = route->demand != ANYBODY && !(route->rules & UNKEPT);
    if (route->method == GET && route->out && has_etag) {
        json_name(out, "304");
        json_put_raw(out, "{\"description\":\"Nothing changed since that ETag.\"}");
    }
    json_name(out, "default");
    json_begin(out, '{');
    json_member(out, "description", "What went wrong, and what to do.");
    write_content(out, "application/problem+json", "problem");
    json_end(out, '}');
    json_end(out, '}');
}

static void write_operation(struct buffer *out, const struct resource *resource,
                            const struct route *route)
{
    static const char *const scopes[] = {[READERS] = "read",
                                         [WRITERS] = "write",
                                         [EXPORTERS] = "export",
                                         [ADMINS] = "admin",
                                         [SELVES] = "self"};
    json_name(out, method_names[route->method]);
    json_begin(out, '{');
    json_member(out, "summary", route->help);
    json_name(out, "tags");
    json_begin(out, '[');
    json_put_text(out, resource->name);
    json_end(out, ']');
    json_name(out, "security");
    json_begin(out, '[');
    if (route->demand != ANYBODY) {
        json_put_raw(out, "{\"token\":[]},{\"session\":[]}");
        json_end(out, ']');
        json_member(out, "x-scope", scopes[route->demand]);
    } else {
        json_end(out, ']');
    }
    write_parameters(out, route);
    write_body(out, route);
    write_responses(out, route);
    json_end(out, '}');
}

/* True when an earlier route of the resource has the same path. */
static bool is_repeated(const struct route *routes, const struct route *route)
{
    for (const struct route *at = routes; at != route; at++) {
        if (strcmp(at->path, route->path) == 0)
            return true;
    }
    return false;
}

static void write_paths(struct buffer *out)
{
    json_name(out, "paths");
    json_begin(out, '{');
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route->path; route++) {
            if (is_repeated((*at)->routes, route))
                continue;
            char path[128] = "";
            strncat(path, (*at)->prefix, sizeof(path) - 1);
            strncat(path, route->path, sizeof(path) - strlen(path) - 1);
            json_name(out, path);
            json_begin(out, '{');
            for (const struct route *same = route; same->path; same++) {
                if (strcmp(same->path, route->path) == 0)
                    write_operation(out, *at, same);
            }
            json_end(out, '}');
        }
    }
    json_end(out, '}');
}

void openapi_write(struct buffer *out, const char *base_path)
{
    json_begin(out, '{');
    json_member(out, "openapi", "3.1.0");
    json_name(out, "info");
    json_put_raw(out, "{\"title\":\"Kith\",\"version\":\"1\",\"summary\":\"A logbook of the "
                      "conversations a team has with its customers.\",\"license\":{\"name\":"
                      "\"MIT\",\"identifier\":\"MIT\"}}");
    json_name(out, "servers");
    json_begin(out, '[');
    json_begin(out, '{');
    json_member(out, "url", *base_path ? base_path : "/");
    json_end(out, '}');
    json_end(out, ']');
    write_paths(out);
    json_name(out, "components");
    json_begin(out, '{');
    json_name(out, "securitySchemes");
    json_put_raw(out, "{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"session\":{\"type\":"
                      "\"apiKey\",\"in\":\"cookie\",\"name\":\"kith\"}}");
    schemas_write(out);
    json_end(out, '}');
    json_end(out, '}');
}

static struct error *read(struct call *call)
{
    const struct buffer *document = &call->api->openapi;
    call->request->reply.fixed = (struct fixed){document->bytes, document->length};
    call->request->reply.content_type = "application/json";
    call->status = 200;
    return NULL;
}

static const struct route routes[] = {
    {GET,
     "/openapi.json",
     {{HERE, read}},
     ANYBODY,
     NULL,
     NULL,
     NULL,
     STREAMED,
     NULL,
     "This document."},
    {0},
};

const struct resource openapi_resource = {.name = "openapi", .prefix = "/api/v1", .routes = routes};
