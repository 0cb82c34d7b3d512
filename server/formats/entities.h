/* Character references of HTML, such as &amp; and &#8364;. */
#ifndef KITH_FORMATS_ENTITIES_H
#define KITH_FORMATS_ENTITIES_H

#include "base/buffer.h"

/* Appends what a whole reference stands for, as UTF-8. A number that is no character gives U+FFFD;
 * a name that is not known here is appended as it is written. */
void entity_decode(struct buffer *out, const char *entity, size_t length);

#endif
