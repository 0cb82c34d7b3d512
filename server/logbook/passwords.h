/* Passwords: which may be chosen, and how they are kept (argon2id, 64 MiB, 2 passes). */
#ifndef KITH_LOGBOOK_PASSWORDS_H
#define KITH_LOGBOOK_PASSWORDS_H

#include "store/db.h"

enum { PASSWORD_SHORTEST = 12, PASSWORD_LONGEST = 1000 /* letters; bytes */ };

extern const struct statement passwords_statements[];

/* What is wrong with a password that somebody wants, told to them, or NULL. `about` is what others
 * know of them, such as name and address, ended by NULL. Takes some milliseconds. */
const char *password_fault(const char *password, const char *const *about);

/* Hashes a password: about 0.2 s and 64 MiB, so never on a thread that serves others. */
struct error *password_hash(struct arena *arena, const char *password, const char **ret_hash);

/* Whether it is the password behind a hash. Without a hash it takes as long, and is false. */
bool password_fits(const char *hash, const char *password);

/* The hash of a member's password; NULL when they have none. */
struct error *password_read(struct work *w, int64_t member, const char **ret_hash);

struct error *password_keep(struct work *w, int64_t member, const char *hash);

#endif
