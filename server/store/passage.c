/* Keeps the full-text index equal to the passages, outside of any savepoint. */
#include "store/passage.h"

#include <stdlib.h>

struct passage_row {
    uint64_t given;
    int64_t id;
    const char *tokens;
    const char *text;
};

static const struct field passage_row_fields[] = {
    FIELD(passage_row, id),
    FIELD(passage_row, tokens),
    FIELD(passage_row, text),
    {0},
};
static const struct shape passage_row_shape = SHAPE(passage_row, passage_row_fields);

enum { UNINDEX, READ, INDEX, MERGE };

const struct statement passage_statements[] = {
    [UNINDEX] = {.sql = "INSERT INTO find (find, rowid, tokens, text)"
                        " VALUES ('delete', :id, :tokens, :text)",
                 .in = &passage_row_shape},
    [READ] = {.sql = "SELECT id, tokens, text FROM passage WHERE id = :id",
              .in = &passage_row_shape,
              .out = &passage_row_shape},
    [INDEX] = {.sql = "INSERT INTO find (rowid, tokens, text) VALUES (:id, :tokens, :text)",
               .in = &passage_row_shape},
    [MERGE] = {.sql = "INSERT INTO find (find, rank) VALUES ('merge', :id)",
               .in = &passage_row_shape},
    {0},
};

struct place {
    const struct touched_passage *touched;
    size_t order;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *one = left;
    const struct place *other = right;
    if (one->touched->id != other->touched->id)
        return one->touched->id < other->touched->id ? -1 : 1;
    return one->order < other->order ? -1 : 1;
}

static struct error *index_one(struct work *w, const struct touched_passage *touched)
{
    struct error *err;
    struct passage_row row = {.id = touched->id, .tokens = touched->tokens, .text = touched->text};
    if (touched->text) {
        err = db_run(w, &passage_statements[UNINDEX], &row);
        if (err)
            return err;
    }
    bool found = false;
    err = db_find(w, &passage_statements[READ], &row, &row, &found);
    if (err || !found)
        return err;
    return db_run(w, &passage_statements[INDEX], &row);
}

struct error *passages_index(struct work *w, const struct touched_passage *touched)
{
    size_t count = 0;
    for (const struct touched_passage *at = touched; at; at = at->next)
        count++;
    if (count == 0)
        return NULL;
    struct place *places = arena_take(w->arena, count * sizeof(*places));
    for (size_t i = 0; i < count; i++, touched = touched->next)
        places[i] = (struct place){touched, i};
    qsort(places, count, sizeof(*places), compare_places);
    for (size_t i = 0; i < count; i++) {
        /* Only the first touch of a passage knows what the index holds of it. */
        if (i > 0 && places[i].touched->id == places[i - 1].touched->id)
            continue;
        struct error *err = index_one(w, places[i].touched);
        if (err)
            return err;
    }
    return NULL;
}

struct error *passages_merge(struct work *w, int pages, bool *ret_more)
{
    struct passage_row row = {.id = pages};
    int before = sqlite3_total_changes(db_handle(w->db));
    struct error *err = db_run(w, &passage_statements[MERGE], &row);
    if (err)
        return err;
    /* FTS5 counts one change for the command itself, and more when it merged anything. */
    *ret_more = sqlite3_total_changes(db_handle(w->db)) - before >= 2;
    return NULL;
}
