/* Who is near a person: somebody who may be meant, or may be the same. */
#ifndef KITH_LOGBOOK_PEOPLE_NEAR_H
#define KITH_LOGBOOK_PEOPLE_NEAR_H

#include "logbook/shared.h"

enum { NEAR_MOST = 10 };

/* Somebody who might be meant. */
struct near_person {
    uint64_t given;
    ident id;
    const char *name;
    const char *company;
    const char *email; /* the first of theirs */
};
extern const struct shape near_person_shape;

extern const struct statement people_near_statements[];

/* These people as a list of near_person_shape. */
struct error *near_read(struct work *w, const int64_t *rows, int count, struct list *ret_near);

/* Who may be the same as the person in that row, at most NEAR_MOST, as a list of near_person_shape:
 * those who share a handle, then those whose name is equal as compared. */
struct error *person_near(struct work *w, int64_t row, struct list *ret_near);

#endif
