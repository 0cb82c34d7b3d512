/* The parts of a request's target (RFC 3986), decoded once and never twice. */
#ifndef KITH_WEB_TARGET_H
#define KITH_WEB_TARGET_H

#include "base/arena.h"

/* The bytes with %XX decoded, and a NUL behind them. NULL when an escape is bad or stands for NUL,
 * or when the result is not UTF-8. Lives in the arena. */
char *target_decode(struct arena *arena, const char *bytes, size_t length);

/* The same for a name or a value of the query as MHD gives it, which has made a space of every "+"
 * before anybody can look. In a target a "+" is a "+" (RFC 3986), and a space, which has no place
 * there, is refused before. */
char *target_decode_query(struct arena *arena, const char *bytes, size_t length);

/* Says what is wrong with a path, or gives NULL: it begins with /, and no segment is ".", "..", or
 * holds a control byte once decoded. */
const char *target_fault(struct arena *arena, const char *path);

#endif
