/* What went wrong in SQLite, in sentences that name the file and the cure. */
#include "store/db_private.h"

#include <errno.h>

/* A virtual table is damaged by itself: an index is derived anew, and no copy is needed for it. */
static bool file_is_damaged(int code)
{
    return code != SQLITE_CORRUPT_VTAB &&
           ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB);
}

/* True when another user would be let in: not when this process has too many files open. */
static bool is_withheld(const struct db *db, int code)
{
    int why = db->sqlite ? sqlite3_system_errno(db->sqlite) : 0;
    switch (code & 0xff) {
    case SQLITE_CANTOPEN:
        return why != EMFILE && why != ENFILE && why != EISDIR;
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return true;
    default:
        return false;
    }
}

static struct error *withheld(struct arena *arena, const struct db *db, const char *why)
{
    return error_new(
        arena, ERROR_BROKEN,
        "The database %s cannot be opened or written: %s. Give it, and the folder that "
        "it is in, to the user that runs Kith (chown).",
        db->path, why);
}

struct error *db_damage(struct arena *arena, const struct db *db)
{
    if (db->use == DB_STRANGER)
        return error_new(arena, ERROR_BROKEN,
                         "The copy %s is damaged, or no database at all. Choose another.",
                         db->path);
    return error_new(arena, ERROR_BROKEN,
                     "The database file %s is damaged. Restore the newest good copy: kith restore "
                     "FILE.",
                     db->path);
}

struct error *db_error(struct arena *arena, struct db *db, int code)
{
    const char *why = sqlite3_errmsg(db->sqlite);
    if (file_is_damaged(code))
        return db_damage(arena, db);
    if (is_withheld(db, code))
        return withheld(arena, db, why);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return error_new(arena, ERROR_FULL,
                         "The disk is full. Nothing was changed; make room and try again.");
    case SQLITE_INTERRUPT:
        return error_new(arena, ERROR_BUSY, "This took too long. Ask for less, or try again.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_new(arena, ERROR_BUSY, "The logbook is busy. Try again in a moment.");
    case SQLITE_CONSTRAINT:
        return error_new(arena, ERROR_CONFLICT,
                         "This does not fit what is already in the logbook.");
    default:
        return error_new(arena, ERROR_BROKEN, "SQLite says: %s (%d).", why, code);
    }
}

struct error *db_open_error(struct arena *arena, struct db *db, int code)
{
    const char *why = db->sqlite ? sqlite3_errmsg(db->sqlite) : sqlite3_errstr(code);
    if (file_is_damaged(code))
        return db_damage(arena, db);
    if (is_withheld(db, code))
        return withheld(arena, db, why);
    return error_new(arena, ERROR_BROKEN, "The database %s cannot be opened: %s.", db->path, why);
}
