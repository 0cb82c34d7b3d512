/* Quotes over HTTP. */
#include "api/resource.h"

#include "logbook/quotes.h"

static struct error *list(struct call *call)
{
    return quotes_list(&call->work, call->query, &call->page);
}

static const struct route routes[] = {
    {GET,
     "/quotes",
     {{HERE, list}},
     READERS,
     NULL,
     &quote_shape,
     &quotes_filter_shape,
     LISTED,
     NULL,
     "The customers' own words, newest first."},
    {0},
};

static const struct statement *const statements[] = {quotes_statements, NULL};

const struct resource quotes_resource = {
    .name = "quotes",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
