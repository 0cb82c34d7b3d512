/* Sessions: browsers in which a member has signed in. A cookie bears the secret, a row its hash. */
#ifndef KITH_LOGBOOK_SESSIONS_H
#define KITH_LOGBOOK_SESSIONS_H

#include "logbook/shared.h"

/* A session ends after so long without use, or after so long altogether. */
enum { SESSION_IDLE_DAYS = 30, SESSION_DAYS = 180, BROWSER_DAYS = 365 };

struct session {
    uint64_t given;
    ident id;
    ident member_id;
    const char *member_name;
    const char *browser;
    const char *address;
    bool current;
    instant created_at;
    instant last_seen_at;
    instant expires_at;
    int64_t row;
    int64_t member;
    const char *hash;
};
extern const struct shape session_shape;

struct sessions_filter {
    uint64_t given;
    ident member;
    int64_t limit;
    const char *cursor;
    int64_t after;
    instant now;
    instant seen_after;
    int64_t owner; /* whose may be seen, or NOTHING: all */
    int64_t current;
};
extern const struct shape sessions_filter_shape;

extern const struct statement sessions_statements[];

/* Opens one; of more than fifty of a member the oldest ends. `ret_secret` is what the cookie bears;
 * `browser_secret`, the one that the browser kept from before or NULL, stays when it is known for
 * this member; else a new one is given. */
struct error *session_open(struct work *w, const struct session *asked, const char *browser_secret,
                           struct session *ret_opened, const char **ret_secret,
                           const char **ret_browser_secret);

/* Who a secret belongs to; ERROR_NOT_KNOWN, always in the same words, when it is no session. */
struct error *session_actor(struct work *w, const char *secret, struct actor *ret_actor);

/* Ends the one with that secret, if there is one. */
struct error *session_forget(struct work *w, const char *secret);

/* Notes that it is in use, to the minute. */
struct error *session_seen(struct work *w, int64_t row);

/* The actor's own, or of all members for an admin. Newest first. */
struct error *sessions_list(struct work *w, const struct sessions_filter *filter,
                            struct page *ret_page);

/* Ends one. That of another member is not found, but by an admin. A null id is the actor's own. */
struct error *session_end(struct work *w, ident id, struct session *ret_ended);

/* Ends every session, token and open link of a member, and lets their browsers be strange again: at
 * every change of password, role or state. */
struct error *member_shut_out(struct work *w, int64_t member);

/* Forgets sessions that have ended by themselves, some at a time. */
struct error *sessions_purge(struct work *w);

#endif
