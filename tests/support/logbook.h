/* A logbook of its own for one test: a new database in a folder under /tmp, one open transaction,
 * and a clock that stands still. */
#ifndef KITH_TESTS_LOGBOOK_H
#define KITH_TESTS_LOGBOOK_H

#include "base/shape.h"
#include "logbook/shared.h"
#include "store/db.h"
#include "store/migrate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ftw.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct logbook {
    struct arena *arena;
    char folder[40];
    struct work work; /* nobody in particular asks, at 2026-11-24T10:00:00Z */
};

static const instant logbook_now = {1795514400000};

/* Fails the test with the error's own words. */
static inline void assert_fine(const struct error *err)
{
    if (err)
        fail_msg("%s (%s)", err->sentence, err->pointer ? err->pointer : "no pointer");
}

/* Fails unless there is an error of that kind; its pointer may be NULL. */
static inline void assert_refused(const struct error *err, enum error_kind kind,
                                  const char *pointer)
{
    assert_non_null(err);
    assert_int_equal(err->kind, kind);
    if (pointer)
        assert_string_equal(err->pointer ? err->pointer : "no pointer", pointer);
}

static inline int logbook_open(void **state)
{
    struct arena *arena = arena_new(65536);
    struct logbook *logbook = arena_take(arena, sizeof(*logbook));
    logbook->arena = arena;
    strcpy(logbook->folder, "/tmp/kith-test-XXXXXX");
    if (sodium_init() < 0 || !mkdtemp(logbook->folder))
        return -1;
    const char *path = arena_print(arena, "%s/kith.db", logbook->folder);
    logbook->work = (struct work){.arena = arena, .now = logbook_now, .change = 1};
    struct error *err = migrate(arena, path, logbook->folder);
    if (!err)
        err = db_open(arena, path, DB_WRITER, &logbook->work.db);
    if (!err)
        err = db_execute(arena, logbook->work.db, "BEGIN IMMEDIATE");
    *state = logbook;
    return err ? -1 : 0;
}

static inline int logbook_remove(const char *path, const struct stat *status, int flag,
                                 struct FTW *place)
{
    (void)status;
    (void)flag;
    (void)place;
    return remove(path);
}

static inline int logbook_close(void **state)
{
    struct logbook *logbook = *state;
    db_close(logbook->work.db);
    nftw(logbook->folder, logbook_remove, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(logbook->arena);
    return 0;
}

/* One test with a logbook of its own. */
#define LOGBOOK_TEST(test) cmocka_unit_test_setup_teardown(test, logbook_open, logbook_close)

/* A record as a body of the API makes it. The JSON is written with ' for ". */
static inline void *logbook_asked(struct work *w, const struct shape *shape, enum shape_use use,
                                  const char *json)
{
    char *text = arena_text(w->arena, json);
    for (char *at = text; *at; at++)
        *at = *at == '\'' ? '"' : *at;
    void *record = NULL;
    assert_fine(shape_parse(w->arena, shape, text, strlen(text), use, &record));
    return record;
}

/* A record as the API answers it, with ' for ". */
static inline const char *logbook_answered(struct work *w, const struct shape *shape,
                                           const void *record)
{
    struct buffer json = {0};
    shape_write(&json, shape, record);
    char *text = arena_copy(w->arena, json.bytes, json.length);
    buffer_free(&json);
    for (char *at = text; *at; at++)
        *at = *at == '"' ? '\'' : *at;
    return text;
}

/* Runs SQL that the test itself needs. */
static inline void logbook_run(struct work *w, const char *sql)
{
    assert_fine(db_execute(w->arena, w->db, sql));
}

/* The first column of the first row of a query that the test itself needs. */
static inline int64_t logbook_number(struct work *w, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db_handle(w->db), sql, -1, &stmt, NULL), SQLITE_OK);
    int64_t found = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : NOTHING;
    sqlite3_finalize(stmt);
    return found;
}

/* The counter that stands in every ETag. */
static inline int64_t logbook_names(struct work *w)
{
    return logbook_number(w, "SELECT value FROM counter WHERE name = 'names'");
}

/* Fails when a step of the statement's plan looks at every row of a table: walking an index in
 * order is fine under a LIMIT. */
static inline void assert_plan_searches(struct work *w, const char *sql)
{
    const char *explain = arena_print(w->arena, "EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *plan = NULL;
    assert_int_equal(sqlite3_prepare_v2(db_handle(w->db), explain, -1, &plan, NULL), SQLITE_OK);
    const char *wrong = NULL;
    while (!wrong && sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        bool walks = strstr(step, " USING ") && strstr(step, "INDEX") && strstr(sql, "LIMIT");
        bool constant = strcmp(step, "SCAN CONSTANT ROW") == 0;
        bool counts = strncmp(step, "SCAN (subquery", 14) == 0;
        bool listed = strstr(step, "VIRTUAL TABLE INDEX 1:") != NULL; /* json_each of a value */
        const char *index = strstr(step, "VIRTUAL TABLE INDEX ");
        bool asked = index && strstr(index, ":M"); /* a full-text index, by words */
        if (strncmp(step, "SCAN ", 5) == 0 && !walks && !constant && !counts && !listed && !asked)
            wrong = arena_text(w->arena, step);
    }
    sqlite3_finalize(plan);
    if (wrong)
        fail_msg("%s, in: %s", wrong, sql);
}

/* Prepares every statement bare, with each piece and with all, and looks at the plans. */
static inline void assert_statements_search(struct work *w, const struct statement *statements)
{
    for (const struct statement *statement = statements; statement->sql; statement++) {
        assert_fine(db_check(w->arena, w->db, statement, 0));
        for (int bit = 0; bit < 64; bit++)
            assert_fine(db_check(w->arena, w->db, statement, UINT64_C(1) << bit));
        assert_fine(db_check(w->arena, w->db, statement, UINT64_MAX));
    }
    sqlite3_stmt *stmt = NULL;
    while ((stmt = sqlite3_next_stmt(db_handle(w->db), stmt)))
        assert_plan_searches(w, sqlite3_sql(stmt));
}

#endif
