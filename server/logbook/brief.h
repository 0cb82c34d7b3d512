/* What to know before replying to one person. */
#ifndef KITH_LOGBOOK_BRIEF_H
#define KITH_LOGBOOK_BRIEF_H

#include "logbook/handles.h"
#include "logbook/people_near.h"
#include "logbook/shared.h"

/* One of the last three conversations. */
struct recent {
    uint64_t given;
    ident id;
    const char *kind;
    instant happened_at;
    const char *summary;  /* as written, or null */
    const char *sentence; /* the first sentence of the body, when there is no summary */
};
extern const struct shape recent_shape;

struct brief {
    uint64_t given;
    struct list person; /* one, or null */
    struct list facts;  /* up to 5, in their order */
    number fact_count;
    struct list promises; /* open, the earliest due first */
    struct list recent;   /* up to 3 */
    struct list themes;   /* of person_theme_shape: up to 8, most often first */
    struct list near;     /* of near_person_shape: when nobody matches, or several do */
    int64_t story;        /* of the person; NOTHING without one */
    int64_t revision;
    ident id; /* of the person, for addresses */
};
extern const struct shape brief_shape;

/* How a brief is asked for: exactly one of these. */
struct brief_query {
    uint64_t given;
    const char *email;
    const char *phone;
    const char *handle;
    const char *domain;
};
extern const struct shape brief_query_shape;

extern const struct statement brief_statements[];

struct error *brief_of_person(struct work *w, ident id, struct brief *ret_brief);

/* Nobody, or several, give a brief without a person and with `near`, at most 10: those who match,
 * else those with an address at the same domain or at a company that has it. */
struct error *brief_find(struct work *w, const struct brief_query *query, struct brief *ret_brief);

#endif
