/* Tags: making, changing, taking off, and the tags of one person. */
#include "logbook/tags.h"

#include "base/text.h"
#include "logbook/people.h"

#include <string.h>

static const struct field tag_fields[] = {
    FIELD(tag, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(tag, name, .rules = REQUIRED, .help = "The label."),
    FIELD(tag, people, .rules = READ_ONLY | DERIVED, .href = "/api/v1/people?tag={id}",
          .help = "People who bear it."),
    FIELD(tag, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(tag, created_at, .rules = READ_ONLY, .help = "When it was made."),
    FIELD(tag, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(tag, folded, .rules = HIDDEN),
    FIELD(tag, row, .rules = HIDDEN),
    {0},
};
const struct shape tag_shape = SHAPE(tag, tag_fields);

static const struct field tags_filter_fields[] = {
    FIELD(tags_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(tags_filter, cursor, .longest = CURSOR_LONGEST,
          .help = "From the Link of the page before."),
    FIELD(tags_filter, after, .rules = HIDDEN),
    FIELD(tags_filter, after_text, .rules = HIDDEN),
    {0},
};
const struct shape tags_filter_shape = SHAPE(tags_filter, tags_filter_fields);

/* The people are those whom people_list gives for the tag. */
#define TAG_COLUMNS                                                                                \
    "SELECT t.id AS row, t.uid AS id, t.name,"                                                     \
    " (SELECT count(*) FROM (SELECT 1 FROM person_tag y CROSS JOIN person p ON p.id = y.person"    \
    "  WHERE y.tag = t.id AND p.trashed_at IS NULL AND p.merged_into IS NULL"                      \
    "  LIMIT 1001)) AS people,"                                                                    \
    " t.revision, t.created_at, t.updated_at, t.folded FROM tag t"

enum {
    MAKE,
    READ,
    ROW,
    LIST,
    COUNT,
    CHANGE,
    NAMED,
    TAKE_OFF_ALL,
    DELETE,
    WORN,
    COUNT_WORN,
    PUT_ON,
    TAKE_OFF,
};

const struct statement tags_statements[] = {
    [MAKE] = {.sql = "INSERT INTO tag (uid, name, folded, revision, created_at, updated_at)"
                     " VALUES (:id, :name, :folded, 1, :created_at, :created_at)",
              .in = &tag_shape},
    [READ] = {.sql = TAG_COLUMNS " WHERE t.id = :row", .in = &row_key_shape, .out = &tag_shape},
    [ROW] = {.sql = "SELECT id FROM tag WHERE uid = :id", .in = &id_key_shape},
    [LIST] = {.sql = TAG_COLUMNS,
              .pieces = {{.with = "after_text", .text = "WHERE t.folded > :after_text"},
                         {.text = "ORDER BY t.folded LIMIT :limit"}},
              .in = &tags_filter_shape,
              .out = &tag_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM tag ORDER BY folded LIMIT 1001)",
               .in = &tags_filter_shape},
    [CHANGE] = {.sql = "UPDATE tag SET name = :name, folded = :folded, revision = revision + 1,"
                       " updated_at = :updated_at WHERE id = :row",
                .in = &tag_shape},
    [NAMED] = {.sql = "SELECT id FROM tag WHERE folded = :folded", .in = &tag_shape},
    [TAKE_OFF_ALL] = {.sql = "DELETE FROM person_tag WHERE tag = :row", .in = &row_key_shape},
    [DELETE] = {.sql = "DELETE FROM tag WHERE id = :row", .in = &row_key_shape},
    [WORN] = {.sql = "SELECT tag AS row FROM person_tag WHERE person = :row ORDER BY tag"
                     " LIMIT 1000",
              .in = &row_key_shape,
              .out = &row_key_shape},
    [COUNT_WORN] = {.sql = "SELECT count(*) FROM person_tag WHERE person = :row",
                    .in = &row_key_shape},
    [PUT_ON] = {.sql = "INSERT INTO person_tag (person, tag) VALUES (:row, :value)"
                       " ON CONFLICT (person, tag) DO NOTHING",
                .in = &row_key_shape},
    [TAKE_OFF] = {.sql = "DELETE FROM person_tag WHERE person = :row AND tag = :value",
                  .in = &row_key_shape},
    {0},
};

struct error *tag_read(struct work *w, int64_t row, struct tag *ret_tag)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&tag_shape, ret_tag);
    struct error *err = db_find(w, &tags_statements[READ], &key, ret_tag, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such tag.");
    return err;
}

struct error *tag_find(struct work *w, ident id, struct tag *ret_tag)
{
    int64_t row;
    struct error *err = row_of(w, &tags_statements[ROW], "tag", id, &row);
    return err ? err : tag_read(w, row, ret_tag);
}

/* What the database needs beside what was asked, and the row of the tag with that name. */
static struct error *complete(struct work *w, struct tag *tag, int64_t *ret_row)
{
    tag->name = text_trim(w->arena, tag->name);
    tag->folded = text_fold(w->arena, tag->name, strlen(tag->name));
    return db_number(w, &tags_statements[NAMED], tag, ret_row);
}

static struct error *make_row(struct work *w, struct tag *tag, int64_t *ret_row)
{
    if (ident_is_null(tag->id))
        tag->id = ident_new(w->now);
    tag->created_at = w->now;
    struct error *err = db_run(w, &tags_statements[MAKE], tag);
    if (!err)
        *ret_row = db_last_row(w);
    return err;
}

static struct error *taken(struct work *w, const struct tag *tag)
{
    return error_new(w->arena, ERROR_CONFLICT, "There is a tag %s already. Choose another name.",
                     tag->name);
}

struct error *tag_make(struct work *w, const struct tag *asked, struct tag *ret_made)
{
    struct tag made = *asked;
    int64_t row = NOTHING;
    struct error *err = complete(w, &made, &row);
    if (!err && row != NOTHING)
        err = taken(w, &made);
    if (!err)
        err = make_row(w, &made, &row);
    return err ? err : tag_read(w, row, ret_made);
}

struct error *tag_change(struct work *w, ident id, const struct tag *patch, struct tag *ret_changed)
{
    struct tag tag;
    struct error *err = tag_find(w, id, &tag);
    if (err)
        return err;
    const char *former = tag.name;
    shape_merge(&tag_shape, &tag, patch);
    tag.updated_at = w->now;
    int64_t row = NOTHING;
    err = complete(w, &tag, &row);
    if (!err && row != NOTHING && row != tag.row)
        err = taken(w, &tag);
    if (!err)
        err = db_run(w, &tags_statements[CHANGE], &tag);
    if (!err && strcmp(tag.name, former) != 0)
        err = names_rise(w);
    return err ? err : tag_read(w, tag.row, ret_changed);
}

struct error *tag_delete(struct work *w, ident id)
{
    struct row_key key = {0};
    struct error *err = row_of(w, &tags_statements[ROW], "tag", id, &key.row);
    if (!err)
        err = db_run(w, &tags_statements[TAKE_OFF_ALL], &key);
    if (!err)
        err = db_run(w, &tags_statements[DELETE], &key);
    return err ? err : names_rise(w);
}

struct error *tags_list(struct work *w, const struct tags_filter *filter, struct page *ret_page)
{
    struct tags_filter asked = *filter;
    bool limited = shape_given(&tags_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &tag_shape};
    struct error *err = db_list(w, &tags_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &tags_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct tag *tags = page.items.items;
    if (page.items.count) {
        page.next_text = tags[page.items.count - 1].folded;
        page.next_row = tags[page.items.count - 1].row;
    }
    *ret_page = page;
    return NULL;
}

static void add_once(int64_t *rows, size_t *count, int64_t row)
{
    for (size_t i = 0; i < *count; i++) {
        if (rows[i] == row)
            return;
    }
    rows[(*count)++] = row;
}

struct error *tags_made(struct work *w, const struct list *names, int64_t *ret_rows,
                        size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct tag tag = {.name = ((const char *const *)names->items)[i]};
        int64_t row = NOTHING;
        struct error *err = complete(w, &tag, &row);
        if (!err && row == NOTHING)
            err = make_row(w, &tag, &row);
        if (err)
            return err;
        add_once(ret_rows, &count, row);
    }
    *ret_count = count;
    return NULL;
}

struct error *tags_found(struct work *w, const struct list *names, int64_t *ret_rows,
                         size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct tag tag = {.name = ((const char *const *)names->items)[i]};
        int64_t row = NOTHING;
        struct error *err = complete(w, &tag, &row);
        if (err)
            return err;
        if (row != NOTHING)
            add_once(ret_rows, &count, row);
    }
    *ret_count = count;
    return NULL;
}

struct error *tag_put_on(struct work *w, int64_t person, int64_t tag)
{
    struct row_key key = {.row = person, .value = tag};
    return db_run(w, &tags_statements[PUT_ON], &key);
}

struct error *tag_take_off(struct work *w, int64_t person, int64_t tag)
{
    struct row_key key = {.row = person, .value = tag};
    return db_run(w, &tags_statements[TAKE_OFF], &key);
}

struct error *tags_check(struct work *w, int64_t person)
{
    struct row_key key = {.row = person};
    int64_t count = 0;
    struct error *err = db_number(w, &tags_statements[COUNT_WORN], &key, &count);
    if (!err && count > MOST_TAGS)
        err = error_new(w->arena, ERROR_INVALID, "Nobody can bear more than %d tags.", MOST_TAGS);
    return err;
}

/* Takes off what is worn and not wanted; what is both is no longer wanted: its entry becomes 0. */
static struct error *take_off_others(struct work *w, int64_t person, int64_t *wanted, size_t count)
{
    struct row_key key = {.row = person};
    struct list found = {0};
    struct error *err = db_list(w, &tags_statements[WORN], &key, &found);
    const struct row_key *worn = found.items;
    for (size_t i = 0; !err && i < found.count; i++) {
        bool stays = false;
        for (size_t j = 0; j < count; j++) {
            if (wanted[j] != worn[i].row)
                continue;
            stays = true;
            wanted[j] = 0;
        }
        if (!stays)
            err = tag_take_off(w, person, worn[i].row);
    }
    return err;
}

struct error *person_set_tags(struct work *w, int64_t person, const struct list *names)
{
    struct list asked = *names;
    struct error *err = shape_items(w->arena, shape_field(&person_shape, "tags", NULL), &asked);
    if (err)
        return err;
    size_t count = 0;
    int64_t *rows = arena_take(w->arena, (asked.count + 1) * sizeof(*rows));
    err = tags_made(w, &asked, rows, &count);
    if (!err)
        err = take_off_others(w, person, rows, count);
    for (size_t i = 0; !err && i < count; i++) {
        if (rows[i])
            err = tag_put_on(w, person, rows[i]);
    }
    return err;
}
