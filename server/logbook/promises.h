/* Promises: what we said we would do for a person. */
#ifndef KITH_LOGBOOK_PROMISES_H
#define KITH_LOGBOOK_PROMISES_H

#include "logbook/shared.h"

enum promise_state { PROMISE_OPEN, PROMISE_KEPT, PROMISE_RELEASED };

struct promise {
    uint64_t given;
    ident id;
    ident person_id;
    const char *person_name;
    ident conversation_id;
    const char *text;
    day due_on;
    const char *due_time;
    const char *due_words;
    ident by; /* a member */
    const char *by_name;
    unsigned state; /* enum promise_state */
    const char *closed_words;
    instant told_at;
    instant closed_at;
    ident kept_by;
    int64_t revision;
    instant created_at;
    instant updated_at;
    int64_t row;
    int64_t person; /* rows behind the ids; NOTHING for none */
    int64_t conversation;
};
extern const struct shape promise_shape;

struct promises_filter {
    uint64_t given;
    ident person;
    ident conversation;
    ident member; /* by whom */
    unsigned state;
    day due_to;          /* open ones due on or before this day */
    instant closed_from; /* closed at or after */
    instant closed_to;   /* closed before */
    instant from;        /* made at or after */
    instant to;          /* made before */
    int64_t limit;
    const char *cursor;
    int64_t after;    /* row of the last promise of the page before, */
    int64_t after_at; /* and its sort key: due_on, closed_at or created_at */
    int64_t order;    /* set by the list itself: which of the three it is, */
    int64_t way;      /* and 1 for rising, -1 for falling */
};
extern const struct shape promises_filter_shape;

extern const struct statement promises_statements[];

/* What is wrong with a promise that is to be made; nothing is written. */
struct error *promise_check(struct work *w, const struct promise *asked);

/* Makes a promise. `by` when not given is the member who asks; `told_at`, when we told them how it
 * ended, stays null until somebody says so. The person may also be set by its row `person`;
 * `conversation` is a row, or NOTHING. */
struct error *promise_make(struct work *w, const struct promise *asked, int64_t conversation,
                           struct promise *ret_made);
struct error *promise_find(struct work *w, ident id, struct promise *ret_promise);

/* Changes what is given. A state of kept or released sets closed_at and kept_by (the member who
 * asks); released without closed_words is a fault; those of a former state are cleared. */
struct error *promise_change(struct work *w, ident id, const struct promise *patch,
                             struct promise *ret_changed);
struct error *promise_trash(struct work *w, ident id);

/* With due_to: by due day, earliest first; with closed_from or closed_to: newest closed first; else
 * newest made first. Promises to people in the trash are left out everywhere. */
struct error *promises_list(struct work *w, const struct promises_filter *filter,
                            struct page *ret_page);

/* The open promises to one person, the earliest due first, those without a day last; at most 50. */
struct error *promises_open(struct work *w, int64_t person, struct list *ret_promises);

/* All promises made in one conversation, by row. */
struct error *promises_of_conversation(struct work *w, int64_t conversation,
                                       struct list *ret_promises);

#endif
