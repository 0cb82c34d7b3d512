/* Finds who is meant by an @name. */
#include "logbook/names.h"

#include "base/text.h"

#include <string.h>

struct name_row {
    uint64_t given;
    int64_t row;
    const char *folded;
    const char *upper;
};

static const struct field name_row_fields[] = {
    FIELD(name_row, row),
    FIELD(name_row, folded),
    FIELD(name_row, upper),
    {0},
};
static const struct shape name_row_shape = SHAPE(name_row, name_row_fields);

enum { NAMES, MEMBERS, EVERYBODY };

const struct statement names_statements[] = {
    /* They are still meant by the names of those who were merged into them. */
    [NAMES] = {.sql = "SELECT :row AS row, folded FROM person WHERE id = :row"
                      " UNION ALL SELECT :row, folded FROM person WHERE merged_into = :row",
               .in = &name_row_shape,
               .out = &name_row_shape},
    /* A whole name, or its first word: the team is small, and its names are few. */
    [MEMBERS] = {.sql = "SELECT id AS row, folded FROM member"
                        " WHERE folded = :folded"
                        " OR (folded >= :folded || ' ' AND folded < :folded || '!')"
                        " ORDER BY folded, id LIMIT 3",
                 .in = &name_row_shape,
                 .out = &name_row_shape},
    [EVERYBODY] = {.sql = "SELECT id AS row, folded FROM person"
                          " WHERE trashed_at IS NULL AND merged_into IS NULL"
                          " AND (folded = :folded"
                          " OR (folded >= :folded || ' ' AND folded < :folded || '!'))"
                          " ORDER BY folded, id LIMIT 3",
                   .in = &name_row_shape,
                   .out = &name_row_shape},
    {0},
};

/* True when `wanted` is the name, or stands in it as a whole word or several. */
static bool name_has(const char *name, const char *wanted)
{
    size_t length = strlen(wanted);
    for (const char *at = strstr(name, wanted); at; at = strstr(at + 1, wanted)) {
        bool starts = at == name || at[-1] == ' ' || at[-1] == '-';
        bool ends = at[length] == 0 || at[length] == ' ' || at[length] == '-';
        if (starts && ends)
            return true;
    }
    return false;
}

/* The names of some people, read once for all guesses: a list of name rows for each. */
static struct error *read_names(struct work *w, const struct parties *people, struct list *names)
{
    struct error *err = NULL;
    for (size_t i = 0; i < people->count && !err; i++) {
        struct name_row key = {.row = people->rows[i]};
        err = db_list(w, &names_statements[NAMES], &key, &names[i]);
    }
    return err;
}

static bool one_has(const struct list *names, const char *wanted)
{
    const struct name_row *items = names->items;
    for (size_t i = 0; i < names->count; i++) {
        if (items[i].folded && name_has(items[i].folded, wanted))
            return true;
    }
    return false;
}

static bool among_people(const struct parties *people, const struct list *names, const char *wanted,
                         struct named *named)
{
    int matches = 0;
    for (size_t i = 0; i < people->count; i++) {
        if (one_has(&names[i], wanted)) {
            named->row = people->rows[i];
            matches++;
        }
    }
    if (matches > 0)
        named->sort = matches > 1 ? NAMED_SEVERAL : NAMED_PERSON;
    return matches > 0;
}

/* Whole names come before beginnings: one person whose name is just that is who is meant. */
static struct error *in_table(struct work *w, int statement, enum named_sort sort,
                              const char *wanted, struct named *named)
{
    struct name_row key = {.folded = wanted};
    struct list found = {0};
    struct error *err = db_list(w, &names_statements[statement], &key, &found);
    if (err || found.count == 0)
        return err;
    const struct name_row *rows = found.items;
    bool first_is_whole = strcmp(rows[0].folded, wanted) == 0;
    bool second_is_whole = found.count > 1 && strcmp(rows[1].folded, wanted) == 0;
    bool one = found.count == 1 || (first_is_whole && !second_is_whole);
    named->sort = one ? sort : NAMED_SEVERAL;
    named->row = rows[0].row;
    return NULL;
}

/* Looks for one guess at all places, the nearest first. */
static struct error *look_for(struct work *w, const char *wanted, const struct parties *people,
                              const struct list *names, struct named *named)
{
    if (among_people(people, names, wanted, named))
        return NULL;
    struct error *err = in_table(w, MEMBERS, NAMED_MEMBER, wanted, named);
    if (!err && named->sort == NAMED_NOBODY)
        err = in_table(w, EVERYBODY, NAMED_PERSON, wanted, named);
    return err;
}

struct error *name_find(struct work *w, const struct name_guess *guess,
                        const struct parties *people, struct named *ret_named)
{
    struct list *names = arena_take(w->arena, sizeof(*names) * (people->count + 1));
    struct error *err = read_names(w, people, names);
    struct named named = {NAMED_NOBODY, NOTHING, 0};
    for (int i = guess->count; i-- > 0 && !err && named.sort == NAMED_NOBODY;) {
        const char *wanted = text_fold(w->arena, guess->words[i], strlen(guess->words[i]));
        named.words = i + 1;
        err = look_for(w, wanted, people, names, &named);
    }
    if (!err)
        *ret_named = named;
    return err;
}
