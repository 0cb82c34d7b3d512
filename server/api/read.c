/* Reads what was sent: path, parameters and body, by the shapes of the route. */
#include "api/read.h"

#include "api/cursor.h"
#include "api/idempotency.h"
#include "api/resource.h"

#include <string.h>

/* The parameters in the path: {id}, or {n} for a number. */
static struct error *read_path(struct call *call)
{
    const char *template = strchr(call->route->path, '{');
    if (!template)
        return NULL;
    const char *sent = call->request->parameters[0];
    if (strncmp(template, "{n}", 3) == 0) {
        for (const char *at = sent; *at && call->number >= 0; at++) {
            bool digit = *at >= '0' && *at <= '9' && at - sent < 15;
            call->number = digit ? call->number * 10 + (*at - '0') : -1;
        }
        if (call->number > 0)
            return NULL;
    } else if (ident_read(sent, &call->id)) {
        return NULL;
    }
    const char *noun = call->resource->noun ? call->resource->noun : "thing";
    return error_new(call->work.arena, ERROR_NOT_FOUND, "There is no such %s.", noun);
}

static struct error *read_query(struct call *call)
{
    struct request *request = call->request;
    struct error *faults = NULL;
    const struct shape *shape = call->route->query;
    if (shape)
        call->query = shape_new(call->work.arena, shape);
    for (size_t i = 0; i < request->query_count; i++) {
        const struct pair *pair = &request->query[i];
        const struct field *field = shape ? shape_field(shape, pair->name, NULL) : NULL;
        if (!field || field->rules & READ_ONLY)
            error_fault(call->work.arena, &faults, pair->name, "There is no such parameter here.");
        else
            shape_read_text(call->work.arena, shape, pair->name, pair->value, call->query, &faults);
    }
    if (shape && !faults)
        cursor_read(call, &faults);
    for (const struct field *field = shape ? shape->fields : NULL; field && field->name; field++) {
        if (field->rules & REQUIRED && !shape_given(shape, call->query, field->name))
            error_fault(call->work.arena, &faults, field->name, "This parameter is missing.");
    }
    return faults;
}

static struct error *check_content_type(struct call *call)
{
    const char *type = request_header(call->request, "Content-Type");
    static const char *const taken[] = {"application/json", "application/merge-patch+json"};
    for (size_t i = 0; type && i < sizeof(taken) / sizeof(taken[0]); i++) {
        size_t length = strlen(taken[i]);
        if (strncasecmp(type, taken[i], length) == 0 &&
            (!type[length] || strchr("; ", type[length])))
            return NULL;
    }
    return error_new(call->work.arena, ERROR_CONTENT_TYPE,
                     "Send the body with Content-Type: application/json.");
}

static struct error *read_body(struct call *call)
{
    const struct route *route = call->route;
    if (!route->in || route->rules & SPOOLED)
        return NULL;
    struct error *err = check_content_type(call);
    if (err)
        return err;
    enum shape_use use = route->method == PATCH ? SHAPE_CHANGE : SHAPE_MAKE;
    const struct buffer *body = &call->request->body;
    return shape_parse(call->work.arena, route->in, body->bytes ? body->bytes : "", body->length,
                       use, &call->asked);
}

struct error *call_read(struct call *call)
{
    struct error *err = read_path(call);
    if (!err)
        err = read_query(call);
    if (!err)
        err = read_body(call);
    if (!err && call->route->method != GET)
        err = idempotency_read(call);
    return err;
}
