/* Promises over HTTP. */
#include "api/resource.h"

#include "logbook/promise_columns.h"
#include "logbook/promises.h"

static struct error *make(struct call *call)
{
    struct promise *made = call_record(call);
    struct error *err = promise_make(&call->work, call->asked, NOTHING, made);
    call_answers(call, made, "promise", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return promise_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return promises_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct promise *changed = call_record(call);
    struct error *err = promise_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "promise", call->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "promise", call->id);
    return promise_trash(&call->work, call->id);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return promise_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/promises",
     {{WRITER, make}},
     WRITERS,
     &promise_shape,
     &promise_shape,
     NULL,
     MAKES,
     "promise made",
     "Note what we promised to a person."},
    {GET,
     "/promises",
     {{HERE, list}},
     READERS,
     NULL,
     &promise_shape,
     &promises_filter_shape,
     LISTED,
     NULL,
     "Promises, narrowed and by page."},
    {GET,
     "/promises/{id}",
     {{HERE, read}},
     READERS,
     NULL,
     &promise_shape,
     NULL,
     0,
     NULL,
     "One promise."},
    {PATCH,
     "/promises/{id}",
     {{WRITER, change}},
     WRITERS,
     &promise_shape,
     &promise_shape,
     NULL,
     VERSIONED,
     "promise changed",
     "Change a promise: keep it, release it, give it a new day."},
    {DELETE,
     "/promises/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | AUDITED,
     "promise deleted",
     "Put a promise into the trash."},
    {0},
};

static const struct statement *const statements[] = {promises_statements, promise_list_statements,
                                                     NULL};

const struct resource promises_resource = {
    .name = "promises",
    .noun = "promise",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &promise_shape,
    .find = find,
};
