/* How often this disk can be made to keep 16 KiB, as a commit does: written behind what is there,
 * then fdatasync, for two seconds. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 16384, MOST = 200000, SECONDS = 2 };

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *left, const void *right)
{
    const double *one = left;
    const double *other = right;
    return (*one > *other) - (*one < *other);
}

int main(int argc, char **argv)
{
    static char block[BLOCK];
    static double took[MOST];
    if (argc != 2)
        return 2;
    int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return 1;
    memset(block, 'x', sizeof(block));
    double begun = now_us();
    int count = 0;
    while (count < MOST && now_us() - begun < SECONDS * 1e6) {
        double from = now_us();
        if (write(fd, block, sizeof(block)) != BLOCK || fdatasync(fd) != 0)
            return 1;
        took[count++] = now_us() - from;
    }
    double rate = count / ((now_us() - begun) / 1e6);
    close(fd);
    unlink(argv[1]);
    qsort(took, (size_t)count, sizeof(took[0]), compare);
    printf("{\"per_second\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f}\n", rate, took[count / 2],
           took[count * 99 / 100]);
    return 0;
}
