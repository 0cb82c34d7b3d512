/* Takes the file of an import in, one bounded step at a time. */
#include "logbook/import_parts.h"
#include "logbook/members.h"
#include "logbook/sessions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    BEGIN,
    KEEP_PLACE,
    KEEP_FAULT,
    END,
    NEW_EPOCH,
    NOBODY_CAME,
    NO_THEME_CAME,
    OWNER_BEFORE,
    OTHER_ROLES
};

const struct statement import_steps_statements[] = {
    [BEGIN] = {.sql = "UPDATE import SET state = :state, rows = :rows, offset = :offset"
                      " WHERE id = :row",
               .in = &import_shape},
    [KEEP_PLACE] = {.sql = "UPDATE import SET done_rows = :done_rows, offset = :offset"
                           " WHERE id = :row",
                    .in = &import_shape},
    [KEEP_FAULT] = {.sql = "UPDATE import SET fault = :text WHERE id = :row", .in = &row_key_shape},
    [END] = {.sql = "UPDATE import SET state = :state, ended_at = :ended_at, former = NULL,"
                    " unmatched = iif(:state = 'done', unmatched, NULL) WHERE id = :row",
             .in = &import_shape},
    [NEW_EPOCH] = {.sql = "UPDATE counter SET value = abs(random()) % 4294967296"
                          " WHERE name = 'epoch'",
                   .in = &row_key_shape},
    [NOBODY_CAME] = {.sql = "SELECT p.uid AS id FROM person p CROSS JOIN person o"
                            " ON o.id = p.merged_into WHERE p.merged_into IS NOT NULL"
                            " AND o.revision = 0 ORDER BY p.merged_into LIMIT 1",
                     .in = &row_key_shape,
                     .out = &id_key_shape},
    [NO_THEME_CAME] = {.sql = "SELECT t.uid AS id FROM theme t CROSS JOIN theme o"
                              " ON o.id = t.merged_into WHERE t.merged_into IS NOT NULL"
                              " AND o.revision = 0 ORDER BY t.merged_into LIMIT 1",
                       .in = &row_key_shape,
                       .out = &id_key_shape},
    [OWNER_BEFORE] = {.sql = "SELECT 1 FROM import i, json_each(i.former, '$.members') e"
                             " WHERE i.id = :row AND e.value ->> '$.role' = 'owner'"
                             " AND e.value ->> '$.state' = 'active' LIMIT 1",
                      .in = &row_key_shape,
                      .whole = true},
    [OTHER_ROLES] = {.sql = "SELECT m.id AS row FROM import i, json_each(i.former, '$.members') e"
                            " CROSS JOIN member m ON m.id = e.value ->> '$.row' WHERE i.id = :row"
                            " AND (m.role <> e.value ->> '$.role'"
                            " OR m.state <> e.value ->> '$.state') ORDER BY m.id",
                     .in = &row_key_shape,
                     .out = &row_key_shape,
                     .whole = true},
    {0},
};

static struct error *open_file(struct work *w, const char *spool_folder,
                               const struct import *import, struct import_reader **reader)
{
    if (*reader)
        return NULL;
    const char *path = arena_print(w->arena, "%s/%s", spool_folder, import->file);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return error_new(w->arena, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_BROKEN,
                         "The file of the import cannot be opened (%s). Send it again.",
                         strerror(errno));
    struct arena *arena = arena_new(sizeof(struct import_reader));
    *reader = arena_take(arena, sizeof(**reader));
    (*reader)->arena = arena;
    (*reader)->lines.file = file;
    sha256_begin(&(*reader)->hash);
    return NULL;
}

void import_reader_free(struct import_reader *reader)
{
    if (!reader)
        return;
    close(reader->lines.file);
    ndjson_free(&reader->lines);
    arena_free(reader->arena);
}

static struct error *end(struct work *w, struct import *import, enum import_state state)
{
    struct row_key key = {0};
    import->state = state;
    import->ended_at = w->now;
    struct error *err = db_run(w, &import_steps_statements[NEW_EPOCH], &key);
    if (!err)
        err = names_rise(w);
    return err ? err : db_run(w, &import_steps_statements[END], import);
}

/* Makes room for what the file holds, once it was found good. */
static struct error *prepare(struct work *w, struct import *import,
                             const struct import_reader *reader, int64_t until)
{
    if (!import->prepared)
        return former_save(w, import->row);
    bool more = false;
    struct error *err = logbook_clear(w, until, &more);
    if (err || more)
        return err;
    err = changes_put_aside(w, reader->head.highest_change);
    if (err)
        return err;
    import->state = IMPORT_RUNNING;
    import->offset = reader->head_bytes;
    import->rows = 0;
    for (int kind = 0; kind < LINE_GONE; kind++)
        import->rows += reader->counts.of[kind];
    return db_run(w, &import_steps_statements[BEGIN], import);
}

/* Whoever somebody was merged into must have had a line of their own. */
static struct error *check_expected(struct work *w, int statement, const char *noun)
{
    struct row_key key = {0};
    struct id_key of = {0};
    bool found = false;
    char id[IDENT_TEXT];
    struct error *err = db_find(w, &import_steps_statements[statement], &key, &of, &found);
    if (err || !found)
        return err;
    ident_write(of.id, id);
    return error_new(w->arena, ERROR_INVALID,
                     "The %s %s, /%s/merged_into: the file has no %s with this id.", noun, id, noun,
                     noun);
}

/* Where there was an owner, there is one: else nobody could let anybody in again. */
static struct error *check_owner(struct work *w, int64_t import)
{
    struct row_key key = {.row = import};
    int64_t before = NOTHING;
    int64_t now = NOTHING;
    struct error *err = db_number(w, &import_steps_statements[OWNER_BEFORE], &key, &before);
    if (!err)
        err = owner_beside(w, 0, &now);
    if (err || before == NOTHING || now != NOTHING)
        return err;
    return error_new(w->arena, ERROR_INVALID,
                     "The file leaves nobody who is an owner: whoever is one here has another role "
                     "in it. Give one of its members the role owner first.");
}

/* Whose role or state is another by the file is out, as by any other change of it. */
static struct error *shut_out(struct work *w, int64_t import)
{
    struct row_key key = {.row = import};
    struct list found = {0};
    struct error *err = db_list(w, &import_steps_statements[OTHER_ROLES], &key, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        err = member_shut_out(w, rows[i].row);
    return err;
}

static struct error *finish(struct work *w, struct import *import)
{
    struct error *err = check_expected(w, NOBODY_CAME, "person");
    if (!err)
        err = check_expected(w, NO_THEME_CAME, "theme");
    if (!err)
        err = check_owner(w, import->row);
    if (!err)
        err = shut_out(w, import->row);
    if (!err)
        err = former_join(w, import->row);
    return err ? err : end(w, import, IMPORT_DONE);
}

static struct error *take_back(struct work *w, struct import *import, int64_t until)
{
    bool more = false;
    if (!import->prepared)
        return end(w, import, IMPORT_FAILED);
    struct error *err = logbook_clear(w, until, &more);
    if (err || more)
        return err;
    err = former_restore(w, import->row);
    return err ? err : end(w, import, IMPORT_FAILED);
}

/* One line. `ret_end` is true when it is the last, which holds no record. */
static struct error *write_line(struct work *w, struct import *import, struct import_reader *reader,
                                bool *ret_end)
{
    const char *line = NULL;
    size_t length = 0;
    bool found = false;
    char name[LONGEST_LINE_NAME];
    struct error *err = import_next(w, reader, &line, &length, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_INVALID, "The file was changed while it was imported.");
    if (err)
        return err;
    line_name(line, length, name);
    *ret_end = strcmp(name, end_line_name) == 0;
    if (*ret_end)
        return NULL;
    err = line_write(w, line, length);
    import->done_rows++;
    import->offset = reader->lines.offset;
    return in_line(w, err, reader->lines.lines);
}

/* The place is the row's and not the reader's: a step that was rolled back is done again. */
static struct error *write_lines(struct work *w, struct import *import,
                                 struct import_reader *reader, int64_t until)
{
    struct error *err = NULL;
    bool at_end = false;
    bool elsewhere = reader->lines.offset != import->offset;
    if (elsewhere && !ndjson_seek(&reader->lines, import->offset, import->done_rows + 1))
        return error_new(w->arena, ERROR_BROKEN, "The file of the import cannot be read: %s.",
                         strerror(errno));
    for (int i = 0; i < IMPORT_MOST_ROWS && !err && !at_end; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        err = write_line(w, import, reader, &at_end);
        if (!err)
            arena_rewind(w->arena, mark);
        if (step_is_over(until))
            break;
    }
    if (!err)
        err = db_run(w, &import_steps_statements[KEEP_PLACE], import);
    return err || !at_end ? err : finish(w, import);
}

static struct error *advance(struct work *w, const char *spool_folder, struct import *import,
                             struct import_reader **reader)
{
    int64_t until = step_until();
    if (import->fault)
        return take_back(w, import, until);
    struct error *err = open_file(w, spool_folder, import, reader);
    if (err)
        return err;
    if (import->state == IMPORT_RUNNING)
        return write_lines(w, import, *reader, until);
    if (!(*reader)->verified)
        return import_verify(w, *reader, until);
    return prepare(w, import, *reader, until);
}

struct error *import_step(struct work *w, const char *spool_folder, struct import *import,
                          struct import_reader **reader, bool *ret_done)
{
    struct row_key key = {.row = import->row};
    struct error *err = import_read(w, key.row, import);
    if (!err && import->ended_at.ms == NOTHING)
        err = advance(w, spool_folder, import, reader);
    if (err && import_is_faulty(err)) {
        key.text = err->sentence;
        import_reader_free(*reader);
        *reader = NULL;
        err = db_run(w, &import_steps_statements[KEEP_FAULT], &key);
    }
    if (!err)
        err = import_read(w, key.row, import);
    if (!err)
        *ret_done = import->ended_at.ms != NOTHING;
    return err;
}
