/* Faults as application/problem+json: one table maps their kinds to status and type. */
#include "api/problem.h"

#include "base/json.h"

#include <sodium.h>

static const struct {
    int status;
    const char *name;
    const char *title;
} problems[ERROR_KINDS] = {
    [ERROR_MALFORMED] = {400, "malformed", "This request cannot be read"},
    [ERROR_NOT_KNOWN] = {401, "not-known", "Nobody is signed in"},
    [ERROR_NOT_ALLOWED] = {403, "not-allowed", "This is not yours to do"},
    [ERROR_NOT_FOUND] = {404, "not-found", "This is not in the logbook"},
    [ERROR_METHOD] = {405, "method", "This address does not take this method"},
    [ERROR_CONFLICT] = {409, "conflict", "This does not fit what is there"},
    [ERROR_CHANGED] = {412, "changed", "Somebody changed this meanwhile"},
    [ERROR_TOO_LARGE] = {413, "too-large", "This is more than fits"},
    [ERROR_CONTENT_TYPE] = {415, "content-type", "A body in this form is not read here"},
    [ERROR_INVALID] = {422, "invalid", "Some of this cannot be taken"},
    [ERROR_TOO_MANY] = {429, "too-many", "Too many requests"},
    [ERROR_BROKEN] = {500, "broken", "Something broke on our side"},
    [ERROR_BUSY] = {503, "busy", "Not at this moment"},
    [ERROR_UNSURE] = {503, "unsure", "This may have been kept, or not"},
    [ERROR_FULL] = {507, "full", "The disk is full"},
};

int problem_status(enum error_kind kind)
{
    return problems[kind].status;
}

const char *problem_reference(struct arena *arena)
{
    static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* none looks like another */
    uint8_t chance[5];
    randombytes_buf(chance, sizeof(chance));
    return arena_print(arena, "%c%c%c-%c%c", letters[chance[0] % 32], letters[chance[1] % 32],
                       letters[chance[2] % 32], letters[chance[3] % 32], letters[chance[4] % 32]);
}

static void write_faults(struct buffer *out, const struct error *err)
{
    json_name(out, "errors");
    json_begin(out, '[');
    for (; err; err = err->next) {
        json_begin(out, '{');
        const char *place = err->pointer ? err->pointer : "";
        json_member(out, *place == '/' || !*place ? "pointer" : "parameter", place);
        json_member(out, "detail", err->sentence);
        json_end(out, '}');
    }
    json_end(out, ']');
}

void problem_reply(struct reply *reply, struct arena *arena, const struct error *err,
                   const char *reference)
{
    reply_reset(reply);
    struct buffer *out = &reply->body;
    reply->status = problems[err->kind].status;
    reply->content_type = "application/problem+json";
    bool ours = err->kind == ERROR_BROKEN;
    const char *detail = ours ? arena_print(arena,
                                            "Something broke on our side. It is written down "
                                            "as %s. Nothing was changed; try again.",
                                            reference ? reference : "unknown")
                              : err->sentence;
    json_begin(out, '{');
    json_member(out, "type", arena_print(arena, "urn:kith:problem:%s", problems[err->kind].name));
    json_member(out, "title", problems[err->kind].title);
    json_name(out, "status");
    json_put_number(out, reply->status);
    json_member(out, "detail", detail);
    if (err->kind == ERROR_INVALID)
        write_faults(out, err);
    else if (err->pointer)
        json_member(out, "pointer", err->pointer);
    if (ours && reference)
        json_member(out, "reference", reference);
    if (err->member) {
        json_name(out, err->member);
        json_put_raw(out, err->json);
    }
    json_end(out, '}');
    reply_header(reply, "Cache-Control", "no-store");
    if (err->kind == ERROR_NOT_KNOWN)
        reply_header(reply, "WWW-Authenticate", "Bearer realm=\"Kith\"");
    if (err->wait_s)
        reply_header(reply, "Retry-After", arena_print(arena, "%lld", (long long)err->wait_s));
    else if (problems[err->kind].status == 503)
        reply_header(reply, "Retry-After", "1");
}
