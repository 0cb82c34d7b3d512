/* Who a request comes from, when it comes through a proxy that is trusted to say so. */
#ifndef KITH_WEB_FORWARDED_H
#define KITH_WEB_FORWARDED_H

#include "base/error.h"
#include "web/address.h"

enum { MOST_TRUSTED = 32 };

/* The proxies that are trusted. */
struct trusted {
    struct network networks[MOST_TRUSTED];
    size_t count;
};

/* Reads addresses and networks with commas between, such as "127.0.0.1,10.0.0.0/8,fd00::/8"; an
 * empty text trusts nobody. ERROR_INVALID says how to write them. */
struct error *trusted_read(struct arena *arena, const char *text, struct trusted *ret_trusted);

bool trusted_holds(const struct trusted *trusted, const struct address *address);

/* The caller that X-Forwarded-For names; `list` is all of its lines in order, with commas between.
 * Each proxy adds on the right whom it was called by, so that whatever stands left of the first
 * address that is not trusted may be made up. False when the walk from the right comes to its end,
 * or to anything but a plain address. */
bool forwarded_caller(const struct trusted *trusted, const char *list, struct address *ret_caller);

#endif
