/* Tags over HTTP. */
#include "api/resource.h"

#include "logbook/tags.h"

static struct error *make(struct call *call)
{
    struct tag *made = call_record(call);
    struct error *err = tag_make(&call->work, call->asked, made);
    call_answers(call, made, "tag", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return tag_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return tags_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct tag *changed = call_record(call);
    struct error *err = tag_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "tag", call->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "tag", call->id);
    return tag_delete(&call->work, call->id);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return tag_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/tags",
     {{WRITER, make}},
     WRITERS,
     &tag_shape,
     &tag_shape,
     NULL,
     MAKES,
     "tag made",
     "Make a tag."},
    {GET,
     "/tags",
     {{HERE, list}},
     READERS,
     NULL,
     &tag_shape,
     &tags_filter_shape,
     LISTED,
     NULL,
     "Tags by name."},
    {GET, "/tags/{id}", {{HERE, read}}, READERS, NULL, &tag_shape, NULL, 0, NULL, "One tag."},
    {PATCH,
     "/tags/{id}",
     {{WRITER, change}},
     WRITERS,
     &tag_shape,
     &tag_shape,
     NULL,
     VERSIONED,
     "tag changed",
     "Rename a tag."},
    {DELETE,
     "/tags/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | AUDITED,
     "tag deleted",
     "Take a tag off everybody and delete it."},
    {0},
};

static const struct statement *const statements[] = {tags_statements, NULL};

const struct resource tags_resource = {
    .name = "tags",
    .noun = "tag",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &tag_shape,
    .find = find,
};
