/* One-time links over HTTP: made by owners, used by whoever has one. */
#include "api/resource.h"

#include "api/entry.h"
#include "logbook/passwords.h"

static void add_url(struct call *call, struct link *made)
{
    made->url = arena_print(call->work.arena, "%s/join#%s", call->api->base_url, made->secret);
    shape_give(&link_shape, made, "url");
}

static struct error *make(struct call *call)
{
    struct link *made = call_record(call);
    struct error *err = link_make(&call->work, call->id, made);
    if (!err)
        add_url(call, made);
    call_answers(call, made, "link", made->id);
    if (!err)
        call->audit_words = arena_print(call->work.arena, "for %s", made->name);
    return err;
}

static struct error *list(struct call *call)
{
    return links_list(&call->work, call->query, &call->page);
}

static struct error *withdraw(struct call *call)
{
    struct link withdrawn;
    struct error *err = link_withdraw(&call->work, call->id, &withdrawn);
    call_answers(call, NULL, "link", call->id);
    if (!err)
        call->audit_words = arena_print(call->work.arena, "for %s",
                                        withdrawn.name ? withdrawn.name : "the first owner");
    return err;
}

static struct error *look(struct call *call)
{
    const struct link_use *asked = call->asked;
    call->record = call_record(call);
    return link_of_secret(&call->work, asked->secret, call->record);
}

/* Before anything is hashed: only who has a link makes Kith work. */
static struct error *check(struct call *call)
{
    const struct link_use *asked = call->asked;
    struct entry *entry = entry_new(call);
    struct error *err = link_of_secret(&call->work, asked->secret, &entry->link);
    call->chore.whose = entry_whose(call, asked->secret);
    return err ? err : link_check(&call->work, &entry->link, asked);
}

static struct error *hash(struct call *call)
{
    struct link_use *asked = call->asked;
    return password_hash(call->work.arena, asked->password, &asked->hash);
}

static struct error *use(struct call *call)
{
    struct entry *entry = call->state;
    struct error *err = link_use(&call->work, call->asked, &entry->link);
    if (!err)
        err = entry_open(call, entry->link.member, NULL);
    call->subject = (struct subject){"member", entry->link.member_id};
    return err;
}

static const struct route routes[] = {
    {POST,
     "/members/{id}/link",
     {{WRITER, make}},
     ADMINS,
     NULL,
     &link_shape,
     NULL,
     MAKES | UNKEPT | FREES | AUDITED,
     "link made",
     "Make a link with which a member chooses a password, once, within 72 hours. Older ones end."},
    {GET,
     "/links",
     {{HERE, list}},
     ADMINS,
     NULL,
     &link_shape,
     &links_filter_shape,
     LISTED | UNKEPT,
     NULL,
     "Links that were not used yet, newest first."},
    {DELETE,
     "/links/{id}",
     {{WRITER, withdraw}},
     ADMINS,
     NULL,
     NULL,
     NULL,
     UNKEPT | FREES | AUDITED,
     "link withdrawn",
     "Withdraw a link."},
    {POST,
     "/links/look",
     {{HERE, look}},
     ANYBODY,
     &link_look_shape,
     &link_shape,
     NULL,
     UNKEPT,
     NULL,
     "Whom a link is for."},
    {POST,
     "/links/use",
     {{HERE, check}, {POOL, hash}, {WRITER, use}, {HERE, entry_tell}},
     ANYBODY,
     &link_use_shape,
     &session_shape,
     NULL,
     MAKES | SECRET | FREES | AUDITED,
     "member let in by a link",
     "Choose a password with a link, and be signed in."},
    {0},
};

static const struct statement *const statements[] = {links_statements, NULL};

const struct resource links_resource = {
    .name = "links",
    .noun = "link",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &link_shape,
};
