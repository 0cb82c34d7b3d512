/* The prepared statements of one connection, kept by statement and given pieces. */
#ifndef KITH_STORE_STATEMENTS_H
#define KITH_STORE_STATEMENTS_H

#include "store/db.h"

struct column {
    const struct field *field;
    int bit;
};

struct prepared {
    struct prepared *next; /* in its bucket */
    const struct statement *statement;
    uint64_t given; /* of the fields that pieces ask for */
    sqlite3_stmt *stmt;
    bool busy;
    int parameter_count, column_count;
    const struct field **parameters; /* by parameter number - 1 */
    struct column *columns;
};

enum { STATEMENT_BUCKETS = 256 };

struct statements {
    sqlite3 *sqlite;
    struct arena *arena; /* of the connection */
    struct prepared *buckets[STATEMENT_BUCKETS];
};

/* A statement that nobody uses right now, marked busy. Gives an SQLite code. A parameter or column
 * that is no field of the statement's shapes is SQLITE_MISUSE, and `ret_wrong` names it. */
int statements_take(struct statements *statements, const struct statement *statement,
                    uint64_t given, struct prepared **ret_prepared, const char **ret_wrong);

/* Resets it and lets others use it. */
void statements_give(struct prepared *prepared);

void statements_free(struct statements *statements);

#endif
