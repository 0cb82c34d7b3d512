/* Reads a file of the page from a folder, while somebody works on it. */
#include "web/files.h"

#include "base/sha256.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_ASSET = 32 << 20, ETAG_DIGITS = 24 };

static const struct {
    const char *ending;
    const char *content_type;
} types[] = {
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".woff2", "font/woff2"},
};

static const char *type_of(const char *name)
{
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(types[i].ending, ending) == 0)
            return types[i].content_type;
    }
    return "application/octet-stream";
}

/* One name, without a step into another folder and without a hidden file. */
static bool is_name(const char *name)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return *name && *name != '.' && strspn(name, letters) == strlen(name);
}

static char *read_whole(struct arena *arena, int fd, size_t length)
{
    char *bytes = arena_take(arena, length + 1);
    for (size_t got = 0; got < length;) {
        ssize_t more = read(fd, bytes + got, length - got);
        if (more <= 0)
            return NULL;
        got += (size_t)more;
    }
    return bytes;
}

static const char *etag_of(struct arena *arena, const char *bytes, size_t length)
{
    struct sha256 hash;
    char text[SHA256_TEXT];
    sha256_begin(&hash);
    sha256_add(&hash, bytes, length);
    sha256_end(&hash, text);
    return arena_print(arena, "\"%.*s\"", ETAG_DIGITS, text);
}

const struct asset *asset_read(struct arena *arena, const char *folder, const char *path)
{
    const char *name = strcmp(path, "/") == 0 ? "index.html" : path + 1;
    if (!is_name(name))
        return NULL;
    int fd = open(arena_print(arena, "%s/%s", folder, name),
                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct stat found;
    bool plain = fstat(fd, &found) == 0 && S_ISREG(found.st_mode) && found.st_size <= LONGEST_ASSET;
    size_t length = plain ? (size_t)found.st_size : 0;
    const char *bytes = plain ? read_whole(arena, fd, length) : NULL;
    close(fd);
    if (!bytes)
        return NULL;
    struct asset *asset = arena_take(arena, sizeof(*asset));
    asset->path = path;
    asset->content_type = type_of(name);
    asset->plain = (struct encoded){bytes, length, etag_of(arena, bytes, length)};
    return asset;
}
