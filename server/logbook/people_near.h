/* Who is near a person: somebody who may be meant, or may be the same. */
#ifndef KITH_LOGBOOK_PEOPLE_NEAR_H
#define KITH_LOGBOOK_PEOPLE_NEAR_H

#include "logbook/shared.h"

enum { NEAR_MOST = 10 };

/* Why somebody may be the same: the best first. */
enum near_why {
    NEAR_BY_NOTHING,
    NEAR_BY_HANDLE,
    NEAR_BY_NAME,
    NEAR_BY_READS_AS,
    NEAR_BY_ORDER,
    NEAR_BY_SLIP,
    NEAR_BY_PART,
    NEAR_BY_INITIALS,
};

/* Somebody who might be meant. */
struct near_person {
    uint64_t given;
    ident id;
    const char *name;
    const char *company;
    const char *email; /* the first of theirs */
    unsigned why;      /* enum near_why; told of a person who is made */
};
extern const struct shape near_person_shape;

extern const struct statement people_near_statements[];

/* These people as a list of near_person_shape, without `why`. */
struct error *near_read(struct work *w, const int64_t *rows, int count, struct list *ret_near);

/* Who may be the same as the person in that row, at most NEAR_MOST, as a list of near_person_shape:
 * those who share a handle, then those whose name, or what it reads as, is nearly the same. It is
 * not told of people who were made in the same moment, but for those of the same name. */
struct error *person_near(struct work *w, int64_t row, struct list *ret_near);

#endif
