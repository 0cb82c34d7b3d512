/* Members over HTTP. */
#include "api/resource.h"

#include "logbook/members.h"

#include <string.h>

static struct error *make(struct call *call)
{
    struct member *made = call_record(call);
    struct error *err = member_make(&call->work, call->asked, made);
    if (err)
        return err;
    call_answers(call, made, "member", made->id);
    call->audit_words = arena_print(call->work.arena, "role: %s", member_role_words[made->role]);
    return NULL;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return member_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return members_list(&call->work, call->query, &call->page);
}

static bool same(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

/* What decides who may come in, and as whom: "role: member → owner". NULL when it stays. */
static const char *words_of(struct arena *arena, const struct member *before,
                            const struct member *after)
{
    const char *words = "";
    if (before->role != after->role)
        words = arena_print(arena, "role: %s → %s", member_role_words[before->role],
                            member_role_words[after->role]);
    if (before->state != after->state)
        words = arena_print(arena, "%s%sstate: %s → %s", words, *words ? ", " : "",
                            member_state_words[before->state], member_state_words[after->state]);
    if (!same(before->email, after->email))
        words = arena_print(arena, "%s%sanother address", words, *words ? ", " : "");
    return *words ? words : NULL;
}

static struct error *change(struct call *call)
{
    struct member before;
    struct member *changed = call_record(call);
    struct error *err = member_find(&call->work, call->id, &before);
    if (!err)
        err = member_change(&call->work, call->id, call->asked, changed);
    if (err)
        return err;
    call_answers(call, changed, "member", call->id);
    call->audit_words = words_of(call->work.arena, &before, changed);
    return NULL;
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return member_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/members",
     {{WRITER, make}},
     ADMINS,
     &member_shape,
     &member_shape,
     NULL,
     MAKES | AUDITED,
     "member made",
     "Write a member down. Signing in is another matter."},
    {GET,
     "/members",
     {{HERE, list}},
     READERS,
     NULL,
     &member_shape,
     &members_filter_shape,
     LISTED,
     NULL,
     "Members by name, those who left included."},
    {GET,
     "/members/{id}",
     {{HERE, read}},
     READERS,
     NULL,
     &member_shape,
     NULL,
     0,
     NULL,
     "One member."},
    {PATCH,
     "/members/{id}",
     {{WRITER, change}},
     ADMINS,
     &member_shape,
     &member_shape,
     NULL,
     FREES | VERSIONED | AUDITED,
     "member changed",
     "Change what is sent of a member."},
    {0},
};

static const struct statement *const statements[] = {members_statements, NULL};

const struct resource members_resource = {
    .name = "members",
    .noun = "member",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &member_shape,
    .find = find,
};
