/* Lists that grow in an arena. */
#ifndef KITH_FORMATS_ITEMS_H
#define KITH_FORMATS_ITEMS_H

#include "base/arena.h"

#include <stddef.h>

/* The items with room for one more; they move when the count is a power of two. */
void *items_grow(struct arena *arena, void *items, size_t count, size_t size);

#endif
