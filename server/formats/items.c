/* Lists double: what a list leaves behind in the arena is less than the list. */
#include "formats/items.h"

#include <string.h>

void *items_grow(struct arena *arena, void *items, size_t count, size_t size)
{
    if (count & (count - 1))
        return items;
    void *grown = arena_take(arena, (count ? count * 2 : 1) * size);
    if (count > 0)
        memcpy(grown, items, count * size);
    return grown;
}
