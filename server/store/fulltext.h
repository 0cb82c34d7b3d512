/* Keeps each full-text index equal to the table it is made of: `find` to the table `passage`, and
 * `find_people` to `person_words`. */
#ifndef KITH_STORE_FULLTEXT_H
#define KITH_STORE_FULLTEXT_H

#include "store/touches.h"

/* Indexes what the jobs of a batch left of the texts they touched: once each, in the order of their
 * ids, which for passages is time. */
struct error *fulltext_index(struct work *w, const struct touched_text *touched);

/* Merges a slice of each index, at most about `pages` pages. `ret_more` tells whether to go on. */
struct error *fulltext_merge(struct work *w, int64_t pages, bool *ret_more);

/* Has the indexes merged in slices only, as fulltext_merge is called. For a writer's connection. */
struct error *fulltext_open(struct arena *arena, struct db *db);

extern const struct statement fulltext_statements[];

#endif
