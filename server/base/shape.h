/* One table of fields per struct. It reads JSON, writes JSON, names SQL parameters and columns,
 * and describes itself in the OpenAPI document. Every shaped struct begins with `uint64_t given`:
 * bit n is set when field n was sent, or read from a row. */
#ifndef KITH_BASE_SHAPE_H
#define KITH_BASE_SHAPE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/ident.h"
#include "base/instant.h"

#include <jansson.h>
#include <stdint.h>

enum field_type {
    FIELD_TEXT = 1, /* const char *; NULL is null */
    FIELD_INTEGER,  /* int64_t; NOTHING is null */
    FIELD_BOOLEAN,  /* bool; never null */
    FIELD_INSTANT,  /* instant; NOTHING is null */
    FIELD_DAY,      /* day; NOTHING is null */
    FIELD_IDENT,    /* ident; all zero is null */
    FIELD_CHOICE,   /* an enum whose words are in `choices`; 0 is null unless choices[0] is named */
    FIELD_NUMBER,   /* number; written with the address of what it counts */
    FIELD_LIST,     /* struct list of `items`, or of texts */
    FIELD_RECORD,   /* struct list with at most one of `items` */
};

enum field_rule {
    REQUIRED = 1 << 0,  /* must be sent when a thing is made, and is never null */
    READ_ONLY = 1 << 1, /* set by the server; refused when sent */
    LINES = 1 << 2,     /* a text that may hold line breaks and tabs */
    NEVER_NULL = 1 << 3,
    DERIVED = 1 << 4,                /* follows from other rows; left out of exports */
    WRITE_ONCE = 1 << 5,             /* may be sent when a thing is made, never afterwards */
    WRITE_ONLY = 1 << 6,             /* read from a body, never part of an answer */
    HIDDEN = READ_ONLY | WRITE_ONLY, /* known inside only */
};

/* What a number counts, exact up to COUNT_EXACT; one more means that there are more. */
typedef struct {
    int64_t count;
} number;

enum { COUNT_EXACT = 1000 };

/* Several values of one kind: either `items`, or `json` when they were read from a column and
 * nobody has asked for the values yet. */
struct list {
    void *items;
    size_t count;
    const char *json;
};

struct field {
    const char *name;
    enum field_type type;
    size_t offset;
    unsigned rules;
    int64_t longest;            /* bytes of a text, items of a list; 0 means 200, or 50 items */
    int64_t least, most;        /* of an integer, when most > least; a number is exact up to most */
    const char *const *choices; /* words of an enum by value, ended by NULL; choices[0] may be "" */
    const struct shape *items;  /* of a list or record; NULL is a list of texts */
    const char *href;           /* of a number: the list it counts; {field} is filled in, {+field}
                                 * as it is */
    const char *(*check)(const char *text); /* gives what is wrong with a text, or NULL */
    const char *help;
};

struct shape {
    const char *name;
    size_t size;
    const struct field *fields; /* ended by a field without a name; at most 64 */
    /* Also takes a bare text where a record of this shape is expected, as this field. */
    const char *text_as;
};

#define FIELD_TYPE(value)                                                                          \
    _Generic((value),                                                                              \
        const char *: FIELD_TEXT,                                                                  \
        int64_t: FIELD_INTEGER,                                                                    \
        bool: FIELD_BOOLEAN,                                                                       \
        instant: FIELD_INSTANT,                                                                    \
        day: FIELD_DAY,                                                                            \
        ident: FIELD_IDENT,                                                                        \
        number: FIELD_NUMBER,                                                                      \
        unsigned: FIELD_CHOICE)

#define FIELD(owner, member, ...)                                                                  \
    {                                                                                              \
        .name = #member, .type = FIELD_TYPE(((struct owner *)0)->member),                          \
        .offset = offsetof(struct owner, member), __VA_ARGS__                                      \
    }

#define LIST(owner, member, shape_of_items, ...)                                                   \
    {                                                                                              \
        .name = #member, .type = FIELD_LIST, .offset = offsetof(struct owner, member),             \
        .items = (shape_of_items), __VA_ARGS__                                                     \
    }

#define RECORD(owner, member, shape_of_it, ...)                                                    \
    {                                                                                              \
        .name = #member, .type = FIELD_RECORD, .offset = offsetof(struct owner, member),           \
        .items = (shape_of_it), __VA_ARGS__                                                        \
    }

#define SHAPE(owner, table)                                                                        \
    {                                                                                              \
        .name = #owner, .size = sizeof(struct owner), .fields = (table)                            \
    }

enum shape_use {
    SHAPE_MAKE,   /* REQUIRED fields must be there, READ_ONLY ones must not */
    SHAPE_CHANGE, /* a merge-patch (RFC 7396): only what was sent is given */
    SHAPE_KEEP,   /* a record as stored or exported: every field may be there */
};

/* The field of that name, or NULL. `ret_bit` may be NULL. */
const struct field *shape_field(const struct shape *shape, const char *name, int *ret_bit);

/* True when the field of that name is given. A name that is no field is a mistake of ours. */
bool shape_given(const struct shape *shape, const void *record, const char *name);
void shape_give(const struct shape *shape, void *record, const char *name);

/* A zeroed record in the arena whose numbers, moments and days are NOTHING. */
void *shape_new(struct arena *arena, const struct shape *shape);

/* Makes a record what shape_new gives. */
void shape_clear(const struct shape *shape, void *record);

/* Reads a JSON object into `record`, made by shape_new. All faults are added to `faults`, with
 * pointers that begin with `pointer`. Texts are copied into the arena. */
void shape_read(struct arena *arena, const struct shape *shape, const json_t *object,
                enum shape_use use, const char *pointer, void *record, struct error **faults);

/* Parses and reads bytes: refuses other than UTF-8 JSON objects and more than 32 levels with
 * ERROR_MALFORMED, duplicate names and faults of fields with ERROR_INVALID. */
struct error *shape_parse(struct arena *arena, const struct shape *shape, const char *bytes,
                          size_t length, enum shape_use use, void **ret_record);

/* Reads the text of one query parameter or SQL column into a field. */
void shape_read_text(struct arena *arena, const struct shape *shape, const char *name,
                     const char *text, void *record, struct error **faults);

/* Writes the given fields of a record as a JSON object, in the order of the shape. */
void shape_write(struct buffer *out, const struct shape *shape, const void *record);

/* Writes what an export holds: without DERIVED fields. */
void shape_export(struct buffer *out, const struct shape *shape, const void *record);

/* Writes a list field's value as JSON. */
void shape_write_list(struct buffer *out, const struct field *field, const struct list *list);

/* The items of a list field; parses `json` when that is all there is. A fault in it is
 * ERROR_BROKEN: it was checked when it was stored. */
struct error *shape_items(struct arena *arena, const struct field *field, struct list *list);

/* Copies every given field of `patch` into `record`. */
void shape_merge(const struct shape *shape, void *record, const void *patch);

/* The place of a field's value. */
static inline void *field_at(const struct field *field, const void *record)
{
    return (char *)(uintptr_t)record + field->offset;
}

#endif
