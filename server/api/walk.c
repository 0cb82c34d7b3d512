/* A request's walk: finds the actor, checks the demand, reads what was sent, runs the steps. */
#include "api/walk.h"

#include "api/answer.h"
#include "api/audited.h"
#include "api/caller.h"
#include "api/etag.h"
#include "api/page.h"
#include "api/problem.h"
#include "api/read.h"
#include "api/resource.h"
#include "api/write.h"
#include "base/log.h"
#include "logbook/changes.h"

#include <string.h>
#include <unistd.h>

void *call_record(struct call *call)
{
    return shape_new(call->work.arena, call->route->out);
}

void call_answers(struct call *call, void *record, const char *kind, ident id)
{
    call->record = record;
    call->subject = (struct subject){kind, id};
}

void call_repeats(struct call *call)
{
    struct buffer json = {0};
    shape_write(&json, call->route->out, call->record);
    call->extra = arena_copy(call->work.arena, json.bytes, json.length);
    buffer_free(&json);
}

struct error *call_narrow(struct call *call, const char *name)
{
    const struct shape *shape = call->route->query;
    ident *asked = field_at(shape_field(shape, name, NULL), call->query);
    struct error *faults = NULL;
    if (shape_given(shape, call->query, name) && !ident_same(*asked, call->id))
        error_fault(call->work.arena, &faults, name,
                    "The path names another one already. Leave this out.");
    *asked = call->id;
    shape_give(shape, call->query, name);
    return faults;
}

static struct call *call_new(struct api *api, struct request *request)
{
    struct call *call = arena_take(request->arena, sizeof(*call));
    call->api = api;
    call->request = request;
    call->work.arena = request->arena;
    call->work.now = api->clock();
    call->work.actor = &call->actor;
    call->job.arena = request->arena;
    request->state = call;
    return call;
}

struct error *walk_begin(void *owner, struct request *request)
{
    struct api *api = owner;
    struct call *call = call_new(api, request);
    struct error *err = router_find(api->router, request, &call->allow);
    if (err && err->kind == ERROR_NOT_FOUND)
        call->asset = page_find(api, request);
    if (call->asset)
        return NULL;
    if (err)
        return err;
    call->route = request->route;
    call->resource = resource_of_route(request->route);
    request->body_limit = call->route->in ? BODY_LONGEST : 0;
    err = caller_find(call);
    if (!err)
        err = caller_check(call);
    if (!err && call->route->rules & SPOOLED) {
        char name[IDENT_TEXT];
        ident_write(ident_new(call->work.now), name);
        request->body_limit = SPOOL_LONGEST;
        request->spool_path = arena_print(request->arena, "%s/%s", api->spool, name);
    }
    return err;
}

/* A GET's one step, in one read transaction with everything its ETag stands for. */
static struct error *run_here(struct call *call)
{
    const struct step *step = &call->route->steps[call->step++];
    struct error *err = readers_take(call->api->readers, call->work.arena, &call->work.db);
    if (err)
        return err;
    err = db_begin_read(call->work.arena, call->work.db, READ_LIMIT_MS);
    if (!err)
        err = counter_read(&call->work, "names", &call->names);
    if (!err)
        err = change_highest(&call->work, &call->highest_change);
    bool asks = call->route->rules & LISTED && !(call->route->rules & UNKEPT);
    bool known = !err && asks && etag_is_known(call, etag_of(call));
    if (known)
        call->status = 304;
    else if (!err)
        err = step->run(call);
    if (call->streams) /* the stream holds the connection, and gives it back at its end */
        return err;
    db_end_read(call->work.db);
    readers_give(call->api->readers, call->work.db);
    call->work.db = NULL;
    return err;
}

static void tell(struct call *call)
{
    struct request *request = call->request;
    if (!call->err) {
        answer_reply(call);
        return;
    }
    if (call->err->kind == ERROR_BROKEN) {
        call->reference = problem_reference(call->work.arena);
        log_line("error", "a request failed", "reference", call->reference, "route",
                 call->route ? call->route->path : "-", "why", call->err->sentence, NULL);
    }
    problem_reply(&request->reply, call->work.arena, call->err, call->reference);
    if (call->allow)
        reply_header(&request->reply, "Allow", call->allow);
}

bool walk_run(void *owner, struct request *request)
{
    (void)owner;
    struct call *call = request->state;
    if (call->asset) {
        page_answer(call->asset, request);
        return true;
    }
    if (!call->begun)
        call->err = call_read(call);
    call->begun = true;
    for (const struct step *step; !call->err && (step = call_step(call));) {
        if (step->place != HERE) {
            call_hand_over(call);
            return false;
        }
        call->err = run_here(call);
    }
    call_set_status(call);
    tell(call);
    return true;
}

void walk_refuse(void *owner, struct request *request, const struct error *err)
{
    struct call *call = request->state ? request->state : call_new(owner, request);
    call->err = (struct error *)(uintptr_t)err;
    tell(call);
}

/* A spooled body stays only where an import has taken it. */
static void drop_spool(const struct call *call)
{
    const char *path = call->request->spool_path;
    bool taken = call->record && !call->err && !call->replayed;
    if (path && !taken)
        unlink(path);
}

static const char *method_name(const struct request *request)
{
    if (request->head)
        return "HEAD";
    return request->method < METHODS ? method_words[request->method] : "-";
}

void walk_end(void *owner, struct request *request, int status, int64_t bytes_sent)
{
    struct api *api = owner;
    struct call *call = request->state;
    if (call)
        drop_spool(call);
    if (api->quiet || !call)
        return;
    struct log_request line = {
        .at = call->work.now,
        .method = method_name(request),
        .route = call->route   ? call->route->path
                 : call->asset ? "page"
                               : "-",
        .status = status,
        .took_us = monotonic_us() - request->started_us,
        .bytes = bytes_sent,
        .member = call->actor.member,
        .cut = request->cut,
        .reference = call->reference,
    };
    log_request(&line);
}
