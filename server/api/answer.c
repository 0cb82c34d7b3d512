/* Writes the answer of a call whose steps went well. */
#include "api/answer.h"

#include "api/cursor.h"
#include "api/etag.h"
#include "api/resource.h"
#include "base/json.h"

#include <string.h>

static const char *location_of(struct call *call)
{
    char id[IDENT_TEXT];
    const struct resource *resource = resource_of_noun(call->subject.kind);
    if (!resource || ident_is_null(call->subject.id))
        return NULL;
    ident_write(call->subject.id, id);
    return arena_print(call->work.arena, "%s/%s/%s", resource->prefix, resource->name, id);
}

/* A repeat tells the members of `extra` again, after the record as it stands now. */
static void write_record(struct call *call, struct buffer *out)
{
    if (!call->record) {
        json_begin(out, '{');
        json_end(out, '}');
    } else {
        shape_write(out, call->route->out, call->record);
    }
    if (!call->replayed || !call->extra || strlen(call->extra) <= 2)
        return;
    out->length--;
    if (out->bytes[out->length - 1] != '{')
        buffer_byte(out, ',');
    buffer_text(out, call->extra + 1);
}

static void add_headers(struct call *call, struct reply *reply)
{
    bool secret = call->route->rules & (SECRET | UNKEPT) || call->streams;
    reply_header(reply, "Cache-Control", secret ? "no-store" : "private, no-cache");
    const char *etag = secret || call->route->demand == ANYBODY ? NULL : etag_of(call);
    bool reads = call->route->method == GET;
    if (etag && (reads || call->record))
        reply_header(reply, "ETag", etag);
    if (etag && reads && call->record && etag_is_known(call, etag))
        call->status = 304;
    const char *location = call->status == 201 || call->status == 202 ? location_of(call) : NULL;
    if (location)
        reply_header(reply, "Location", location);
    if (call->replayed)
        reply_header(reply, "Idempotency-Replayed", "true");
    if (call->route->method != GET && call->work.change)
        reply_header(reply, "Kith-Change",
                     arena_print(call->work.arena, "%lld", (long long)call->work.change));
}

void answer_reply(struct call *call)
{
    struct reply *reply = &call->request->reply;
    add_headers(call, reply);
    reply->status = call->status;
    if (call->status == 304 || call->status == 204 || call->streams)
        return;
    if (reply->content_type) /* the step has written the body itself */
        return;
    reply->content_type = "application/json";
    if (call->route->rules & LISTED)
        page_reply(call, reply);
    else
        write_record(call, &reply->body);
}
