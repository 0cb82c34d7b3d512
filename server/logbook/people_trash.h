/* A person in the trash, and out of it. */
#ifndef KITH_LOGBOOK_PEOPLE_TRASH_H
#define KITH_LOGBOOK_PEOPLE_TRASH_H

#include "logbook/shared.h"

/* SQL: one of the people of that conversation is not in the trash. */
#define SOMEBODY_LIVES(conversation)                                                               \
    "EXISTS (SELECT 1 FROM conversation_person o JOIN person n ON n.id = o.person"                 \
    " JOIN person l ON l.id = coalesce(n.merged_into, n.id)"                                       \
    " WHERE o.conversation = " conversation " AND l.trashed_at IS NULL)"

extern const struct statement people_trash_statements[];

/* Puts a person into the trash with the conversations that are with nobody else outside it; the
 * others stay and no longer name them. */
struct error *person_to_trash(struct work *w, int64_t person);

/* Takes a person out again, with the conversations that went along with the last of their people.
 */
struct error *person_from_trash(struct work *w, int64_t person);

/* A person's row was written whole and may have come from the trash or gone there: conversations
 * follow. */
struct error *person_trash_follows(struct work *w, int64_t person);

#endif
