/* Lines of an import: from bytes to records whose references are all known. */
#include "logbook/import_parts.h"

#include <ctype.h>
#include <string.h>

static const struct field seat_line_fields[] = {
    FIELD(seat_line, row),  FIELD(seat_line, position), FIELD(seat_line, id),
    FIELD(seat_line, word), FIELD(seat_line, folded),   {0},
};
const struct shape seat_line_shape = SHAPE(seat_line, seat_line_fields);

#define ROW(table)                                                                                 \
    {                                                                                              \
        .sql = "SELECT id FROM " table " WHERE uid = :id", .in = &id_key_shape                     \
    }

const struct statement import_lines_statements[] = {
    [LINE_COMPANY] = ROW("company"),
    [LINE_MEMBER] = ROW("member"),
    [LINE_TAG] = ROW("tag"),
    [LINE_KIND] = ROW("kind"),
    [LINE_THEME] = ROW("theme"),
    [LINE_PERSON] = ROW("person"),
    [LINE_CONVERSATION] = ROW("conversation"),
    {0},
};

/* A field with an id, or a list of ids, of other lines. */
struct reference {
    const char *field;
    enum line_kind to;
};

enum { MOST_REFERENCES = 6 };

struct line_writer {
    struct error *(*write)(struct work *w, void *record);
    struct reference references[MOST_REFERENCES]; /* ended by one without a field */
};

static const struct line_writer writers[LINE_GONE] = {
    [LINE_COMPANY] = {company_line_write, {{0}}},
    [LINE_MEMBER] = {member_line_write, {{0}}},
    [LINE_TAG] = {tag_line_write, {{0}}},
    [LINE_KIND] = {kind_line_write, {{0}}},
    [LINE_THEME] = {theme_line_write, {{"meaning_by", LINE_MEMBER}}},
    [LINE_PERSON] = {person_line_write,
                     {{"company_id", LINE_COMPANY}, {"known_by", LINE_MEMBER}, {"tags", LINE_TAG}}},
    [LINE_CONVERSATION] = {conversation_line_write,
                           {{"kind_id", LINE_KIND},
                            {"people", LINE_PERSON},
                            {"members", LINE_MEMBER},
                            {"logged_by", LINE_MEMBER}}},
    [LINE_VERSION] = {version_line_write,
                      {{"conversation_id", LINE_CONVERSATION},
                       {"changed_by", LINE_MEMBER},
                       {"kind_id", LINE_KIND}}},
    [LINE_FACT] = {fact_line_write,
                   {{"person_id", LINE_PERSON},
                    {"company_id", LINE_COMPANY},
                    {"told_by", LINE_PERSON},
                    {"conversation_id", LINE_CONVERSATION}}},
    [LINE_PROMISE] = {promise_line_write,
                      {{"person_id", LINE_PERSON},
                       {"conversation_id", LINE_CONVERSATION},
                       {"by", LINE_MEMBER},
                       {"kept_by", LINE_MEMBER}}},
    [LINE_VIEW] = {view_line_write, {{"made_by", LINE_MEMBER}}},
};

void line_name(const char *line, size_t length, char ret_name[LONGEST_LINE_NAME])
{
    size_t at = 0;
    size_t size = 0;
    ret_name[0] = 0;
    static const char opening[] = "{\"";
    for (size_t i = 0; i < 2; i++, at++) {
        while (at < length && isspace((unsigned char)line[at]))
            at++;
        if (at == length || line[at] != opening[i])
            return;
    }
    while (at + size < length && size < LONGEST_LINE_NAME - 1 && line[at + size] != '"')
        size++;
    memcpy(ret_name, line + at, size);
    ret_name[size] = 0;
}

/* The object around a record: its one member is a record of the shape that the name asks for. */
struct line_object {
    uint64_t given;
    struct list record;
};

struct error *line_parse(struct work *w, const char *name, const struct shape *shape,
                         const char *line, size_t length, void **ret_record)
{
    const struct field fields[] = {
        RECORD(line_object, record, shape, .rules = REQUIRED),
        {0},
    };
    struct field named[2] = {fields[0], fields[1]};
    named[0].name = name;
    const struct shape object = {.size = sizeof(struct line_object), .fields = named};
    void *record = NULL;
    struct error *err = shape_parse(w->arena, &object, line, length, SHAPE_MAKE, &record);
    if (err && err->kind == ERROR_MALFORMED)
        err->sentence = "This is not a JSON object of at most 32 levels.";
    else if (err && !err->pointer)
        err->sentence = "A name stands twice in an object.";
    if (!err)
        *ret_record = ((struct line_object *)record)->record.items;
    return err;
}

struct error *line_add(struct work *w, const struct statement *statement, const void *record)
{
    struct error *err = db_run(w, statement, record);
    if (!err && db_changed(w) == 0)
        error_fault(w->arena, &err, "/id", "This id stands twice.");
    return err;
}

struct error *line_row(struct work *w, enum line_kind kind, ident id, int64_t *ret_row)
{
    struct id_key key = {.id = id};
    return db_number(w, &import_lines_statements[kind], &key, ret_row);
}

struct error *line_expect(struct work *w, const struct statement *statement, ident id,
                          ident merged_into)
{
    struct id_key key = {.id = merged_into};
    struct error *err = NULL;
    if (ident_same(id, merged_into))
        error_fault(w->arena, &err, "/merged_into", "Nothing can be merged into itself.");
    return err ? err : db_run(w, statement, &key);
}

static struct error *check_id(struct work *w, const struct reference *reference, ident id,
                              const char *pointer)
{
    int64_t row = NOTHING;
    struct error *err = line_row(w, reference->to, id, &row);
    if (!err && row == NOTHING)
        error_fault(w->arena, &err, pointer, "No %s with this id stands before.",
                    export_lines[reference->to].name);
    return err;
}

static struct error *check_reference(struct work *w, const struct shape *shape,
                                     const struct reference *reference, const void *record)
{
    const struct field *field = shape_field(shape, reference->field, NULL);
    const char *pointer = arena_print(w->arena, "/%s", reference->field);
    if (field->type == FIELD_IDENT) {
        ident id = *(const ident *)field_at(field, record);
        return ident_is_null(id) ? NULL : check_id(w, reference, id, pointer);
    }
    const struct list *list = field_at(field, record);
    const char *const *texts = list->items;
    struct error *err = NULL;
    for (size_t i = 0; i < list->count && !err; i++) {
        ident id;
        pointer = arena_print(w->arena, "/%s/%zu", reference->field, i);
        if (ident_read(texts[i], &id))
            err = check_id(w, reference, id, pointer);
        else
            error_fault(w->arena, &err, pointer, "This is no id.");
    }
    return err;
}

/* What is never null and was not sent, which SHAPE_MAKE lets pass. */
static struct error *check_complete(struct work *w, const struct shape *shape, const void *record)
{
    struct error *err = NULL;
    for (const struct field *field = shape->fields; field->name && !err; field++) {
        if (field->rules & NEVER_NULL && !shape_given(shape, record, field->name))
            error_fault(w->arena, &err, arena_print(w->arena, "/%s", field->name),
                        "This is missing.");
    }
    return err;
}

static struct error *write_record(struct work *w, enum line_kind kind, void *record)
{
    const struct line_writer *writer = &writers[kind];
    const struct shape *shape = export_lines[kind].shape;
    struct error *err = check_complete(w, shape, record);
    for (int i = 0; !err && i < MOST_REFERENCES && writer->references[i].field; i++)
        err = check_reference(w, shape, &writer->references[i], record);
    if (!err)
        err = writer->write(w, record);
    if (err && err->pointer)
        err->pointer = arena_print(w->arena, "/%s%s", export_lines[kind].name, err->pointer);
    return err;
}

struct error *line_write(struct work *w, const char *line, size_t length)
{
    char name[LONGEST_LINE_NAME];
    void *record = NULL;
    line_name(line, length, name);
    int kind = 0;
    while (kind < LINE_GONE && strcmp(export_lines[kind].name, name) != 0)
        kind++;
    if (kind == LINE_GONE)
        return error_new(w->arena, ERROR_INVALID, "This Kith knows no such kind of line.");
    struct error *err = line_parse(w, name, export_lines[kind].shape, line, length, &record);
    return err ? err : write_record(w, (enum line_kind)kind, record);
}
