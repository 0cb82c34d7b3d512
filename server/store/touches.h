/* The rows that a job touches, as they were before it: what versions and the full-text index are
 * made of. Collected by the writer's preupdate hook. */
#ifndef KITH_STORE_TOUCHES_H
#define KITH_STORE_TOUCHES_H

#include "base/arena.h"
#include "store/db.h"

enum { TOUCH_BUCKETS = 64 };

/* A row of a source table. `before` is JSON of the row, or NULL when it was not there. */
struct touch {
    struct touch *next; /* in the order of touching */
    struct touch *in_bucket;
    const char *table; /* from source_tables */
    int64_t row;
    const char *before;
};

/* The tables that a full-text index is made of: `passage` and `person_words`. */
enum text_table { TEXT_PASSAGE, TEXT_PERSON, TEXT_TABLES };

/* A row of one of them. `text` is NULL when it was not there. */
struct touched_text {
    struct touched_text *next;
    enum text_table table;
    int64_t id;
    const char *tokens;
    const char *text;
};

struct touches {
    struct arena *arena;
    struct touch *first, **end;
    struct touch *buckets[TOUCH_BUCKETS];
    struct touched_text *texts, **texts_end;
};

/* Begins collecting what `db`, a writer, touches; NULL ends it. */
void touches_collect(struct db *db, struct touches *touches, struct arena *arena);

/* Between these two, a deleted row of a source table leaves nothing behind: it is erased for good.
 * Rows that the same job changed before must not be among them. */
void touches_erase_begin(struct db *db);
void touches_erase_end(struct db *db);

/* Sets the hook on a writer's connection. */
struct error *touches_watch(struct arena *arena, struct db *db);

#endif
