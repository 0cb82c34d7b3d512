/* What went wrong, told as a value: NULL means that nothing did. */
#ifndef KITH_BASE_ERROR_H
#define KITH_BASE_ERROR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum error_kind {
    ERROR_MALFORMED,    /* the request cannot be read at all */
    ERROR_NOT_KNOWN,    /* nobody has signed in */
    ERROR_NOT_ALLOWED,  /* somebody has, who may not do this */
    ERROR_NOT_FOUND,    /* no such thing, or not for this caller */
    ERROR_METHOD,       /* the path exists, the method does not */
    ERROR_CONFLICT,     /* true elsewhere, not in this state */
    ERROR_CHANGED,      /* If-Match names a version that is no longer current */
    ERROR_TOO_LARGE,    /* more bytes than this route takes */
    ERROR_CONTENT_TYPE, /* a body in a form that is not read here */
    ERROR_INVALID,      /* readable, but with faults */
    ERROR_TOO_MANY,     /* too many requests */
    ERROR_BROKEN,       /* our fault */
    ERROR_BUSY,         /* not now; trying again helps */
    ERROR_UNSURE,       /* it may have been done, and nobody can tell */
    ERROR_FULL,         /* the disk is full */
    ERROR_KINDS
};

/* One fault. Faults of one request are chained by `next`, in the order of the body. */
struct error {
    enum error_kind kind;
    const char *sentence; /* tells a person what happened and what to do */
    const char *pointer;  /* RFC 6901 pointer into the body, or the name of a parameter, or NULL */
    const char *member;   /* name of one more member of the answer, or NULL ... */
    const char *json;     /* ... and its value, already JSON */
    int64_t wait_s;       /* after which trying again may help, or 0 when nobody can tell */
    struct error *next;
};

struct error *error_new(struct arena *arena, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts a fault at the end of a chain. */
void error_add(struct error **chain, struct error *fault);

/* Gathers what one check of a body gives: its faults (ERROR_INVALID) join the chain. Anything else
 * takes the place of the chain and gives false, since then there is nothing more to check. */
bool error_gather(struct error **chain, struct error *err);

/* Adds the ERROR_INVALID fault of one field to a chain; at most 100 are kept. */
void error_fault(struct arena *arena, struct error **chain, const char *pointer, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

#endif
