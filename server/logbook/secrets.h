/* Secrets of 256 random bits: told once, then known by their hash alone. */
#ifndef KITH_LOGBOOK_SECRETS_H
#define KITH_LOGBOOK_SECRETS_H

#include "base/arena.h"

enum { SECRET_BYTES = 32, SECRET_HASH = 32 };

/* A new one, behind what shows its sort, such as "kith_". */
const char *secret_new(struct arena *arena, const char *sort);

/* What is kept of a secret, in hexadecimal. It has 256 random bits, so that a fast hash without
 * salt will do. */
const char *secret_hash(struct arena *arena, const char *secret);

#endif
