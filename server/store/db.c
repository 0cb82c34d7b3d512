/* One connection to the database, and the statements it runs. */
#include "store/db.h"

#include "store/db_private.h"
#include "store/functions.h"
#include "store/rank.h"
#include "store/record.h"
#include "store/tokenizer.h"

#include <string.h>
#include <time.h>

enum { STEPS_BETWEEN_LOOKS = 20000, MMAP_BYTES = 0x7fff0000, FIRST_ROWS = 16 };

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int over_time(void *context)
{
    const struct db *db = context;
    return db->deadline_ms && monotonic_ms() > db->deadline_ms;
}

/* A reader's cache is for what lies behind the 2 GB that SQLite maps: before them it stays empty.
 * VACUUM INTO is refused where query_only is set, so a copier lacks only that. */
static const char *const pragmas[] = {
    [DB_READER] = "PRAGMA query_only = 1; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 0;"
                  "PRAGMA mmap_size = 2147418112; PRAGMA trusted_schema = 0;",
    [DB_STRANGER] = "PRAGMA query_only = 1; PRAGMA cache_size = -2048; PRAGMA trusted_schema = 0;"
                    "PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = 1;",
    [DB_COPIER] = "PRAGMA cache_size = -2048; PRAGMA wal_autocheckpoint = 0;"
                  "PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1;",
    [DB_WRITER] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
        "PRAGMA foreign_keys = 1; PRAGMA cache_size = -8192; PRAGMA temp_store = 2;"
        "PRAGMA mmap_size = 2147418112; PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1;",
};

static int configure(struct db *db, enum db_use use)
{
    sqlite3_extended_result_codes(db->sqlite, 1);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (use != DB_WRITER)
        sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_busy_timeout(db->sqlite, 5000);
    int code = functions_register(db->sqlite);
    if (code == SQLITE_OK)
        code = tokenizer_register(db->sqlite);
    if (code == SQLITE_OK)
        code = rank_register(db->sqlite);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db->sqlite, pragmas[use], NULL, NULL, NULL);
    if (use == DB_READER)
        sqlite3_progress_handler(db->sqlite, STEPS_BETWEEN_LOOKS, over_time, db);
    return code;
}

struct error *db_open(struct arena *arena, const char *path, enum db_use use, struct db **ret_db)
{
    struct arena *own = arena_new(4096);
    struct db *db = arena_take(own, sizeof(*db));
    db->arena = own;
    db->path = arena_text(own, path);
    db->use = use;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
    if (use == DB_WRITER)
        flags |= SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(path, &db->sqlite, flags, NULL);
    if (code == SQLITE_OK)
        code = configure(db, use);
    if (code != SQLITE_OK) {
        struct error *err = db_open_error(arena, db, code);
        db_close(db);
        return err;
    }
    db->statements.sqlite = db->sqlite;
    db->statements.arena = own;
    *ret_db = db;
    return NULL;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    statements_free(&db->statements);
    sqlite3_close_v2(db->sqlite);
    arena_free(db->arena);
}

sqlite3 *db_handle(struct db *db)
{
    return db->sqlite;
}

static struct error *take_error(struct arena *arena, struct db *db, int code, const char *wrong,
                                const struct statement *statement)
{
    if (code == SQLITE_MISUSE && wrong)
        return error_new(arena, ERROR_BROKEN, "No field is named %s, in: %s", wrong,
                         statement->sql);
    return db_error(arena, db, code);
}

static struct error *start(struct work *w, const struct statement *statement, const void *in,
                           struct prepared **ret_prepared)
{
    const char *wrong = NULL;
    struct prepared *prepared = NULL;
    uint64_t given = in ? *(const uint64_t *)in : 0;
    int code = statements_take(&w->db->statements, statement, given, &prepared, &wrong);
    if (code != SQLITE_OK)
        return take_error(w->arena, w->db, code, wrong, statement);
    for (int i = 0; i < prepared->parameter_count; i++) {
        code = record_bind(prepared->stmt, i + 1, prepared->parameters[i], in);
        if (code != SQLITE_OK) {
            statements_give(prepared);
            return db_error(w->arena, w->db, code);
        }
    }
    *ret_prepared = prepared;
    return NULL;
}

/* Gives the error of a last step, and the statement back. */
static struct error *finish(struct work *w, struct prepared *prepared, int code)
{
    struct error *err = NULL;
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        err = db_error(w->arena, w->db, code);
    statements_give(prepared);
    return err;
}

static struct error *read_row(struct work *w, const struct prepared *prepared, enum row_texts texts,
                              void *record)
{
    uint64_t given = 0;
    for (int i = 0; i < prepared->column_count; i++) {
        const struct column *column = &prepared->columns[i];
        if (!record_read(w->arena, prepared->stmt, i, column->field, texts, record))
            return error_new(w->arena, ERROR_BROKEN, "A stored %s cannot be read.",
                             column->field->name);
        given |= UINT64_C(1) << column->bit;
    }
    *(uint64_t *)record |= given;
    return NULL;
}

struct error *db_run(struct work *w, const struct statement *statement, const void *in)
{
    struct prepared *prepared = NULL;
    struct error *err = start(w, statement, in, &prepared);
    if (err)
        return err;
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(prepared->stmt);
    return finish(w, prepared, code);
}

struct error *db_find(struct work *w, const struct statement *statement, const void *in,
                      void *ret_record, bool *ret_found)
{
    struct prepared *prepared = NULL;
    struct error *err = start(w, statement, in, &prepared);
    if (err)
        return err;
    int code = sqlite3_step(prepared->stmt);
    if (code == SQLITE_ROW)
        err = read_row(w, prepared, ROW_COPIES, ret_record);
    struct error *late = finish(w, prepared, code);
    if (err || late)
        return err ? err : late;
    *ret_found = code == SQLITE_ROW;
    return NULL;
}

struct error *db_number(struct work *w, const struct statement *statement, const void *in,
                        int64_t *ret_number)
{
    struct prepared *prepared = NULL;
    struct error *err = start(w, statement, in, &prepared);
    if (err)
        return err;
    int code = sqlite3_step(prepared->stmt);
    bool null = code != SQLITE_ROW || sqlite3_column_type(prepared->stmt, 0) == SQLITE_NULL;
    int64_t found = null ? NOTHING : sqlite3_column_int64(prepared->stmt, 0);
    err = finish(w, prepared, code);
    if (!err)
        *ret_number = found;
    return err;
}

struct growing {
    struct list list;
    size_t room;
};

/* Room for one more record at the end of a list in the arena. */
static void *grow(struct arena *arena, const struct shape *shape, struct growing *growing)
{
    struct list *list = &growing->list;
    if (list->count == growing->room) {
        size_t room = growing->room ? growing->room * 2 : FIRST_ROWS;
        char *items = arena_take(arena, room * shape->size);
        if (list->count)
            memcpy(items, list->items, list->count * shape->size);
        list->items = items;
        growing->room = room;
    }
    void *record = (char *)list->items + list->count * shape->size;
    shape_clear(shape, record);
    list->count++;
    return record;
}

struct error *db_list(struct work *w, const struct statement *statement, const void *in,
                      struct list *ret_list)
{
    struct prepared *prepared = NULL;
    struct error *err = start(w, statement, in, &prepared);
    if (err)
        return err;
    struct growing growing = {0};
    int code;
    while (!err && (code = sqlite3_step(prepared->stmt)) == SQLITE_ROW) {
        void *record = grow(w->arena, statement->out, &growing);
        err = read_row(w, prepared, ROW_COPIES, record);
    }
    struct error *late = finish(w, prepared, err ? SQLITE_DONE : code);
    if (!err && !late) {
        if (!growing.list.items)
            growing.list.items = arena_take(w->arena, statement->out->size);
        *ret_list = growing.list;
    }
    return err ? err : late;
}

struct error *db_each(struct work *w, const struct statement *statement, const void *in,
                      row_function *row, void *context)
{
    struct prepared *prepared = NULL;
    struct error *err = start(w, statement, in, &prepared);
    if (err)
        return err;
    void *record = shape_new(w->arena, statement->out);
    int code;
    while (!err && (code = sqlite3_step(prepared->stmt)) == SQLITE_ROW) {
        shape_clear(statement->out, record);
        err = read_row(w, prepared, ROW_BORROWS, record);
        if (!err)
            err = row(w, record, context);
    }
    struct error *late = finish(w, prepared, err ? SQLITE_DONE : code);
    return err ? err : late;
}

struct cursor {
    struct prepared *prepared;
    bool ended;
};

struct error *db_cursor_open(struct work *w, const struct statement *statement, const void *in,
                             struct cursor **ret_cursor)
{
    struct cursor *cursor = arena_take(w->arena, sizeof(*cursor));
    struct error *err = start(w, statement, in, &cursor->prepared);
    if (!err)
        *ret_cursor = cursor;
    return err;
}

struct error *db_cursor_next(struct work *w, struct cursor *cursor, void *ret_record,
                             bool *ret_found)
{
    /* A step behind the last row would begin anew. */
    int code = cursor->ended ? SQLITE_DONE : sqlite3_step(cursor->prepared->stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return db_error(w->arena, w->db, code);
    cursor->ended = code == SQLITE_DONE;
    *ret_found = code == SQLITE_ROW;
    if (cursor->ended)
        return NULL;
    shape_clear(cursor->prepared->statement->out, ret_record);
    return read_row(w, cursor->prepared, ROW_BORROWS, ret_record);
}

void db_cursor_close(struct cursor *cursor)
{
    if (cursor)
        statements_give(cursor->prepared);
}

int64_t db_last_row(const struct work *w)
{
    return sqlite3_last_insert_rowid(w->db->sqlite);
}

int64_t db_changed(const struct work *w)
{
    return sqlite3_changes64(w->db->sqlite);
}

struct error *db_execute(struct arena *arena, struct db *db, const char *sql)
{
    int code = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? NULL : db_error(arena, db, code);
}

static const struct statement begin_read = {.sql = "BEGIN"};
static const struct statement end_read = {.sql = "COMMIT"};

struct error *db_begin_read(struct arena *arena, struct db *db, int64_t limit_ms)
{
    struct work w = {.arena = arena, .db = db};
    struct error *err = db_run(&w, &begin_read, NULL);
    if (err)
        return err;
    db->deadline_ms = limit_ms ? monotonic_ms() + limit_ms : 0;
    db->reading = true;
    return NULL;
}

void db_end_read(struct db *db)
{
    if (!db->reading)
        return;
    db->reading = false;
    db->deadline_ms = 0;
    struct prepared *prepared = NULL;
    const char *wrong = NULL;
    if (statements_take(&db->statements, &end_read, 0, &prepared, &wrong) != SQLITE_OK)
        return;
    sqlite3_step(prepared->stmt);
    statements_give(prepared);
}

struct error *db_check(struct arena *arena, struct db *db, const struct statement *statement,
                       uint64_t given)
{
    const char *wrong = NULL;
    struct prepared *prepared = NULL;
    int code = statements_take(&db->statements, statement, given, &prepared, &wrong);
    if (code != SQLITE_OK)
        return take_error(arena, db, code, wrong, statement);
    statements_give(prepared);
    return NULL;
}
