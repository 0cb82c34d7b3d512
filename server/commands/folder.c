/* The data folder: its files, its lock. */
#include "commands/folder.h"

#include "base/log.h"
#include "logbook/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OTHERS = 077 };

struct folder folder_of(struct arena *arena, const char *path)
{
    return (struct folder){
        .path = path,
        .database = arena_print(arena, "%s/kith.db", path),
        .reserve = arena_print(arena, "%s/kith.reserve", path),
        .lock = arena_print(arena, "%s/kith.lock", path),
        .socket = arena_print(arena, "%s/kith.sock", path),
        .copies = arena_print(arena, "%s/copies", path),
        .spool = arena_print(arena, "%s/spool", path),
    };
}

static struct error *make(struct arena *arena, const char *path)
{
    if (mkdir(path, 0700) == 0)
        return NULL;
    struct stat found;
    int why = errno;
    bool is_folder = why == EEXIST && stat(path, &found) == 0 && S_ISDIR(found.st_mode);
    if (is_folder && access(path, R_OK | W_OK | X_OK) == 0)
        return NULL;
    if (is_folder)
        return error_new(arena, ERROR_NOT_ALLOWED,
                         "The folder %s cannot be written by this user. Choose another with "
                         "--data, or give it to the user that runs Kith (chown).",
                         path);
    return error_new(arena, ERROR_NOT_ALLOWED,
                     "The folder %s cannot be made: %s. Choose another with --data, or make it "
                     "for the user that runs Kith.",
                     path, strerror(why));
}

/* True when nothing else than a logbook's files is in the folder: then it can be closed to others
 * without taking anything from them. */
static bool is_own(const char *path)
{
    static const char *const own[] = {".", "..", "copies", "spool", "lost+found"};
    DIR *entries = opendir(path);
    bool all = entries != NULL;
    for (struct dirent *entry; all && (entry = readdir(entries));) {
        all = strncmp(entry->d_name, "kith.", strlen("kith.")) == 0;
        for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
            all = all || strcmp(entry->d_name, own[i]) == 0;
    }
    if (entries)
        closedir(entries);
    return all;
}

/* True when a file or folder of ours was open to other users, and no longer is. */
static bool close_path(const char *path)
{
    struct stat found;
    if (lstat(path, &found) != 0 || S_ISLNK(found.st_mode) || !(found.st_mode & OTHERS))
        return false;
    return chmod(path, found.st_mode & 0700) == 0;
}

/* SQLite gives its log the mode of the database. */
static bool close_files(struct arena *arena, const struct folder *folder)
{
    bool closed = false;
    const char *const paths[] = {folder->spool,
                                 folder->copies,
                                 folder->database,
                                 arena_print(arena, "%s-wal", folder->database),
                                 arena_print(arena, "%s-shm", folder->database),
                                 folder->reserve,
                                 folder->lock};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        closed = close_path(paths[i]) || closed;
    return closed;
}

static struct error *close_folder(struct arena *arena, const char *path)
{
    struct stat found;
    if (stat(path, &found) == 0 && !(found.st_mode & OTHERS))
        return NULL;
    if (!is_own(path))
        return error_new(arena, ERROR_NOT_ALLOWED,
                         "Other users may look into %s, and it holds other things than a logbook. "
                         "Name a folder of Kith's own with --data, or close this one (chmod 700).",
                         path);
    if (chmod(path, 0700) == 0 && stat(path, &found) == 0 && !(found.st_mode & OTHERS))
        return NULL;
    return error_new(arena, ERROR_NOT_ALLOWED,
                     "Other users may look into %s, and this user cannot close it. Give it to the "
                     "user that runs Kith (chown), and close it (chmod 700).",
                     path);
}

/* Nothing that others may read stays so. */
static struct error *close_to_others(struct arena *arena, const struct folder *folder)
{
    struct stat found;
    bool open = stat(folder->path, &found) == 0 && found.st_mode & OTHERS;
    struct error *err = close_folder(arena, folder->path);
    if (!err && (close_files(arena, folder) || open))
        log_line("warning", "the data folder was open to other users, and is closed now", "data",
                 folder->path, NULL);
    return err;
}

struct error *folder_make(struct arena *arena, const struct folder *folder)
{
    struct error *err = make(arena, folder->path);
    if (!err)
        err = close_to_others(arena, folder);
    if (!err)
        err = make(arena, folder->spool);
    return err ? err : make(arena, folder->copies);
}

struct error *folder_lock(struct arena *arena, const struct folder *folder, int *ret_fd)
{
    int fd = open(folder->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_new(arena, ERROR_NOT_ALLOWED,
                         "The lock %s cannot be opened: %s. Give the folder to the user that "
                         "runs Kith.",
                         folder->lock, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return error_new(arena, ERROR_BUSY,
                         "Another Kith is using the folder %s. Stop it first, or choose another "
                         "folder with --data.",
                         folder->path);
    }
    *ret_fd = fd;
    return NULL;
}

static struct error *catch_up(struct work *w)
{
    struct error *err = db_execute(w->arena, w->db, "BEGIN IMMEDIATE");
    if (!err)
        err = doctor_catch_up(w);
    if (!err)
        return db_execute(w->arena, w->db, "COMMIT");
    struct error *late = db_execute(w->arena, w->db, "ROLLBACK");
    (void)late; /* the first error is the one to tell */
    return err;
}

struct error *folder_migrate(struct arena *arena, const struct folder *folder)
{
    struct work w = {.arena = arena, .now = instant_now()};
    struct error *err = migrate(arena, folder->database, folder->copies);
    if (!err)
        err = db_open(arena, folder->database, DB_WRITER, &w.db);
    if (!err)
        err = catch_up(&w);
    db_close(w.db);
    return err;
}

struct error *folder_check(struct arena *arena, const struct folder *folder)
{
    if (access(folder->database, R_OK) == 0)
        return NULL;
    switch (errno) {
    case ENOENT:
        return error_new(arena, ERROR_NOT_FOUND,
                         "There is no logbook in %s. kith serve --data %s makes one.", folder->path,
                         folder->path);
    case ENOTDIR:
        return error_new(arena, ERROR_INVALID,
                         "%s is no folder. Name the folder of a logbook with --data.",
                         folder->path);
    case EACCES:
        return error_new(arena, ERROR_NOT_ALLOWED,
                         "This user may not read %s. Run the command as the user that runs Kith, "
                         "or give the folder %s to this one (chown -R).",
                         folder->database, folder->path);
    default:
        return error_new(arena, ERROR_BROKEN,
                         "%s cannot be read: %s. Name another folder with --data.",
                         folder->database, strerror(errno));
    }
}

struct error *folder_open(struct arena *arena, const struct folder *folder, enum db_use use,
                          enum schema_need need, struct db **ret_db)
{
    struct db *db = NULL;
    struct error *err = folder_check(arena, folder);
    if (!err)
        err = db_open(arena, folder->database, use, &db);
    if (!err)
        err = schema_check(arena, db, folder->database, need);
    if (err)
        db_close(db);
    else
        *ret_db = db;
    return err;
}

void folder_remove(struct arena *arena, const char *database)
{
    unlink(database);
    unlink(arena_print(arena, "%s-wal", database));
    unlink(arena_print(arena, "%s-shm", database));
    unlink(arena_print(arena, "%s-journal", database));
}
