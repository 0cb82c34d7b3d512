/* Shapes as JSON Schemas. */
#ifndef KITH_API_OPENAPI_SCHEMAS_H
#define KITH_API_OPENAPI_SCHEMAS_H

#include "base/shape.h"

/* Which of a shape's schemas: what is sent to make it, to change it, what is answered, a page. */
enum schema_use { SCHEMA_IN, SCHEMA_PATCH, SCHEMA_OUT, SCHEMA_PAGE };

/* "person", "person_in", "person_patch" or "person_page". */
void schema_name(char *name, size_t room, const struct shape *shape, enum schema_use use);

/* The schema of one field's value. */
void schema_write_value(struct buffer *out, const struct field *field, enum schema_use use);

/* The schema of a path parameter. */
void schema_write_path(struct buffer *out, const char *name);

/* The member "schemas": all shapes that routes use, and those in them, once each. */
void schemas_write(struct buffer *out);

#endif
