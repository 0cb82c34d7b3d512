/* Copies of the database that were opened and checked. */
#include "store/backup.h"

#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct error *vacuum_into(struct arena *arena, struct db *db, const char *path)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db_handle(db), "VACUUM INTO ?1", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    struct error *err = code == SQLITE_DONE ? NULL : db_error(arena, db, code);
    sqlite3_finalize(stmt);
    return err;
}

/* An empty file is a sound database to SQLite; a copy has tables. */
static const char check_sql[] =
    "SELECT iif((SELECT count(*) FROM sqlite_schema) = 0, 'it is empty', quick_check)"
    " FROM pragma_quick_check(1)";

const char *backup_fault(struct arena *arena, struct db *db)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db_handle(db), check_sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    const char *found = code == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0)
                                           : sqlite3_errmsg(db_handle(db));
    const char *fault = arena_text(arena, found ? found : "nothing is known of it");
    sqlite3_finalize(stmt);
    return strcmp(fault, "ok") == 0 ? NULL : fault;
}

/* `told` is the name under which whoever asked knows the file. */
static struct error *check(struct arena *arena, const char *path, const char *told)
{
    struct db *copy = NULL;
    struct error *err = db_open(arena, path, DB_STRANGER, &copy);
    if (err)
        return err;
    const char *fault = backup_fault(arena, copy);
    err = fault ? error_new(arena, ERROR_BROKEN, "The copy %s is damaged: %s.", told, fault)
                : schema_check(arena, copy, told, SCHEMA_ANY);
    db_close(copy);
    return err;
}

struct error *backup_check(struct arena *arena, const char *path)
{
    return check(arena, path, path);
}

static bool sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return synced;
}

/* Unlike plain rename, neither way replaces a copy that is there. Some file systems know no hard
 * links, and some kernels allow none. */
static bool give_name(const char *from, const char *path)
{
    if (link(from, path) == 0) {
        unlink(from);
        return true;
    }
    bool without_links = errno == EPERM || errno == ENOTSUP || errno == ENOSYS;
    return without_links && renameat2(AT_FDCWD, from, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
}

static struct error *keep(struct arena *arena, const char *from, const char *path)
{
    if (!sync_file(from) || !give_name(from, path))
        return error_new(arena, errno == EEXIST ? ERROR_CONFLICT : ERROR_BROKEN,
                         "The copy %s cannot be kept: %s. Choose a folder on another disk.", path,
                         strerror(errno));
    int folder = open(dirname(arena_text(arena, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
    return NULL;
}

static struct error *cannot_make(struct arena *arena, const char *path, int why)
{
    const char *cure = "Choose a folder that this user may write to.";
    if (why == ENOENT)
        cure = "Make the folder first.";
    return error_new(arena, ERROR_NOT_ALLOWED, "The copy %s cannot be made: %s. %s", path,
                     strerror(why), cure);
}

/* SQLite writes into an empty file that is there, and so keeps its mode. */
static struct error *make_private(struct arena *arena, const char *unfinished, const char *path)
{
    int fd = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return cannot_make(arena, path, errno);
    close(fd);
    return NULL;
}

/* The words of a fault found in the unfinished copy, about the file that was asked for. */
static struct error *about(struct arena *arena, const char *path, const struct error *err)
{
    const char *cure = err->kind == ERROR_FULL ? "" : " Run kith doctor, or choose another folder.";
    return error_new(arena, err->kind, "The copy %s was not made. %s%s", path, err->sentence, cure);
}

struct error *backup_write(struct arena *arena, struct db *db, const char *path)
{
    if (access(path, F_OK) == 0)
        return error_new(arena, ERROR_CONFLICT,
                         "The file %s is there already, and a copy never replaces another. Choose "
                         "another name.",
                         path);
    const char *unfinished = arena_print(arena, "%s.unfinished", path);
    unlink(unfinished);
    struct error *err = make_private(arena, unfinished, path);
    if (err)
        return err;
    err = vacuum_into(arena, db, unfinished);
    if (!err)
        err = check(arena, unfinished, path);
    err = err ? about(arena, path, err) : keep(arena, unfinished, path);
    if (err)
        unlink(unfinished);
    return err;
}
