/* Who is in a conversation: from what was sent to rows, making people on the way. */
#ifndef KITH_LOGBOOK_PARTIES_H
#define KITH_LOGBOOK_PARTIES_H

#include "logbook/conversations.h"

enum { MOST_PARTIES = 50 };

/* Rows in the order they came, none twice. */
struct parties {
    int64_t rows[MOST_PARTIES];
    size_t count;
};

extern const struct statement parties_statements[];

/* The people of a body's list `people`: by id, by handle, or made when a name is given and nobody
 * matches. All faults at once; several people with one handle are ERROR_CONFLICT with `near`. */
struct error *parties_people(struct work *w, const struct list *sent, struct parties *ret_people);

/* The members of a body's list `members`: by id, name or e-mail. */
struct error *parties_members(struct work *w, const struct list *sent, struct parties *ret_members);

/* Who is in a stored conversation, the first MOST_PARTIES of them; people as whom they are now. */
struct error *parties_seated_people(struct work *w, int64_t conversation,
                                    struct parties *ret_people);
struct error *parties_seated_members(struct work *w, int64_t conversation,
                                     struct parties *ret_members);

/* Adds a row unless it is there; false when there is no room. */
bool parties_add(struct parties *parties, int64_t row);

/* Writes who is in a conversation: rows that stay are not touched. */
struct error *parties_write_people(struct work *w, int64_t conversation,
                                   const struct parties *people);
struct error *parties_write_members(struct work *w, int64_t conversation,
                                    const struct parties *members);

#endif
