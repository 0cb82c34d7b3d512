/* Finds fields, makes records, and moves values between records. */
#include "base/shape.h"

#include <assert.h>
#include <string.h>

const struct field *shape_field(const struct shape *shape, const char *name, int *ret_bit)
{
    for (int i = 0; shape->fields[i].name; i++) {
        if (strcmp(shape->fields[i].name, name) == 0) {
            if (ret_bit)
                *ret_bit = i;
            return &shape->fields[i];
        }
    }
    return NULL;
}

bool shape_given(const struct shape *shape, const void *record, const char *name)
{
    int bit = 0;
    const struct field *field = shape_field(shape, name, &bit);
    assert(field);
    return *(const uint64_t *)record >> bit & 1;
}

void shape_give(const struct shape *shape, void *record, const char *name)
{
    int bit = 0;
    const struct field *field = shape_field(shape, name, &bit);
    assert(field);
    *(uint64_t *)record |= UINT64_C(1) << bit;
}

void shape_clear(const struct shape *shape, void *record)
{
    memset(record, 0, shape->size);
    for (const struct field *field = shape->fields; field->name; field++) {
        bool numeric = field->type == FIELD_INTEGER || field->type == FIELD_INSTANT ||
                       field->type == FIELD_DAY;
        if (numeric)
            *(int64_t *)field_at(field, record) = NOTHING;
    }
}

void *shape_new(struct arena *arena, const struct shape *shape)
{
    void *record = arena_take(arena, shape->size);
    shape_clear(shape, record);
    return record;
}

static size_t field_size(const struct field *field)
{
    static const size_t sizes[] = {
        [FIELD_TEXT] = sizeof(const char *), [FIELD_INTEGER] = sizeof(int64_t),
        [FIELD_BOOLEAN] = sizeof(bool),      [FIELD_INSTANT] = sizeof(instant),
        [FIELD_DAY] = sizeof(day),           [FIELD_IDENT] = sizeof(ident),
        [FIELD_CHOICE] = sizeof(unsigned),   [FIELD_NUMBER] = sizeof(number),
        [FIELD_LIST] = sizeof(struct list),  [FIELD_RECORD] = sizeof(struct list),
    };
    return sizes[field->type];
}

void shape_merge(const struct shape *shape, void *record, const void *patch)
{
    uint64_t given = *(const uint64_t *)patch;
    for (int i = 0; shape->fields[i].name; i++) {
        const struct field *field = &shape->fields[i];
        if (given >> i & 1)
            memcpy(field_at(field, record), field_at(field, patch), field_size(field));
    }
    *(uint64_t *)record |= given;
}
