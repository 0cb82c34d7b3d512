/* The address that people open: what links are made of, and what a page of ours comes from. */
#ifndef KITH_BASE_BASE_URL_H
#define KITH_BASE_BASE_URL_H

#include "base/error.h"

#include <stdbool.h>

struct base_url {
    const char *url;    /* "https://kith.example/kith", without a slash at its end */
    const char *origin; /* "https://kith.example", as browsers send it (RFC 6454, section 6.2) */
    const char *path;   /* "/kith", or "" */
    bool secure;        /* https */
};

/* Reads scheme, host, port and path, and nothing else: no query, no fragment, no name or password.
 * The host comes in lower case, and without the port that its scheme has anyway. The error's
 * sentence never repeats the text, which may hold a password. */
struct error *base_url_read(struct arena *arena, const char *text, struct base_url *ret_base);

/* The one of a Kith that listens on "127.0.0.1:0" and was given `port`. Where it listens on every
 * address, this machine's own. */
struct base_url base_url_of_listen(struct arena *arena, const char *listen, int port);

#endif
