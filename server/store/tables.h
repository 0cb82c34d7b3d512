/* The tables by what becomes of their former rows. */
#ifndef KITH_STORE_TABLES_H
#define KITH_STORE_TABLES_H

#include <stdbool.h>

struct source_table {
    const char *name;
    bool stays; /* an undo leaves its new rows: others may have come to use them */
};

/* What people wrote: every former row is kept. Ended by an entry without a name. */
extern const struct source_table source_tables[];

/* What follows from it, and the machinery: never versioned. Ended by NULL. */
extern const char *const derived_tables[];
extern const char *const machinery_tables[];

const struct source_table *source_table_find(const char *name);

#endif
