/* What was there before an import: noted, cleared away, and put back. */
#include "logbook/import_parts.h"

#include "base/text.h"

#include <string.h>

enum { MANY = 100000 };

/* The little that a logbook without people, companies and conversations can hold. */
struct former {
    uint64_t given;
    struct list members;
    struct list tags;
    struct list kinds;
    struct list themes;
    struct list views;
};

static const struct field former_fields[] = {
    LIST(former, members, &former_member_shape, .longest = MANY),
    LIST(former, tags, &former_tag_shape, .longest = MANY),
    LIST(former, kinds, &former_kind_shape, .longest = MANY),
    LIST(former, themes, &theme_line_shape, .longest = MANY),
    LIST(former, views, &former_view_shape, .longest = MANY),
    {0},
};
static const struct shape former_shape = SHAPE(former, former_fields);

/* Changes of this Kith wait as negative numbers while the file's have theirs. A version refers to
 * its change, so that the change is copied before and deleted behind it. */
#define CHANGES_TURN_ROUND(first, condition)                                                       \
    [first] = {.sql = "INSERT INTO change (number, act, member, at, what, subject, subject_uid,"   \
                      " made, undoes, undone_by, moved) SELECT -number, -act, member, at, what,"   \
                      " subject, subject_uid, made, -undoes, -undone_by, moved FROM change"        \
                      " WHERE number " condition,                                                  \
               .in = &row_key_shape,                                                               \
               .whole = true},                                                                     \
    [first + 1] = {.sql = "UPDATE version SET change = -change WHERE change " condition,           \
                   .in = &row_key_shape,                                                           \
                   .whole = true},                                                                 \
    [first + 2] = {                                                                                \
        .sql = "DELETE FROM change WHERE number " condition, .in = &row_key_shape, .whole = true}

enum {
    MEMBERS,
    TAGS,
    KINDS,
    VIEWS,
    SAVE,
    READ,
    ASIDE,
    ASIDE_END = ASIDE + 2,
    BACK,
    BACK_END = BACK + 2,
    MARK,
    FORGET_ASIDE,
    FORGET_ASIDE_CHANGES,
    FORGET_GONE,
    FORGET_MOVED,
    FORGET_MOVED_CHANGES,
    FORGET_MEMBERS,
    LOOSEN_MEMBERS,
    RESTORE_MEMBER,
    PUT_BACK_TAG,
    PUT_BACK_KIND,
    PUT_BACK_VIEW,
    WORD_IS_TAKEN,
    THEME_IS_THERE,
};

const struct statement import_former_statements[] = {
    [MEMBERS] = {.sql = "SELECT id AS row, uid AS id, name, email, role, state, language,"
                        " time_zone, revision, created_at, updated_at FROM member ORDER BY id",
                 .in = &row_key_shape,
                 .out = &former_member_shape,
                 .whole = true},
    [TAGS] = {.sql = "SELECT id AS row, uid AS id, name, revision, created_at, updated_at FROM tag"
                     " ORDER BY id",
              .in = &row_key_shape,
              .out = &former_tag_shape,
              .whole = true},
    [KINDS] = {.sql = "SELECT id AS row, uid AS id, name, position, revision, created_at,"
                      " updated_at FROM kind ORDER BY id",
               .in = &row_key_shape,
               .out = &former_kind_shape,
               .whole = true},
    [VIEWS] = {.sql = "SELECT v.id AS row, v.made_by AS maker, v.uid AS id, v.name, v.filter,"
                      " v.everyone, m.uid AS made_by, v.revision, v.created_at, v.updated_at"
                      " FROM view v LEFT JOIN member m ON m.id = v.made_by ORDER BY v.id",
               .in = &row_key_shape,
               .out = &former_view_shape,
               .whole = true},
    [SAVE] = {.sql = "UPDATE import SET former = :text, unmatched ="
                     " (SELECT json_group_array(id) FROM member) WHERE id = :row",
              .in = &row_key_shape,
              .whole = true},
    [READ] = {.sql = "SELECT former AS text FROM import WHERE id = :row",
              .in = &row_key_shape,
              .out = &row_key_shape},
    CHANGES_TURN_ROUND(ASIDE, "> 0"),
    CHANGES_TURN_ROUND(BACK, "< 0"),
    [MARK] = {.sql = "INSERT INTO change (number, act, at, what, moved)"
                     " VALUES (:value, :value, :at, 'moved', 1)",
              .in = &row_key_shape},
    [FORGET_ASIDE] = {.sql = "DELETE FROM version WHERE change < 0", .in = &row_key_shape},
    [FORGET_ASIDE_CHANGES] = {.sql = "DELETE FROM change WHERE number < 0", .in = &row_key_shape},
    [FORGET_GONE] = {.sql = "DELETE FROM gone", .in = &row_key_shape, .whole = true},
    [FORGET_MOVED] = {.sql = "DELETE FROM version WHERE change IN (SELECT number FROM change"
                             " WHERE moved = 1 AND number > 0)",
                      .in = &row_key_shape},
    [FORGET_MOVED_CHANGES] = {.sql = "DELETE FROM change WHERE moved = 1 AND number > 0",
                              .in = &row_key_shape},
    /* Who was given a token, or did something, since the file brought them stays. */
    [FORGET_MEMBERS] = {.sql = "DELETE FROM member WHERE id NOT IN (SELECT e.value ->> '$.row'"
                               " FROM import i, json_each(i.former, '$.members') e"
                               " WHERE i.id = :row)"
                               " AND id NOT IN (SELECT member FROM token)"
                               " AND id NOT IN (SELECT member FROM password)"
                               " AND id NOT IN (SELECT member FROM session)"
                               " AND id NOT IN (SELECT member FROM browser)"
                               " AND id NOT IN (SELECT member FROM draft)"
                               " AND id NOT IN (SELECT member FROM link WHERE member IS NOT NULL)"
                               " AND id NOT IN (SELECT made_by FROM link WHERE made_by IS NOT NULL)"
                               " AND NOT EXISTS (SELECT 1 FROM change c WHERE c.member = member.id)"
                               " AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.member = member.id)",
                        .in = &row_key_shape,
                        .whole = true},
    /* So that no id or address is in the way of another while they change places. */
    [LOOSEN_MEMBERS] = {.sql = "UPDATE member SET uid = randomblob(16), email = NULL WHERE id IN"
                               " (SELECT e.value ->> '$.row' FROM import i,"
                               " json_each(i.former, '$.members') e WHERE i.id = :row)",
                        .in = &row_key_shape,
                        .whole = true},
    [RESTORE_MEMBER] = {.sql = "UPDATE member SET uid = :id, name = :name, folded = :folded,"
                               " email = :email, role = :role, state = :state,"
                               " language = :language, time_zone = :time_zone,"
                               " revision = :revision, created_at = :created_at,"
                               " updated_at = :updated_at WHERE id = :row",
                        .in = &former_member_shape},
    /* In their old rows, which nothing of the file can have got: none is used twice. */
    [PUT_BACK_TAG] = {.sql = "INSERT OR IGNORE INTO tag (id, uid, name, folded, revision,"
                             " created_at, updated_at) VALUES (:row, :id, :name, :folded,"
                             " :revision, :created_at, :updated_at)",
                      .in = &former_tag_shape},
    [PUT_BACK_KIND] = {.sql = "INSERT OR IGNORE INTO kind (id, uid, name, folded, position,"
                              " revision, created_at, updated_at) VALUES (:row, :id, :name,"
                              " :folded, :position, :revision, :created_at, :updated_at)",
                       .in = &former_kind_shape},
    [PUT_BACK_VIEW] = {.sql = "INSERT OR IGNORE INTO view (id, uid, name, folded, filter, everyone,"
                              " made_by, revision, created_at, updated_at) VALUES (:row, :id,"
                              " :name, :folded, :filter, :everyone, :maker, :revision,"
                              " :created_at, :updated_at)",
                       .in = &former_view_shape},
    [WORD_IS_TAKEN] = {.sql = "SELECT id FROM theme_word WHERE folded = :text",
                       .in = &row_key_shape},
    [THEME_IS_THERE] = {.sql = "SELECT id FROM theme WHERE uid = :id", .in = &theme_line_shape},
    {0},
};

static struct error *run(struct work *w, int first, int last, const struct row_key *key)
{
    struct error *err = NULL;
    for (int i = first; i <= last && !err; i++)
        err = db_run(w, &import_former_statements[i], key);
    return err;
}

struct error *former_save(struct work *w, int64_t import)
{
    struct row_key key = {.row = import};
    struct export_filter all = {0};
    struct former former = {.given = 31};
    struct error *err = db_list(w, &import_former_statements[MEMBERS], &key, &former.members);
    if (!err)
        err = db_list(w, &import_former_statements[TAGS], &key, &former.tags);
    if (!err)
        err = db_list(w, &import_former_statements[KINDS], &key, &former.kinds);
    if (!err)
        err = db_list(w, export_lines[LINE_THEME].statement, &all, &former.themes);
    if (!err)
        err = db_list(w, &import_former_statements[VIEWS], &key, &former.views);
    if (err)
        return err;
    struct buffer json = {0};
    shape_write(&json, &former_shape, &former);
    key.text = arena_copy(w->arena, json.bytes, json.length);
    buffer_free(&json);
    return db_run(w, &import_former_statements[SAVE], &key);
}

static struct error *former_read(struct work *w, int64_t import, struct former **ret_former)
{
    struct row_key key = {.row = import};
    bool found = false;
    void *record = NULL;
    struct error *err = db_find(w, &import_former_statements[READ], &key, &key, &found);
    if (!err)
        err = shape_parse(w->arena, &former_shape, key.text, strlen(key.text), SHAPE_KEEP, &record);
    if (!err)
        *ret_former = record;
    return err;
}

struct error *changes_put_aside(struct work *w, int64_t highest)
{
    struct row_key key = {.value = highest, .at = w->now};
    struct error *err = run(w, ASIDE, ASIDE_END, &key);
    if (!err && highest > 0)
        err = db_run(w, &import_former_statements[MARK], &key);
    return err;
}

static const char *folded(struct work *w, const char *name)
{
    return text_fold(w->arena, name, strlen(name));
}

static struct error *put_back_names(struct work *w, const struct former *former)
{
    struct error *err = NULL;
    struct tag_line *tags = former->tags.items;
    for (size_t i = 0; i < former->tags.count && !err; i++) {
        tags[i].folded = folded(w, tags[i].name);
        err = db_run(w, &import_former_statements[PUT_BACK_TAG], &tags[i]);
    }
    struct kind_line *kinds = former->kinds.items;
    for (size_t i = 0; i < former->kinds.count && !err; i++) {
        kinds[i].folded = folded(w, kinds[i].name);
        err = db_run(w, &import_former_statements[PUT_BACK_KIND], &kinds[i]);
    }
    struct view_line *views = former->views.items;
    for (size_t i = 0; i < former->views.count && !err; i++) {
        views[i].folded = folded(w, views[i].name);
        err = db_run(w, &import_former_statements[PUT_BACK_VIEW], &views[i]);
    }
    return err;
}

/* A theme that was merged, that has no word, or one of whose words the file has, has no place
 * beside the themes of the file. */
static struct error *theme_has_place(struct work *w, const struct theme_line *theme, bool *ret_has)
{
    int64_t found = NOTHING;
    struct error *err = db_number(w, &import_former_statements[THEME_IS_THERE], theme, &found);
    const char *const *words = theme->words.items;
    for (size_t i = 0; i < theme->words.count && !err && found == NOTHING; i++) {
        struct row_key key = {.text = folded(w, words[i])};
        err = db_number(w, &import_former_statements[WORD_IS_TAKEN], &key, &found);
    }
    *ret_has = found == NOTHING && theme->words.count && ident_is_null(theme->merged_into);
    return err;
}

static struct error *join_themes(struct work *w, const struct former *former)
{
    struct error *err = NULL;
    struct theme_line *themes = former->themes.items;
    for (size_t i = 0; i < former->themes.count && !err; i++) {
        bool has_place = false;
        err = theme_has_place(w, &themes[i], &has_place);
        if (!err && has_place)
            err = theme_line_write(w, &themes[i]);
    }
    return err;
}

struct error *former_join(struct work *w, int64_t import)
{
    struct row_key key = {.row = import};
    struct former *former = NULL;
    struct error *err = former_read(w, import, &former);
    if (!err)
        err = put_back_names(w, former);
    if (!err)
        err = join_themes(w, former);
    return err ? err : run(w, FORGET_ASIDE, FORGET_GONE, &key);
}

static struct error *restore_members(struct work *w, const struct former *former)
{
    struct error *err = NULL;
    struct member_line *members = former->members.items;
    for (size_t i = 0; i < former->members.count && !err; i++) {
        members[i].folded = folded(w, members[i].name);
        err = db_run(w, &import_former_statements[RESTORE_MEMBER], &members[i]);
    }
    return err;
}

struct error *former_restore(struct work *w, int64_t import)
{
    struct row_key key = {.row = import};
    struct former *former = NULL;
    struct error *err = former_read(w, import, &former);
    if (!err)
        err = run(w, FORGET_MOVED, FORGET_MOVED_CHANGES, &key);
    if (!err)
        err = run(w, BACK, BACK_END, &key);
    if (!err)
        err = run(w, FORGET_MEMBERS, LOOSEN_MEMBERS, &key);
    if (!err)
        err = restore_members(w, former);
    if (!err)
        err = put_back_names(w, former);
    struct theme_line *themes = err ? NULL : former->themes.items;
    for (size_t i = 0; !err && i < former->themes.count; i++)
        err = theme_line_write(w, &themes[i]);
    return err;
}
