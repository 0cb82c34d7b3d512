/* Counts, verifies and settles tries to be let in by a password. */
#include "logbook/attempts.h"

#include "base/text.h"
#include "logbook/passwords.h"
#include "logbook/secrets.h"
#include "logbook/shared.h"

#include <string.h>

/* An account, by its address. */
struct account {
    uint64_t given;
    const char *email;
    const char *browser; /* hash of what a browser keeps */
    int64_t member;
    const char *hash;
};

static const struct field account_fields[] = {
    FIELD(account, email),
    FIELD(account, browser),
    FIELD(account, member),
    FIELD(account, hash),
    {0},
};
static const struct shape account_shape = SHAPE(account, account_fields);

enum { FIND, KNOWN_BROWSER };

const struct statement attempts_statements[] = {
    [FIND] = {.sql =
                  "SELECT m.id AS member, p.hash FROM member m JOIN password p ON p.member = m.id"
                  " WHERE m.email IS NOT NULL AND lower(m.email) = lower(:email)"
                  " AND m.state = 'active'",
              .in = &account_shape,
              .out = &account_shape},
    [KNOWN_BROWSER] = {.sql = "SELECT b.member FROM browser b JOIN member m ON m.id = b.member"
                              " WHERE b.hash = :browser AND m.email IS NOT NULL"
                              " AND lower(m.email) = lower(:email)",
                       .in = &account_shape},
    {0},
};

/* What a browser keeps counts for the account that it has signed in to, and for no other. */
static struct error *read_guess(struct work *w, struct attempt *attempt)
{
    struct account key = {.email = attempt->email};
    int64_t known = NOTHING;
    struct error *err = NULL;
    if (attempt->browser_secret) {
        key.browser = secret_hash(w->arena, attempt->browser_secret);
        err = db_number(w, &attempts_statements[KNOWN_BROWSER], &key, &known);
    }
    attempt->guess = (struct guess){
        .account = attempt->email,
        .address = attempt->address,
        .browser = known != NOTHING ? key.browser : NULL,
    };
    return err;
}

struct error *attempt_check(struct work *w, struct attempt *attempt)
{
    attempt->email = text_trim(w->arena, attempt->email);
    struct error *err = read_guess(w, attempt);
    return err ? err : guess_check(w, &attempt->guess);
}

static struct error *find_account(struct work *w, struct attempt *attempt)
{
    struct account account = {.email = attempt->email};
    bool found = false;
    struct error *err = db_find(w, &attempts_statements[FIND], &account, &account, &found);
    attempt->member = !err && found ? account.member : NOTHING;
    attempt->hash = !err && found ? account.hash : NULL;
    return err;
}

struct error *attempt_count(struct work *w, struct attempt *attempt)
{
    struct error *err = read_guess(w, attempt);
    if (!err)
        err = guess_count(w, &attempt->guess);
    return err ? err : find_account(w, attempt);
}

void attempt_verify(struct attempt *attempt)
{
    attempt->fits = password_fits(attempt->hash, attempt->password);
}

struct error *attempt_settle(struct work *w, const struct attempt *attempt)
{
    struct attempt now = *attempt;
    struct error *err = find_account(w, &now);
    if (err)
        return err;
    bool stands = attempt->fits && now.member == attempt->member && now.hash &&
                  strcmp(now.hash, attempt->hash) == 0;
    if (stands)
        return guess_give_back(w, &attempt->guess);
    return error_new(w->arena, ERROR_NOT_KNOWN, "That e-mail and password do not belong together.");
}
