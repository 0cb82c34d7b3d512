/* Reads the Cookie header (RFC 6265, section 4.2, and its successor draft, RFC 6265bis). */
#ifndef KITH_WEB_COOKIES_H
#define KITH_WEB_COOKIES_H

#include "base/arena.h"

/* The value of the cookie of exactly that name, in the arena; NULL when there is none. What could
 * be read in two ways is none: the name twice, or once with a value in quotes, with a space or
 * another byte that no value may hold, or of more than 4,096 bytes. Other cookies of the host may
 * be as they like. `header` may be NULL. */
const char *cookie_find(struct arena *arena, const char *header, const char *name);

#endif
