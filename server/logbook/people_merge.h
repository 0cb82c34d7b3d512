/* Merging people: two records that turned out to be one person. */
#ifndef KITH_LOGBOOK_PEOPLE_MERGE_H
#define KITH_LOGBOOK_PEOPLE_MERGE_H

#include "logbook/people.h"

/* Takes another person into one. */
struct person_merge {
    uint64_t given;
    ident other;
    struct list take; /* of texts: the fields that are the other's from now on */
};
extern const struct shape person_merge_shape;

extern const struct statement people_merge_statements[];

/* All that is told of `other` is told of the person `id` from now on. What `take` names, and what
 * the person lacks, is the other's; lists are joined, the person's own first. The other's row stays
 * and leads to the person, as do those that led to the other. ERROR_CONFLICT when they are the same
 * already, when the other is in the trash, and when a joined list would be too long. */
struct error *person_merge(struct work *w, ident id, const struct person_merge *asked,
                           struct person *ret_merged);

#endif
