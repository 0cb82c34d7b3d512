/* A shape with a field of every type and every rule, for tests and for the fuzzer. */
#ifndef KITH_TESTS_RICH_SHAPE_H
#define KITH_TESTS_RICH_SHAPE_H

#include "base/shape.h"

#include <string.h>

struct stone {
    uint64_t given;
    const char *name;
    int64_t grams;
    struct list marks; /* texts */
};

static const struct field stone_fields[] = {
    FIELD(stone, name, .rules = REQUIRED),
    FIELD(stone, grams, .least = 1, .most = 5000),
    LIST(stone, marks, NULL, .longest = 3),
    {0},
};
static const struct shape stone_shape = {
    .name = "stone", .size = sizeof(struct stone), .fields = stone_fields, .text_as = "name"};

/* A stone that must be an object. */
struct place {
    uint64_t given;
    const char *city;
    struct list stones;
};

static const struct field place_fields[] = {
    FIELD(place, city, .rules = REQUIRED),
    LIST(place, stones, &stone_shape),
    {0},
};
static const struct shape place_shape = SHAPE(place, place_fields);

static const char *const rich_states[] = {"", "open", "kept", NULL};
static const char *const rich_sides[] = {"left", "right", NULL};

enum rich_state { RICH_OPEN = 1, RICH_KEPT };

static inline const char *rich_check(const char *text)
{
    return strchr(text, '#') ? "No # here." : NULL;
}

struct rich {
    uint64_t given;
    ident id;
    const char *title;
    const char *note;
    const char *code;
    int64_t minutes;
    int64_t any;
    bool shown;
    instant at;
    day on;
    ident owner;
    unsigned state;
    unsigned side;
    number people;
    struct list tags;
    struct list stones;
    struct list place;
    const char *origin;
    const char *secret;
    const char *odd;
    int64_t derived;
};

static const struct field rich_fields[] = {
    FIELD(rich, id, .rules = READ_ONLY),
    FIELD(rich, title, .rules = REQUIRED, .longest = 20),
    FIELD(rich, note, .rules = LINES | NEVER_NULL, .longest = 100),
    FIELD(rich, code, .check = rich_check),
    FIELD(rich, minutes, .least = 1, .most = 600),
    FIELD(rich, any),
    FIELD(rich, shown),
    FIELD(rich, at),
    FIELD(rich, on),
    FIELD(rich, owner),
    FIELD(rich, state, .choices = rich_states),
    FIELD(rich, side, .choices = rich_sides),
    FIELD(rich, people, .rules = READ_ONLY, .href = "/people?owner={owner}&code={code}"),
    LIST(rich, tags, NULL, .longest = 5, .check = rich_check),
    LIST(rich, stones, &stone_shape, .longest = 4),
    RECORD(rich, place, &place_shape),
    FIELD(rich, origin, .rules = WRITE_ONCE),
    FIELD(rich, secret, .rules = WRITE_ONLY),
    {.name = "o/d~d", .type = FIELD_TEXT, .offset = offsetof(struct rich, odd), .longest = 5},
    FIELD(rich, derived, .rules = READ_ONLY | DERIVED),
    {0},
};
static const struct shape rich_shape = SHAPE(rich, rich_fields);

#endif
