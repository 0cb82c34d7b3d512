/* Finds out who is calling and refuses who may not. */
#include "api/caller.h"

#include "api/audited.h"
#include "api/seen.h"
#include "logbook/sessions.h"
#include "logbook/tokens.h"
#include "web/cookies.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static const char *const scope_names[] = {
    [READERS] = "read", [WRITERS] = "write", [EXPORTERS] = "export", [ADMINS] = "admin"};
static const unsigned scope_bits[] = {[ANYBODY] = 0,
                                      [READERS] = SCOPE_READ,
                                      [WRITERS] = SCOPE_WRITE,
                                      [EXPORTERS] = SCOPE_EXPORT,
                                      [ADMINS] = SCOPE_ADMIN};

/* Over https the prefix binds a cookie to this host, to all of it, and to https (RFC 6265bis). */
static const char *cookie_name(const struct call *call, const char *name)
{
    return call->api->secure ? arena_print(call->work.arena, "__Host-%s", name) : name;
}

const char *caller_cookie(const struct call *call, const char *name)
{
    const char *header = request_header(call->request, "Cookie");
    return header ? cookie_find(call->work.arena, header, cookie_name(call, name)) : NULL;
}

void caller_keep_cookie(struct call *call, const char *name, const char *value, int64_t seconds)
{
    bool secure = call->api->secure;
    const char *path = secure || !*call->api->base_path ? "/" : call->api->base_path;
    reply_header(&call->request->reply, "Set-Cookie",
                 arena_print(call->work.arena,
                             "%s=%s; Path=%s; Max-Age=%" PRId64 "; HttpOnly; SameSite=Strict%s",
                             cookie_name(call, name), value, path, seconds,
                             secure ? "; Secure" : ""));
}

static struct error *find_by_secret(struct call *call)
{
    return call->by_cookie ? session_actor(&call->work, call->secret, &call->actor)
                           : token_actor(&call->work, call->secret, &call->actor);
}

static struct error *find_now(struct call *call)
{
    struct error *err = readers_take(call->api->readers, call->work.arena, &call->work.db);
    if (!err)
        err = find_by_secret(call);
    readers_give(call->api->readers, call->work.db);
    call->work.db = NULL;
    return err;
}

struct error *caller_find(struct call *call)
{
    static const char scheme[] = "Bearer ";
    if (call->request->from_host) {
        call->actor.scopes = SCOPES_ALL;
        call->actor.host = true;
        return NULL;
    }
    if (call->route->demand == ANYBODY)
        return NULL;
    const char *sent = request_header(call->request, "Authorization");
    if (sent && strncasecmp(sent, scheme, sizeof(scheme) - 1) != 0)
        return error_new(call->work.arena, ERROR_NOT_KNOWN,
                         "Only Authorization: Bearer is understood here.");
    const char *session = sent ? NULL : caller_cookie(call, COOKIE_SESSION);
    if (!sent && !session)
        return error_new(call->work.arena, ERROR_NOT_KNOWN,
                         "Sign in, or send a token: Authorization: Bearer kith_… . On the server, "
                         "kith token create makes one.");
    call->by_cookie = session != NULL;
    call->secret = session ? session : sent + sizeof(scheme) - 1;
    struct error *err = find_now(call);
    if (!err)
        seen_note(call);
    return err;
}

static struct error *check_demand(const struct call *call)
{
    enum demand demand = call->route->demand;
    const struct actor *actor = &call->actor;
    if (demand == SELVES) {
        if (actor->session || actor->scopes & SCOPE_ADMIN)
            return NULL;
        return error_new(call->work.arena, ERROR_NOT_ALLOWED,
                         "A token may not do this. Sign in with your password, or use a token with "
                         "the scope admin.");
    }
    if ((actor->scopes & scope_bits[demand]) == scope_bits[demand])
        return NULL;
    if (call->by_cookie)
        return error_new(
            call->work.arena, ERROR_NOT_ALLOWED,
            "Your role does not allow this: it lacks the scope %s. An owner can change "
            "roles.",
            scope_names[demand]);
    return error_new(call->work.arena, ERROR_NOT_ALLOWED,
                     "This token may not do this: it lacks the scope %s.", scope_names[demand]);
}

/* The address that people open is known when it is set. Without one, the page that calls must have
 * come from where its call goes; whether a proxy before us speaks https does not matter. */
static bool is_own_origin(const struct call *call, const char *origin)
{
    if (call->api->origin)
        return strcasecmp(origin, call->api->origin) == 0;
    const char *host = request_header(call->request, "Host");
    const char *at = strstr(origin, "://");
    bool web = strncasecmp(origin, "http://", 7) == 0 || strncasecmp(origin, "https://", 8) == 0;
    return web && host && *host && strcasecmp(at + 3, host) == 0;
}

/* Browsers tell where a call comes from. One that comes with our cookie is ours only when it comes
 * from our page; one that signs somebody in, too, lest they write into another's account. A token
 * is never sent by a browser on its own. */
static struct error *check_crossing(const struct call *call)
{
    if (call->request->from_host || (call->route->demand != ANYBODY && !call->by_cookie))
        return NULL;
    const char *origin = request_header(call->request, "Origin");
    const char *site = request_header(call->request, "Sec-Fetch-Site");
    bool reads = call->route->method == GET;
    bool same_site =
        !site || strcasecmp(site, "same-origin") == 0 || (reads && strcasecmp(site, "none") == 0);
    bool same_origin = !origin || is_own_origin(call, origin);
    bool told = origin || site || reads || !call->by_cookie;
    bool open = reads && call->route->demand == ANYBODY;
    if (open || (same_site && same_origin && told))
        return NULL;
    return error_new(call->work.arena, ERROR_NOT_ALLOWED,
                     told ? "This was asked by a page of another address, and is not done. Open "
                            "Kith itself and try there."
                          : "This came with a cookie and does not tell which page asked. Send a "
                            "token instead: Authorization: Bearer kith_… .");
}

struct error *caller_stands(struct call *call)
{
    if (!call->secret)
        return NULL;
    struct error *err = find_by_secret(call);
    return err ? err : check_demand(call);
}

struct error *caller_check(const struct call *call)
{
    struct error *err = check_crossing(call);
    if (!err)
        err = check_demand(call);
    if (err)
        audited_refused(call);
    return err;
}
