/* One row of the table of routes: what is answered, to whom, in which steps. */
#ifndef KITH_WEB_ROUTE_H
#define KITH_WEB_ROUTE_H

#include "base/error.h"
#include "base/shape.h"

/* What a step works on; the floor above knows what it is. */
struct call;

enum method { GET, POST, PUT, PATCH, DELETE, METHODS };

/* "GET" and so on, by enum method. */
extern const char *const method_words[METHODS];

/* Where a step runs. HERE: on the serving thread, reading only. WRITER: on the one writing thread,
 * where it stands or falls alone. POOL: on the thread for what is slow, without a database. */
enum place { HERE, WRITER, POOL };

struct step {
    enum place place;
    struct error *(*run)(struct call *call);
};

enum { MOST_STEPS = 5 };

/* Who may come in. SELVES: whoever has signed in with a password, and admins. */
enum demand { ANYBODY, READERS, WRITERS, EXPORTERS, ADMINS, SELVES };

/* What is special about a route. */
enum route_rule {
    SPOOLED = 1 << 0,   /* the body goes to a file */
    STREAMED = 1 << 1,  /* the answer is made while it is sent */
    LISTED = 1 << 2,    /* the answer is a page of a list of `out` */
    MAKES = 1 << 3,     /* answers 201 with a Location */
    VERSIONED = 1 << 4, /* takes If-Match */
    SECRET = 1 << 5,    /* the answer holds a secret that is never told again */
    ACCEPTED = 1 << 6,  /* answers 202: the work goes on */
    LONG = 1 << 7,      /* may touch many rows: its transaction is its own */
    UNKEPT = 1 << 8, /* no change, no key, no ETag, never cached: who may come in, drafts, audit */
    FREES = 1 << 9,  /* goes on when the disk is full */
    AUDITED = 1 << 10, /* its WRITER step leaves a row in the audit log, which says `what` */
};

struct route {
    enum method method;
    const char *path; /* below the prefix of its resource; {name} is a parameter */
    struct step steps[MOST_STEPS];
    enum demand demand;
    const struct shape *in;    /* of the body, or NULL: no body is taken */
    const struct shape *out;   /* of the answer, or NULL */
    const struct shape *query; /* of the query parameters, or NULL: none are taken */
    unsigned rules;
    const char *what; /* of a write: how its change is told, such as "conversation logged" */
    const char *help;
};

#endif
