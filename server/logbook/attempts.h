/* One try to be let in by a password: the only place where one is verified, and where guesses are
 * counted. Unknown addresses, members without a password and those who left are told apart neither
 * by words nor by the time it takes. */
#ifndef KITH_LOGBOOK_ATTEMPTS_H
#define KITH_LOGBOOK_ATTEMPTS_H

#include "logbook/guesses.h"

struct attempt {
    const char *email;
    const char *password;
    const char *address;        /* where it comes from */
    const char *browser_secret; /* what the browser kept since it signed in before, or NULL */

    struct guess guess;
    int64_t member; /* whose account it is, or NOTHING */
    const char *hash;
    bool fits; /* the password is theirs */
};

extern const struct statement attempts_statements[];

/* Refuses when no guess is left (ERROR_TOO_MANY). Reads only. */
struct error *attempt_check(struct work *w, struct attempt *attempt);

/* Counts the guess, which must be committed before the password is looked at, and finds the
 * account.
 */
struct error *attempt_count(struct work *w, struct attempt *attempt);

/* Looks at the password: about 0.2 s and 64 MiB, without the database. */
void attempt_verify(struct attempt *attempt);

/* Gives the guess back when it was right. ERROR_NOT_KNOWN when it was not, or when the member has
 * left or got another password meanwhile: to be told after the count is kept. */
struct error *attempt_settle(struct work *w, const struct attempt *attempt);

#endif
