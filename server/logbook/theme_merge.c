/* Merging themes: the words of one become words of another. */
#include "logbook/theme_parts.h"

#include "logbook/derive.h"

static const struct field theme_merge_fields[] = {
    FIELD(theme_merge, into, .rules = REQUIRED, .help = "The theme that stays."),
    {0},
};
const struct shape theme_merge_shape = SHAPE(theme_merge, theme_merge_fields);

enum { MOVE_WORDS, MOVE_MERGED, MERGE, PEOPLE };

/* In each, `row` is the theme that goes and `value` the one that stays. */
const struct statement theme_merge_statements[] = {
    [MOVE_WORDS] = {.sql = "UPDATE theme_word SET theme = :value WHERE theme = :row",
                    .in = &row_key_shape},
    [MOVE_MERGED] = {.sql = "UPDATE theme SET merged_into = :value WHERE merged_into = :row",
                     .in = &row_key_shape},
    [MERGE] = {.sql = "UPDATE theme SET merged_into = :value, revision = revision + 1,"
                      " updated_at = :at WHERE id = :row",
               .in = &row_key_shape},
    [PEOPLE] = {.sql = "SELECT person AS row FROM theme_person WHERE theme = :value"
                       " ORDER BY person",
                .in = &row_key_shape,
                .out = &row_key_shape},
    {0},
};

static struct error *raise_story(struct work *w, void *record, void *context)
{
    (void)context;
    return person_story_rises(w, ((const struct row_key *)record)->row);
}

/* Counts both anew. Whoever talked about either is with the one that stays by now. */
static struct error *count_both(struct work *w, const struct row_key *key)
{
    struct error *err = theme_recount(w, key->row);
    if (!err)
        err = theme_recount(w, key->value);
    if (!err)
        err = db_each(w, &theme_merge_statements[PEOPLE], key, raise_story, NULL);
    return err ? err : names_rise(w);
}

struct error *theme_merge(struct work *w, ident id, const struct theme_merge *asked,
                          struct theme *ret_into)
{
    struct row_key key = {.at = w->now};
    struct error *err = theme_row(w, id, &key.row);
    if (!err)
        err = theme_row_field(w, asked->into, "/into", &key.value);
    if (err)
        return err;
    if (key.row == key.value)
        return error_new(w->arena, ERROR_CONFLICT, "A theme cannot be merged into itself.");
    for (int i = MOVE_WORDS; i <= MERGE && !err; i++)
        err = db_run(w, &theme_merge_statements[i], &key);
    if (!err)
        err = count_both(w, &key);
    return err ? err : theme_read(w, key.value, (day){NOTHING}, ret_into);
}
