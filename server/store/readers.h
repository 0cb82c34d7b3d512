/* Read-only connections, as many as threads ask for at once, kept for the next. */
#ifndef KITH_STORE_READERS_H
#define KITH_STORE_READERS_H

#include "store/db.h"

struct readers;

struct readers *readers_new(const char *path);

/* Gives a connection that nobody else uses until readers_give. The one given back last comes first:
 * its pages and statements are warm. */
struct error *readers_take(struct readers *readers, struct arena *arena, struct db **ret_db);
void readers_give(struct readers *readers, struct db *db);

/* All connections must have been given back. */
void readers_free(struct readers *readers);

#endif
