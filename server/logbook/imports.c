/* Imports: noting a file, and telling how it goes. */
#include "logbook/imports.h"

#include "logbook/import_parts.h"

static const char *const states[] = {"waiting", "running", "done", "failed", NULL};

static const struct field import_fields[] = {
    FIELD(import, id, .help = "Set by the server."),
    FIELD(import, format, .help = "kith: an export of another Kith."),
    FIELD(import, state, .choices = states, .help = "waiting, running, done or failed."),
    FIELD(import, rows, .help = "Records in the file; null until they were counted."),
    FIELD(import, done_rows, .help = "Records written so far."),
    FIELD(import, fault, .help = "Why it failed. Nothing of it stays."),
    FIELD(import, created_at, .help = "When it was sent."),
    FIELD(import, ended_at, .help = "When it was done or failed."),
    FIELD(import, file, .rules = HIDDEN),
    FIELD(import, row, .rules = HIDDEN),
    FIELD(import, member, .rules = HIDDEN),
    FIELD(import, offset, .rules = HIDDEN),
    FIELD(import, prepared, .rules = HIDDEN),
    {0},
};
const struct shape import_shape = SHAPE(import, import_fields);

#define IMPORT_COLUMNS                                                                             \
    "SELECT id AS row, uid AS id, format, state, rows, done_rows, fault, created_at, ended_at,"    \
    " file, offset, former IS NOT NULL AS prepared FROM import"

enum { MAKE, READ, ROW, CURRENT, ANYTHING };

const struct statement imports_statements[] = {
    [MAKE] = {.sql = "INSERT INTO import (uid, format, file, state, done_rows, offset, member,"
                     " created_at) VALUES (:id, :format, :file, :state, 0, 0, :member,"
                     " :created_at)",
              .in = &import_shape},
    [READ] = {.sql = IMPORT_COLUMNS " WHERE id = :row", .in = &row_key_shape, .out = &import_shape},
    [ROW] = {.sql = "SELECT id FROM import WHERE uid = :id", .in = &id_key_shape},
    [CURRENT] = {.sql = "SELECT id FROM import WHERE ended_at IS NULL ORDER BY id LIMIT 1",
                 .in = &row_key_shape},
    [ANYTHING] = {.sql = "SELECT id FROM person UNION ALL SELECT id FROM company"
                         " UNION ALL SELECT id FROM conversation LIMIT 1",
                  .in = &row_key_shape},
    {0},
};

struct error *import_read(struct work *w, int64_t row, struct import *ret_import)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&import_shape, ret_import);
    struct error *err = db_find(w, &imports_statements[READ], &key, ret_import, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such import.");
    return err;
}

struct error *import_find(struct work *w, ident id, struct import *ret_import)
{
    int64_t row;
    struct error *err = row_of(w, &imports_statements[ROW], "import", id, &row);
    return err ? err : import_read(w, row, ret_import);
}

struct error *import_current(struct work *w, struct import *ret_import, bool *ret_found)
{
    struct row_key key = {0};
    int64_t row = NOTHING;
    struct error *err = db_number(w, &imports_statements[CURRENT], &key, &row);
    *ret_found = row != NOTHING;
    return err || row == NOTHING ? err : import_read(w, row, ret_import);
}

struct error *import_blocks(struct work *w, bool *ret_blocked)
{
    struct row_key key = {0};
    int64_t row = NOTHING;
    struct error *err = db_number(w, &imports_statements[CURRENT], &key, &row);
    *ret_blocked = row != NOTHING;
    return err;
}

struct error *import_make(struct work *w, const char *file, struct import *ret_made)
{
    struct row_key key = {0};
    int64_t row = NOTHING;
    bool blocked = false;
    struct error *err = import_blocks(w, &blocked);
    if (!err && blocked)
        err = error_new(w->arena, ERROR_CONFLICT, "Another import has not ended yet.");
    if (!err)
        err = db_number(w, &imports_statements[ANYTHING], &key, &row);
    if (!err && row != NOTHING)
        err = error_new(w->arena, ERROR_CONFLICT,
                        "An export can only be imported while there are no people, companies and "
                        "conversations yet. Start with an empty folder.");
    if (err)
        return err;
    int64_t member = w->actor ? w->actor->member : 0;
    struct import made = {.id = ident_new(w->now),
                          .format = "kith",
                          .file = file,
                          .state = IMPORT_WAITING,
                          .member = member ? member : NOTHING,
                          .created_at = w->now};
    err = db_run(w, &imports_statements[MAKE], &made);
    return err ? err : import_read(w, db_last_row(w), ret_made);
}
