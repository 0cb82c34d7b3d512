/* Who is asking, over HTTP. */
#include "api/resource.h"

#include "api/caller.h"
#include "api/entry.h"
#include "logbook/members.h"
#include "logbook/passwords.h"

/* The member whose token this is. Nobody for the host itself. */
struct me {
    uint64_t given;
    ident id;
    const char *name;
    const char *email;
    unsigned role;
    struct list scopes;
    const char *language;
    const char *time_zone;
};

static const char *const roles[] = {"owner", "member", "reader", "host", NULL};
enum { ROLE_HOST = 3 };

static const struct field me_fields[] = {
    FIELD(me, id, .help = "The member; null for the host."),
    FIELD(me, name, .help = "The name."),
    FIELD(me, email, .help = "The e-mail address."),
    FIELD(me, role, .choices = roles, .help = "owner, member, reader, or host."),
    LIST(me, scopes, NULL, .help = "What you may do with what you came in by."),
    FIELD(me, language, .help = "A BCP 47 tag."),
    FIELD(me, time_zone, .help = "An IANA time zone."),
    {0},
};
static const struct shape me_shape = SHAPE(me, me_fields);

struct about_me {
    uint64_t given;
    const char *name;
    const char *language;
    const char *time_zone;
};
static const struct field about_me_fields[] = {
    FIELD(about_me, name, .rules = REQUIRED, .help = "Stays on what you wrote."),
    FIELD(about_me, language, .check = check_language, .help = "A BCP 47 tag."),
    FIELD(about_me, time_zone, .check = check_time_zone, .help = "An IANA time zone."),
    {0},
};
static const struct shape about_me_shape = SHAPE(about_me, about_me_fields);

struct new_password {
    uint64_t given;
    const char *current;
    const char *password;
};
static const struct field new_password_fields[] = {
    FIELD(new_password, current, .rules = REQUIRED | WRITE_ONLY, .longest = PASSWORD_LONGEST,
          .help = "The one that you have."),
    FIELD(new_password, password, .rules = REQUIRED | WRITE_ONLY, .longest = PASSWORD_LONGEST,
          .help = "The one that you want: at least 12 characters, and none of the common ones."),
    {0},
};
static const struct shape new_password_shape = SHAPE(new_password, new_password_fields);

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
    *me = (struct me){.given = UINT64_MAX,
                      .id = member.id,
                      .name = member.name,
                      .email = member.email,
                      .role = member.role,
                      .language = member.language,
                      .time_zone = member.time_zone,
                      .scopes = scopes_of(call->work.arena, call->actor.scopes)};
    call->record = me;
    return err;
}

/* What somebody may change of themselves. */
static struct error *change(struct call *call)
{
    static const char *const names[] = {"name", "language", "time_zone"};
    const struct about_me *patch = call->asked;
    struct member asked, changed;
    shape_clear(&member_shape, &asked);
    asked.name = patch->name;
    asked.language = patch->language;
    asked.time_zone = patch->time_zone;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (shape_given(&about_me_shape, patch, names[i]))
            shape_give(&member_shape, &asked, names[i]);
    }
    if (!call->actor.member)
        return error_new(call->work.arena, ERROR_CONFLICT, "The host is no member.");
    struct error *err = NULL;
    if (asked.given)
        err = member_change(&call->work, call->actor.member_id, &asked, &changed);
    if (!err)
        err = read(call);
    call->subject = (struct subject){"member", call->actor.member_id};
    call_repeats(call);
    return err;
}

/* The password that somebody has, and the one they want. */
static struct error *check(struct call *call)
{
    const struct new_password *asked = call->asked;
    struct entry *entry = entry_new(call);
    struct member member;
    struct error *faults = NULL;
    if (!call->actor.member)
        return error_new(call->work.arena, ERROR_CONFLICT, "The host has no password.");
    struct error *err = member_read(&call->work, call->actor.member, &member);
    if (err)
        return err;
    const char *about[] = {member.name, member.email, NULL};
    const char *fault = password_fault(asked->password, about);
    if (fault)
        error_fault(call->work.arena, &faults, "/password", "%s", fault);
    if (faults)
        return faults;
    entry->attempt.email = member.email ? member.email : "";
    entry->attempt.password = asked->current;
    call->chore.whose = entry_whose(call, entry->attempt.email);
    return attempt_check(&call->work, &entry->attempt);
}

static struct error *count(struct call *call)
{
    struct entry *entry = call->state;
    return attempt_count(&call->work, &entry->attempt);
}

static struct error *verify(struct call *call)
{
    const struct new_password *asked = call->asked;
    struct entry *entry = call->state;
    attempt_verify(&entry->attempt);
    return entry->attempt.fits ? password_hash(call->work.arena, asked->password, &entry->hash)
                               : NULL;
}

/* Ends every session and token: whoever was in with the former password is out. */
static struct error *set_password(struct call *call)
{
    struct entry *entry = call->state;
    struct error *err = attempt_settle(&call->work, &entry->attempt);
    if (err && err->kind == ERROR_NOT_KNOWN) {
        call->refusal = error_new(call->work.arena, ERROR_INVALID, "This is not your password.");
        call->refusal->pointer = "/current";
        return entry_refused(call);
    }
    if (!err)
        err = member_shut_out(&call->work, entry->attempt.member);
    if (!err)
        err = password_keep(&call->work, entry->attempt.member, entry->hash);
    return err ? err : entry_open(call, entry->attempt.member, "password changed");
}

static struct error *sign_out(struct call *call)
{
    struct session ended;
    struct error *err = session_end(&call->work, (ident){0}, &ended);
    call_answers(call, NULL, "session", ended.id);
    return err;
}

static struct error *forget(struct call *call)
{
    caller_keep_cookie(call, COOKIE_SESSION, "", COOKIE_FORGET);
    return NULL;
}

static const struct route routes[] = {
    {GET, "/me", {{HERE, read}}, READERS, NULL, &me_shape, NULL, 0, NULL, "Who is asking."},
    {PATCH,
     "/me",
     {{WRITER, change}},
     SELVES,
     &about_me_shape,
     &me_shape,
     NULL,
     AUDITED,
     "member changed",
     "Change your own name, language or time zone."},
    {PUT,
     "/me/password",
     {{HERE, check}, {WRITER, count}, {POOL, verify}, {WRITER, set_password}, {HERE, entry_tell}},
     SELVES,
     &new_password_shape,
     &session_shape,
     NULL,
     UNKEPT | FREES,
     NULL,
     "Choose a new password. Your sessions and tokens end, but for a new session of this browser."},
    {DELETE,
     "/me/session",
     {{WRITER, sign_out}, {HERE, forget}},
     SELVES,
     NULL,
     NULL,
     NULL,
     UNKEPT | FREES | AUDITED,
     "signed out",
     "Sign out."},
    {0},
};

const struct resource me_resource = {.name = "me", .prefix = "/api/v1", .routes = routes};
