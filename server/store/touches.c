/* Remembers every row a job touches, as it was, through SQLite's preupdate hook. */
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "store/touches.h"

#include "base/json.h"
#include "store/db_private.h"
#include "store/tables.h"

#include <string.h>

enum { MOST_COLUMNS = 32 };

struct watched {
    const char *name;
    const char *columns[MOST_COLUMNS];
    int count;
};

struct watch {
    struct watched tables[MOST_COLUMNS];
    int count;
    struct touches *touches; /* NULL while nobody collects */
    bool erasing;
};

void touches_collect(struct db *db, struct touches *touches, struct arena *arena)
{
    db->watch->touches = touches;
    db->watch->erasing = false;
    if (!touches)
        return;
    memset(touches, 0, sizeof(*touches));
    touches->arena = arena;
    touches->end = &touches->first;
    touches->texts_end = &touches->texts;
}

void touches_erase_begin(struct db *db)
{
    if (db->watch)
        db->watch->erasing = true;
}

void touches_erase_end(struct db *db)
{
    if (db->watch)
        db->watch->erasing = false;
}

static const struct watched *watched_find(const struct watch *watch, const char *table)
{
    for (int i = 0; i < watch->count; i++) {
        if (strcmp(watch->tables[i].name, table) == 0)
            return &watch->tables[i];
    }
    return NULL;
}

static void write_old_value(struct buffer *out, sqlite3_value *value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        json_put_number(out, sqlite3_value_int64(value));
        return;
    case SQLITE_TEXT:
        json_put_bytes(out, (const char *)sqlite3_value_text(value),
                       (size_t)sqlite3_value_bytes(value));
        return;
    case SQLITE_BLOB: /* ids only; told from texts by being an object */
        json_begin(out, '{');
        json_name(out, "id");
        json_put_ident(out, *(const ident *)sqlite3_value_blob(value));
        json_end(out, '}');
        return;
    default:
        json_put_null(out);
    }
}

static char *old_row(struct arena *arena, sqlite3 *sqlite, const struct watched *table)
{
    struct buffer json = {0};
    json_begin(&json, '{');
    for (int i = 0; i < table->count; i++) {
        sqlite3_value *value = NULL;
        sqlite3_preupdate_old(sqlite, i, &value);
        json_name(&json, table->columns[i]);
        write_old_value(&json, value);
    }
    json_end(&json, '}');
    char *copy = arena_copy(arena, json.bytes, json.length);
    buffer_free(&json);
    return copy;
}

static void touch_row(struct touches *touches, sqlite3 *sqlite, const struct watched *table,
                      int operation, int64_t row)
{
    size_t bucket = ((uint64_t)row * 31 + (uint64_t)(uintptr_t)table) % TOUCH_BUCKETS;
    for (struct touch *seen = touches->buckets[bucket]; seen; seen = seen->in_bucket) {
        if (seen->row == row && seen->table == table->name)
            return;
    }
    struct touch *touch = arena_take(touches->arena, sizeof(*touch));
    touch->table = table->name;
    touch->row = row;
    if (operation != SQLITE_INSERT)
        touch->before = old_row(touches->arena, sqlite, table);
    touch->in_bucket = touches->buckets[bucket];
    touches->buckets[bucket] = touch;
    *touches->end = touch;
    touches->end = &touch->next;
}

static const char *old_text(struct touches *touches, sqlite3 *sqlite, int column)
{
    sqlite3_value *value = NULL;
    sqlite3_preupdate_old(sqlite, column, &value);
    return arena_copy(touches->arena, (const char *)sqlite3_value_text(value),
                      (size_t)sqlite3_value_bytes(value));
}

/* Where their columns are; 0 when there is none. */
static const struct {
    const char *name;
    int tokens, text;
} text_tables[] = {[TEXT_PASSAGE] = {"passage", 4, 5}, [TEXT_PERSON] = {"person_words", 0, 1}};

/* TEXT_TABLES when it is none of them. */
static enum text_table text_table_of(const char *name)
{
    enum text_table table = 0;
    while (table < TEXT_TABLES && strcmp(text_tables[table].name, name) != 0)
        table++;
    return table;
}

static void touch_text(struct touches *touches, sqlite3 *sqlite, enum text_table table,
                       int operation, int64_t id)
{
    struct touched_text *touched = arena_take(touches->arena, sizeof(*touched));
    touched->table = table;
    touched->id = id;
    if (operation != SQLITE_INSERT) {
        if (text_tables[table].tokens)
            touched->tokens = old_text(touches, sqlite, text_tables[table].tokens);
        touched->text = old_text(touches, sqlite, text_tables[table].text);
    }
    *touches->texts_end = touched;
    touches->texts_end = &touched->next;
}

static void before_update(void *context, sqlite3 *sqlite, int operation, char const *schema,
                          char const *table, sqlite3_int64 old_id, sqlite3_int64 new_id)
{
    (void)schema;
    const struct watch *watch = context;
    if (!watch->touches)
        return;
    int64_t row = operation == SQLITE_INSERT ? new_id : old_id;
    enum text_table text = text_table_of(table);
    if (text != TEXT_TABLES) {
        touch_text(watch->touches, sqlite, text, operation, row);
        if (operation == SQLITE_UPDATE && new_id != old_id)
            touch_text(watch->touches, sqlite, text, SQLITE_INSERT, new_id);
        return;
    }
    bool erased = watch->erasing && operation == SQLITE_DELETE;
    const struct watched *watched = erased ? NULL : watched_find(watch, table);
    if (watched)
        touch_row(watch->touches, sqlite, watched, operation, row);
}

static int read_columns(struct db *db, const char *name, struct watched *table)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db->sqlite, "SELECT name FROM pragma_table_info(?1) ORDER BY cid",
                                  -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return code;
    table->name = name;
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW && table->count < MOST_COLUMNS)
        table->columns[table->count++] =
            arena_text(db->arena, (const char *)sqlite3_column_text(stmt, 0));
    return sqlite3_finalize(stmt);
}

struct error *touches_watch(struct arena *arena, struct db *db)
{
    struct watch *watch = arena_take(db->arena, sizeof(*watch));
    for (const struct source_table *table = source_tables; table->name; table++) {
        int code = read_columns(db, table->name, &watch->tables[watch->count++]);
        if (code != SQLITE_OK)
            return db_error(arena, db, code);
    }
    db->watch = watch;
    sqlite3_preupdate_hook(db->sqlite, before_update, watch);
    return NULL;
}
