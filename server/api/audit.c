/* The audit log over HTTP. */
#include "api/resource.h"

#include "logbook/audit.h"

static struct error *list(struct call *call)
{
    return audit_list(&call->work, call->query, &call->page);
}

static const struct route routes[] = {
    {GET,
     "/audit",
     {{HERE, list}},
     ADMINS,
     NULL,
     &audit_shape,
     &audit_filter_shape,
     LISTED | UNKEPT,
     NULL,
     "Who did what, newest first: what was deleted, merged, exported, who may do what."},
    {0},
};

static const struct statement *const statements[] = {audit_statements, audit_verify_statements,
                                                     NULL};

const struct resource audit_resource = {
    .name = "audit",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
