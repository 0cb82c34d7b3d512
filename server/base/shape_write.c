/* Writes records as JSON, straight from their structs. */
#include "base/shape.h"

#include "base/href.h"
#include "base/json.h"

#include <string.h>

enum writing { FOR_ANSWERS, FOR_EXPORT };

static void write_record(struct buffer *out, const struct shape *shape, const void *record,
                         enum writing writing);

static void write_items(struct buffer *out, const struct field *field, const struct list *list,
                        enum writing writing)
{
    bool single = field->type == FIELD_RECORD;
    if (!list->items && list->json) {
        json_put_raw(out, list->json);
        return;
    }
    if (single && list->count == 0) {
        json_put_null(out);
        return;
    }
    if (!single)
        json_begin(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (field->items)
            write_record(out, field->items, (char *)list->items + i * field->items->size, writing);
        else
            json_put_text(out, ((const char **)list->items)[i]);
    }
    if (!single)
        json_end(out, ']');
}

void shape_write_list(struct buffer *out, const struct field *field, const struct list *list)
{
    write_items(out, field, list, FOR_ANSWERS);
}

/* Fills {field} in an address with an id or a text of the same record. */
static void write_href(struct buffer *out, const struct shape *shape, const void *record,
                       const char *href)
{
    json_put_bytes(out, "", 0);
    out->length--;
    buffer_text(out, href_base());
    for (const char *at = href; *at; at++) {
        if (*at != '{') {
            buffer_byte(out, *at);
            continue;
        }
        const char *end = strchr(at, '}');
        char name[40] = {0};
        bool plain = at[1] == '+'; /* as it is: RFC 6570, section 3.2.3 */
        memcpy(name, at + 1 + plain, (size_t)(end - at - 1 - plain));
        const struct field *field = shape_field(shape, name, NULL);
        if (field && field->type == FIELD_IDENT) {
            char id[IDENT_TEXT];
            ident_write(*(ident *)field_at(field, record), id);
            buffer_append(out, id, IDENT_TEXT - 1);
        } else if (field && field->type == FIELD_TEXT && plain) {
            buffer_text(out, *(const char **)field_at(field, record));
        } else if (field && field->type == FIELD_TEXT) {
            buffer_encoded(out, *(const char **)field_at(field, record));
        }
        at = end;
    }
    buffer_byte(out, '"');
}

static void write_number(struct buffer *out, const struct shape *shape, const void *record,
                         const struct field *field)
{
    int64_t count = ((number *)field_at(field, record))->count;
    int64_t exact = field->most ? field->most : COUNT_EXACT;
    json_begin(out, '{');
    json_name(out, "count");
    json_put_number(out, count > exact ? exact : count);
    json_name(out, "more");
    json_put_boolean(out, count > exact);
    json_name(out, "href");
    write_href(out, shape, record, field->href);
    json_end(out, '}');
}

static void write_value(struct buffer *out, const struct shape *shape, const void *record,
                        const struct field *field, enum writing writing)
{
    const void *at = field_at(field, record);
    int64_t value;
    switch (field->type) {
    case FIELD_TEXT:
        json_put_text(out, *(const char *const *)at);
        return;
    case FIELD_INTEGER:
    case FIELD_INSTANT:
    case FIELD_DAY:
        value = *(const int64_t *)at;
        if (value == NOTHING)
            json_put_null(out);
        else if (field->type == FIELD_INTEGER)
            json_put_number(out, value);
        else if (field->type == FIELD_INSTANT)
            json_put_instant(out, (instant){value});
        else
            json_put_day(out, (day){value});
        return;
    case FIELD_BOOLEAN:
        json_put_boolean(out, *(const bool *)at);
        return;
    case FIELD_IDENT:
        if (ident_is_null(*(const ident *)at))
            json_put_null(out);
        else
            json_put_ident(out, *(const ident *)at);
        return;
    case FIELD_CHOICE:
        if (*field->choices[*(const unsigned *)at])
            json_put_text(out, field->choices[*(const unsigned *)at]);
        else
            json_put_null(out);
        return;
    case FIELD_NUMBER:
        write_number(out, shape, record, field);
        return;
    case FIELD_LIST:
    case FIELD_RECORD:
        write_items(out, field, at, writing);
        return;
    }
}

static void write_record(struct buffer *out, const struct shape *shape, const void *record,
                         enum writing writing)
{
    uint64_t given = *(const uint64_t *)record;
    json_begin(out, '{');
    for (int i = 0; shape->fields[i].name; i++) {
        const struct field *field = &shape->fields[i];
        if (!(given >> i & 1) || field->rules & WRITE_ONLY)
            continue;
        if (writing == FOR_EXPORT && field->rules & DERIVED)
            continue;
        json_name(out, field->name);
        write_value(out, shape, record, field, writing);
    }
    json_end(out, '}');
}

void shape_write(struct buffer *out, const struct shape *shape, const void *record)
{
    write_record(out, shape, record, FOR_ANSWERS);
}

void shape_export(struct buffer *out, const struct shape *shape, const void *record)
{
    write_record(out, shape, record, FOR_EXPORT);
}
