/* The data folder: its files, its lock. */
#include "commands/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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
    if (why == EEXIST && stat(path, &found) == 0 && S_ISDIR(found.st_mode) &&
        access(path, R_OK | W_OK | X_OK) == 0)
        return NULL;
    if (why == EEXIST)
        return error_new(arena, ERROR_NOT_ALLOWED,
                         "The folder %s cannot be written by this user. Choose another with "
                         "--data, or give it to the user that runs Kith (chown).",
                         path);
    return error_new(arena, ERROR_NOT_ALLOWED,
                     "The folder %s cannot be made: %s. Choose another with --data, or make it "
                     "for the user that runs Kith.",
                     path, strerror(why));
}

struct error *folder_make(struct arena *arena, const struct folder *folder)
{
    struct error *err = make(arena, folder->path);
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

struct error *folder_check(struct arena *arena, const struct folder *folder)
{
    if (access(folder->database, R_OK) == 0)
        return NULL;
    return error_new(arena, ERROR_NOT_FOUND,
                     "There is no logbook in %s. kith serve --data %s makes one.", folder->path,
                     folder->path);
}
