/* Looks at the plan of a statement for walks that grow with the logbook. */
#ifndef KITH_TESTS_PLANS_H
#define KITH_TESTS_PLANS_H

#include "store/db_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PLAN_ROWS = 200 };

struct plan_row {
    int id, parent;
    const char *text;
};

struct plan {
    const char *sql;
    struct plan_row rows[MOST_PLAN_ROWS];
    int count;
};

static inline bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* A word between bytes that belong to no name. */
static inline bool has_words(const char *sql, const char *words)
{
    size_t length = strlen(words);
    for (const char *at = strstr(sql, words); at; at = strstr(at + 1, words)) {
        bool alone = at == sql || !(isalnum((unsigned char)at[-1]) || at[-1] == '_');
        if (alone && !isalnum((unsigned char)at[length]) && at[length] != '_')
            return true;
    }
    return false;
}

/* Subqueries and common table expressions are walked as often as their own rows, which their own
 * part of the plan tells. A plan names what is walked by its alias. */
static inline bool is_derived(struct arena *arena, const struct plan *plan, const char *name)
{
    if (*name == '(')
        return true;
    for (int i = 0; i < plan->count; i++) {
        const char *text = plan->rows[i].text;
        bool made = begins(text, "MATERIALIZE ") || begins(text, "CO-ROUTINE ");
        const char *source = made ? strchr(text, ' ') + 1 : NULL;
        if (source && (strcmp(source, name) == 0 ||
                       has_words(plan->sql, arena_print(arena, "%s %s", source, name)) ||
                       has_words(plan->sql, arena_print(arena, "%s AS %s", source, name))))
            return true;
    }
    return false;
}

/* json_each of a value, the words of an index between two, or a full-text index asked by words or
 * by row. */
static inline bool is_asked(const char *step)
{
    const char *index = strstr(step, "VIRTUAL TABLE INDEX ");
    const char *how = index ? strchr(index, ':') : NULL;
    if (!how)
        return false;
    enum { BETWEEN_WORDS = 6 };
    int way = atoi(index + strlen("VIRTUAL TABLE INDEX "));
    return how[1] ? strpbrk(how + 1, "M=") != NULL : way == 1 || way == 3 || way == BETWEEN_WORDS;
}

/* An index, or the table itself by its row, that is walked in order, as the first loop of a SELECT
 * that stops at its LIMIT. */
static inline bool stops_early(const struct plan *plan, const struct plan_row *row)
{
    bool ordered = strstr(row->text, " INDEX ") || has_words(plan->sql, "ORDER BY");
    if (!ordered || !has_words(plan->sql, "LIMIT") || strstr(row->text, "VIRTUAL TABLE"))
        return false;
    for (int i = 0; i < plan->count; i++) {
        const struct plan_row *other = &plan->rows[i];
        bool loop = begins(other->text, "SCAN ") || begins(other->text, "SEARCH ");
        if (other->parent != row->parent)
            continue;
        if (loop && other < row)
            return false;
        if (strcmp(other->text, "USE TEMP B-TREE FOR ORDER BY") == 0 ||
            strcmp(other->text, "USE TEMP B-TREE FOR GROUP BY") == 0)
            return false;
    }
    return true;
}

static inline bool row_is_fine(struct arena *arena, const struct plan *plan,
                               const struct plan_row *row)
{
    const char *text = row->text;
    bool scan = begins(text, "SCAN ");
    if (!scan && !(begins(text, "SEARCH ") && strstr(text, " AUTOMATIC ")))
        return true;
    const char *name = strchr(text, ' ') + 1;
    name = arena_copy(arena, name, strcspn(name, " "));
    return strstr(text, "CONSTANT ROW") || is_asked(text) || is_derived(arena, plan, name) ||
           (scan && stops_early(plan, row));
}

/* The step of the plan that walks too far, or NULL. */
static inline const char *plan_fault(struct arena *arena, sqlite3 *sqlite, const char *sql)
{
    struct plan plan = {.sql = sql};
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(sqlite, arena_print(arena, "EXPLAIN QUERY PLAN %s", sql), -1, &stmt,
                           NULL) != SQLITE_OK)
        return arena_text(arena, sqlite3_errmsg(sqlite));
    while (plan.count < MOST_PLAN_ROWS && sqlite3_step(stmt) == SQLITE_ROW)
        plan.rows[plan.count++] =
            (struct plan_row){sqlite3_column_int(stmt, 0), sqlite3_column_int(stmt, 1),
                              arena_text(arena, (const char *)sqlite3_column_text(stmt, 3))};
    sqlite3_finalize(stmt);
    for (int i = 0; i < plan.count; i++) {
        if (!row_is_fine(arena, &plan, &plan.rows[i]))
            return plan.rows[i].text;
    }
    return begins(sql, "DELETE ") && plan.count == 0 ? "deletes all rows" : NULL;
}

/* What is wrong with a statement when these fields are given, or NULL. */
static inline const char *statement_fault(struct work *w, const struct statement *statement,
                                          uint64_t given)
{
    const char *wrong = NULL;
    struct prepared *prepared = NULL;
    struct error *err = db_check(w->arena, w->db, statement, given);
    if (err)
        return err->sentence;
    if (statement->whole)
        return NULL;
    if (statements_take(&w->db->statements, statement, given, &prepared, &wrong) != SQLITE_OK)
        return "not kept";
    const char *sql = sqlite3_sql(prepared->stmt);
    const char *fault = plan_fault(w->arena, w->db->sqlite, sql);
    statements_give(prepared);
    return fault ? arena_print(w->arena, "%s, in: %s", fault, sql) : NULL;
}

#endif
