/* A person in the trash, and out of it. */
#ifndef KITH_LOGBOOK_PEOPLE_TRASH_H
#define KITH_LOGBOOK_PEOPLE_TRASH_H

#include "logbook/shared.h"

extern const struct statement people_trash_statements[];

/* Puts a person into the trash with the conversations that are with nobody else; the others stay
 * and no longer name them. */
struct error *person_to_trash(struct work *w, int64_t person);

/* Takes a person out again, with the conversations that went along. */
struct error *person_from_trash(struct work *w, int64_t person);

#endif
