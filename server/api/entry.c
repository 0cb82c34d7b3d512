/* Opens sessions and has browsers keep them. */
#include "api/entry.h"

#include "api/caller.h"
#include "base/text.h"
#include "logbook/audit.h"
#include "logbook/members.h"
#include "logbook/secrets.h"

#include <sodium.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60 };

struct entry *entry_new(struct call *call)
{
    struct entry *entry = arena_take(call->work.arena, sizeof(*entry));
    entry->attempt.address = call->request->address;
    entry->attempt.browser_secret = caller_cookie(call, COOKIE_BROWSER);
    call->state = entry;
    return entry;
}

uint64_t entry_whose(struct call *call, const char *text)
{
    uint64_t whose = 0;
    const char *folded = text_fold(call->work.arena, text, strlen(text));
    crypto_generichash((unsigned char *)&whose, sizeof(whose), (const unsigned char *)folded,
                       strlen(folded), NULL, 0);
    return whose;
}

static struct error *end_former(struct call *call)
{
    const char *secret = caller_cookie(call, COOKIE_SESSION);
    return secret ? session_forget(&call->work, secret) : NULL;
}

static const char *from_where(struct call *call)
{
    return arena_print(call->work.arena, "from %s", call->request->address);
}

struct error *entry_refused(struct call *call)
{
    const struct entry *entry = call->state;
    struct member member = {.row = 0};
    struct error *err = NULL;
    if (entry->attempt.member != NOTHING)
        err = member_read(&call->work, entry->attempt.member, &member);
    return err ? err
               : audit_write(&call->work, "was not let in", member.row ? "member" : NULL, member.id,
                             from_where(call));
}

struct error *entry_open(struct call *call, int64_t member, const char *verb)
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
    call->actor.member_id = opened->member_id;
    call->audit_words = from_where(call);
    if (!err && verb)
        err = audit_write(&call->work, verb, "session", opened->id, call->audit_words);
    return err;
}

struct error *entry_tell(struct call *call)
{
    const struct entry *entry = call->state;
    caller_keep_cookie(call, COOKIE_SESSION, entry->secret, (int64_t)SESSION_DAYS * DAY_S);
    caller_keep_cookie(call, COOKIE_BROWSER, entry->browser_secret, (int64_t)BROWSER_DAYS * DAY_S);
    return NULL;
}
