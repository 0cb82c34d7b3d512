/* Undo: the rows of a change as they were before it, and all that follows from them. */
#include "logbook/undo_parts.h"

#include "logbook/people_trash.h"
#include "store/rows.h"
#include "store/tables.h"

#include <string.h>

static const struct field undone_row_fields[] = {
    FIELD(undone_row, change), FIELD(undone_row, act),    FIELD(undone_row, tab),
    FIELD(undone_row, row),    FIELD(undone_row, before), {0},
};
const struct shape undone_row_shape = SHAPE(undone_row, undone_row_fields);

enum { ACT, REPLACED, LATER, LEFT, UNDOES, MARK };

const struct statement undo_statements[] = {
    [ACT] = {.sql = "SELECT number, made FROM change WHERE act = :row AND moved = 0"
                    " ORDER BY number DESC",
             .in = &row_key_shape,
             .out = &change_shape},
    [REPLACED] = {.sql = "SELECT tab, row, change, before FROM version WHERE change = :row"
                         " ORDER BY tab, row",
                  .in = &row_key_shape,
                  .out = &undone_row_shape},
    /* A later change that was undone, and the undo that did it, leave a row as it was. */
    [LATER] = {.sql = "SELECT c.number FROM version v JOIN change c ON c.number = v.change"
                      " WHERE v.tab = :tab AND v.row = :row AND v.change > :change"
                      " AND c.act <> :act AND c.undone_by IS NULL"
                      " AND coalesce(c.undoes, 0) <= :change ORDER BY v.change LIMIT 1",
               .in = &undone_row_shape},
    [LEFT] = {.sql = "SELECT change FROM version WHERE tab = :tab AND row = :row"
                     " AND change > :change LIMIT 1",
              .in = &undone_row_shape},
    [UNDOES] = {.sql = "SELECT undoes FROM change WHERE number = :row", .in = &row_key_shape},
    [MARK] = {.sql = "UPDATE change SET undone_by = :value WHERE act = :row", .in = &row_key_shape},
    {0},
};

static void add_row(struct work *w, struct undo *undo, struct undone_row row)
{
    if (undo->count == undo->room) {
        size_t room = undo->room ? undo->room * 2 : 32;
        struct undone_row *rows = arena_take(w->arena, room * sizeof(*rows));
        if (undo->count)
            memcpy(rows, undo->rows, undo->count * sizeof(*rows));
        undo->rows = rows;
        undo->room = room;
    }
    row.act = undo->asked.act;
    undo->rows[undo->count++] = row;
}

/* A tag or a theme that was made on the way stays: others may have come to use it. Not one that was
 * what the change was about. What an undo made was there before, and whatever took it away meant
 * that. */
static bool is_taken_away(const struct undo *undo, const json_t *made,
                          const struct source_table *table)
{
    const struct change *asked = &undo->asked;
    if (!table || !table->stays || asked->undoes != NOTHING)
        return table != NULL;
    const struct source_table *about = asked->subject ? source_table_find(asked->subject) : NULL;
    return about && about->stays && json_object_get(made, about->name);
}

static void gather_rows(struct work *w, struct undo *undo, struct undone_row made,
                        const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        made.row = json_integer_value(json_array_get(rows, i));
        add_row(w, undo, made);
    }
}

static struct error *gather_made(struct work *w, struct undo *undo, const struct change *change)
{
    if (!change->made)
        return NULL;
    json_t *made = json_loads(change->made, 0, NULL);
    if (!made)
        return error_new(w->arena, ERROR_BROKEN, "What change %lld made cannot be read.",
                         (long long)change->number_);
    for (void *at = json_object_iter(made); at; at = json_object_iter_next(made, at)) {
        const struct source_table *table = source_table_find(json_object_iter_key(at));
        struct undone_row row = {.change = change->number_, .tab = table ? table->name : NULL};
        if (is_taken_away(undo, made, table))
            gather_rows(w, undo, row, json_object_iter_value(at));
    }
    json_decref(made);
    return NULL;
}

static struct error *gather_replaced(struct work *w, struct undo *undo, const struct change *change)
{
    struct row_key key = {.row = change->number_};
    struct list found = {0};
    struct error *err = db_list(w, &undo_statements[REPLACED], &key, &found);
    const struct undone_row *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        add_row(w, undo, rows[i]);
    return err;
}

struct error *undo_gather(struct work *w, struct undo *undo, const struct change *change)
{
    struct error *err = gather_made(w, undo, change);
    return err ? err : gather_replaced(w, undo, change);
}

/* All rows of the act, newest change first. What a change made goes before what it replaced comes
 * back: both may bear the same name. */
static struct error *gather(struct work *w, struct undo *undo)
{
    struct row_key key = {.row = undo->asked.act};
    struct list found = {0};
    struct error *err = db_list(w, &undo_statements[ACT], &key, &found);
    const struct change *changes = found.items;
    bool made = false;
    for (size_t i = 0; i < found.count && !err; i++) {
        made = made || changes[i].made;
        err = undo_gather(w, undo, &changes[i]);
    }
    if (!err && undo->count == 0 && !made && undo->asked.undoes == NOTHING)
        err = error_new(w->arena, ERROR_CONFLICT,
                        "What this changed has been erased for good. It cannot be taken back.");
    return err;
}

struct error *undo_stopped(struct work *w, int64_t later_number, const char *how)
{
    struct change later;
    struct error *err = change_find(w, later_number, &later);
    if (err)
        return err;
    err = error_new(w->arena, ERROR_CONFLICT, "Change %lld (%s) %s. Take that back first.",
                    (long long)later_number, later.what, how);
    struct buffer json = {0};
    shape_write(&json, &change_shape, &later);
    err->member = "later";
    err->json = arena_copy(w->arena, json.bytes, json.length);
    buffer_free(&json);
    return err;
}

struct error *undo_later(struct work *w, const struct undone_row *row, int64_t *ret_later)
{
    return db_number(w, &undo_statements[LATER], row, ret_later);
}

/* Refuses a row that something later touched, and one that this made and that was erased. */
static struct error *check_row(struct work *w, const struct undone_row *row, const char *now)
{
    int64_t later = NOTHING;
    struct error *err = undo_later(w, row, &later);
    if (!err && later != NOTHING)
        err = undo_stopped(w, later, "touched the same later");
    if (err || row->before || now)
        return err;
    /* It is not there: within one act it may have been made and deleted. */
    err = db_number(w, &undo_statements[LEFT], row, &later);
    if (err || later != NOTHING)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "What this made has been erased for good. It cannot be taken back.");
}

/* Keeps the rows that there is something to write for. */
static struct error *check(struct work *w, struct undo *undo)
{
    struct undone_merge merge = {NOTHING, NOTHING};
    struct error *err = undo_merge_find(w, undo, &merge);
    size_t kept = 0;
    for (size_t i = 0; i < undo->count && !err; i++) {
        struct undone_row row = undo->rows[i];
        bool merged = merge.other != NOTHING && row.before;
        const char *now = NULL;
        err = row_json(w, row.tab, row.row, &now);
        if (!err)
            err = undo_check_right(w, &row, now);
        if (!err)
            err = merged ? undo_merge_row(w, &merge, &row, now) : check_row(w, &row, now);
        if (err || (merged && !row.before))
            continue;
        undo->rows[kept++] = row;
        err = consequences_note(w, &undo->consequences, row.tab, now, row.before);
    }
    undo->count = kept;
    return err;
}

/* A row cannot come back when a newer one has its name, address or place. */
static struct error *taken(struct work *w, struct error *err)
{
    if (!err || err->kind != ERROR_CONFLICT)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "Something newer has the same name or address as what this would bring back. "
                     "Change that one first.");
}

static struct error *write_rows(struct work *w, const struct undo *undo)
{
    struct error *err = NULL;
    for (size_t i = 0; i < undo->count && !err; i++) {
        const struct undone_row *row = &undo->rows[i];
        if (row->before)
            err = taken(w, row_put_back(w, row->tab, row->before));
        else
            err = row_delete(w, row->tab, row->row);
    }
    return err;
}

/* Others may have gone to the trash since, or come back: conversations go with the last of their
 * people, and come with the first. */
static struct error *follow_people(struct work *w, const struct row_set *moved)
{
    struct error *err = NULL;
    for (size_t i = 0; i < moved->count && !err; i++)
        err = person_trash_follows(w, moved->rows[i]);
    return err;
}

/* The rows of a change refer to each other in every direction (a fact to its conversation, a person
 * to whom they were merged into), and rows derived from them refer to them: there is no order in
 * which each step keeps every reference. So SQLite counts the dangling ones until all is written,
 * and this looks at the count. The pragmas work while they are prepared, so they are no statements;
 * the second one forgets the count, and later jobs of the batch are checked at once again. */
static struct error *write_deferred(struct work *w, struct undo *undo)
{
    struct error *err = db_execute(w->arena, w->db, "PRAGMA defer_foreign_keys = 1");
    if (!err)
        err = write_rows(w, undo);
    if (!err)
        err = consequences_derive(w, &undo->consequences);
    if (!err)
        err = follow_people(w, &undo->consequences.sets[CONSEQUENCE_MOVED_PERSON]);
    if (!err)
        err = undo_check_references(w, undo);
    if (!err)
        err = undo_check_people(w, undo);
    if (!err)
        err = undo_check_owner(w, undo);
    struct error *late = db_execute(w->arena, w->db, "PRAGMA defer_foreign_keys = 0");
    return err ? err : late;
}

/* Notes who took the act back. When the act was an undo itself, what it took back stands again;
 * when that was an undo too, what it took back no longer does; and so on. */
static struct error *mark(struct work *w, int64_t act)
{
    struct row_key mark = {.row = act, .value = w->change};
    struct error *err = NULL;
    while (!err && mark.row != NOTHING) {
        struct row_key prior = {.row = NOTHING};
        err = db_run(w, &undo_statements[MARK], &mark);
        if (!err)
            err = db_number(w, &undo_statements[UNDOES], &mark, &prior.row);
        prior.value = mark.value == NOTHING ? mark.row : NOTHING;
        mark = prior;
    }
    return err;
}

struct error *change_undo(struct work *w, int64_t asked, struct change *ret_undone)
{
    struct undo undo = {.count = 0};
    struct error *err = change_find(w, asked, &undo.asked);
    if (!err && undo.asked.undone_by != NOTHING)
        err = error_new(w->arena, ERROR_CONFLICT, "Change %lld was taken back already.",
                        (long long)asked);
    if (!err)
        err = gather(w, &undo);
    if (!err)
        err = check(w, &undo);
    if (!err)
        err = consequences_withdraw(w, &undo.consequences);
    if (!err)
        err = write_deferred(w, &undo);
    if (!err)
        err = mark(w, undo.asked.act);
    return err ? err : change_find(w, asked, ret_undone);
}
