/* Addresses a body may link to. */
#ifndef KITH_FORMATS_LINKS_H
#define KITH_FORMATS_LINKS_H

#include <stdbool.h>
#include <stddef.h>

/* True for an address (UTF-8, its references decoded) that starts with http://, https://, mailto:
 * or tel:, says more than that, and holds no white space, no control character and no sign that is
 * not seen. */
bool link_is_allowed(const char *address, size_t length);

/* Finds the next bare http:// or https:// address in a text that is allowed, from `from` on; signs
 * that end a sentence are not of it, nor is a bracket that was opened before it. */
bool link_find(const char *text, size_t length, size_t from, size_t *ret_start, size_t *ret_end);

#endif
