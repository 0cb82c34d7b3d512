/* Judges, hashes and keeps passwords. */
#include "logbook/passwords.h"

#include "base/text.h"
#include "logbook/shared.h"

#include <sodium.h>
#include <string.h>
#include <zxcvbn.h>

enum {
    LEAST_BITS = 30, /* of chance, as zxcvbn estimates them: a billion guesses */
    MOST_ABOUT = 16,
};

/* Made of chance, and nobody's: what an address without an account is tried against. */
static const char nobodys_hash[] = "$argon2id$v=19$m=65536,t=2,p=1$6WYPvF0tJH0k0yTq9B2m4w$"
                                   "cN1hY6b5Zb0q3sUO2J7k9mTt1QwXv8eR4uLpFgHdKjY";

enum { READ, KEEP };

const struct statement passwords_statements[] = {
    [READ] = {.sql = "SELECT hash AS text FROM password WHERE member = :row",
              .in = &row_key_shape,
              .out = &row_key_shape},
    [KEEP] = {.sql = "INSERT INTO password (member, hash, set_at) VALUES (:row, :text, :at)"
                     " ON CONFLICT (member) DO UPDATE SET hash = excluded.hash,"
                     " set_at = excluded.set_at",
              .in = &row_key_shape},
    {0},
};

const char *password_fault(const char *password, const char *const *about)
{
    const char *known[MOST_ABOUT + 2] = {"kith"};
    size_t count = 1;
    for (; about && *about && count <= MOST_ABOUT; about++)
        known[count++] = *about;
    if (text_length(password) < PASSWORD_SHORTEST)
        return "A password needs at least 12 characters. A few words that nobody else would put "
               "together are easy to remember.";
    if (strlen(password) > PASSWORD_LONGEST)
        return "A password can be at most 1,000 bytes long.";
    if (ZxcvbnMatch(password, known, NULL) < LEAST_BITS)
        return "This is one of the passwords that are tried first. Take one that is less common, "
               "and not made of your name or address.";
    return NULL;
}

struct error *password_hash(struct arena *arena, const char *password, const char **ret_hash)
{
    char *hash = arena_take(arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return error_new(
            arena, ERROR_BUSY,
            "There is not enough memory to hash a password at this moment. Try again.");
    *ret_hash = hash;
    return NULL;
}

bool password_fits(const char *hash, const char *password)
{
    const char *compared = hash ? hash : nobodys_hash;
    return crypto_pwhash_str_verify(compared, password, strlen(password)) == 0 && hash;
}

struct error *password_read(struct work *w, int64_t member, const char **ret_hash)
{
    struct row_key key = {.row = member};
    bool found = false;
    struct error *err = db_find(w, &passwords_statements[READ], &key, &key, &found);
    *ret_hash = !err && found ? key.text : NULL;
    return err;
}

struct error *password_keep(struct work *w, int64_t member, const char *hash)
{
    struct row_key key = {.row = member, .text = hash, .at = w->now};
    return db_run(w, &passwords_statements[KEEP], &key);
}
