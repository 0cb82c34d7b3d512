/* Shapes as JSON Schemas: one for what is sent, one for a patch, one for what is answered. */
#include "api/openapi_schemas.h"

#include "api/resource.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SCHEMAS = 256, DEFAULT_LONGEST = 200, DEFAULT_MOST_ITEMS = 50 };

struct seen {
    struct {
        const struct shape *shape;
        enum schema_use use;
    } items[MOST_SCHEMAS];
    size_t count;
    size_t written;
};

void schema_name(char *name, size_t room, const struct shape *shape, enum schema_use use)
{
    static const char *const endings[] = {
        [SCHEMA_IN] = "_in", [SCHEMA_PATCH] = "_patch", [SCHEMA_OUT] = "", [SCHEMA_PAGE] = "_page"};
    snprintf(name, room, "%s%s", shape->name, endings[use]);
}

static void write_reference(struct buffer *out, const struct shape *shape, enum schema_use use)
{
    char name[64];
    schema_name(name, sizeof(name), shape, use);
    json_begin(out, '{');
    json_name(out, "$ref");
    buffer_print(out, "\"#/components/schemas/%s\"", name);
    json_end(out, '}');
}

/* What is sent in a list is made anew, so the items of a patch are those of a making. */
static enum schema_use use_of_items(enum schema_use use)
{
    return use == SCHEMA_OUT ? SCHEMA_OUT : SCHEMA_IN;
}

static bool may_be_null(const struct field *field, enum schema_use use)
{
    switch (field->type) {
    case FIELD_BOOLEAN:
    case FIELD_NUMBER:
    case FIELD_LIST:
        return false;
    case FIELD_CHOICE:
        return !*field->choices[0];
    case FIELD_TEXT:
    case FIELD_INTEGER:
    case FIELD_INSTANT:
    case FIELD_DAY:
    case FIELD_IDENT:
    case FIELD_RECORD:
        break;
    }
    (void)use;
    return !(field->rules & (REQUIRED | NEVER_NULL));
}

static void write_type(struct buffer *out, const char *type, bool null)
{
    json_name(out, "type");
    if (!null) {
        json_put_text(out, type);
        return;
    }
    json_begin(out, '[');
    json_put_text(out, type);
    json_put_text(out, "null");
    json_end(out, ']');
}

static void write_text(struct buffer *out, const struct field *field, bool null,
                       enum schema_use use)
{
    static const char *const formats[] = {
        [FIELD_INSTANT] = "date-time", [FIELD_DAY] = "date", [FIELD_IDENT] = "uuid"};
    write_type(out, "string", null);
    if (field->type != FIELD_TEXT)
        json_member(out, "format", formats[field->type]);
    if (field->type == FIELD_TEXT && use != SCHEMA_OUT) {
        /* In characters; the server counts bytes, of which there are as many or more. */
        json_name(out, "maxLength");
        json_put_number(out, field->longest ? field->longest : DEFAULT_LONGEST);
    }
    if (field->type == FIELD_TEXT && use != SCHEMA_OUT && field->rules & REQUIRED) {
        json_name(out, "minLength");
        json_put_number(out, 1);
    }
}

static void write_choice(struct buffer *out, const struct field *field, bool null)
{
    json_name(out, "enum");
    json_begin(out, '[');
    for (int i = 0; field->choices[i]; i++) {
        if (*field->choices[i])
            json_put_text(out, field->choices[i]);
    }
    if (null)
        json_put_null(out);
    json_end(out, ']');
}

static void write_items(struct buffer *out, const struct field *field, enum schema_use use)
{
    enum schema_use of_items = use_of_items(use);
    if (!field->items) {
        json_put_raw(out, "{\"type\":\"string\"}");
    } else if (field->items->text_as && of_items == SCHEMA_IN) {
        json_begin(out, '{');
        json_name(out, "oneOf");
        json_begin(out, '[');
        json_put_raw(out, "{\"type\":\"string\"}");
        write_reference(out, field->items, of_items);
        json_end(out, ']');
        json_end(out, '}');
    } else {
        write_reference(out, field->items, of_items);
    }
}

static void write_list(struct buffer *out, const struct field *field, enum schema_use use)
{
    write_type(out, "array", false);
    if (use != SCHEMA_OUT) {
        json_name(out, "maxItems");
        json_put_number(out, field->longest ? field->longest : DEFAULT_MOST_ITEMS);
    }
    json_name(out, "items");
    write_items(out, field, use);
}

static void write_record(struct buffer *out, const struct field *field, bool null,
                         enum schema_use use)
{
    if (!field->items) {
        json_put_raw(out, "\"type\":[\"object\",\"null\"]");
        return;
    }
    json_name(out, "oneOf");
    json_begin(out, '[');
    write_reference(out, field->items, use_of_items(use));
    if (null)
        json_put_raw(out, "{\"type\":\"null\"}");
    json_end(out, ']');
}

static void write_schema(struct buffer *out, const struct field *field, enum schema_use use)
{
    bool null = may_be_null(field, use);
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_INSTANT:
    case FIELD_DAY:
    case FIELD_IDENT:
        write_text(out, field, null, use);
        return;
    case FIELD_INTEGER:
        write_type(out, "integer", null);
        if (field->most > field->least) {
            json_name(out, "minimum");
            json_put_number(out, field->least);
            json_name(out, "maximum");
            json_put_number(out, field->most);
        }
        return;
    case FIELD_BOOLEAN:
        write_type(out, "boolean", false);
        return;
    case FIELD_CHOICE:
        write_choice(out, field, null);
        return;
    case FIELD_NUMBER:
        json_member(out, "$ref", "#/components/schemas/number");
        return;
    case FIELD_LIST:
        write_list(out, field, use);
        return;
    case FIELD_RECORD:
        write_record(out, field, null, use);
        return;
    }
}

void schema_write_value(struct buffer *out, const struct field *field, enum schema_use use)
{
    json_begin(out, '{');
    write_schema(out, field, use);
    json_end(out, '}');
}

void schema_write_path(struct buffer *out, const char *name)
{
    json_put_raw(out, strcmp(name, "n") == 0 ? "{\"type\":\"integer\",\"minimum\":1}"
                                             : "{\"type\":\"string\",\"format\":\"uuid\"}");
}

static bool stands(const struct field *field, enum schema_use use)
{
    if (use == SCHEMA_OUT)
        return !(field->rules & WRITE_ONLY);
    if (field->rules & READ_ONLY)
        return false;
    return use != SCHEMA_PATCH || !(field->rules & WRITE_ONCE);
}

static void write_required(struct buffer *out, const struct shape *shape, enum schema_use use)
{
    if (use != SCHEMA_IN)
        return;
    json_name(out, "required");
    json_begin(out, '[');
    for (const struct field *field = shape->fields; field->name; field++) {
        if (field->rules & REQUIRED && stands(field, use))
            json_put_text(out, field->name);
    }
    json_end(out, ']');
}

static void write_properties(struct buffer *out, const struct shape *shape, enum schema_use use)
{
    write_type(out, "object", false);
    json_name(out, "additionalProperties");
    json_put_boolean(out, false);
    write_required(out, shape, use);
    json_name(out, "properties");
    json_begin(out, '{');
    for (const struct field *field = shape->fields; field->name; field++) {
        if (!stands(field, use))
            continue;
        json_name(out, field->name);
        json_begin(out, '{');
        if (field->help)
            json_member(out, "description", field->help);
        write_schema(out, field, use);
        json_end(out, '}');
    }
    json_end(out, '}');
}

static void write_page(struct buffer *out, const struct shape *shape)
{
    json_put_raw(out, "\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"count\","
                      "\"more\",\"next\",\"items\"],\"properties\":{\"count\":{\"type\":"
                      "\"integer\"},\"more\":{\"type\":\"boolean\"},\"next\":{\"type\":"
                      "[\"string\",\"null\"]},\"items\":{\"type\":\"array\",\"items\":");
    write_reference(out, shape, SCHEMA_OUT);
    buffer_text(out, "}}");
}

static void add(struct seen *seen, const struct shape *shape, enum schema_use use)
{
    if (!shape)
        return;
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->items[i].shape == shape && seen->items[i].use == use)
            return;
    }
    if (seen->count == MOST_SCHEMAS)
        return;
    seen->items[seen->count].shape = shape;
    seen->items[seen->count++].use = use;
}

static void add_routes(struct seen *seen)
{
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route->path; route++) {
            add(seen, route->in, route->method == PATCH ? SCHEMA_PATCH : SCHEMA_IN);
            add(seen, route->out, route->rules & LISTED ? SCHEMA_PAGE : SCHEMA_OUT);
        }
    }
}

static void write_next(struct buffer *out, struct seen *seen)
{
    char name[64];
    const struct shape *shape = seen->items[seen->written].shape;
    enum schema_use use = seen->items[seen->written++].use;
    schema_name(name, sizeof(name), shape, use);
    json_name(out, name);
    json_begin(out, '{');
    if (use == SCHEMA_PAGE) {
        write_page(out, shape);
        add(seen, shape, SCHEMA_OUT);
    } else {
        write_properties(out, shape, use);
        for (const struct field *field = shape->fields; field->name; field++) {
            if (stands(field, use))
                add(seen, field->items, use_of_items(use));
        }
    }
    json_end(out, '}');
}

void schemas_write(struct buffer *out)
{
    struct seen seen = {.count = 0};
    json_name(out, "schemas");
    json_begin(out, '{');
    json_name(out, "number");
    json_put_raw(out,
                 "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"count\","
                 "\"more\",\"href\"],\"properties\":{\"count\":{\"type\":\"integer\"},\"more\":"
                 "{\"type\":\"boolean\"},\"href\":{\"type\":\"string\"}}}");
    json_name(out, "problem");
    json_put_raw(out, "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\"]"
                      ",\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":"
                      "\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":"
                      "\"string\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                      "\"required\":[\"detail\"],\"properties\":{\"pointer\":{\"type\":\"string\"},"
                      "\"parameter\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}},"
                      "\"pointer\":{\"type\":\"string\"},"
                      "\"reference\":{\"type\":\"string\"}}}");
    add_routes(&seen);
    while (seen.written < seen.count)
        write_next(out, &seen);
    json_end(out, '}');
}
