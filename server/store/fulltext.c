/* Keeps each full-text index equal to the table it is made of, outside of any savepoint. */
#include "store/fulltext.h"

#include <stdlib.h>

struct text_row {
    uint64_t given;
    int64_t id;
    const char *tokens;
    const char *text;
};

static const struct field text_row_fields[] = {
    FIELD(text_row, id),
    FIELD(text_row, tokens),
    FIELD(text_row, text),
    {0},
};
static const struct shape text_row_shape = SHAPE(text_row, text_row_fields);

/* Of each index, in the order of enum text_table. */
enum { UNINDEX, READ, INDEX, MERGE, OF_EACH };

#define MERGING(index)                                                                             \
    {                                                                                              \
        .sql = "INSERT INTO " index " (" index ", rank) VALUES ('merge', :id)",                    \
        .in = &text_row_shape                                                                      \
    }

const struct statement fulltext_statements[] = {
    [TEXT_PASSAGE * OF_EACH + UNINDEX] = {.sql = "INSERT INTO find (find, rowid, tokens, text)"
                                                 " VALUES ('delete', :id, :tokens, :text)",
                                          .in = &text_row_shape},
    [TEXT_PASSAGE * OF_EACH + READ] = {.sql = "SELECT id, tokens, text FROM passage WHERE id = :id",
                                       .in = &text_row_shape,
                                       .out = &text_row_shape},
    [TEXT_PASSAGE * OF_EACH + INDEX] = {.sql = "INSERT INTO find (rowid, tokens, text)"
                                               " VALUES (:id, :tokens, :text)",
                                        .in = &text_row_shape},
    [TEXT_PASSAGE * OF_EACH + MERGE] = MERGING("find"),
    [TEXT_PERSON * OF_EACH + UNINDEX] = {.sql = "INSERT INTO find_people (find_people, rowid, text)"
                                                " VALUES ('delete', :id, :text)",
                                         .in = &text_row_shape},
    [TEXT_PERSON * OF_EACH +
        READ] = {.sql = "SELECT person AS id, text FROM person_words WHERE person = :id",
                 .in = &text_row_shape,
                 .out = &text_row_shape},
    [TEXT_PERSON * OF_EACH + INDEX] = {.sql = "INSERT INTO find_people (rowid, text)"
                                              " VALUES (:id, :text)",
                                       .in = &text_row_shape},
    [TEXT_PERSON * OF_EACH + MERGE] = MERGING("find_people"),
    {0},
};

static const struct statement writing_out[] = {{.sql = "SAVEPOINT find"}, {.sql = "RELEASE find"}};

struct place {
    const struct touched_text *touched;
    size_t order;
};

static bool is_same(const struct touched_text *one, const struct touched_text *other)
{
    return one->id == other->id && one->table == other->table;
}

static int compare_places(const void *left, const void *right)
{
    const struct place *one = left;
    const struct place *other = right;
    if (one->touched->table != other->touched->table)
        return one->touched->table < other->touched->table ? -1 : 1;
    if (one->touched->id != other->touched->id)
        return one->touched->id < other->touched->id ? -1 : 1;
    return one->order < other->order ? -1 : 1;
}

static struct error *index_one(struct work *w, const struct touched_text *touched)
{
    struct error *err;
    const struct statement *sql = &fulltext_statements[touched->table * OF_EACH];
    struct text_row row = {.id = touched->id, .tokens = touched->tokens, .text = touched->text};
    if (touched->text) {
        err = db_run(w, &sql[UNINDEX], &row);
        if (err)
            return err;
    }
    bool found = false;
    err = db_find(w, &sql[READ], &row, &row, &found);
    if (err || !found)
        return err;
    return db_run(w, &sql[INDEX], &row);
}

/* FTS5 writes what it holds in memory at a savepoint. Left to the COMMIT, it could fail there. */
static struct error *write_out(struct work *w)
{
    struct error *err = db_run(w, &writing_out[0], NULL);
    return err ? err : db_run(w, &writing_out[1], NULL);
}

struct error *fulltext_index(struct work *w, const struct touched_text *touched)
{
    size_t count = 0;
    for (const struct touched_text *at = touched; at; at = at->next)
        count++;
    if (count == 0)
        return NULL;
    struct place *places = arena_take(w->arena, count * sizeof(*places));
    for (size_t i = 0; i < count; i++, touched = touched->next)
        places[i] = (struct place){touched, i};
    qsort(places, count, sizeof(*places), compare_places);
    struct error *err = NULL;
    for (size_t i = 0; i < count && !err; i++) {
        /* Only the first touch of a text knows what the index holds of it. */
        if (i > 0 && is_same(places[i].touched, places[i - 1].touched))
            continue;
        err = index_one(w, places[i].touched);
    }
    return err ? err : write_out(w);
}

struct error *fulltext_merge(struct work *w, int64_t pages, bool *ret_more)
{
    struct text_row row = {.id = pages};
    bool more = false;
    for (int table = 0; table < TEXT_TABLES; table++) {
        int before = sqlite3_total_changes(db_handle(w->db));
        struct error *err = db_run(w, &fulltext_statements[table * OF_EACH + MERGE], &row);
        if (err)
            return err;
        /* FTS5 counts one change for the command itself, and more when it merged anything. */
        more = more || sqlite3_total_changes(db_handle(w->db)) - before >= 2;
    }
    *ret_more = more;
    return NULL;
}

struct error *fulltext_open(struct arena *arena, struct db *db)
{
    return db_execute(arena, db,
                      "INSERT INTO find (find, rank) VALUES ('automerge', 0), ('crisismerge', 500);"
                      "INSERT INTO find_people (find_people, rank)"
                      " VALUES ('automerge', 0), ('crisismerge', 500), ('usermerge', 2)");
}
