/* Whether an undo left something with a person who is merged, and which change is in its way. */
#include "logbook/undo_parts.h"

#include <string.h>

enum { MERGED, STRAY, TWICE, NEWEST, TOLD_BY };

#define OF(column, table)                                                                          \
    "SELECT '" table "' AS tab, id AS row FROM " table " WHERE " column " = :row"
#define OR " UNION ALL "

const struct statement undo_people_statements[] = {
    [MERGED] = {.sql = "SELECT merged_into FROM person WHERE id = :row", .in = &undone_row_shape},
    [STRAY] = {.sql = OF("person", "conversation_person") OR OF("person", "fact")
                   OR OF("person", "promise") OR OF("person", "person_tag")
                       OR OF("told_by", "fact") " LIMIT 1",
               .in = &undone_row_shape,
               .out = &undone_row_shape},
    [TWICE] = {.sql = "SELECT 'conversation_person' AS tab, max(id) AS row"
                      " FROM conversation_person WHERE conversation = :row"
                      " GROUP BY person HAVING count(*) > 1 LIMIT 1",
               .in = &undone_row_shape,
               .out = &undone_row_shape},
    [NEWEST] = {.sql = "SELECT change FROM version WHERE tab = :tab AND row = :row"
                       " AND change > :change ORDER BY change DESC LIMIT 1",
                .in = &undone_row_shape},
    [TOLD_BY] = {.sql = "SELECT c.number FROM change c WHERE c.number > :change AND c.moved = 0"
                        " AND (EXISTS (SELECT 1 FROM json_each(c.made, '$.' || :tab) j"
                        "   WHERE j.value = :row)"
                        "  OR EXISTS (SELECT 1 FROM version v WHERE v.tab = :tab"
                        "   AND v.row = :row AND v.change = c.number))"
                        " ORDER BY c.number DESC LIMIT 1",
                 .in = &undone_row_shape},
    {0},
};

static bool puts_back(const struct undo *undo, const struct undone_row *found)
{
    for (size_t i = 0; i < undo->count; i++) {
        const struct undone_row *row = &undo->rows[i];
        if (row->before && row->row == found->row && strcmp(row->tab, found->tab) == 0)
            return true;
    }
    return false;
}

/* Names the change by which that row came to be where it is in the way. */
static struct error *stopped(struct work *w, int statement, const struct undone_row *row,
                             const char *how)
{
    int64_t later = NOTHING;
    struct error *err = db_number(w, &undo_people_statements[statement], row, &later);
    if (!err && later != NOTHING)
        err = undo_stopped(w, later, how);
    return err ? err
               : error_new(w->arena, ERROR_CONFLICT,
                           "Somebody whom this is about was merged, or is somewhere else by now. "
                           "Take back what was written since first.");
}

static struct error *check_person(struct work *w, const struct undo *undo, int64_t person)
{
    struct undone_row key = {.tab = "person", .row = person, .change = undo->asked.number_};
    struct undone_row stray = {.change = key.change};
    int64_t merged = NOTHING;
    bool found = false;
    struct error *err = db_number(w, &undo_people_statements[MERGED], &key, &merged);
    if (err || merged == NOTHING)
        return err;
    err = db_find(w, &undo_people_statements[STRAY], &key, &stray, &found);
    if (err || !found)
        return err;
    if (puts_back(undo, &stray))
        return stopped(w, NEWEST, &key, "merged whom this belongs to");
    return stopped(w, TOLD_BY, &stray, "tells of somebody whom this merges");
}

static struct error *check_conversation(struct work *w, const struct undo *undo,
                                        int64_t conversation)
{
    struct undone_row key = {.row = conversation};
    struct undone_row twice = {.change = undo->asked.number_};
    bool found = false;
    struct error *err = db_find(w, &undo_people_statements[TWICE], &key, &twice, &found);
    return err || !found ? err : stopped(w, TOLD_BY, &twice, "touched the same later");
}

static struct error *each(struct work *w, const struct undo *undo, enum consequence which,
                          struct error *(*look)(struct work *, const struct undo *, int64_t))
{
    const struct row_set *set = &undo->consequences.sets[which];
    struct error *err = NULL;
    for (size_t i = 0; i < set->count && !err; i++)
        err = look(w, undo, set->rows[i]);
    return err;
}

struct error *undo_check_people(struct work *w, const struct undo *undo)
{
    struct error *err = each(w, undo, CONSEQUENCE_PERSON, check_person);
    if (!err)
        err = each(w, undo, CONSEQUENCE_STORY, check_person);
    return err ? err : each(w, undo, CONSEQUENCE_CONVERSATION, check_conversation);
}
