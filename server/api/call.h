/* One request on its way through its steps. */
#ifndef KITH_API_CALL_H
#define KITH_API_CALL_H

#include "api/api.h"
#include "api/pool.h"
#include "logbook/shared.h"

struct resource;

/* What a write was done to; its change and its idempotency record name it. */
struct subject {
    const char *kind; /* "conversation", or NULL */
    ident id;
};

struct call {
    struct work work; /* its db is set while a step runs */
    struct api *api;
    struct request *request;
    const struct route *route;
    const struct resource *resource;
    struct actor actor;
    void *asked;    /* the body, read by route->in; NULL when the route takes none */
    void *query;    /* the parameters, read by route->query; NULL when it takes none */
    ident id;       /* the {id} of the path */
    int64_t number; /* the {n} of the path */

    /* Set by steps. A WRITER step may run twice and sets all of them anew. */
    void *record;     /* the answer, of shape route->out */
    struct page page; /* the answer of a LISTED route */
    struct subject subject;
    int64_t undoes;          /* the change that this one takes back, or 0 */
    const char *audit_words; /* more for the audit log of an AUDITED route, or NULL */
    const char *extra;       /* JSON that a repeated request must tell again, or NULL */
    bool streams;            /* the step has set request->reply.stream */
    struct error *refusal;   /* answered although the step is kept: its guess was counted */
    void *state;             /* what the steps of a route pass on */
    int status;              /* 0: 200, 201 with MAKES, 204 without a record */

    /* The walk's own. */
    const struct asset *asset; /* a file of the page, and no route */
    struct job job;
    struct chore chore;
    struct error *err;
    int step;
    bool begun;         /* what was sent has been read */
    const char *secret; /* the token or the session's, as it was sent; NULL without one */
    bool by_cookie; /* the actor is known by a cookie, which other pages make browsers send, too */
    int64_t names;  /* for the ETag */
    int64_t highest_change;
    bool replayed;
    const char *reference; /* told with a 500 and in the log */
    const char *allow;
    uint8_t body_hash[32];
};

/* The call that a job belongs to. */
static inline struct call *call_of(struct job *job)
{
    return (struct call *)((char *)job - offsetof(struct call, job));
}

/* A record of the route's answer in the call's arena, cleared. */
void *call_record(struct call *call);

/* Sets the answer of a write and what it was done to. */
void call_answers(struct call *call, void *record, const char *kind, ident id);

/* Has a repeat of this write tell the answer again as it is now: there is no record to be read. */
void call_repeats(struct call *call);

/* Narrows the list that the query asks for by the {id} of the path, too; another id is a fault. */
struct error *call_narrow(struct call *call, const char *name);

#endif
