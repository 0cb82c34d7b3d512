/* The address of a socket file, however long its path is. */
#include "web/local.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Through /proc, the folder is a few bytes long whatever it is called. */
static bool open_folder(const char *path, struct local_address *local)
{
    char folder[PATH_MAX];
    const char *name = strrchr(path, '/');
    size_t length = name ? (size_t)(name - path) : 0;
    if (length == 0 || length >= sizeof(folder)) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(folder, path, length);
    folder[length] = 0;
    local->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (local->folder < 0)
        return false;
    size_t room = sizeof(local->address.sun_path);
    int size = snprintf(local->address.sun_path, room, "/proc/self/fd/%d%s", local->folder, name);
    if (size > 0 && (size_t)size < room)
        return true;
    close(local->folder);
    errno = ENAMETOOLONG;
    return false;
}

bool local_address_open(const char *path, struct local_address *ret_local)
{
    struct local_address local = {.address.sun_family = AF_UNIX, .folder = -1};
    if (strlen(path) < sizeof(local.address.sun_path))
        strcpy(local.address.sun_path, path);
    else if (!open_folder(path, &local))
        return false;
    *ret_local = local;
    return true;
}

void local_address_close(struct local_address *local)
{
    if (local->folder >= 0)
        close(local->folder);
    local->folder = -1;
}
