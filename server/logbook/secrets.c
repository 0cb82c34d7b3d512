/* Makes secrets and hashes them. */
#include "logbook/secrets.h"

#include <sodium.h>
#include <string.h>

const char *secret_new(struct arena *arena, const char *sort)
{
    enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    unsigned char bytes[SECRET_BYTES];
    char text[sodium_base64_ENCODED_LEN(SECRET_BYTES, VARIANT)];
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2base64(text, sizeof(text), bytes, sizeof(bytes), VARIANT);
    const char *secret = arena_print(arena, "%s%s", sort, text);
    sodium_memzero(bytes, sizeof(bytes));
    sodium_memzero(text, sizeof(text));
    return secret;
}

const char *secret_hash(struct arena *arena, const char *secret)
{
    unsigned char hash[SECRET_HASH];
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)secret, strlen(secret), NULL, 0);
    char *text = arena_take(arena, SECRET_HASH * 2 + 1);
    return sodium_bin2hex(text, SECRET_HASH * 2 + 1, hash, sizeof(hash));
}
