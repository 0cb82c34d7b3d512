/* A database of its own for one test: in a folder under /tmp, with the schema and nothing else. */
#ifndef KITH_TESTS_STORE_H
#define KITH_TESTS_STORE_H

#include "base/arena.h"
#include "store/db.h"
#include "store/migrate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct store {
    struct arena *arena;
    char folder[40];
    const char *path;
    struct work work; /* its db is a writer's connection, at 2026-11-24T10:00:00Z */
};

static const instant store_now = {1795514400000};

/* Fails the test with the error's own words. */
static inline void assert_fine(const struct error *err)
{
    if (err)
        fail_msg("%s", err->sentence);
}

static inline void assert_kind(const struct error *err, enum error_kind kind)
{
    if (!err)
        fail_msg("nothing was refused");
    if (err->kind != kind)
        fail_msg("kind %d: %s", (int)err->kind, err->sentence);
}

/* A path in the test's folder. */
static inline const char *store_path(struct store *store, const char *name)
{
    return arena_print(store->arena, "%s/%s", store->folder, name);
}

/* A folder without a database. */
static inline int store_folder(void **state)
{
    struct arena *arena = arena_new(65536);
    struct store *store = arena_take(arena, sizeof(*store));
    store->arena = arena;
    strcpy(store->folder, "/tmp/kith-test-XXXXXX");
    if (!mkdtemp(store->folder))
        return -1;
    store->path = store_path(store, "kith.db");
    store->work = (struct work){.arena = arena, .now = store_now};
    *state = store;
    return 0;
}

/* A folder with a database that nobody has opened. */
static inline int store_made(void **state)
{
    int code = store_folder(state);
    struct store *store = *state;
    return code ? code : migrate(store->arena, store->path, store->folder) ? -1 : 0;
}

/* A database that is open for writing. */
static inline int store_open(void **state)
{
    int code = store_made(state);
    struct store *store = *state;
    if (code)
        return code;
    return db_open(store->arena, store->path, DB_WRITER, &store->work.db) ? -1 : 0;
}

static inline int store_remove(const char *path, const struct stat *status, int flag,
                               struct FTW *place)
{
    (void)status, (void)flag, (void)place;
    return remove(path);
}

static inline int store_close(void **state)
{
    struct store *store = *state;
    db_close(store->work.db);
    nftw(store->folder, store_remove, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(store->arena);
    return 0;
}

#define FOLDER_TEST(test) cmocka_unit_test_setup_teardown(test, store_folder, store_close)
#define MADE_TEST(test) cmocka_unit_test_setup_teardown(test, store_made, store_close)
#define STORE_TEST(test) cmocka_unit_test_setup_teardown(test, store_open, store_close)

/* Runs SQL that the test itself needs. */
static inline void store_run(struct db *db, const char *sql)
{
    char *wrong = NULL;
    if (sqlite3_exec(db_handle(db), sql, NULL, NULL, &wrong) != SQLITE_OK)
        fail_msg("%s, in: %s", wrong, sql);
}

/* The first column of the first row of a query that the test itself needs, or NOTHING. */
static inline int64_t store_number(struct db *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db_handle(db), sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s, in: %s", sqlite3_errmsg(db_handle(db)), sql);
    int64_t found = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : NOTHING;
    sqlite3_finalize(stmt);
    return found;
}

/* The same for a text; NULL when there is none. */
static inline const char *store_text(struct arena *arena, struct db *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db_handle(db), sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s, in: %s", sqlite3_errmsg(db_handle(db)), sql);
    const char *found = NULL;
    if (sqlite3_step(stmt) == SQLITE_ROW)
        found = arena_text(arena, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return found;
}

/* A number of an xorshift generator, below `below`: the same in every run. */
static inline uint64_t store_chance(uint64_t *seed, uint64_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed % below;
}

#endif
