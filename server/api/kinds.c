/* Kinds over HTTP. */
#include "api/resource.h"

#include "logbook/kinds.h"

static struct error *make(struct call *call)
{
    struct kind *made = call_record(call);
    struct error *err = kind_make(&call->work, call->asked, made);
    call_answers(call, made, "kind", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return kind_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return kinds_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct kind *changed = call_record(call);
    struct error *err = kind_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "kind", call->id);
    return err;
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return kind_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/kinds",
     {{WRITER, make}},
     ADMINS,
     &kind_shape,
     &kind_shape,
     NULL,
     MAKES | AUDITED,
     "kind made",
     "Add a kind of conversation."},
    {GET,
     "/kinds",
     {{HERE, list}},
     READERS,
     NULL,
     &kind_shape,
     &kinds_filter_shape,
     LISTED,
     NULL,
     "Kinds in their order."},
    {GET, "/kinds/{id}", {{HERE, read}}, READERS, NULL, &kind_shape, NULL, 0, NULL, "One kind."},
    {PATCH,
     "/kinds/{id}",
     {{WRITER, change}},
     ADMINS,
     &kind_shape,
     &kind_shape,
     NULL,
     VERSIONED | AUDITED,
     "kind changed",
     "Rename or move a kind."},
    {0},
};

static const struct statement *const statements[] = {kinds_statements, NULL};

const struct resource kinds_resource = {
    .name = "kinds",
    .noun = "kind",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &kind_shape,
    .find = find,
};
