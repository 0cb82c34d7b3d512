/* The Cookie header, as a server reads it (RFC 6265bis, section 4.2.1). */
#ifndef KITH_WEB_COOKIES_H
#define KITH_WEB_COOKIES_H

#include "base/arena.h"

/* The value of the cookie of that name, in the arena; NULL when there is none, when there are two,
 * or when it holds what no cookie may. */
const char *cookie_find(struct arena *arena, const char *header, const char *name);

#endif
