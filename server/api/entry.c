/* Opens sessions and has browsers keep them. */
#include "api/entry.h"

#include "api/caller.h"
#include "logbook/secrets.h"

enum { DAY_S = 24 * 60 * 60 };

struct entry *entry_new(struct call *call)
{
    struct entry *entry = arena_take(call->work.arena, sizeof(*entry));
    entry->attempt.address = call->request->address;
    entry->attempt.browser_secret = caller_cookie(call, COOKIE_BROWSER);
    call->state = entry;
    return entry;
}

static struct error *end_former(struct call *call)
{
    const char *secret = caller_cookie(call, COOKIE_SESSION);
    return secret ? session_forget(&call->work, secret) : NULL;
}

struct error *entry_open(struct call *call, int64_t member)
{
    struct entry *entry = call->state;
    struct session *opened = shape_new(call->work.arena, &session_shape);
    struct session asked = {
        .member = member,
        .browser = request_header(call->request, "User-Agent"),
        .address = call->request->address,
    };
    struct error *err = end_former(call);
    if (!err)
        err = session_open(&call->work, &asked, entry->attempt.browser_secret, opened,
                           &entry->secret, &entry->browser_secret);
    call->record = opened;
    call->actor.member = opened->member;
    return err;
}

struct error *entry_tell(struct call *call)
{
    const struct entry *entry = call->state;
    caller_keep_cookie(call, COOKIE_SESSION, entry->secret, (int64_t)SESSION_DAYS * DAY_S);
    caller_keep_cookie(call, COOKIE_BROWSER, entry->browser_secret, (int64_t)BROWSER_DAYS * DAY_S);
    return NULL;
}
