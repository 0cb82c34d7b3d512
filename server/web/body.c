/* Collects a request's body in memory or in a spool file, within its limit. */
#include "web/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <unistd.h>

enum { SYNC_BYTES = 8 << 20 };

static const char *with_commas(struct arena *arena, int64_t bytes)
{
    if (bytes < 1000)
        return arena_print(arena, "%lld", (long long)bytes);
    return arena_print(arena, "%s,%03lld", with_commas(arena, bytes / 1000),
                       (long long)(bytes % 1000));
}

static struct error *too_large(const struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    if (request->body_limit <= 0)
        return error_new(request->arena, ERROR_TOO_LARGE, "This address takes no body.");
    return error_new(request->arena, ERROR_TOO_LARGE, "The body is longer than %s bytes.",
                     with_commas(request->arena, request->body_limit));
}

static struct error *spool_fault(const struct exchange *exchange, int code)
{
    struct arena *arena = exchange->request.arena;
    if (code == ENOSPC || code == EDQUOT)
        return error_new(arena, ERROR_FULL, "The disk is full: the body could not be kept.");
    return error_new(arena, ERROR_BROKEN, "The body could not be kept in a file: %s.",
                     strerror(code));
}

/* Closes the spool file and removes it unless it holds the whole body. */
static void spool_remove(struct exchange *exchange)
{
    if (exchange->spool < 0)
        return;
    close(exchange->spool);
    exchange->spool = -1;
    unlink(exchange->request.spool_path);
}

int64_t body_most(const struct exchange *exchange)
{
    return exchange->request.body_limit + MOST_DROPPED;
}

void body_begin(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    if (exchange->announced > request->body_limit) {
        exchange_refuse(exchange, too_large(exchange));
        return;
    }
    if (!request->spool_path)
        return;
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    exchange->spool = open(request->spool_path, flags, 0600);
    if (exchange->spool < 0)
        exchange_refuse(exchange, spool_fault(exchange, errno));
    sha256_begin(&exchange->hash);
}

/* Has the disk write what has come so far, so that little is left to wait for at the end. */
static void spool_hurry(struct exchange *exchange)
{
    int64_t come = exchange->request.body_bytes;
    if (come - exchange->hurried < SYNC_BYTES)
        return;
    sync_file_range(exchange->spool, exchange->hurried, come - exchange->hurried,
                    SYNC_FILE_RANGE_WRITE);
    exchange->hurried = come;
}

static bool sync_folder_of(struct exchange *exchange)
{
    char *path = arena_text(exchange->request.arena, exchange->request.spool_path);
    int folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    int why = errno;
    if (folder >= 0)
        close(folder);
    errno = why;
    return synced;
}

static struct error *spool_write(struct exchange *exchange, const char *bytes, size_t length)
{
    sha256_add(&exchange->hash, bytes, length);
    while (length > 0) {
        ssize_t written = write(exchange->spool, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return spool_fault(exchange, errno);
        bytes += written;
        length -= (size_t)written;
    }
    spool_hurry(exchange);
    return NULL;
}

static struct error *keep(struct exchange *exchange, const char *bytes, size_t length)
{
    struct request *request = &exchange->request;
    if (request->body_bytes > request->body_limit)
        return too_large(exchange);
    if (exchange->spool >= 0)
        return spool_write(exchange, bytes, length);
    buffer_append(&request->body, bytes, length);
    return NULL;
}

bool body_take(struct exchange *exchange, const char *bytes, size_t length)
{
    struct request *request = &exchange->request;
    request->body_bytes += (int64_t)length;
    atomic_store(&exchange->peer->bytes, request->body_bytes);
    if (!exchange->refused) {
        struct error *err = keep(exchange, bytes, length);
        if (!err)
            return true;
        body_forget(exchange);
        exchange_refuse(exchange, err);
    }
    return request->body_bytes <= body_most(exchange);
}

/* Whoever is told that a spooled body was taken may forget it: it is on the disk by then. */
void body_end(struct exchange *exchange)
{
    exchange->whole = true;
    if (exchange->spool < 0)
        return;
    int failed = fdatasync(exchange->spool) < 0 || !sync_folder_of(exchange) ? errno : 0;
    if (close(exchange->spool) < 0 && !failed)
        failed = errno;
    exchange->spool = -1;
    char *hash = arena_take(exchange->request.arena, SHA256_TEXT);
    sha256_end(&exchange->hash, hash);
    exchange->request.spool_hash = hash;
    if (!failed)
        return;
    unlink(exchange->request.spool_path);
    exchange_refuse(exchange, spool_fault(exchange, failed));
}

void body_forget(struct exchange *exchange)
{
    buffer_free(&exchange->request.body);
    spool_remove(exchange);
}
