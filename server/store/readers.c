/* Read-only connections, kept on a stack. */
#include "store/readers.h"

#include <pthread.h>

enum { MOST_KEPT = 64 };

struct readers {
    struct arena *arena;
    const char *path;
    pthread_mutex_t lock;
    struct db *kept[MOST_KEPT];
    int count;
};

struct readers *readers_new(const char *path)
{
    struct arena *arena = arena_new(512);
    struct readers *readers = arena_take(arena, sizeof(*readers));
    readers->arena = arena;
    readers->path = arena_text(arena, path);
    pthread_mutex_init(&readers->lock, NULL);
    return readers;
}

struct error *readers_take(struct readers *readers, struct arena *arena, struct db **ret_db)
{
    struct db *db = NULL;
    pthread_mutex_lock(&readers->lock);
    if (readers->count > 0)
        db = readers->kept[--readers->count];
    pthread_mutex_unlock(&readers->lock);
    if (!db)
        return db_open(arena, readers->path, DB_READER, ret_db);
    *ret_db = db;
    return NULL;
}

void readers_give(struct readers *readers, struct db *db)
{
    if (!db)
        return;
    pthread_mutex_lock(&readers->lock);
    bool kept = readers->count < MOST_KEPT;
    if (kept)
        readers->kept[readers->count++] = db;
    pthread_mutex_unlock(&readers->lock);
    if (!kept)
        db_close(db);
}

void readers_free(struct readers *readers)
{
    if (!readers)
        return;
    for (int i = 0; i < readers->count; i++)
        db_close(readers->kept[i]);
    pthread_mutex_destroy(&readers->lock);
    arena_free(readers->arena);
}
