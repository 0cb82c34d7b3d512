/* Kinds of conversations: making, finding, changing, listing. */
#include "logbook/kinds.h"

#include "base/text.h"
#include "logbook/derive.h"

#include <string.h>

_Static_assert(THREAD_KIND == 4, "KIND_COLUMNS reads threads of sort 4");

static const struct field kind_fields[] = {
    FIELD(kind, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(kind, name, .rules = REQUIRED, .longest = 60, .check = check_kind_name,
          .help = "One word or a few, such as call."),
    FIELD(kind, position, .rules = NEVER_NULL, .least = 0, .most = 1000000,
          .help = "Kinds are offered in this order; last unless told."),
    FIELD(kind, conversations, .rules = READ_ONLY | DERIVED,
          .href = "/api/v1/conversations?kind={name}", .help = "Conversations of this kind."),
    FIELD(kind, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(kind, created_at, .rules = READ_ONLY, .help = "When it was made."),
    FIELD(kind, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(kind, folded, .rules = HIDDEN),
    FIELD(kind, row, .rules = HIDDEN),
    {0},
};
const struct shape kind_shape = SHAPE(kind, kind_fields);

static const struct field kinds_filter_fields[] = {
    FIELD(kinds_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(kinds_filter, cursor, .help = "From the Link of the page before."),
    FIELD(kinds_filter, after, .rules = HIDDEN),
    FIELD(kinds_filter, after_at, .rules = HIDDEN),
    {0},
};
const struct shape kinds_filter_shape = SHAPE(kinds_filter, kinds_filter_fields);

#define KIND_COLUMNS                                                                               \
    "SELECT k.id AS row, k.uid AS id, k.name, k.position,"                                         \
    " (SELECT count(*) FROM (SELECT 1 FROM thread WHERE sort = 4 AND owner = k.id"                 \
    "  LIMIT 1001)) AS conversations,"                                                             \
    " k.revision, k.created_at, k.updated_at FROM kind k"

enum { MAKE, READ, ROW, LIST, COUNT, CHANGE, NAMED, LAST_POSITION };

const struct statement kinds_statements[] = {
    [MAKE] = {.sql = "INSERT INTO kind (uid, name, folded, position, revision, created_at,"
                     " updated_at)"
                     " VALUES (:id, :name, :folded, :position, 1, :created_at, :created_at)",
              .in = &kind_shape},
    [READ] = {.sql = KIND_COLUMNS " WHERE k.id = :row", .in = &row_key_shape, .out = &kind_shape},
    [ROW] = {.sql = "SELECT id FROM kind WHERE uid = :id", .in = &id_key_shape},
    [LIST] = {.sql = KIND_COLUMNS,
              .pieces = {{.with = "after",
                          .text = "WHERE (k.position, k.id) > (:after_at, :after)"},
                         {.text = "ORDER BY k.position, k.id LIMIT :limit"}},
              .in = &kinds_filter_shape,
              .out = &kind_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM kind ORDER BY position LIMIT 1001)",
               .in = &kinds_filter_shape},
    [CHANGE] = {.sql = "UPDATE kind SET name = :name, folded = :folded, position = :position,"
                       " revision = revision + 1, updated_at = :updated_at WHERE id = :row",
                .in = &kind_shape},
    [NAMED] = {.sql = "SELECT id FROM kind WHERE folded = :text", .in = &row_key_shape},
    [LAST_POSITION] = {.sql = "SELECT position FROM kind ORDER BY position DESC LIMIT 1",
                       .in = &row_key_shape},
    {0},
};

static struct error *kind_read(struct work *w, int64_t row, struct kind *ret_kind)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&kind_shape, ret_kind);
    struct error *err = db_find(w, &kinds_statements[READ], &key, ret_kind, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such kind.");
    return err;
}

struct error *kind_find(struct work *w, ident id, struct kind *ret_kind)
{
    int64_t row;
    struct error *err = row_of(w, &kinds_statements[ROW], "kind", id, &row);
    return err ? err : kind_read(w, row, ret_kind);
}

static struct error *row_named(struct work *w, const char *folded, int64_t *ret_row)
{
    struct row_key key = {.text = folded};
    return db_number(w, &kinds_statements[NAMED], &key, ret_row);
}

/* The names of the first kinds, in their order, with commas between. */
static struct error *names_of_kinds(struct work *w, const char **ret_names)
{
    struct kinds_filter first = {.limit = PAGE_DEFAULT};
    struct list found = {0};
    struct error *err = db_list(w, &kinds_statements[LIST], &first, &found);
    if (err)
        return err;
    const struct kind *kinds = found.items;
    const char *names = "";
    for (size_t i = 0; i < found.count; i++)
        names = arena_print(w->arena, "%s%s%s", names, i ? ", " : "", kinds[i].name);
    *ret_names = names;
    return NULL;
}

struct error *kind_named(struct work *w, const char *name, const char *pointer, int64_t *ret_row)
{
    const char *trimmed = text_trim(w->arena, name);
    int64_t row = NOTHING;
    struct error *err = row_named(w, text_fold(w->arena, trimmed, strlen(trimmed)), &row);
    if (err)
        return err;
    if (row != NOTHING) {
        *ret_row = row;
        return NULL;
    }
    const char *names = NULL;
    err = names_of_kinds(w, &names);
    if (err)
        return err;
    err = error_new(w->arena, ERROR_INVALID, "There is no kind %s. It must be one of: %s.", trimmed,
                    names);
    err->pointer = pointer;
    return err;
}

/* What the database needs beside what was asked; refuses the name of another kind. */
static struct error *complete(struct work *w, struct kind *kind, int64_t row)
{
    kind->name = text_trim(w->arena, kind->name);
    kind->folded = text_fold(w->arena, kind->name, strlen(kind->name));
    int64_t found = NOTHING;
    struct error *err = row_named(w, kind->folded, &found);
    if (err || found == NOTHING || found == row)
        return err;
    return error_new(w->arena, ERROR_CONFLICT, "There is a kind %s already. Choose another name.",
                     kind->name);
}

static struct error *next_position(struct work *w, int64_t *ret_position)
{
    struct row_key key = {0};
    int64_t last = NOTHING;
    struct error *err = db_number(w, &kinds_statements[LAST_POSITION], &key, &last);
    if (err)
        return err;
    *ret_position = last == NOTHING ? 1 : last + 1;
    return NULL;
}

struct error *kind_make(struct work *w, const struct kind *asked, struct kind *ret_made)
{
    struct kind made = *asked;
    made.id = ident_is_null(asked->id) ? ident_new(w->now) : asked->id;
    made.created_at = w->now;
    struct error *err = complete(w, &made, 0);
    if (!err && !shape_given(&kind_shape, asked, "position"))
        err = next_position(w, &made.position);
    if (!err)
        err = db_run(w, &kinds_statements[MAKE], &made);
    return err ? err : kind_read(w, db_last_row(w), ret_made);
}

struct error *kind_change(struct work *w, ident id, const struct kind *patch,
                          struct kind *ret_changed)
{
    struct kind kind;
    struct error *err = kind_find(w, id, &kind);
    if (err)
        return err;
    const char *former = kind.name;
    shape_merge(&kind_shape, &kind, patch);
    kind.updated_at = w->now;
    err = complete(w, &kind, kind.row);
    if (!err)
        err = db_run(w, &kinds_statements[CHANGE], &kind);
    if (!err && strcmp(kind.name, former) != 0)
        err = names_rise(w);
    return err ? err : kind_read(w, kind.row, ret_changed);
}

struct error *kinds_list(struct work *w, const struct kinds_filter *filter, struct page *ret_page)
{
    struct kinds_filter asked = *filter;
    bool limited = shape_given(&kinds_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &kind_shape};
    struct error *err = db_list(w, &kinds_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &kinds_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct kind *kinds = page.items.items;
    if (page.items.count) {
        page.next_at = kinds[page.items.count - 1].position;
        page.next_row = kinds[page.items.count - 1].row;
    }
    *ret_page = page;
    return NULL;
}
