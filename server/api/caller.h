/* Who is calling, and whether they may: host, token or session, the route's demand, and that no
 * other page stands behind the call. */
#ifndef KITH_API_CALLER_H
#define KITH_API_CALLER_H

#include "api/call.h"

/* Finds the actor, unless anybody may call. ERROR_NOT_KNOWN when nobody is known. */
struct error *caller_find(struct call *call);

/* ERROR_NOT_ALLOWED when the route wants more than the actor has, or when a page of another origin
 * made the browser call. */
struct error *caller_check(const struct call *call);

/* The same again inside the writer, with its connection: a request may have begun long before its
 * body ended, and whoever was shut out meanwhile is out. */
struct error *caller_stands(struct call *call);

/* The value of one of our cookies, or NULL. */
const char *caller_cookie(const struct call *call, const char *name);

enum { COOKIE_FORGET = 0 };

/* Has the browser keep a cookie of ours for that long, or forget it. Scripts never see it, and no
 * other site makes it come along. */
void caller_keep_cookie(struct call *call, const char *name, const char *value, int64_t seconds);

/* Names of our cookies; those of an https address bear __Host- before them. */
#define COOKIE_SESSION "kith"
#define COOKIE_BROWSER "kith-browser"

#endif
