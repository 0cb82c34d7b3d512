/* Bearer tokens of members: kith_ and 256 random bits, kept as a hash. */
#ifndef KITH_LOGBOOK_TOKENS_H
#define KITH_LOGBOOK_TOKENS_H

#include "logbook/shared.h"

struct token {
    uint64_t given;
    ident id;
    ident member_id;
    const char *member_name;
    const char *name;
    struct list scopes; /* of texts: read, write, export, admin */
    instant expires_at;
    instant last_used_at;
    instant created_at;
    const char *secret; /* only in the answer that made it */
    int64_t row;
    int64_t member;
    int64_t scope_bits;
    const char *hash; /* of the secret, in hexadecimal */
};
extern const struct shape token_shape;

struct tokens_filter {
    uint64_t given;
    ident member;
    int64_t limit;
    const char *cursor;
    int64_t after;
    instant now;
    int64_t owner; /* whose may be seen, or NOTHING: all */
};
extern const struct shape tokens_filter_shape;

extern const struct statement tokens_statements[];

/* Makes a token for the actor, or, when they are an admin and name one, for the member `member_id`,
 * or the one named `member_name`, who is made when there is none: as owner while no owner is
 * active, else as member. Without scopes it may read and write, as far as the role allows; scopes
 * beyond the role are faults. `secret` is given once. */
struct error *token_make(struct work *w, const struct token *asked, struct token *ret_made);

/* Who a secret belongs to. One that is unknown, expired, withdrawn, or whose member left gives
 * ERROR_NOT_KNOWN, always in the same words. */
struct error *token_actor(struct work *w, const char *secret, struct actor *ret_actor);

/* Notes that it is in use, to the minute. */
struct error *token_seen(struct work *w, int64_t row);

/* Those that can be used: the actor's own, or of all members for an admin. Newest first. */
struct error *tokens_list(struct work *w, const struct tokens_filter *filter,
                          struct page *ret_page);

/* Withdraws one. That of another member is not found, but by an admin. */
struct error *token_withdraw(struct work *w, ident id, struct token *ret_withdrawn);

#endif
