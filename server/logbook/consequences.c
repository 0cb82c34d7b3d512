/* Derives anew what follows from rows that were written whole. */
#include "logbook/consequences.h"

#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/person_words.h"

#include <stdlib.h>
#include <string.h>

enum {
    PERSON_STANDS,
    COMPANY_STANDS,
    FIRST_OF_PERSON,
    STATE_OF_PERSON = FIRST_OF_PERSON,
    MEMBERS_OF_PERSON,
    THEMES_OF_PERSON,
    LAST_OF_PERSON = THEMES_OF_PERSON,
    STATE_OF_COMPANY,
    QUOTING,
};

const struct statement consequences_statements[] = {
    [PERSON_STANDS] = {.sql = "SELECT 1 FROM person WHERE id = :row", .in = &row_key_shape},
    [COMPANY_STANDS] = {.sql = "SELECT 1 FROM company WHERE id = :row", .in = &row_key_shape},
    [STATE_OF_PERSON] = {.sql = "DELETE FROM person_state WHERE person = :row",
                         .in = &row_key_shape},
    [MEMBERS_OF_PERSON] = {.sql = "DELETE FROM person_member WHERE person = :row",
                           .in = &row_key_shape},
    [THEMES_OF_PERSON] = {.sql = "DELETE FROM theme_person WHERE person = :row",
                          .in = &row_key_shape},
    [STATE_OF_COMPANY] = {.sql = "DELETE FROM company_state WHERE company = :row",
                          .in = &row_key_shape},
    [QUOTING] = {.sql = "SELECT DISTINCT conversation AS row FROM quote WHERE person = :row"
                        " ORDER BY conversation",
                 .in = &row_key_shape,
                 .out = &row_key_shape},
    {0},
};

/* Which columns of the source tables name whom something follows for. */
static const struct {
    const char *table, *column;
    enum consequence consequence;
} named_by[] = {
    {"company", "id", CONSEQUENCE_COMPANY},
    {"conversation", "id", CONSEQUENCE_CONVERSATION},
    {"conversation_member", "conversation", CONSEQUENCE_CONVERSATION},
    {"conversation_person", "conversation", CONSEQUENCE_CONVERSATION},
    {"conversation_person", "person", CONSEQUENCE_STORY},
    {"conversation_turns", "id", CONSEQUENCE_CONVERSATION},
    {"fact", "id", CONSEQUENCE_FACT},
    {"fact", "person", CONSEQUENCE_STORY},
    {"fact", "company", CONSEQUENCE_COMPANY},
    {"person", "id", CONSEQUENCE_PERSON},
    {"person", "company", CONSEQUENCE_COMPANY},
    {"person_tag", "person", CONSEQUENCE_STORY},
    {"promise", "id", CONSEQUENCE_PROMISE},
    {"promise", "person", CONSEQUENCE_STORY},
    {"theme", "id", CONSEQUENCE_THEME},
    {"theme_word", "theme", CONSEQUENCE_THEME},
};

/* More follows for a row when one of these columns changes. */
static const struct {
    const char *table, *column;
    enum consequence consequence;
} moved_by[] = {
    {"person", "company", CONSEQUENCE_MOVED_PERSON},
    {"person", "trashed_at", CONSEQUENCE_MOVED_PERSON},
    {"company", "name", CONSEQUENCE_MOVED_COMPANY},
    {"company", "trashed_at", CONSEQUENCE_MOVED_COMPANY},
};

/* These stand by their names in answers about others. */
static const char *const named_tables[] = {"company", "kind", "member", "person", "tag", "theme"};
static const char *const naming_columns[] = {"name", "trashed_at", "merged_into"};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static void set_add(struct arena *arena, struct row_set *set, int64_t row)
{
    if (set->count == set->room) {
        size_t room = set->room ? set->room * 2 : 16;
        int64_t *rows = arena_take(arena, room * sizeof(*rows));
        if (set->count)
            memcpy(rows, set->rows, set->count * sizeof(*rows));
        set->rows = rows;
        set->room = room;
    }
    set->rows[set->count++] = row;
}

static int compare_rows(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left;
    int64_t other = *(const int64_t *)right;
    return (one > other) - (one < other);
}

static void set_sort(struct row_set *set)
{
    if (set->count == 0)
        return;
    qsort(set->rows, set->count, sizeof(set->rows[0]), compare_rows);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++) {
        if (set->rows[i] != set->rows[kept - 1])
            set->rows[kept++] = set->rows[i];
    }
    set->count = kept;
}

static bool differs(const json_t *now, const json_t *then, const char *column)
{
    const json_t *one = json_object_get(now, column);
    const json_t *other = json_object_get(then, column);
    bool one_is_null = !one || json_is_null(one);
    bool other_is_null = !other || json_is_null(other);
    return one_is_null != other_is_null || (!one_is_null && !json_equal(one, other));
}

static void note_named(struct arena *arena, struct consequences *consequences, const char *table,
                       const json_t *row)
{
    for (size_t i = 0; i < COUNT_OF(named_by); i++) {
        const json_t *value = json_object_get(row, named_by[i].column);
        if (strcmp(named_by[i].table, table) == 0 && json_is_integer(value))
            set_add(arena, &consequences->sets[named_by[i].consequence], json_integer_value(value));
    }
}

static void note_moved(struct arena *arena, struct consequences *consequences, const char *table,
                       const json_t *now, const json_t *then)
{
    int64_t row = json_integer_value(json_object_get(now ? now : then, "id"));
    for (size_t i = 0; i < COUNT_OF(moved_by); i++) {
        if (strcmp(moved_by[i].table, table) == 0 && differs(now, then, moved_by[i].column))
            set_add(arena, &consequences->sets[moved_by[i].consequence], row);
    }
    bool merged = then && differs(now, then, "merged_into") &&
                  json_is_integer(json_object_get(then, "merged_into"));
    if ((!then || merged) && strcmp(table, "person") == 0)
        set_add(arena, &consequences->sets[CONSEQUENCE_GONE_PERSON], row);
}

static bool renames(const char *table, const json_t *now, const json_t *then)
{
    bool named = false;
    for (size_t i = 0; i < COUNT_OF(named_tables); i++)
        named = named || strcmp(named_tables[i], table) == 0;
    for (size_t i = 0; named && i < COUNT_OF(naming_columns); i++) {
        if (differs(now, then, naming_columns[i]))
            return true;
    }
    return false;
}

struct error *consequences_note(struct work *w, struct consequences *consequences,
                                const char *table, const char *now, const char *then)
{
    json_t *is = now ? json_loads(now, 0, NULL) : NULL;
    json_t *will_be = then ? json_loads(then, 0, NULL) : NULL;
    bool readable = (is || !now) && (will_be || !then);
    if (readable) {
        note_named(w->arena, consequences, table, is);
        note_named(w->arena, consequences, table, will_be);
        note_moved(w->arena, consequences, table, is, will_be);
        consequences->names = consequences->names || renames(table, is, will_be);
    }
    json_decref(is);
    json_decref(will_be);
    return readable ? NULL
                    : error_new(w->arena, ERROR_BROKEN, "A kept row of %s cannot be read.", table);
}

static struct error *forget_person(struct work *w, int64_t person)
{
    struct row_key key = {.row = person};
    struct error *err = NULL;
    for (int i = FIRST_OF_PERSON; i <= LAST_OF_PERSON && !err; i++)
        err = db_run(w, &consequences_statements[i], &key);
    return err;
}

/* Handles, dates and languages; a person who is gone has none, nor anything else. */
static struct error *derive_person(struct work *w, int64_t person)
{
    struct row_key key = {.row = person};
    int64_t stands = NOTHING;
    struct error *err = db_number(w, &consequences_statements[PERSON_STANDS], &key, &stands);
    if (!err && stands == NOTHING)
        err = forget_person(w, person);
    return err ? err : person_index(w, person);
}

static struct error *derive_count(struct work *w, int64_t person)
{
    struct row_key key = {.row = person};
    int64_t stands = NOTHING;
    struct error *err = db_number(w, &consequences_statements[PERSON_STANDS], &key, &stands);
    return err || stands == NOTHING ? err : person_count(w, person);
}

static struct error *derive_company(struct work *w, int64_t company)
{
    struct row_key key = {.row = company};
    int64_t stands = NOTHING;
    struct error *err = db_number(w, &consequences_statements[COMPANY_STANDS], &key, &stands);
    if (err)
        return err;
    if (stands == NOTHING)
        return db_run(w, &consequences_statements[STATE_OF_COMPANY], &key);
    return company_story_rises(w, company);
}

static struct error *each(struct work *w, const struct row_set *set,
                          struct error *(*derive)(struct work *w, int64_t row))
{
    struct error *err = NULL;
    for (size_t i = 0; i < set->count && !err; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        err = derive(w, set->rows[i]);
        if (!err)
            arena_rewind(w->arena, mark);
    }
    return err;
}

/* A name in a body may have been taken for somebody who goes, or is merged: it means somebody else,
 * or nobody. */
static struct error *note_quoting(struct work *w, struct consequences *consequences)
{
    const struct row_set *gone = &consequences->sets[CONSEQUENCE_GONE_PERSON];
    struct error *err = NULL;
    for (size_t i = 0; i < gone->count && !err; i++) {
        struct row_key key = {.row = gone->rows[i]};
        struct list found = {0};
        err = db_list(w, &consequences_statements[QUOTING], &key, &found);
        const struct row_key *rows = found.items;
        for (size_t j = 0; j < found.count; j++)
            set_add(w->arena, &consequences->sets[CONSEQUENCE_CONVERSATION], rows[j].row);
    }
    return err;
}

struct error *consequences_withdraw(struct work *w, struct consequences *consequences)
{
    struct error *err = note_quoting(w, consequences);
    if (err)
        return err;
    for (size_t i = 0; i < CONSEQUENCES; i++)
        set_sort(&consequences->sets[i]);
    return each(w, &consequences->sets[CONSEQUENCE_CONVERSATION], conversation_withdraw);
}

struct error *consequences_derive(struct work *w, struct consequences *consequences)
{
    /* A moved person's conversations are withdrawn once more, so they must be derived before; and
     * people are counted when all their threads are there. */
    static const struct {
        enum consequence consequence;
        struct error *(*derive)(struct work *w, int64_t row);
    } steps[] = {
        {CONSEQUENCE_PERSON, derive_person},        {CONSEQUENCE_CONVERSATION, conversation_derive},
        {CONSEQUENCE_MOVED_PERSON, person_threads}, {CONSEQUENCE_MOVED_PERSON, person_passages},
        {CONSEQUENCE_PERSON, derive_count},         {CONSEQUENCE_FACT, fact_passage},
        {CONSEQUENCE_PROMISE, promise_passage},     {CONSEQUENCE_MOVED_COMPANY, company_passages},
        {CONSEQUENCE_MOVED_COMPANY, company_words}, {CONSEQUENCE_STORY, person_story_rises},
        {CONSEQUENCE_COMPANY, derive_company},      {CONSEQUENCE_THEME, theme_recount},
    };
    struct error *err = NULL;
    for (size_t i = 0; i < COUNT_OF(steps) && !err; i++)
        err = each(w, &consequences->sets[steps[i].consequence], steps[i].derive);
    return err || !consequences->names ? err : names_rise(w);
}
