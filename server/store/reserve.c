/* Room on the disk that is kept for what must still be written when there is no other. */
#include "store/reserve.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool allocate(int fd, enum reserve_room room)
{
    int code = posix_fallocate(fd, 0, (off_t)room);
    if (code == ENOSPC || code == EDQUOT)
        return false;
    return ftruncate(fd, RESERVE_KEPT) == 0 || errno != ENOSPC;
}

bool reserve_make(const char *path, enum reserve_room room)
{
    struct stat file;
    if (!path || (room == RESERVE_KEPT && stat(path, &file) == 0 && file.st_size == RESERVE_KEPT))
        return true;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno != ENOSPC && errno != EDQUOT;
    bool made = allocate(fd, room);
    close(fd);
    if (!made)
        reserve_release(path);
    return made;
}

void reserve_release(const char *path)
{
    if (path)
        unlink(path);
}
