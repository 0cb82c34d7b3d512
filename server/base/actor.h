/* Who is asking: a member, or the host itself, and what they may do. */
#ifndef KITH_BASE_ACTOR_H
#define KITH_BASE_ACTOR_H

#include "base/ident.h"
#include "base/instant.h"

enum scope {
    SCOPE_READ = 1 << 0,
    SCOPE_WRITE = 1 << 1,
    SCOPE_EXPORT = 1 << 2,
    SCOPE_ADMIN = 1 << 3,
};

enum { SCOPES_ALL = SCOPE_READ | SCOPE_WRITE | SCOPE_EXPORT | SCOPE_ADMIN };

/* `member` is the row of the member, or 0 for the host and for a stranger: nobody who is known. */
struct actor {
    int64_t member;
    ident member_id;
    int64_t token;   /* the row of the token, or 0 */
    int64_t session; /* the row of the session, or 0 */
    instant seen_at; /* when that session or token was last known to be in use */
    unsigned scopes;
    bool host; /* whoever may use DIR/kith.sock */
};

#endif
