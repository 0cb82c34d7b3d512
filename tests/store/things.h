/* A table with a column of every type, for the tests of statements. */
#ifndef KITH_TESTS_THINGS_H
#define KITH_TESTS_THINGS_H

#include "support/store.h"

struct row {
    uint64_t given;
    int64_t id;
    const char *text;
    int64_t size;
    bool shown;
    instant at;
    day on;
    ident uid;
    unsigned state;
    number people;
    struct list tags;
    struct list place;
};

static const char *const states[] = {"", "open", "kept", NULL};

static const struct field row_fields[] = {
    FIELD(row, id),
    FIELD(row, text),
    FIELD(row, size),
    FIELD(row, shown),
    FIELD(row, at),
    FIELD(row, on),
    FIELD(row, uid),
    FIELD(row, state, .choices = states),
    FIELD(row, people, .href = "/people"),
    LIST(row, tags, NULL),
    RECORD(row, place, NULL),
    {0},
};
static const struct shape row_shape = SHAPE(row, row_fields);

static inline int things_open(void **state)
{
    if (store_open(state))
        return -1;
    struct store *store = *state;
    return db_execute(store->arena, store->work.db,
                      "CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT UNIQUE, size INTEGER,"
                      " shown INTEGER, at INTEGER, \"on\" INTEGER, uid BLOB, state TEXT,"
                      " people INTEGER, tags TEXT, place TEXT) STRICT")
               ? -1
               : 0;
}

static const struct statement add = {
    .sql = "INSERT INTO thing (id, text, size, shown, at, \"on\", uid, state, people, tags, place)"
           " VALUES (:id, :text, :size, :shown, :at, :on, :uid, :state, :people, :tags, :place)",
    .in = &row_shape};
static const struct statement find = {
    .sql = "SELECT * FROM thing WHERE id = :id", .in = &row_shape, .out = &row_shape};
static const struct statement all = {
    .sql = "SELECT id, text FROM thing ORDER BY id", .in = &row_shape, .out = &row_shape};

#define THING_TEST(test) cmocka_unit_test_setup_teardown(test, things_open, store_close)

static inline struct row *new_row(struct work *w, int64_t id, const char *text)
{
    struct row *row = shape_new(w->arena, &row_shape);
    row->id = id;
    row->text = text;
    return row;
}

static inline void add_row(struct work *w, int64_t id, const char *text)
{
    assert_fine(db_run(w, &add, new_row(w, id, text)));
}

static inline struct row *find_row(struct work *w, int64_t id, bool *ret_found)
{
    struct row *found = shape_new(w->arena, &row_shape);
    assert_fine(db_find(w, &find, new_row(w, id, NULL), found, ret_found));
    return found;
}

#endif
