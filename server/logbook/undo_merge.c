/* Undoing a merge of people: its links go back, column by column, whatever else was edited since.
 */
#include "logbook/undo_parts.h"

#include "store/rows.h"

#include <stdlib.h>
#include <string.h>

enum { SINCE, NEWEST, MERGED_SINCE, CONVERSATION_STANDS, SEATED };

const struct statement undo_merge_statements[] = {
    [SINCE] = {.sql = "SELECT change, before FROM version WHERE tab = :tab AND row = :row"
                      " AND change > :change ORDER BY change",
               .in = &undone_row_shape,
               .out = &undone_row_shape},
    [NEWEST] = {.sql = "SELECT change FROM version WHERE tab = :tab AND row = :row"
                       " AND change > :change ORDER BY change DESC LIMIT 1",
                .in = &undone_row_shape},
    /* By which somebody else came to the same person; but not by coming back to them. */
    [MERGED_SINCE] = {.sql = "SELECT c.number FROM person p CROSS JOIN version v"
                             " ON v.tab = 'person' AND v.row = p.id AND v.change > :change"
                             " CROSS JOIN change c ON c.number = v.change"
                             " AND c.undone_by IS NULL AND coalesce(c.undoes, 0) <= :change"
                             " WHERE p.merged_into = :row AND NOT EXISTS (SELECT 1 FROM version o"
                             "  WHERE o.tab = 'person' AND o.row = p.id AND o.change = :change)"
                             " ORDER BY c.number DESC LIMIT 1",
                      .in = &undone_row_shape},
    [CONVERSATION_STANDS] = {.sql = "SELECT 1 FROM conversation WHERE id = :row",
                             .in = &row_key_shape},
    [SEATED] = {.sql = "SELECT 1 FROM conversation_person WHERE conversation = :row"
                       " AND person = :value LIMIT 1",
                .in = &row_key_shape},
    {0},
};

static void forget(json_t **object)
{
    json_decref(*object);
}
#define KEPT __attribute__((cleanup(forget))) json_t *

static int64_t number_in(const json_t *row, const char *column)
{
    const json_t *value = json_object_get(row, column);
    return json_is_integer(value) ? json_integer_value(value) : NOTHING;
}

static const char *text_of(struct arena *arena, const json_t *row)
{
    char *text = json_dumps(row, JSON_COMPACT);
    const char *copy = arena_text(arena, text);
    free(text);
    return copy;
}

static struct error *parse(struct work *w, const char *table, const char *text, json_t **ret_row)
{
    *ret_row = json_loads(text, 0, NULL);
    if (*ret_row)
        return NULL;
    return error_new(w->arena, ERROR_BROKEN, "A kept row of %s cannot be read.", table);
}

/* A row that stands as it was right after the act: before the first change since, or as it is. */
static struct error *row_after(struct work *w, const struct undone_row *row, const char *now,
                               json_t **ret_after)
{
    struct list since = {0};
    struct error *err = db_list(w, &undo_merge_statements[SINCE], row, &since);
    const struct undone_row *first = since.items;
    return err ? err : parse(w, row->tab, since.count ? first->before : now, ret_after);
}

/* Whom the act merged that row into, or NOTHING. */
static struct error *merged_by(struct work *w, const struct undone_row *row, int64_t *ret_person)
{
    KEPT before = NULL;
    KEPT after = NULL;
    const char *now = NULL;
    *ret_person = NOTHING;
    struct error *err = parse(w, row->tab, row->before, &before);
    if (err || number_in(before, "merged_into") != NOTHING)
        return err;
    err = row_json(w, row->tab, row->row, &now);
    if (err || !now)
        return err;
    err = row_after(w, row, now, &after);
    *ret_person = number_in(after, "merged_into");
    return err;
}

struct error *undo_merge_find(struct work *w, const struct undo *undo,
                              struct undone_merge *ret_merge)
{
    struct error *err = NULL;
    for (size_t i = 0; i < undo->count && !err; i++) {
        const struct undone_row *row = &undo->rows[i];
        int64_t person = NOTHING;
        if (row->before && strcmp(row->tab, "person") == 0)
            err = merged_by(w, row, &person);
        if (!err && person != NOTHING)
            *ret_merge = (struct undone_merge){row->row, person};
    }
    return err;
}

static struct error *stopped_by_newest(struct work *w, const struct undone_row *row)
{
    int64_t later = NOTHING;
    struct error *err = db_number(w, &undo_merge_statements[NEWEST], row, &later);
    if (!err && later != NOTHING)
        err = undo_stopped(w, later, "touched the same later");
    return err ? err
               : error_new(w->arena, ERROR_CONFLICT,
                           "What this moved was changed since. It cannot be taken back.");
}

/* The refusal that names the change which took from a column what the act had left in it. */
static struct error *stopped_by_edit(struct work *w, const struct undone_row *row,
                                     const char *column, const json_t *left)
{
    struct list since = {0};
    int64_t later = NOTHING;
    struct error *err = db_list(w, &undo_merge_statements[SINCE], row, &since);
    const struct undone_row *versions = since.items;
    for (size_t i = 0; i < since.count && !err; i++) {
        KEPT version = NULL;
        err = parse(w, row->tab, versions[i].before, &version);
        if (!err && json_equal(json_object_get(version, column), left))
            later = versions[i].change;
    }
    if (err)
        return err;
    return later == NOTHING ? stopped_by_newest(w, row)
                            : undo_stopped(w, later, "touched the same later");
}

/* Merges into one person are taken back newest first: later ones built upon this. And in the trash
 * everything went along. */
static struct error *check_person(struct work *w, const struct undone_merge *merge,
                                  const struct undone_row *row, const json_t *now)
{
    int64_t later = NOTHING;
    if (row->row != merge->person)
        return NULL;
    if (number_in(now, "trashed_at") != NOTHING)
        return stopped_by_edit(w, row, "trashed_at", json_null());
    struct error *err = db_number(w, &undo_merge_statements[MERGED_SINCE], row, &later);
    return err || later == NOTHING ? err : undo_stopped(w, later, "merged into the same later");
}

/* Puts back what the act changed of a person, unless that was changed again. */
static struct error *person_back(struct work *w, const struct undone_merge *merge,
                                 struct undone_row *row, const char *now_text)
{
    KEPT before = NULL;
    KEPT after = NULL;
    KEPT now = NULL;
    struct error *err = parse(w, row->tab, row->before, &before);
    if (!err)
        err = parse(w, row->tab, now_text, &now);
    if (!err)
        err = row_after(w, row, now_text, &after);
    if (!err)
        err = check_person(w, merge, row, now);
    for (void *at = json_object_iter(before); at && !err; at = json_object_iter_next(before, at)) {
        const char *column = json_object_iter_key(at);
        json_t *was = json_object_iter_value(at);
        const json_t *left = json_object_get(after, column);
        bool stays = strcmp(column, "revision") == 0 || json_equal(was, left);
        if (stays)
            continue;
        if (json_equal(json_object_get(now, column), left))
            json_object_set(now, column, was);
        else if (strcmp(column, "updated_at") != 0)
            err = stopped_by_edit(w, row, column, left);
    }
    row->before = err ? row->before : text_of(w->arena, now);
    return err;
}

/* Gives back to the other what still is the person's. */
static struct error *link_back(struct work *w, const struct undone_merge *merge,
                               struct undone_row *row, const char *now_text)
{
    static const char *const columns[] = {"person", "told_by"};
    KEPT before = NULL;
    KEPT now = NULL;
    bool moved = false;
    struct error *err = parse(w, row->tab, row->before, &before);
    if (!err)
        err = parse(w, row->tab, now_text, &now);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]) && !err; i++) {
        if (number_in(before, columns[i]) != merge->other ||
            number_in(now, columns[i]) != merge->person)
            continue;
        json_object_set(now, columns[i], json_object_get(before, columns[i]));
        moved = true;
    }
    row->before = moved ? text_of(w->arena, now) : NULL;
    return err;
}

/* One of two places in a conversation: it comes back beside the other one. */
static struct error *seat_back(struct work *w, const struct undone_merge *merge,
                               struct undone_row *row)
{
    KEPT before = NULL;
    int64_t stands = NOTHING;
    int64_t seated = NOTHING;
    struct error *err = parse(w, row->tab, row->before, &before);
    struct row_key key = {.row = number_in(before, "conversation"), .value = merge->person};
    if (!err)
        err = db_number(w, &undo_merge_statements[CONVERSATION_STANDS], &key, &stands);
    if (!err && stands == NOTHING) /* erased for good */
        row->before = NULL;
    if (err || stands == NOTHING || number_in(before, "person") == merge->person)
        return err;
    err = db_number(w, &undo_merge_statements[SEATED], &key, &seated);
    if (err || seated != NOTHING)
        return err;
    struct undone_row of = {.tab = "conversation", .row = key.row, .change = row->change};
    return stopped_by_newest(w, &of);
}

/* A double that the merge left out comes back; not what somebody took away since. */
static struct error *double_back(struct work *w, const struct undone_merge *merge,
                                 struct undone_row *row)
{
    int64_t later = NOTHING;
    struct error *err = undo_later(w, row, &later);
    if (!err && later != NOTHING)
        err = undo_stopped(w, later, "took away what this moved");
    if (err || strcmp(row->tab, "conversation_person") != 0)
        return err;
    return seat_back(w, merge, row);
}

struct error *undo_merge_row(struct work *w, const struct undone_merge *merge,
                             struct undone_row *row, const char *now)
{
    if (!now)
        return double_back(w, merge, row);
    if (strcmp(row->tab, "person") == 0)
        return person_back(w, merge, row, now);
    return link_back(w, merge, row, now);
}
