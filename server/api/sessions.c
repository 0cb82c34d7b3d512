/* Signing in, and the sessions that come of it, over HTTP. */
#include "api/resource.h"

#include "api/caller.h"
#include "api/entry.h"
#include "logbook/passwords.h"

/* What somebody signs in with. */
struct credentials {
    uint64_t given;
    const char *email;
    const char *password;
};
static const struct field credentials_fields[] = {
    FIELD(credentials, email, .rules = REQUIRED, .longest = 300,
          .help = "The member's own address."),
    FIELD(credentials, password, .rules = REQUIRED | WRITE_ONLY, .longest = PASSWORD_LONGEST,
          .help = "Their password."),
    {0},
};
static const struct shape credentials_shape = SHAPE(credentials, credentials_fields);

static struct error *check(struct call *call)
{
    const struct credentials *asked = call->asked;
    struct entry *entry = entry_new(call);
    entry->attempt.email = asked->email;
    entry->attempt.password = asked->password;
    call->chore.whose = entry_whose(call, asked->email);
    return attempt_check(&call->work, &entry->attempt);
}

static struct error *count(struct call *call)
{
    struct entry *entry = call->state;
    return attempt_count(&call->work, &entry->attempt);
}

static struct error *verify(struct call *call)
{
    struct entry *entry = call->state;
    attempt_verify(&entry->attempt);
    return NULL;
}

static struct error *open(struct call *call)
{
    struct entry *entry = call->state;
    struct error *err = attempt_settle(&call->work, &entry->attempt);
    if (err && err->kind == ERROR_NOT_KNOWN) {
        call->refusal = err;
        return entry_refused(call);
    }
    return err ? err : entry_open(call, entry->attempt.member, "signed in");
}

static struct error *list(struct call *call)
{
    return sessions_list(&call->work, call->query, &call->page);
}

static struct error *end(struct call *call)
{
    struct session ended;
    struct error *err = session_end(&call->work, call->id, &ended);
    call_answers(call, NULL, "session", call->id);
    if (!err)
        call->audit_words = arena_print(call->work.arena, "of %s", ended.member_name);
    return err;
}

static const struct route routes[] = {
    {POST,
     "/sessions",
     {{HERE, check}, {WRITER, count}, {POOL, verify}, {WRITER, open}, {HERE, entry_tell}},
     ANYBODY,
     &credentials_shape,
     &session_shape,
     NULL,
     MAKES | UNKEPT | FREES,
     NULL,
     "Sign in; the browser keeps the session as a cookie."},
    {GET,
     "/sessions",
     {{HERE, list}},
     SELVES,
     NULL,
     &session_shape,
     &sessions_filter_shape,
     LISTED | UNKEPT,
     NULL,
     "Where you are signed in; for owners, where everybody is. Newest first."},
    {DELETE,
     "/sessions/{id}",
     {{WRITER, end}},
     SELVES,
     NULL,
     NULL,
     NULL,
     UNKEPT | FREES | AUDITED,
     "session ended",
     "Sign a browser out."},
    {0},
};

static const struct statement *const statements[] = {
    sessions_statements, attempts_statements, guesses_statements, passwords_statements, NULL};

const struct resource sessions_resource = {
    .name = "sessions",
    .noun = "session",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &session_shape,
};
