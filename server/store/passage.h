/* Keeps the full-text index `find` equal to the table `passage`. */
#ifndef KITH_STORE_PASSAGE_H
#define KITH_STORE_PASSAGE_H

#include "store/touches.h"

/* Indexes what the jobs of a batch left of the passages they touched: once each, in time order. */
struct error *passages_index(struct work *w, const struct touched_passage *touched);

/* Merges a slice of the index, at most about `pages` pages. `ret_more` tells whether to go on. */
struct error *passages_merge(struct work *w, int pages, bool *ret_more);

extern const struct statement passage_statements[];

#endif
