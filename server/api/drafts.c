/* Drafts over HTTP. */
#include "api/resource.h"

#include "logbook/drafts.h"

static struct error *keep(struct call *call)
{
    call->record = call_record(call);
    return draft_keep(&call->work, call->id, call->asked, call->record);
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return draft_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return drafts_list(&call->work, call->query, &call->page);
}

static struct error *drop(struct call *call)
{
    return draft_drop(&call->work, call->id);
}

static const struct route routes[] = {
    {PUT,
     "/drafts/{id}",
     {{WRITER, keep}},
     WRITERS,
     &draft_shape,
     &draft_shape,
     NULL,
     UNKEPT,
     NULL,
     "Keep a draft under an id that you choose, in place of what it was. Only you see it."},
    {GET,
     "/drafts",
     {{HERE, list}},
     WRITERS,
     NULL,
     &draft_shape,
     &drafts_filter_shape,
     LISTED | UNKEPT,
     NULL,
     "Your drafts, the one kept last first."},
    {GET,
     "/drafts/{id}",
     {{HERE, read}},
     WRITERS,
     NULL,
     &draft_shape,
     NULL,
     UNKEPT,
     NULL,
     "One of your drafts."},
    {DELETE,
     "/drafts/{id}",
     {{WRITER, drop}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     UNKEPT | FREES,
     NULL,
     "Drop a draft."},
    {0},
};

static const struct statement *const statements[] = {drafts_statements, NULL};

const struct resource drafts_resource = {
    .name = "drafts",
    .noun = "draft",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &draft_shape,
};
