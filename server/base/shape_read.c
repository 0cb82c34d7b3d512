/* Reads JSON into records and tells every fault of a body at once. */
#include "base/shape.h"

#include "base/json.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_TEXT_LONGEST = 4096, DEFAULT_LONGEST = 200, DEFAULT_MOST_ITEMS = 50, DEEPEST = 32 };

struct reading {
    struct arena *arena;
    enum shape_use use;
    struct error **faults;
};

/* RFC 6901 writes ~ as ~0 and / as ~1. */
static const char *pointer_to(struct arena *arena, const char *base, const char *name)
{
    char *pointer = arena_take(arena, strlen(base) + strlen(name) * 2 + 2);
    char *at = stpcpy(pointer, base);
    *at++ = '/';
    for (; *name; name++) {
        if (*name == '~' || *name == '/') {
            *at++ = '~';
            *at++ = *name == '~' ? '0' : '1';
        } else {
            *at++ = *name;
        }
    }
    return pointer;
}

static bool has_control_bytes(const char *text, bool lines)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        bool allowed = lines && (byte == '\n' || byte == '\r' || byte == '\t');
        if ((byte < 0x20 && !allowed) || byte == 0x7f)
            return true;
    }
    return false;
}

static void read_text(struct reading *r, const struct field *field, const char *text,
                      const char *pointer, const char **ret_text)
{
    int64_t longest = field->longest ? field->longest : DEFAULT_LONGEST;
    size_t length = strlen(text);
    if ((int64_t)length > longest) {
        error_fault(r->arena, r->faults, pointer, "This is %zu bytes long; at most %lld fit here.",
                    length, (long long)longest);
        return;
    }
    if (has_control_bytes(text, field->rules & LINES)) {
        error_fault(r->arena, r->faults, pointer, "Control characters cannot stand here.");
        return;
    }
    if (field->rules & REQUIRED && text_is_blank(text)) {
        error_fault(r->arena, r->faults, pointer, "This must not be empty.");
        return;
    }
    const char *wrong = field->check ? field->check(text) : NULL;
    if (wrong) {
        error_fault(r->arena, r->faults, pointer, "%s", wrong);
        return;
    }
    *ret_text = arena_copy(r->arena, text, length);
}

static void fault_choices(struct reading *r, const struct field *field, const char *pointer)
{
    char *words = arena_text(r->arena, "");
    for (int i = 0; field->choices[i]; i++) {
        if (*field->choices[i])
            words = arena_print(r->arena, "%s%s%s", words, *words ? ", " : "", field->choices[i]);
    }
    error_fault(r->arena, r->faults, pointer, "This must be one of: %s.", words);
}

static bool read_choice(const struct field *field, const char *text, unsigned *ret_choice)
{
    for (unsigned i = 0; field->choices[i]; i++) {
        if (*field->choices[i] && strcmp(field->choices[i], text) == 0) {
            *ret_choice = i;
            return true;
        }
    }
    return false;
}

/* Reads what JSON sends as a string, and what a query parameter sends as anything. */
static void read_string(struct reading *r, const struct field *field, const char *text,
                        const char *pointer, void *at)
{
    switch (field->type) {
    case FIELD_TEXT:
        read_text(r, field, text, pointer, at);
        return;
    case FIELD_INSTANT:
        if (!instant_read(text, at, NULL))
            error_fault(r->arena, r->faults, pointer,
                        "This must be a moment such as 2026-11-24T09:40:00Z or "
                        "2026-11-24T09:40:00+01:00.");
        return;
    case FIELD_DAY:
        if (!day_read(text, at))
            error_fault(r->arena, r->faults, pointer, "This must be a day such as 2026-11-24.");
        return;
    case FIELD_IDENT:
        if (!ident_read(text, at))
            error_fault(r->arena, r->faults, pointer,
                        "This must be an id such as 01935c1e-7d3a-7c2b-9f00-3b1d5e8a4c11.");
        return;
    case FIELD_CHOICE:
        if (!read_choice(field, text, at))
            fault_choices(r, field, pointer);
        return;
    case FIELD_INTEGER:
    case FIELD_BOOLEAN:
    case FIELD_NUMBER:
    case FIELD_LIST:
    case FIELD_RECORD:
        error_fault(r->arena, r->faults, pointer, "A text cannot stand here.");
        return;
    }
}

static void read_integer(struct reading *r, const struct field *field, int64_t value,
                         const char *pointer, int64_t *ret_value)
{
    bool bounded = field->most > field->least;
    if (!bounded && value == NOTHING) {
        error_fault(r->arena, r->faults, pointer, "This number is too small.");
        return;
    }
    if (bounded && (value < field->least || value > field->most)) {
        error_fault(r->arena, r->faults, pointer, "This must be a number from %lld to %lld.",
                    (long long)field->least, (long long)field->most);
        return;
    }
    *ret_value = value;
}

static void read_object(struct reading *r, const struct shape *shape, const json_t *object,
                        const char *pointer, void *record);

/* One item of a list of records; a bare text stands for the shape's field `text_as`. */
static void read_item(struct reading *r, const struct shape *shape, const json_t *value,
                      const char *pointer, void *record)
{
    shape_clear(shape, record);
    if (json_is_string(value) && shape->text_as) {
        const struct field *field = shape_field(shape, shape->text_as, NULL);
        shape_give(shape, record, shape->text_as);
        read_string(r, field, json_string_value(value), pointer, field_at(field, record));
        return;
    }
    if (!json_is_object(value)) {
        error_fault(r->arena, r->faults, pointer,
                    shape->text_as ? "This must be an object or a text."
                                   : "This must be an object.");
        return;
    }
    /* What is sent in a list is made anew, in a patch too. */
    struct reading item = *r;
    if (item.use == SHAPE_CHANGE)
        item.use = SHAPE_MAKE;
    read_object(&item, shape, value, pointer, record);
}

static void read_list(struct reading *r, const struct field *field, const json_t *value,
                      const char *pointer, struct list *list)
{
    size_t count = json_array_size(value);
    int64_t most = field->longest ? field->longest : DEFAULT_MOST_ITEMS;
    if (!json_is_array(value) || (int64_t)count > most) {
        error_fault(r->arena, r->faults, pointer, "This must be a list of at most %lld.",
                    (long long)most);
        return;
    }
    size_t size = field->items ? field->items->size : sizeof(char *);
    char *items = arena_take(r->arena, size * (count ? count : 1));
    for (size_t i = 0; i < count; i++) {
        const char *here = arena_print(r->arena, "%s/%zu", pointer, i);
        const json_t *item = json_array_get(value, i);
        if (field->items) {
            read_item(r, field->items, item, here, items + i * size);
        } else if (json_is_string(item)) {
            struct field text = {.name = field->name, .rules = REQUIRED, .check = field->check};
            if (r->use == SHAPE_KEEP) /* what was taken once is taken again */
                text.longest = KEPT_TEXT_LONGEST;
            read_text(r, &text, json_string_value(item), here, (const char **)(items + i * size));
        } else {
            error_fault(r->arena, r->faults, here, "This must be a text.");
        }
    }
    *list = (struct list){.items = items, .count = count};
}

static void read_record(struct reading *r, const struct field *field, const json_t *value,
                        const char *pointer, struct list *list)
{
    void *item = arena_take(r->arena, field->items->size);
    read_item(r, field->items, value, pointer, item);
    *list = (struct list){.items = item, .count = 1};
}

static void read_null(struct reading *r, const struct field *field, const char *pointer)
{
    bool never = field->rules & (REQUIRED | NEVER_NULL) || field->type == FIELD_BOOLEAN ||
                 field->type == FIELD_LIST || (field->type == FIELD_CHOICE && *field->choices[0]);
    if (never)
        error_fault(r->arena, r->faults, pointer, "This cannot be null.");
}

/* The record was cleared, so that null needs no more than the bit; merge-patch clears by it. */
static void read_value(struct reading *r, const struct field *field, const json_t *value,
                       const char *pointer, void *at)
{
    if (json_is_null(value)) {
        read_null(r, field, pointer);
    } else if (field->type == FIELD_LIST) {
        read_list(r, field, value, pointer, at);
    } else if (field->type == FIELD_RECORD) {
        read_record(r, field, value, pointer, at);
    } else if (json_is_string(value)) {
        read_string(r, field, json_string_value(value), pointer, at);
    } else if (field->type == FIELD_INTEGER && json_is_integer(value)) {
        read_integer(r, field, json_integer_value(value), pointer, at);
    } else if (field->type == FIELD_BOOLEAN && json_is_boolean(value)) {
        *(bool *)at = json_is_true(value);
    } else {
        static const char *const wanted[] = {
            [FIELD_TEXT] = "a text",           [FIELD_INTEGER] = "a whole number",
            [FIELD_BOOLEAN] = "true or false", [FIELD_INSTANT] = "a text with a moment",
            [FIELD_DAY] = "a text with a day", [FIELD_IDENT] = "a text with an id",
            [FIELD_CHOICE] = "a text",         [FIELD_NUMBER] = "left out",
            [FIELD_LIST] = "a list",           [FIELD_RECORD] = "an object",
        };
        error_fault(r->arena, r->faults, pointer, "This must be %s.", wanted[field->type]);
    }
}

static bool may_be_sent(struct reading *r, const struct field *field, const char *pointer)
{
    if (r->use == SHAPE_KEEP)
        return true;
    if (field->rules & READ_ONLY) {
        error_fault(r->arena, r->faults, pointer, "This is set by the server; leave it out.");
        return false;
    }
    if (field->rules & WRITE_ONCE && r->use == SHAPE_CHANGE) {
        error_fault(r->arena, r->faults, pointer, "This cannot be changed afterwards.");
        return false;
    }
    return true;
}

static void read_object(struct reading *r, const struct shape *shape, const json_t *object,
                        const char *pointer, void *record)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        const char *here = pointer_to(r->arena, pointer, name);
        int bit = 0;
        const struct field *field = shape_field(shape, name, &bit);
        if (!field) {
            error_fault(r->arena, r->faults, here, "There is no such field.");
            continue;
        }
        if (!may_be_sent(r, field, here))
            continue;
        *(uint64_t *)record |= UINT64_C(1) << bit;
        read_value(r, field, value, here, field_at(field, record));
    }
    for (int i = 0; shape->fields[i].name && r->use == SHAPE_MAKE; i++) {
        bool given = *(uint64_t *)record >> i & 1;
        if (shape->fields[i].rules & REQUIRED && !given)
            error_fault(r->arena, r->faults, pointer_to(r->arena, pointer, shape->fields[i].name),
                        "This is missing.");
    }
}

void shape_read(struct arena *arena, const struct shape *shape, const json_t *object,
                enum shape_use use, const char *pointer, void *record, struct error **faults)
{
    struct reading reading = {arena, use, faults};
    read_object(&reading, shape, object, pointer, record);
}

/* jansson's words, without its quotation of the body when that ends within a character. */
static const char *words_of(struct arena *arena, const json_error_t *wrong)
{
    if (text_is_utf8(wrong->text, strlen(wrong->text)))
        return wrong->text;
    const char *quotation = strstr(wrong->text, " near ");
    return arena_copy(arena, wrong->text, quotation ? (size_t)(quotation - wrong->text) : 0);
}

static struct error *parse_object(struct arena *arena, const char *bytes, size_t length,
                                  json_t **ret_object)
{
    if (!json_is_shallow(bytes, length, DEEPEST))
        return error_new(arena, ERROR_MALFORMED,
                         "The body nests deeper than %d levels. Send it flatter.", DEEPEST);
    json_error_t wrong;
    json_t *object = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &wrong);
    if (!object && json_error_code(&wrong) == json_error_duplicate_key)
        return error_new(arena, ERROR_INVALID, "A name stands twice in the body, near line %d.",
                         wrong.line);
    if (!object && json_error_code(&wrong) == json_error_null_character)
        return error_new(arena, ERROR_MALFORMED, "The text holds \\u0000, which cannot be kept.");
    if (!object)
        return error_new(arena, ERROR_MALFORMED,
                         "The body is not valid JSON (line %d, column %d): %s.", wrong.line,
                         wrong.column, words_of(arena, &wrong));
    if (!json_is_object(object)) {
        json_decref(object);
        return error_new(arena, ERROR_MALFORMED, "The body must be a JSON object.");
    }
    *ret_object = object;
    return NULL;
}

struct error *shape_parse(struct arena *arena, const struct shape *shape, const char *bytes,
                          size_t length, enum shape_use use, void **ret_record)
{
    json_t *object = NULL;
    struct error *err = parse_object(arena, bytes, length, &object);
    if (err)
        return err;
    void *record = shape_new(arena, shape);
    struct error *faults = NULL;
    shape_read(arena, shape, object, use, "", record, &faults);
    json_decref(object);
    if (!faults)
        *ret_record = record;
    return faults;
}

static bool read_digits(const char *text, int64_t *ret_value)
{
    char *end = NULL;
    if (!isdigit((unsigned char)*text) && *text != '-')
        return false;
    if (strlen(text) > 18)
        return false;
    *ret_value = strtoll(text, &end, 10);
    return *end == 0;
}

void shape_read_text(struct arena *arena, const struct shape *shape, const char *name,
                     const char *text, void *record, struct error **faults)
{
    struct reading reading = {arena, SHAPE_KEEP, faults};
    int bit = 0;
    const struct field *field = shape_field(shape, name, &bit);
    if (!field) {
        error_fault(arena, faults, name, "There is no such parameter.");
        return;
    }
    if (*(uint64_t *)record >> bit & 1) {
        error_fault(arena, faults, name, "This parameter stands twice.");
        return;
    }
    *(uint64_t *)record |= UINT64_C(1) << bit;
    int64_t value;
    if (field->type == FIELD_INTEGER) {
        if (read_digits(text, &value))
            read_integer(&reading, field, value, name, field_at(field, record));
        else
            error_fault(arena, faults, name, "This must be a whole number.");
    } else if (field->type == FIELD_BOOLEAN) {
        if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
            *(bool *)field_at(field, record) = text[0] == 't';
        else
            error_fault(arena, faults, name, "This must be true or false.");
    } else {
        read_string(&reading, field, text, name, field_at(field, record));
    }
}

struct error *shape_items(struct arena *arena, const struct field *field, struct list *list)
{
    if (list->items || !list->json)
        return NULL;
    json_error_t wrong;
    json_t *value = json_loads(list->json, JSON_DECODE_ANY, &wrong);
    if (!value)
        return error_new(arena, ERROR_BROKEN, "A stored list of %s cannot be read.", field->name);
    struct field unbounded = *field;
    unbounded.longest = INT32_MAX;
    struct error *faults = NULL;
    struct reading reading = {arena, SHAPE_KEEP, &faults};
    if (!json_is_null(value) && field->type == FIELD_RECORD)
        read_record(&reading, &unbounded, value, "", list);
    else if (!json_is_null(value))
        read_list(&reading, &unbounded, value, "", list);
    json_decref(value);
    if (faults)
        return error_new(arena, ERROR_BROKEN, "A stored list of %s has a fault at %s: %s",
                         field->name, faults->pointer, faults->sentence);
    return NULL;
}
