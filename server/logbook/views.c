/* Views: making, finding, changing, deleting, listing what somebody can see. */
#include "logbook/views.h"

#include "base/text.h"
#include "logbook/people_list.h"

#include <string.h>

static const struct field view_fields[] = {
    FIELD(view, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(view, name, .rules = REQUIRED, .help = "What it is called."),
    RECORD(view, filter, &people_wish_shape, .rules = NEVER_NULL,
           .help = "What the list of people is narrowed and ordered by, as its parameters; nothing"
                   " unless told."),
    FIELD(view, everyone, .help = "true: all see it and may edit it; false: only who made it."),
    FIELD(view, people, .rules = READ_ONLY | DERIVED, .href = "/api/v1/people{+query}",
          .help = "Whom it lists."),
    FIELD(view, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(view, created_at, .rules = READ_ONLY, .help = "When it was made."),
    FIELD(view, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(view, folded, .rules = HIDDEN),
    FIELD(view, query, .rules = HIDDEN),
    FIELD(view, made_by, .rules = HIDDEN),
    FIELD(view, row, .rules = HIDDEN),
    {0},
};
const struct shape view_shape = SHAPE(view, view_fields);

static const struct field views_filter_fields[] = {
    FIELD(views_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(views_filter, cursor, .longest = CURSOR_LONGEST,
          .help = "From the Link of the page before."),
    FIELD(views_filter, after, .rules = HIDDEN),
    FIELD(views_filter, after_text, .rules = HIDDEN),
    FIELD(views_filter, viewer, .rules = HIDDEN),
    {0},
};
const struct shape views_filter_shape = SHAPE(views_filter, views_filter_fields);

/* One view, for whoever asks. */
struct view_key {
    uint64_t given;
    int64_t row;
    ident id;
    int64_t viewer;
};

static const struct field view_key_fields[] = {
    FIELD(view_key, row), FIELD(view_key, id), FIELD(view_key, viewer), {0}};
static const struct shape view_key_shape = SHAPE(view_key, view_key_fields);

#define VIEW_COLUMNS                                                                               \
    "SELECT v.id AS row, v.uid AS id, v.name, v.filter, v.everyone, v.revision, v.created_at,"     \
    " v.updated_at, v.folded, v.made_by FROM view v"
#define SEEN "(v.everyone = 1 OR v.made_by IS :viewer)"

enum { MAKE, READ, ROW, LIST, COUNT, CHANGE, DELETE };

const struct statement views_statements[] = {
    [MAKE] = {.sql = "INSERT INTO view (uid, name, folded, filter, everyone, made_by, revision,"
                     " created_at, updated_at) VALUES (:id, :name, :folded, :filter, :everyone,"
                     " :made_by, 1, :created_at, :created_at)",
              .in = &view_shape},
    [READ] = {.sql = VIEW_COLUMNS " WHERE v.id = :row", .in = &view_key_shape, .out = &view_shape},
    [ROW] = {.sql = "SELECT v.id FROM view v WHERE v.uid = :id AND " SEEN, .in = &view_key_shape},
    [LIST] = {.sql = VIEW_COLUMNS " WHERE " SEEN,
              .pieces = {{.with = "after_text",
                          .text = "AND (v.folded, v.id) > (:after_text, :after)"},
                         {.text = "ORDER BY v.folded, v.id LIMIT :limit"}},
              .in = &views_filter_shape,
              .out = &view_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM view v WHERE " SEEN
                      " ORDER BY v.folded, v.id LIMIT 1001)",
               .in = &views_filter_shape},
    [CHANGE] = {.sql = "UPDATE view SET name = :name, folded = :folded, filter = :filter,"
                       " everyone = :everyone, revision = revision + 1, updated_at = :updated_at"
                       " WHERE id = :row",
                .in = &view_shape},
    [DELETE] = {.sql = "DELETE FROM view WHERE id = :row", .in = &view_key_shape},
    {0},
};

static int64_t viewer_of(const struct work *w)
{
    return w->actor && w->actor->member ? w->actor->member : NOTHING;
}

static struct error *view_row(struct work *w, ident id, int64_t *ret_row)
{
    struct view_key key = {.id = id, .viewer = viewer_of(w)};
    int64_t row = NOTHING;
    struct error *err = db_number(w, &views_statements[ROW], &key, &row);
    if (!err && row == NOTHING)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such view.");
    if (!err)
        *ret_row = row;
    return err;
}

/* All that a filter holds is told as texts. */
static const char *query_of(struct arena *arena, const char *json)
{
    json_t *filter = json_loads(json, 0, NULL);
    struct buffer query = {0};
    const char *name;
    json_t *value;
    json_object_foreach(filter, name, value)
    {
        buffer_print(&query, "%s%s=", query.length ? "&" : "?", name);
        buffer_encoded(&query, json_string_value(value));
    }
    const char *text = arena_copy(arena, query.bytes ? query.bytes : "", query.length);
    buffer_free(&query);
    json_decref(filter);
    return text;
}

static struct error *read_filter(struct work *w, struct list filter,
                                 struct people_filter **ret_filter)
{
    const struct field *field = shape_field(&view_shape, "filter", NULL);
    struct error *err = shape_items(w->arena, field, &filter);
    if (!err)
        *ret_filter = filter.items ? filter.items : shape_new(w->arena, &people_wish_shape);
    return err;
}

static struct error *count_people(struct work *w, struct view *view)
{
    struct people_filter *filter = NULL;
    view->query = query_of(w->arena, view->filter.json);
    shape_give(&view_shape, view, "people");
    struct error *err = read_filter(w, view->filter, &filter);
    return err ? err : people_count(w, filter, &view->people);
}

static struct error *view_read(struct work *w, int64_t row, struct view *ret_view)
{
    struct view_key key = {.row = row};
    bool found = false;
    shape_clear(&view_shape, ret_view);
    struct error *err = db_find(w, &views_statements[READ], &key, ret_view, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such view.");
    return err ? err : count_people(w, ret_view);
}

struct error *view_find(struct work *w, ident id, struct view *ret_view)
{
    int64_t row;
    struct error *err = view_row(w, id, &row);
    return err ? err : view_read(w, row, ret_view);
}

static bool is_null(const struct field *field, const void *filter)
{
    const void *at = field_at(field, filter);
    if (field->type == FIELD_IDENT)
        return ident_is_null(*(const ident *)at);
    if (field->type == FIELD_INSTANT)
        return ((const instant *)at)->ms == NOTHING;
    if (field->type == FIELD_TEXT)
        return !*(const char *const *)at;
    return *(const unsigned *)at == 0;
}

void view_filter_complete(struct people_filter *filter)
{
    for (int i = 0; people_wish_shape.fields[i].name; i++) {
        if (is_null(&people_wish_shape.fields[i], filter))
            filter->given &= ~(UINT64_C(1) << i);
    }
}

/* What was asked for goes over what was there; null leaves nothing. */
static struct error *patch_filter(struct work *w, struct view *view, const struct list *asked)
{
    struct people_filter *filter = NULL;
    struct error *err = read_filter(w, view->filter, &filter);
    if (err)
        return err;
    if (asked->items)
        shape_merge(&people_wish_shape, filter, asked->items);
    view_filter_complete(filter);
    view->filter = (struct list){.items = filter, .count = 1};
    return NULL;
}

static void complete(struct work *w, struct view *view)
{
    view->name = text_trim(w->arena, view->name);
    view->folded = text_fold(w->arena, view->name, strlen(view->name));
}

struct error *view_make(struct work *w, const struct view *asked, struct view *ret_made)
{
    struct view made = *asked;
    made.id = ident_is_null(asked->id) ? ident_new(w->now) : asked->id;
    made.created_at = w->now;
    made.made_by = viewer_of(w);
    made.filter = (struct list){0};
    complete(w, &made);
    struct error *err = patch_filter(w, &made, &asked->filter);
    if (!err)
        err = db_run(w, &views_statements[MAKE], &made);
    return err ? err : view_read(w, db_last_row(w), ret_made);
}

/* Nobody else can take from all what they see. */
static struct error *check_owner(struct work *w, const struct view *view, const struct view *patch)
{
    struct error *faults = NULL;
    bool hides = view->everyone && shape_given(&view_shape, patch, "everyone") && !patch->everyone;
    if (hides && view->made_by != viewer_of(w))
        error_fault(w->arena, &faults, "/everyone",
                    "Only who made this view can keep it to themselves.");
    return faults;
}

struct error *view_change(struct work *w, ident id, const struct view *patch,
                          struct view *ret_changed)
{
    struct view view;
    struct error *err = view_find(w, id, &view);
    if (!err)
        err = check_owner(w, &view, patch);
    if (!err)
        err = patch_filter(w, &view, &patch->filter);
    if (err)
        return err;
    struct list filter = view.filter;
    shape_merge(&view_shape, &view, patch);
    view.filter = filter;
    view.updated_at = w->now;
    complete(w, &view);
    err = db_run(w, &views_statements[CHANGE], &view);
    return err ? err : view_read(w, view.row, ret_changed);
}

struct error *view_delete(struct work *w, ident id)
{
    struct view_key key = {0};
    struct error *err = view_row(w, id, &key.row);
    return err ? err : db_run(w, &views_statements[DELETE], &key);
}

struct error *views_list(struct work *w, const struct views_filter *filter, struct page *ret_page)
{
    struct views_filter asked = *filter;
    bool limited = shape_given(&views_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    asked.viewer = viewer_of(w);
    struct page page = {.shape = &view_shape};
    struct error *err = db_list(w, &views_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &views_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    struct view *views = page.items.items;
    for (size_t i = 0; i < page.items.count && !err; i++)
        err = count_people(w, &views[i]);
    if (page.items.count) {
        page.next_text = views[page.items.count - 1].folded;
        page.next_row = views[page.items.count - 1].row;
    }
    if (!err)
        *ret_page = page;
    return err;
}
