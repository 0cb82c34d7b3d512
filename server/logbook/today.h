/* What a member sees first in the morning. */
#ifndef KITH_LOGBOOK_TODAY_H
#define KITH_LOGBOOK_TODAY_H

#include "logbook/shared.h"

/* The reader's day, and the two instants it spans: the server knows no time zones. */
struct today_query {
    uint64_t given;
    day on;
    instant from;
    instant to;
};
extern const struct shape today_query_shape;

/* Somebody whose silence is longer than usual. */
struct quiet_person {
    uint64_t given;
    ident id;
    const char *name;
    const char *company;
    instant last_heard_at;
    int64_t usual_gap_days;
    instant quiet_from;
    const char *quote; /* their newest words, or null */
    const char *translation;
    const char *sentence; /* the first of the newest conversation, when there are no such words */
};
extern const struct shape quiet_person_shape;

/* A day that a person told us about, in the next two weeks. */
struct coming_day {
    uint64_t given;
    struct list person; /* one ref */
    day on;             /* the day on which it falls now */
    const char *what;
    day since; /* the day that was told: years ago when it comes every year */
    int64_t row;
};
extern const struct shape coming_day_shape;

/* Somebody in a conversation, with where they work. */
struct companion {
    uint64_t given;
    ident id;
    const char *name;
    const char *company;
};
extern const struct shape companion_shape;

/* A conversation in two lines. */
struct latest {
    uint64_t given;
    ident id;
    const char *kind;
    instant happened_at;
    struct list people; /* of companion_shape */
    const char *quote;  /* the first in its body, or null */
    const char *line;   /* its summary, or its first sentence */
    const char *body;   /* when it has no summary */
};
extern const struct shape latest_shape;

struct today {
    uint64_t given;
    struct list promises; /* open, due on or before Sunday, late ones included: up to 50 */
    number promises_due;
    struct list kept; /* kept today: up to 20 */
    number promises_kept;
    struct list quiet; /* up to 3, the longest quiet first */
    number quiet_people;
    struct list coming_up; /* 14 days: up to 50 */
    struct list latest;    /* up to 9, the newest first */
    number conversations;
    const char *due_to; /* for addresses */
    const char *from_text;
    const char *to_text;
};
extern const struct shape today_shape;

extern const struct statement today_statements[];

/* A day, from or to that is missing or makes no day (`to` after `from`, at most 50 hours apart) is
 * a fault with the parameter's name. */
struct error *today_read(struct work *w, const struct today_query *query, struct today *ret_today);

#endif
