/* How many guesses of a password are left: for each account, each address, each browser that has
 * signed in before, and all together. What is kept of them outlives a restart. */
#ifndef KITH_LOGBOOK_GUESSES_H
#define KITH_LOGBOOK_GUESSES_H

#include "store/db.h"

extern const struct statement guesses_statements[];

/* Whose guess it is. A browser that has signed in to the account before has an allowance of its
 * own, and takes from no other: nobody else can use that up. */
struct guess {
    const char
        *account; /* the address as typed; whether there is such an account does not matter */
    const char *address; /* where it comes from; an IPv6 one counts as its /64 */
    const char *browser; /* hash of what that browser keeps, or NULL */
};

/* ERROR_TOO_MANY, with the seconds to wait, when no guess is left. Counts nothing. */
struct error *guess_check(struct work *w, const struct guess *guess);

/* The same, and counts it: before the password is looked at. */
struct error *guess_count(struct work *w, const struct guess *guess);

/* After the clock was set back, however far: no allowance takes longer to fill than from nothing.
 * To be called now and then. */
struct error *guesses_settle(struct work *w);

/* Gives back what a guess that was right has taken. */
struct error *guess_give_back(struct work *w, const struct guess *guess);

#endif
