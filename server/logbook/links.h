/* One-time links: whoever has one chooses a password with it, and is in. An owner hands one over to
 * somebody new, or to somebody who forgot theirs; the first of all makes the first owner. */
#ifndef KITH_LOGBOOK_LINKS_H
#define KITH_LOGBOOK_LINKS_H

#include "logbook/shared.h"

enum { LINK_HOURS = 72 };

/* SET_UP: makes the first owner. INVITATION: the member has no password yet. RESET: a new one. */
enum link_sort { LINK_SET_UP, LINK_INVITATION, LINK_RESET };

struct link {
    uint64_t given;
    ident id;
    unsigned sort; /* enum link_sort */
    ident member_id;
    const char *name;
    const char *email;
    const char *made_by;
    instant created_at;
    instant expires_at;
    const char *url;    /* only in the answer that made it */
    const char *secret; /* of it; never part of an answer */
    int64_t row;
    int64_t member;
    int64_t maker;
    const char *hash;
};
extern const struct shape link_shape;

struct links_filter {
    uint64_t given;
    int64_t limit;
    const char *cursor;
    int64_t after;
    instant now;
};
extern const struct shape links_filter_shape;

/* What somebody sends who has a link. */
struct link_use {
    uint64_t given;
    const char *secret;
    const char *password;
    const char *name;  /* of the first owner ... */
    const char *email; /* ... who is made */
    const char *hash;  /* of the password */
};
extern const struct shape link_look_shape; /* of the secret alone */
extern const struct shape link_use_shape;

extern const struct statement links_statements[];

/* Makes one for an active member with an e-mail address; their older ones end. */
struct error *link_make(struct work *w, ident member, struct link *ret_made);

/* Makes one for the first owner who is active, or for whoever will be; the one that this made
 * before ends, and none that was handed over. Gives none when an active owner has a password
 * already. */
struct error *link_first(struct work *w, struct link *ret_made, bool *ret_needed);

/* The link of a secret. ERROR_NOT_FOUND, always in the same words, when it is none that can be
 * used.
 */
struct error *link_of_secret(struct work *w, const char *secret, struct link *ret_link);

/* What is wrong with what was sent to use a link, before anything is hashed. */
struct error *link_check(struct work *w, const struct link *link, const struct link_use *use);

/* Uses it, once: keeps the password, shuts all out who were in as this member, and makes the first
 * owner. Gives the member's row. */
struct error *link_use(struct work *w, const struct link_use *use, struct link *ret_used);

/* Those that can be used, newest first. */
struct error *links_list(struct work *w, const struct links_filter *filter, struct page *ret_page);

/* Ends one that was not used yet. */
struct error *link_withdraw(struct work *w, ident id, struct link *ret_withdrawn);

#endif
