/* Members over HTTP. */
#include "api/resource.h"

#include "logbook/members.h"

static struct error *make(struct call *call)
{
    struct member *made = call_record(call);
    struct error *err = member_make(&call->work, call->asked, made);
    call_answers(call, made, "member", made->id);
    return err;
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

static struct error *change(struct call *call)
{
    struct member *changed = call_record(call);
    struct error *err = member_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "member", call->id);
    return err;
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
     MAKES,
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
     VERSIONED,
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
