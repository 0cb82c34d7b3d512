/* Notes when sessions and tokens were last used. */
#include "api/seen.h"

#include "logbook/sessions.h"
#include "logbook/tokens.h"

#include <stdatomic.h>

enum { MINUTE_MS = 60000, SLOTS = 256 };

struct seen_job {
    struct job job;
    int64_t session;
    int64_t token;
    instant at;
};

/* Which session or token was noted in which minute, so that one minute makes one job. What shares a
 * place with another is noted once more than it need. */
static _Atomic int64_t noted[SLOTS];

static struct error *run(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    const struct seen_job *own = (const struct seen_job *)job;
    struct work w = {.arena = job->arena, .db = db, .now = own->at};
    return own->session ? session_seen(&w, own->session) : token_seen(&w, own->token);
}

static void forget(struct job *job, struct error *err)
{
    (void)err;
    arena_free(job->arena);
}

void seen_note(const struct call *call)
{
    const struct actor *actor = &call->actor;
    int64_t row = actor->session ? actor->session * 2 : actor->token * 2 + 1;
    int64_t mark = call->work.now.ms / MINUTE_MS * 1000003 + row;
    _Atomic int64_t *place = &noted[row % SLOTS];
    bool seen = actor->seen_at.ms != NOTHING;
    bool recently = seen && call->work.now.ms - actor->seen_at.ms < MINUTE_MS;
    if (recently || atomic_exchange(place, mark) == mark)
        return;
    struct arena *arena = arena_new(4096);
    struct seen_job *own = arena_take(arena, sizeof(*own));
    *own = (struct seen_job){
        .job = {.arena = arena, .behind = true, .run = run, .done = forget},
        .session = actor->session,
        .token = actor->token,
        .at = call->work.now,
    };
    if (call->api->stopping || !writer_add(call->api->writer, &own->job))
        arena_free(arena);
}
