/* Who is meant by an @name. */
#ifndef KITH_LOGBOOK_NAMES_H
#define KITH_LOGBOOK_NAMES_H

#include "formats/marks.h"
#include "logbook/parties.h"

enum named_sort { NAMED_NOBODY, NAMED_PERSON, NAMED_MEMBER, NAMED_SEVERAL };

struct named {
    enum named_sort sort;
    int64_t row;
    int words; /* how many words of the guess the name took */
};

extern const struct statement names_statements[];

/* Looks for the longest guess first, and for each among the people of a conversation, then members,
 * then all people. A guess is somebody's whole name or one of its words; among members and all
 * people it is the whole name or its beginning. Several at one place are NAMED_SEVERAL. */
struct error *name_find(struct work *w, const struct name_guess *guess,
                        const struct parties *people, struct named *ret_named);

#endif
