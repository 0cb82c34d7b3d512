/* What is done to many people at once. */
#ifndef KITH_LOGBOOK_PEOPLE_ACTIONS_H
#define KITH_LOGBOOK_PEOPLE_ACTIONS_H

#include "logbook/shared.h"

enum { PEOPLE_AT_ONCE = 1000 };

struct people_action {
    uint64_t given;
    struct list people; /* of texts: ids */
    struct list tag;    /* of texts: names; new ones are made */
    struct list untag;  /* of texts: names */
    ident known_by;     /* null: counted again */
};
extern const struct shape people_action_shape;

struct people_acted {
    uint64_t given;
    int64_t changed; /* people who are not as they were */
};
extern const struct shape people_acted_shape;

extern const struct statement people_actions_statements[];

/* All of it or nothing: ids of nobody are faults, as is an action that does nothing. */
struct error *people_act(struct work *w, const struct people_action *asked,
                         struct people_acted *ret_acted);

#endif
