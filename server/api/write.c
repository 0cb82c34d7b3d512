/* A write: its step inside the writer, with its key, its version and its change around it. */
#include "api/write.h"

#include "api/audited.h"
#include "api/caller.h"
#include "api/etag.h"
#include "api/idempotency.h"
#include "api/resource.h"
#include "logbook/changes.h"
#include "logbook/imports.h"

#include <string.h>

enum { POOL_WAIT_S = 5 };

/* An import gives ids and numbers that the file has; nothing else may be written meanwhile. */
static struct error *check_import(struct call *call)
{
    bool blocked = false;
    struct error *err = NULL;
    if (!(call->route->rules & SPOOLED))
        err = import_blocks(&call->work, &blocked);
    if (!err && blocked)
        err = error_new(call->work.arena, ERROR_CONFLICT,
                        "An import is under way. Write again when it is done.");
    return err;
}

static struct error *check_current(struct call *call)
{
    if (!(call->route->rules & VERSIONED) || !request_header(call->request, "If-Match"))
        return NULL;
    void *record = shape_new(call->work.arena, call->resource->shape);
    struct error *err = call->resource->find(&call->work, call->id, record);
    return err ? err : etag_match(call, record);
}

/* A patch of nothing changes nothing: it is answered with the record as it is. */
static struct error *run_step(struct call *call)
{
    const struct resource *resource = call->resource;
    bool finds = resource->find != NULL; /* what has no ids is asked by its own step */
    if (call->route->method != PATCH || *(const uint64_t *)call->asked != 0 || !finds)
        return call->route->steps[call->step].run(call);
    void *record = call_record(call);
    struct error *err = resource->find(&call->work, call->id, record);
    const struct field *id = shape_field(resource->shape, "id", NULL);
    call_answers(call, record, resource->noun, *(const ident *)field_at(id, record));
    return err;
}

static struct error *keep_change(struct call *call, const struct touches *touches)
{
    struct change_note note = {.what = call->route->what,
                               .subject = call->subject.kind,
                               .subject_id = call->subject.id,
                               .undoes = call->undoes};
    if (!touches->first && !call->undoes) {
        call->work.change = 0;
        return NULL;
    }
    return change_end(&call->work, touches, &note);
}

void call_set_status(struct call *call)
{
    unsigned rules = call->route->rules;
    bool answers = call->record || call->streams || rules & LISTED;
    if (!call->status)
        call->status = rules & MAKES ? 201 : rules & ACCEPTED ? 202 : answers ? 200 : 204;
}

/* Forgets what an earlier run of the same job has set. */
static void forget_answer(struct call *call)
{
    call->record = NULL;
    call->subject = (struct subject){0};
    call->audit_words = NULL;
    call->extra = NULL;
    call->status = 0;
    call->refusal = NULL;
    call->undoes = 0;
    call->replayed = false;
    memset(&call->page, 0, sizeof(call->page));
}

/* What the ETag stands for. */
static struct error *read_counters(struct call *call)
{
    struct error *err = counter_read(&call->work, "names", &call->names);
    return err ? err : change_highest(&call->work, &call->highest_change);
}

/* A step that changes nothing anybody could take back. */
static struct error *run_unkept(struct call *call)
{
    struct error *err = call->route->steps[call->step].run(call);
    if (!err)
        err = audited_act(call);
    call->work.db = NULL;
    return err;
}

/* The WRITER step. What it changed is taken back when it gives an error. */
static struct error *run_in_writer(struct job *job, struct db *db, const struct touches *touches)
{
    struct call *call = call_of(job);
    call->work.db = db;
    call->work.now = call->api->clock();
    forget_answer(call);
    struct error *err = caller_stands(call);
    if (err)
        call->work.db = NULL;
    if (err || call->route->rules & UNKEPT)
        return err ? err : run_unkept(call);
    err = idempotency_find(call, &call->replayed);
    if (!err && call->replayed && call->route->rules & SECRET)
        err = error_new(call->work.arena, ERROR_CONFLICT,
                        "This was made already, and its secret is told only once.");
    if (err || call->replayed) {
        if (!err)
            err = read_counters(call);
        call->work.db = NULL;
        return err;
    }
    err = check_import(call);
    if (!err)
        err = check_current(call);
    if (!err)
        err = change_begin(&call->work);
    if (!err)
        err = run_step(call);
    if (!err)
        err = keep_change(call, touches);
    if (!err)
        err = audited_act(call);
    call_set_status(call);
    if (!err)
        err = idempotency_keep(call);
    if (!err)
        err = read_counters(call);
    call->work.db = NULL;
    return err;
}

const struct step *call_step(const struct call *call)
{
    const struct step *step = &call->route->steps[call->step];
    return call->step < MOST_STEPS && step->run ? step : NULL;
}

static void hand_on(struct call *call);

static void written(struct job *job, struct error *err)
{
    struct call *call = call_of(job);
    err = err ? err : call->refusal;
    call->err = call->route->method == GET ? audited_reading_fails(call, err) : err;
    call->step++;
    hand_on(call);
}

static bool add_to_writer(struct call *call)
{
    call->job.run = run_in_writer;
    call->job.done = written;
    call->job.frees = call->route->method == DELETE || call->route->rules & FREES;
    call->job.alone = call->route->rules & LONG;
    if (!call->api->stopping && writer_add(call->api->writer, &call->job))
        return true;
    call->err = error_new(call->work.arena, ERROR_BUSY,
                          "Too much is waiting to be written, or Kith is stopping. Try again.");
    return false;
}

static struct error *no_room(struct call *call)
{
    struct error *err = error_new(
        call->work.arena, ERROR_BUSY,
        "Many passwords are being looked at, or Kith is stopping. Try again in a minute.");
    err->wait_s = POOL_WAIT_S;
    return err;
}

static void run_in_pool(struct chore *chore)
{
    struct call *call = (struct call *)((char *)chore - offsetof(struct call, chore));
    const struct step *step = &call->route->steps[call->step++];
    call->err = call->api->stopping ? no_room(call) : step->run(call);
    hand_on(call);
}

static bool add_to_pool(struct call *call)
{
    call->chore.run = run_in_pool;
    if (!call->api->stopping && pool_add(call->api->pool, &call->chore))
        return true;
    call->err = no_room(call);
    return false;
}

/* Gives the call to where its next step runs; back to its own thread when that is HERE, or when
 * there is nothing more to do. The last touch of this thread. */
static void hand_on(struct call *call)
{
    const struct step *step = call->err ? NULL : call_step(call);
    if (step && step->place == WRITER && add_to_writer(call))
        return;
    if (step && step->place == POOL && add_to_pool(call))
        return;
    request_resume(call->request);
}

/* Suspended once, before anybody else can see the call. */
void call_hand_over(struct call *call)
{
    request_suspend(call->request);
    hand_on(call);
}
