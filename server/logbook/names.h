/* Who is meant by an @name. */
#ifndef KITH_LOGBOOK_NAMES_H
#define KITH_LOGBOOK_NAMES_H

#include "formats/marks.h"
#include "logbook/shared.h"

enum named_sort { NAMED_NOBODY, NAMED_PERSON, NAMED_MEMBER, NAMED_SEVERAL };

struct named {
    enum named_sort sort;
    int64_t row;
    int words; /* how many words of the guess the name took */
};

extern const struct statement names_statements[];

/* Looks among the people of a conversation, then members, then all people; within each, the longest
 * guess first. A guess is somebody's whole name or one of its words; among all people it is the
 * whole name or its beginning. Several at the first place that has any are NAMED_SEVERAL. */
struct error *name_find(struct work *w, const struct name_guess *guess, const int64_t *people,
                        size_t people_count, struct named *ret_named);

/* The same, with the people of a stored conversation. */
struct error *name_in_conversation(struct work *w, const struct name_guess *guess,
                                   int64_t conversation, struct named *ret_named);

#endif
