/* The audit log: who did what to which thing, in a chain of hashes that only grows. */
#ifndef KITH_LOGBOOK_AUDIT_H
#define KITH_LOGBOOK_AUDIT_H

#include "base/buffer.h"
#include "logbook/shared.h"

/* What an act was done to. */
struct audit_subject {
    uint64_t given;
    const char *kind;
    ident id;
};

struct audit {
    uint64_t given;
    int64_t number_; /* `number` is a type */
    instant at;
    const char *actor;
    struct list member; /* a ref, or none */
    const char *verb;
    struct list subject; /* an audit_subject, or none */
    const char *words;
    bool erased;
};
extern const struct shape audit_shape;

struct audit_filter {
    uint64_t given;
    ident member;
    const char *verb;
    ident subject;
    instant from;
    instant to;
    int64_t limit;
    const char *cursor;
    int64_t after;
};
extern const struct shape audit_filter_shape;

extern const struct statement audit_statements[];
extern const struct statement audit_verify_statements[];

/* Appends a row in the caller's own savepoint, so that it stands or falls with the act. Who did it
 * is w->actor; NULL is the host itself. `subject` is the kind of what it was done to, or NULL with
 * a null id. `words`, or NULL, can be erased later and must be nothing that a customer said. */
struct error *audit_write(struct work *w, const char *verb, const char *subject, ident subject_id,
                          const char *words);

/* Erases the words of a row for good; the chain stays whole. A row without words is fine. */
struct error *audit_forget_words(struct work *w, int64_t number_of_it);

/* Newest first. */
struct error *audit_list(struct work *w, const struct audit_filter *filter, struct page *ret_page);

/* What of the log is not as it was written: numbers of rows, 0 where there is nothing. */
struct audit_faults {
    int64_t missing; /* the first number that no row has, though a later one is there */
    int64_t changed; /* the first row that does not follow from the one before it */
    int64_t words;   /* the first row whose words are not those it was written with */
    int64_t last;    /* the last row that is there */
    int64_t written; /* the last row that was ever written */
};

/* Follows the whole chain, in bounded memory; how long depends on the log. */
struct error *audit_verify(struct work *w, struct audit_faults *ret_faults);

/* Verifies the chain, and appends one plain sentence a fault to `out`, each with a line break;
 * `ret_count` counts them. */
struct error *audit_look(struct work *w, struct buffer *out, int64_t *ret_count);

#endif
