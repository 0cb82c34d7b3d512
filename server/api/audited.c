/* What goes into the audit log beside a request: acts, exports, refusals. */
#include "api/audited.h"

#include "api/resource.h"
#include "logbook/audit.h"

#include <pthread.h>

enum { MOST_REFUSALS = 10, REFUSALS_MS = 1000 };

/* The times of the latest, in a ring. */
struct refusals {
    pthread_mutex_t lock;
    int64_t at_ms[MOST_REFUSALS];
    int oldest;
};

/* A patch of nothing did nothing, and asking for the head of an export exports nothing. */
static bool did_nothing(const struct call *call)
{
    const struct route *route = call->route;
    bool patched_nothing = route->method == PATCH && *(const uint64_t *)call->asked == 0;
    return patched_nothing || call->request->head;
}

struct error *audited_act(struct call *call)
{
    if (!(call->route->rules & AUDITED) || did_nothing(call))
        return NULL;
    return audit_write(&call->work, call->route->what, call->subject.kind, call->subject.id,
                       call->audit_words);
}

void audited_names(struct call *call, ident other)
{
    char id[IDENT_TEXT];
    ident_write(other, id);
    call->audit_words = arena_print(call->work.arena, "with %s", id);
}

struct error *audited_reading_fails(struct call *call, struct error *err)
{
    if (!err || err == call->job.err)
        return err;
    bool full = err->kind == ERROR_FULL;
    return error_new(call->work.arena, full ? ERROR_FULL : ERROR_BUSY,
                     "Nothing is given out before it is written down who asked for it, and %s.",
                     full ? "the disk is too full for that. Make room and try again"
                          : "that cannot be done at this moment. Try again");
}

struct refusals *refusals_new(struct arena *arena)
{
    struct refusals *refusals = arena_take(arena, sizeof(*refusals));
    pthread_mutex_init(&refusals->lock, NULL);
    for (int i = 0; i < MOST_REFUSALS; i++)
        refusals->at_ms[i] = -REFUSALS_MS;
    return refusals;
}

/* Whether one more may be written down now. */
static bool may_be_noted(struct refusals *refusals)
{
    pthread_mutex_lock(&refusals->lock);
    int64_t now = monotonic_us() / 1000;
    bool may = now - refusals->at_ms[refusals->oldest] >= REFUSALS_MS;
    if (may) {
        refusals->at_ms[refusals->oldest] = now;
        refusals->oldest = (refusals->oldest + 1) % MOST_REFUSALS;
    }
    pthread_mutex_unlock(&refusals->lock);
    return may;
}

/* Lives longer than the request. */
struct refusal {
    struct job job;
    struct actor actor;
    instant at;
    const char *words;
};

static struct error *write_refusal(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    const struct refusal *refusal = (struct refusal *)job;
    struct work w = {.arena = job->arena, .db = db, .now = refusal->at, .actor = &refusal->actor};
    return audit_write(&w, "was refused", NULL, (ident){{0}}, refusal->words);
}

static void forget(struct job *job, struct error *err)
{
    (void)err;
    arena_free(job->arena);
}

void audited_refused(const struct call *call)
{
    if (!call->actor.member || !may_be_noted(call->api->refusals))
        return;
    struct arena *arena = arena_new(2048);
    struct refusal *refusal = arena_take(arena, sizeof(*refusal));
    *refusal = (struct refusal){
        .job = {.arena = arena, .run = write_refusal, .done = forget},
        .actor = call->actor,
        .at = call->work.now,
        .words = arena_print(arena, "%s %s%s", method_words[call->route->method],
                             call->resource->prefix, call->route->path),
    };
    if (!writer_add(call->api->writer, &refusal->job))
        arena_free(arena);
}
