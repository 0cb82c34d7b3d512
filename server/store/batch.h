/* What the writer's thread works with, and how it commits a batch of jobs. For the writer alone. */
#ifndef KITH_STORE_BATCH_H
#define KITH_STORE_BATCH_H

#include "store/writer.h"

#include <pthread.h>

struct queue {
    struct job *first, **end;
    int count;
};

struct writer {
    struct writer_settings settings;
    struct arena *arena;   /* of the writer */
    struct arena *scratch; /* of one batch */
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct queue waiting, behind;
    bool stopping;
    bool closed; /* nothing is left but its memory */
    struct writer_health health;
    int64_t wal_pages;
    int64_t merge_due;   /* pages of the index that what was written should have merged */
    bool damaged;        /* or not to be opened, when that was last tried */
    int64_t retry_at_ms; /* monotonic: when to try again whether the database can be written ... */
    int64_t open_at_ms;  /* ... and before when it is not opened again */
};

/* Opens the database of a writer, with its hooks. */
struct error *batch_open(struct writer *writer, struct arena *arena);
void batch_close(struct writer *writer);

/* Merges a slice of the index, between commits or in an idle moment, and notes whether more of it
 * waits for one. */
void batch_merge(struct writer *writer);

/* In trouble, tries now and then to write, and notes how that went. Gives whether it was time. */
bool batch_heal(struct writer *writer);

/* Commits the jobs together, or, when that fails, each alone, and tells each how it ended: one bad
 * job takes no other along. Gives back what found no room within the time of a batch. */
struct job *batch_write(struct writer *writer, struct job *first);

#endif
