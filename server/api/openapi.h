/* The OpenAPI document, made from the tables. */
#ifndef KITH_API_OPENAPI_H
#define KITH_API_OPENAPI_H

#include "base/buffer.h"

/* Appends the OpenAPI 3.1 document of all resources, which stand under a path: "" or "/kith". */
void openapi_write(struct buffer *out, const char *base_path);

#endif
