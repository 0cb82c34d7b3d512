/* The OpenAPI document, made from the tables. */
#ifndef KITH_API_OPENAPI_H
#define KITH_API_OPENAPI_H

#include "base/buffer.h"

/* Appends the OpenAPI 3.1 document of all resources. */
void openapi_write(struct buffer *out);

#endif
