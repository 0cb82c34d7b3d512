/* Writes as the API makes them: each a change, with the rows it touched. */
#ifndef KITH_TESTS_CHANGES_H
#define KITH_TESTS_CHANGES_H

#include "logbook/changes.h"
#include "logbook/doctor.h"
#include "store/fulltext.h"
#include "store/rows.h"
#include "store/tables.h"
#include "store/touches.h"

#include "support/logbook.h"

static inline int logbook_open_watched(void **state)
{
    if (logbook_open(state))
        return -1;
    struct logbook *logbook = *state;
    return touches_watch(logbook->arena, logbook->work.db) ? -1 : 0;
}

/* One test with a logbook of its own whose changes can be undone. */
#define CHANGES_TEST(test)                                                                         \
    cmocka_unit_test_setup_teardown(test, logbook_open_watched, logbook_close)

struct logbook_change {
    struct arena *arena; /* not that of the work: logbook functions rewind theirs */
    struct touches touches;
};

static inline struct logbook_change logbook_change_begin(struct work *w)
{
    logbook_run(w, "SAVEPOINT job");
    assert_fine(change_begin(w));
    return (struct logbook_change){.arena = arena_new(4096)};
}

/* Begins collecting; the change must stay where it is until it ends. */
static inline void logbook_change_collect(struct work *w, struct logbook_change *change)
{
    touches_collect(w->db, &change->touches, change->arena);
}

/* Writes the change, unless there is an error: then nothing of it stands. Gives its number, or 0.
 */
static inline int64_t logbook_change_end(struct work *w, struct logbook_change *change,
                                         const struct change_note *note, const struct error *err)
{
    touches_collect(w->db, NULL, NULL);
    if (err)
        logbook_run(w, "ROLLBACK TO job");
    else
        assert_fine(change_end(w, &change->touches, note));
    logbook_run(w, "RELEASE job");
    if (!err)
        assert_fine(fulltext_index(w, change->touches.texts));
    arena_free(change->arena);
    return err ? 0 : w->change;
}

/* One change around `call`, which must be fine; its number is w->change. */
#define CHANGE(w, call)                                                                            \
    do {                                                                                           \
        struct logbook_change change_ = logbook_change_begin(w);                                   \
        logbook_change_collect(w, &change_);                                                       \
        const struct error *err_ = call;                                                           \
        assert_fine(err_);                                                                         \
        struct change_note note_ = {.what = #call};                                                \
        logbook_change_end(w, &change_, &note_, err_);                                             \
    } while (0)

/* Undoes a change, as a change. */
static inline struct error *logbook_undo(struct work *w, int64_t number_of_it, int64_t *ret_number)
{
    struct change undone = {.number_ = 0};
    struct logbook_change change = logbook_change_begin(w);
    logbook_change_collect(w, &change);
    struct error *err = change_undo(w, number_of_it, &undone);
    struct change_note note = {.what = "taken back", .undoes = undone.act};
    int64_t made = logbook_change_end(w, &change, &note, err);
    if (ret_number)
        *ret_number = made;
    return err;
}

/* Fails with the doctor's words unless all that is derived follows from the rows. */
static inline void assert_derived(struct work *w)
{
    struct buffer out = {0};
    int64_t findings = 0;
    assert_fine(doctor_look(w, &out, &findings));
    buffer_byte(&out, 0);
    const char *words = arena_text(w->arena, out.bytes);
    buffer_free(&out);
    if (findings)
        fail_msg("%s", words);
}

/* The first column of the first row as text. */
static inline const char *logbook_text(struct work *w, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db_handle(w->db), sql, -1, &stmt, NULL), SQLITE_OK);
    const char *text = sqlite3_step(stmt) == SQLITE_ROW
                           ? arena_text(w->arena, (const char *)sqlite3_column_text(stmt, 0))
                           : NULL;
    sqlite3_finalize(stmt);
    return text;
}

/* All rows of the source tables as JSON, a line each, without revisions. Of tables whose new rows
 * stay after an undo, those up to the row in `known`, by place in source_tables. */
static inline const char *logbook_rows(struct work *w, const int64_t *known)
{
    struct buffer out = {0};
    for (int t = 0; source_tables[t].name; t++) {
        const char *table = source_tables[t].name;
        int64_t last = source_tables[t].stays && known ? known[t] : INT64_MAX;
        int64_t row = 0;
        for (;;) {
            row = logbook_number(w, arena_print(w->arena,
                                                "SELECT min(id) FROM %s WHERE id > %lld"
                                                " AND id <= %lld",
                                                table, (long long)row, (long long)last));
            const char *json = NULL;
            if (row == NOTHING || row == 0)
                break;
            assert_fine(row_json(w, table, row, &json));
            json_t *object = json_loads(json, 0, NULL);
            json_object_del(object, "revision");
            char *text = json_dumps(object, JSON_SORT_KEYS);
            buffer_print(&out, "%s %s\n", table, text);
            free(text);
            json_decref(object);
        }
    }
    buffer_byte(&out, 0);
    const char *rows = arena_text(w->arena, out.bytes);
    buffer_free(&out);
    return rows;
}

#endif
