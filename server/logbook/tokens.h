/* Bearer tokens of members: kith_ and 256 random bits, kept as a hash. */
#ifndef KITH_LOGBOOK_TOKENS_H
#define KITH_LOGBOOK_TOKENS_H

#include "logbook/shared.h"

enum { TOKEN_BYTES = 32, TOKEN_HASH = 32 };

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

extern const struct statement tokens_statements[];

/* Makes a token for the member `member_id`, or the one named `member_name`, who is made when there
 * is none: as owner while no owner is active, else as member. Without scopes it may read and write,
 * as far as the role allows; scopes beyond the role are faults. `secret` is given once. */
struct error *token_make(struct work *w, const struct token *asked, struct token *ret_made);

/* Who a secret belongs to. One that is unknown, expired, withdrawn, or whose member left gives
 * ERROR_NOT_KNOWN, always in the same words. */
struct error *token_actor(struct work *w, const char *secret, struct actor *ret_actor);

#endif
