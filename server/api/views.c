/* Views over HTTP. */
#include "api/resource.h"

#include "logbook/views.h"

static struct error *make(struct call *call)
{
    struct view *made = call_record(call);
    struct error *err = view_make(&call->work, call->asked, made);
    call_answers(call, made, "view", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return view_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return views_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct view *changed = call_record(call);
    struct error *err = view_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "view", call->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "view", call->id);
    return view_delete(&call->work, call->id);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return view_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/views",
     {{WRITER, make}},
     WRITERS,
     &view_shape,
     &view_shape,
     NULL,
     MAKES,
     "view made",
     "Give a filter of people a name."},
    {GET,
     "/views",
     {{HERE, list}},
     READERS,
     NULL,
     &view_shape,
     &views_filter_shape,
     LISTED,
     NULL,
     "Views by name: your own, and those for everyone."},
    {GET, "/views/{id}", {{HERE, read}}, READERS, NULL, &view_shape, NULL, 0, NULL, "One view."},
    {PATCH,
     "/views/{id}",
     {{WRITER, change}},
     WRITERS,
     &view_shape,
     &view_shape,
     NULL,
     VERSIONED,
     "view changed",
     "Change what is sent of a view; null takes a part of its filter away."},
    {DELETE,
     "/views/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | AUDITED,
     "view deleted",
     "Delete a view."},
    {0},
};

static const struct statement *const statements[] = {views_statements, NULL};

const struct resource views_resource = {
    .name = "views",
    .noun = "view",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &view_shape,
    .find = find,
};
