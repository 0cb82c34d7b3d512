/* Handles: finding people by the ways to reach them. */
#ifndef KITH_LOGBOOK_HANDLES_H
#define KITH_LOGBOOK_HANDLES_H

#include "logbook/people.h"

enum { LONGEST_KIND = 40 };

/* What a person is looked for by: exactly one of them is set. */
struct handle_wish {
    const char *email;
    const char *phone;
    const char *handle; /* "system:value", "email:…", or an e-mail address */
    const char *domain;
};

extern const struct statement handles_statements[];

/* Folds the kinds of a list of handles, checks the values by them, drops white space, refuses one
 * that stands twice; all faults with pointers below /handles. */
struct error *handles_complete(struct work *w, struct list *handles);

/* Writes a person's handles, dates and languages anew into the tables that find them. */
struct error *person_index(struct work *w, int64_t row);

/* Rows of the live people with that handle, at most `most`, in the order of their making; merged
 * ones as whom they are now. */
struct error *people_by_handle(struct work *w, const struct handle_wish *wish, int most,
                               int64_t *ret_rows, int *ret_count);

/* Reads "kind:value", or an e-mail address; unchecked. Borrows the text. */
struct handle handle_read(struct arena *arena, const char *text);

/* Whether two handles, as they are kept, find the same people. */
bool handle_same(struct arena *arena, const struct handle *one, const struct handle *other);

/* Adds the people with that handle to `rows`, none twice, until there are `most`. */
struct error *people_with_handle(struct work *w, const struct handle *handle, int most,
                                 int64_t *rows, int *count);

#endif
