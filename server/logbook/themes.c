/* Themes: making, finding, renaming, explaining. */
#include "logbook/themes.h"

#include "base/json.h"
#include "base/text.h"
#include "logbook/theme_parts.h"

#include <string.h>

static const struct field theme_fields[] = {
    FIELD(theme, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(theme, name, .rules = REQUIRED, .longest = 260, .check = check_theme_name,
          .help = "The word, without #."),
    FIELD(theme, meaning, .longest = 500, .help = "One sentence."),
    LIST(theme, aliases, NULL, .rules = READ_ONLY, .help = "Its other words."),
    FIELD(theme, meaning_by, .rules = READ_ONLY, .help = "The member who wrote the meaning."),
    FIELD(theme, meaning_by_name, .rules = READ_ONLY | DERIVED, .help = "That member's name."),
    FIELD(theme, times, .rules = READ_ONLY | DERIVED, .href = "/api/v1/conversations?theme={id}",
          .help = "Conversations that bear it."),
    FIELD(theme, people, .rules = READ_ONLY | DERIVED, .href = "/api/v1/themes/{id}/people",
          .help = "People in them."),
    LIST(theme, weeks, &theme_week_shape, .rules = READ_ONLY | DERIVED,
         .help = "Twelve weeks, oldest first, when until is asked."),
    FIELD(theme, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(theme, created_at, .rules = READ_ONLY, .help = "When it first came up."),
    FIELD(theme, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(theme, merged_into, .rules = READ_ONLY, .help = "Which theme it is now."),
    FIELD(theme, row, .rules = HIDDEN),
    {0},
};
const struct shape theme_shape = SHAPE(theme, theme_fields);

/* A word, and what is written with it. */
struct theme_edit {
    uint64_t given;
    int64_t row;
    ident id;
    const char *name;
    const char *folded;
    const char *meaning;
    int64_t meaning_by;
    instant now;
};
static const struct field theme_edit_fields[] = {
    FIELD(theme_edit, row),     FIELD(theme_edit, id),
    FIELD(theme_edit, name),    FIELD(theme_edit, folded),
    FIELD(theme_edit, meaning), FIELD(theme_edit, meaning_by),
    FIELD(theme_edit, now),     {0},
};
static const struct shape theme_edit_shape = SHAPE(theme_edit, theme_edit_fields);

enum { MAKE, MAKE_WORD, MAKE_STATE, READ, ROW, OWNER, RENAME, EXPLAIN, NAME_WORD };

const struct statement themes_statements[] = {
    [MAKE] = {.sql = "INSERT INTO theme (uid, name, meaning, meaning_by, revision, created_at,"
                     " updated_at) VALUES (:id, :name, :meaning, :meaning_by, 1, :now, :now)",
              .in = &theme_edit_shape},
    [MAKE_WORD] = {.sql = "INSERT INTO theme_word (word, folded, theme)"
                          " VALUES (:name, :folded, :row)",
                   .in = &theme_edit_shape},
    [MAKE_STATE] = {.sql = "INSERT OR IGNORE INTO theme_state (theme, times, people)"
                           " VALUES (:row, 0, 0)",
                    .in = &theme_edit_shape},
    [READ] = {.sql = THEME_COLUMNS
              " FROM theme t LEFT JOIN theme_state s ON s.theme = t.id" THEME_MEANING_BY
              " WHERE t.id = :row",
              .in = &row_key_shape,
              .out = &theme_shape},
    [ROW] = {.sql = "SELECT coalesce(merged_into, id) FROM theme WHERE uid = :id",
             .in = &id_key_shape},
    [OWNER] = {.sql = "SELECT t.id AS row, t.uid AS id, t.name FROM theme_word w"
                      " JOIN theme t ON t.id = w.theme WHERE w.folded = :folded",
               .in = &theme_edit_shape,
               .out = &theme_edit_shape},
    [RENAME] = {.sql = "UPDATE theme SET name = :name WHERE id = :row", .in = &theme_edit_shape},
    [EXPLAIN] = {.sql = "UPDATE theme SET revision = revision + 1, updated_at = :now",
                 .pieces = {{.with = "meaning",
                             .text = ", meaning = :meaning, meaning_by = :meaning_by"},
                            {.text = "WHERE id = :row"}},
                 .in = &theme_edit_shape},
    [NAME_WORD] = {.sql = "UPDATE theme_word SET word = :name WHERE folded = :folded",
                   .in = &theme_edit_shape},
    {0},
};

/* The words of one edit; a meaning that is taken back has nobody behind it. */
static struct theme_edit edit_of(struct work *w, const struct theme *asked)
{
    struct theme_edit edit;
    shape_clear(&theme_edit_shape, &edit);
    edit.now = w->now;
    edit.name = asked->name;
    if (edit.name)
        edit.folded = text_fold(w->arena, edit.name, strlen(edit.name));
    edit.meaning = asked->meaning;
    if (edit.meaning && w->actor && w->actor->member)
        edit.meaning_by = w->actor->member;
    return edit;
}

/* The theme whose word that is; its row is NOTHING when the word is new. */
static struct error *owner_of(struct work *w, const struct theme_edit *edit,
                              struct theme_edit *ret_owner)
{
    bool found = false;
    shape_clear(&theme_edit_shape, ret_owner);
    return db_find(w, &themes_statements[OWNER], edit, ret_owner, &found);
}

static struct error *taken(struct work *w, const char *name, const struct theme_edit *owner)
{
    struct error *err =
        strcmp(name, owner->name) == 0
            ? error_new(w->arena, ERROR_CONFLICT, "There is a theme #%s already.", name)
            : error_new(w->arena, ERROR_CONFLICT, "#%s is a word of the theme #%s already.", name,
                        owner->name);
    struct ref theme = {.given = 3, .id = owner->id, .name = owner->name};
    struct buffer json = {0};
    shape_write(&json, &ref_shape, &theme);
    err->member = "theme";
    err->json = arena_copy(w->arena, json.bytes, json.length);
    buffer_free(&json);
    return err;
}

struct error *theme_row(struct work *w, ident id, int64_t *ret_row)
{
    return row_of(w, &themes_statements[ROW], "theme", id, ret_row);
}

struct error *theme_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row)
{
    return row_of_field(w, &themes_statements[ROW], "theme", id, pointer, ret_row);
}

struct error *theme_read(struct work *w, int64_t row, day until, struct theme *ret_theme)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&theme_shape, ret_theme);
    struct error *err = db_find(w, &themes_statements[READ], &key, ret_theme, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such theme.");
    return err || until.number == NOTHING ? err : theme_weeks(w, ret_theme, until);
}

struct error *theme_find(struct work *w, ident id, day until, struct theme *ret_theme)
{
    int64_t row;
    struct error *err = theme_row(w, id, &row);
    return err ? err : theme_read(w, row, until, ret_theme);
}

struct error *theme_make(struct work *w, const struct theme *asked, struct theme *ret_made)
{
    struct theme_edit edit = edit_of(w, asked);
    struct theme_edit owner;
    struct error *err = owner_of(w, &edit, &owner);
    if (err)
        return err;
    if (owner.row != NOTHING)
        return taken(w, edit.name, &owner);
    edit.id = ident_new(w->now);
    err = db_run(w, &themes_statements[MAKE], &edit);
    if (err)
        return err;
    edit.row = db_last_row(w);
    err = db_run(w, &themes_statements[MAKE_WORD], &edit);
    if (!err)
        err = db_run(w, &themes_statements[MAKE_STATE], &edit);
    return err ? err : theme_read(w, edit.row, (day){NOTHING}, ret_made);
}

/* The word may be new, or one of the theme's own, perhaps written otherwise. */
static struct error *rename_theme(struct work *w, const struct theme_edit *edit)
{
    struct theme_edit owner;
    struct error *err = owner_of(w, edit, &owner);
    if (err)
        return err;
    if (owner.row != NOTHING && owner.row != edit->row)
        return taken(w, edit->name, &owner);
    int word = owner.row == NOTHING ? MAKE_WORD : NAME_WORD;
    err = db_run(w, &themes_statements[word], edit);
    if (!err)
        err = db_run(w, &themes_statements[RENAME], edit);
    return err ? err : names_rise(w);
}

struct error *theme_change(struct work *w, ident id, const struct theme *patch,
                           struct theme *ret_changed)
{
    struct theme_edit edit = edit_of(w, patch);
    struct error *err = theme_row(w, id, &edit.row);
    if (!err && shape_given(&theme_shape, patch, "name"))
        err = rename_theme(w, &edit);
    if (shape_given(&theme_shape, patch, "meaning"))
        shape_give(&theme_edit_shape, &edit, "meaning");
    if (!err)
        err = db_run(w, &themes_statements[EXPLAIN], &edit);
    if (!err)
        err = db_run(w, &themes_statements[MAKE_STATE], &edit);
    return err ? err : theme_read(w, edit.row, (day){NOTHING}, ret_changed);
}
