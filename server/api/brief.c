/* The brief by a handle, over HTTP. */
#include "api/resource.h"

#include "logbook/brief.h"

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return brief_find(&call->work, call->query, call->record);
}

static const struct route routes[] = {
    {GET,
     "/brief",
     {{HERE, read}},
     READERS,
     NULL,
     &brief_shape,
     &brief_query_shape,
     0,
     NULL,
     "What to know before replying to whoever has this address, number, handle or domain."},
    {0},
};

static const struct statement *const statements[] = {brief_statements, NULL};

const struct resource brief_resource = {
    .name = "brief",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
