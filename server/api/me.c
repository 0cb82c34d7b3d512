/* Who is asking, over HTTP. */
#include "api/resource.h"

#include "logbook/members.h"

/* The member whose token this is. Nobody for the host itself. */
struct me {
    uint64_t given;
    ident id;
    const char *name;
    const char *email;
    unsigned role;
    struct list scopes;
};

static const char *const roles[] = {"owner", "member", "reader", "host", NULL};
enum { ROLE_HOST = 3 };

static const struct field me_fields[] = {
    FIELD(me, id, .help = "The member; null for the host."),
    FIELD(me, name, .help = "The name."),
    FIELD(me, email, .help = "The e-mail address."),
    FIELD(me, role, .choices = roles, .help = "owner, member, reader, or host."),
    LIST(me, scopes, NULL, .help = "What this token may do."),
    {0},
};
static const struct shape me_shape = SHAPE(me, me_fields);

static struct list scopes_of(struct arena *arena, unsigned scopes)
{
    static const char *const words[] = {"read", "write", "export", "admin"};
    const char **items = arena_take(arena, sizeof(words));
    struct list list = {.items = items};
    for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (scopes >> i & 1)
            items[list.count++] = words[i];
    }
    return list;
}

static struct error *read(struct call *call)
{
    struct me *me = call_record(call);
    struct member member = {.role = ROLE_HOST};
    struct error *err = NULL;
    if (call->actor.member)
        err = member_read(&call->work, call->actor.member, &member);
    *me = (struct me){.given = 31,
                      .id = member.id,
                      .name = member.name,
                      .email = member.email,
                      .role = member.role,
                      .scopes = scopes_of(call->work.arena, call->actor.scopes)};
    call->record = me;
    return err;
}

static const struct route routes[] = {
    {GET, "/me", {{HERE, read}}, READERS, NULL, &me_shape, NULL, 0, NULL, "Who is asking."},
    {0},
};

const struct resource me_resource = {.name = "me", .prefix = "/api/v1", .routes = routes};
