/* Makes the listening sockets, and says in a sentence what hinders it. */
#include "web/inside.h"
#include "web/local.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* The resolver cuts larger numbers down to 16 bits. */
static bool port_exists(const char *port)
{
    size_t length = strlen(port);
    return length <= 5 && strspn(port, "0123456789") == length && atoi(port) <= UINT16_MAX;
}

/* Cuts "host:port" or "[host]:port" in two. */
static bool split_address(struct arena *arena, const char *address, char **ret_host,
                          char **ret_port)
{
    const char *colon = strrchr(address, ':');
    if (!colon || colon == address || !colon[1] || !port_exists(colon + 1))
        return false;
    const char *host = address;
    size_t length = (size_t)(colon - address);
    if (*host == '[') {
        if (length < 3 || host[length - 1] != ']')
            return false;
        host++;
        length -= 2;
    } else if (memchr(host, ':', length)) {
        return false;
    }
    *ret_host = arena_copy(arena, host, length);
    *ret_port = arena_text(arena, colon + 1);
    return true;
}

static struct error *tcp_fault(struct arena *arena, const char *address, int code)
{
    switch (code) {
    case EADDRINUSE:
        return error_new(arena, ERROR_BUSY,
                         "%s is in use by another program: stop that one, or listen on another "
                         "port.",
                         address);
    case EACCES:
        return error_new(arena, ERROR_NOT_ALLOWED,
                         "This user may not listen on %s: choose a port above 1023.", address);
    case EADDRNOTAVAIL:
        return error_new(arena, ERROR_INVALID,
                         "%s is not an address of this machine: choose one of its own.", address);
    default:
        return error_new(arena, ERROR_BROKEN, "Cannot listen on %s: %s.", address, strerror(code));
    }
}

static int bound_port(int fd)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof(bound);
    if (getsockname(fd, (struct sockaddr *)&bound, &size) < 0)
        return 0;
    if (bound.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&bound)->sin6_port);
    return ntohs(((struct sockaddr_in *)&bound)->sin_port);
}

static int tcp_socket(const struct addrinfo *found)
{
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    int yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int code = errno;
    close(fd);
    errno = code;
    return -1;
}

struct error *listen_tcp(struct arena *arena, const char *address, int *ret_fd, int *ret_port)
{
    char *host = NULL, *port = NULL;
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (!split_address(arena, address, &host, &port) ||
        getaddrinfo(host, port, &hints, &found) != 0)
        return error_new(
            arena, ERROR_INVALID,
            "\"%s\" is no address to listen on, with a port of at most 65535: write it as "
            "127.0.0.1:8080 or [::1]:8080.",
            address);
    int fd = tcp_socket(found);
    int code = errno;
    freeaddrinfo(found);
    if (fd < 0)
        return tcp_fault(arena, address, code);
    *ret_fd = fd;
    *ret_port = bound_port(fd);
    return NULL;
}

/* Removes a socket file that nobody listens on any more. */
static struct error *remove_stale(struct arena *arena, const char *path,
                                  const struct sockaddr_un *address)
{
    struct stat file;
    if (lstat(path, &file) < 0)
        return NULL;
    if (!S_ISSOCK(file.st_mode))
        return error_new(arena, ERROR_CONFLICT, "%s is there and is no socket: move it away.",
                         path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool dead = connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 &&
                errno == ECONNREFUSED;
    close(fd);
    if (!dead)
        return error_new(arena, ERROR_BUSY,
                         "Another Kith already listens on %s: stop it, or use another folder.",
                         path);
    unlink(path);
    return NULL;
}

/* Gives -1, with errno. Nobody can connect before listen, so that the mode is set in time. */
static int local_socket(const char *path, const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 &&
        chmod(path, 0600) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int code = errno;
    if (fd >= 0)
        close(fd);
    errno = code;
    return -1;
}

static struct error *local_fault(struct arena *arena, const char *path, int code)
{
    return error_new(arena, ERROR_BROKEN, "Cannot listen on the socket %s: %s.", path,
                     strerror(code));
}

struct error *listen_host(struct arena *arena, const char *path, int *ret_fd)
{
    struct local_address local;
    if (!local_address_open(path, &local))
        return local_fault(arena, path, errno);
    struct error *err = remove_stale(arena, path, &local.address);
    int fd = err ? -1 : local_socket(path, &local.address);
    if (!err && fd < 0)
        err = local_fault(arena, path, errno);
    local_address_close(&local);
    if (!err)
        *ret_fd = fd;
    return err;
}
