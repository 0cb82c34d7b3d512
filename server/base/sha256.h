/* SHA-256 (FIPS 180-4): libsodium's, with the processor's own instructions where it has them. */
#ifndef KITH_BASE_SHA256_H
#define KITH_BASE_SHA256_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>

enum { SHA256_TEXT = crypto_hash_sha256_BYTES * 2 + 1 };

struct sha256 {
    crypto_hash_sha256_state state;
    bool by_processor;
};

void sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t length);

/* Writes the hash as 64 lower-case hexadecimal digits and a NUL. */
void sha256_end(struct sha256 *hash, char text[SHA256_TEXT]);

#endif
