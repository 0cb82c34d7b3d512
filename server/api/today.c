/* Today, over HTTP. */
#include "api/resource.h"

#include "logbook/coming_up.h"
#include "logbook/today.h"

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return today_read(&call->work, call->query, call->record);
}

static const struct route routes[] = {
    {GET,
     "/today",
     {{HERE, read}},
     READERS,
     NULL,
     &today_shape,
     &today_query_shape,
     0,
     NULL,
     "Promises, silence, days to come and the latest conversations, for the reader's day."},
    {0},
};

static const struct statement *const statements[] = {today_statements, coming_up_statements, NULL};

const struct resource today_resource = {
    .name = "today",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
