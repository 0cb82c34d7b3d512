/* Brings a database to the schema of this binary, step by step. */
#include "store/migrate.h"

#include "base/log.h"
#include "store/backup.h"

#include <sys/stat.h>

enum {
    APPLICATION_ID = 0x4b697468, /* "Kith" */
    MOST_COPIES = 20,            /* before the same step */
};

static struct error *pragma_number(struct arena *arena, struct db *db, const char *sql,
                                   int64_t *ret_number)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db_handle(db), sql, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return db_error(arena, db, code);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        *ret_number = sqlite3_column_int64(stmt, 0);
    code = sqlite3_finalize(stmt);
    return code == SQLITE_OK ? NULL : db_error(arena, db, code);
}

static struct error *apply(struct arena *arena, struct db *db, const struct schema_step *step)
{
    struct error *err = db_execute(arena, db, "BEGIN IMMEDIATE");
    if (!err)
        err = db_execute(arena, db, step->sql);
    const char *mark = arena_print(arena, "PRAGMA user_version = %d; PRAGMA application_id = %d",
                                   step->number, APPLICATION_ID);
    if (!err)
        err = db_execute(arena, db, mark);
    if (!err)
        return db_execute(arena, db, "COMMIT");
    struct error *late = db_execute(arena, db, "ROLLBACK");
    (void)late; /* the first error is the one to tell */
    return err;
}

static struct error *check_owner(struct arena *arena, struct db *db, const char *path)
{
    int64_t application = 0;
    int64_t tables = 0;
    struct error *err = pragma_number(arena, db, "PRAGMA application_id", &application);
    if (!err)
        err = pragma_number(arena, db, "SELECT count(*) FROM sqlite_schema", &tables);
    if (!err && tables > 0 && application != APPLICATION_ID)
        err = error_new(arena, ERROR_CONFLICT,
                        "The file %s is a database of another program. Choose another.", path);
    return err;
}

struct error *schema_check(struct arena *arena, struct db *db, const char *path,
                           enum schema_need need)
{
    int64_t version = 0;
    int newest = 0;
    struct error *err = check_owner(arena, db, path);
    if (!err)
        err = pragma_number(arena, db, "PRAGMA user_version", &version);
    if (err)
        return err;
    for (const struct schema_step *step = schema_steps; step->number; step++)
        newest = step->number;
    if (version > newest)
        return error_new(arena, ERROR_CONFLICT,
                         "The database %s was written by a newer Kith (schema %lld; this one knows "
                         "%d). Install that version, or choose another database.",
                         path, (long long)version, newest);
    if (version < newest && need == SCHEMA_CURRENT)
        return error_new(arena, ERROR_CONFLICT,
                         "The database %s was written by an older Kith. kith serve brings it up to "
                         "date.",
                         path);
    return NULL;
}

/* A try that failed has left its copy, which stays: the database may have changed since. */
static struct error *copy_first(struct arena *arena, struct db *db, const char *copies,
                                const struct schema_step *step)
{
    mkdir(copies, 0700);
    const char *to = arena_print(arena, "%s/before-schema-%04d.db", copies, step->number);
    struct error *err = backup_write(arena, db, to);
    for (int more = 2; err && err->kind == ERROR_CONFLICT && more <= MOST_COPIES; more++) {
        to = arena_print(arena, "%s/before-schema-%04d-%d.db", copies, step->number, more);
        err = backup_write(arena, db, to);
    }
    if (!err)
        log_line("info", "copied before the schema changes", "file", to, NULL);
    return err;
}

static struct error *run_steps(struct arena *arena, struct db *db, const char *copies,
                               int64_t version)
{
    struct error *err = NULL;
    bool copied = version == 0;
    for (const struct schema_step *step = schema_steps; step->number && !err; step++) {
        if (step->number <= version)
            continue;
        if (!copied)
            err = copy_first(arena, db, copies, step);
        copied = true;
        if (!err)
            err = apply(arena, db, step);
    }
    return err;
}

struct error *migrate(struct arena *arena, const char *path, const char *copies)
{
    struct db *db = NULL;
    struct error *err = db_open(arena, path, DB_WRITER, &db);
    if (err)
        return err;
    int64_t version = 0;
    err = schema_check(arena, db, path, SCHEMA_ANY);
    if (!err)
        err = pragma_number(arena, db, "PRAGMA user_version", &version);
    if (!err)
        err = run_steps(arena, db, copies, version);
    db_close(db);
    return err;
}
