/* Link reference definitions, `[label]: address`. */
#ifndef KITH_FORMATS_DEFINITIONS_H
#define KITH_FORMATS_DEFINITIONS_H

#include <stdbool.h>
#include <stddef.h>

/* True when a line whose indent is stepped over defines a link and holds nothing else. */
bool definition_is_line(const char *body, size_t start, size_t end);

/* How many definitions a body may hold at most, wherever they stand. */
size_t definitions_count(const char *body, size_t length);

#endif
