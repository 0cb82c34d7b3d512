/* Reads the address that people open, and refuses what a link could not be made of. */
#include "base/base_url.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_HOST = 253, LONGEST_LABEL = 63, LONGEST_PATH = 200, MOST_PORT = 65535 };

static const struct {
    const char *begins;
    const char *name;
    int port;
    bool secure;
} schemes[] = {{"https://", "https", 443, true}, {"http://", "http", 80, false}};

/* What stands between scheme and path. */
struct authority {
    const char *host;
    size_t length;
    const char *port; /* the digits behind the colon, or NULL */
};

static bool is_label(const char *label, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    return length > 0 && length <= LONGEST_LABEL && strspn(label, letters) >= length &&
           label[0] != '-' && label[length - 1] != '-';
}

/* Browsers read a last label that is a number as part of an IPv4 address, in any of its forms: the
 * usual one is taken. */
static bool is_name(const char *host)
{
    const char *label = host;
    for (;;) {
        size_t length = strcspn(label, ".");
        if (!is_label(label, length))
            return false;
        if (!label[length])
            break;
        label += length + 1;
    }
    struct in_addr address;
    bool number = strspn(label, "0123456789") == strlen(label) || strncmp(label, "0x", 2) == 0;
    return !number || inet_pton(AF_INET, host, &address) == 1;
}

/* An IPv6 address in brackets as browsers write it; one with an IPv4 address within has two forms
 * and is not taken. */
static const char *read_six(struct arena *arena, const char *host, size_t length)
{
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    const char *inside = arena_copy(arena, host + 1, length - 2);
    if (inet_pton(AF_INET6, inside, &address) != 1 ||
        !inet_ntop(AF_INET6, &address, text, sizeof(text)) || strchr(text, '.'))
        return NULL;
    return arena_print(arena, "[%s]", text);
}

/* The host in its one form, or NULL. */
static const char *read_host(struct arena *arena, const struct authority *authority)
{
    if (authority->length == 0 || authority->length > LONGEST_HOST)
        return NULL;
    if (*authority->host == '[')
        return read_six(arena, authority->host, authority->length);
    char *host = arena_copy(arena, authority->host, authority->length);
    for (char *at = host; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    }
    return is_name(host) ? host : NULL;
}

static struct authority split(struct arena *arena, const char *text, size_t length)
{
    const char *whole = arena_copy(arena, text, length);
    const char *end = *whole == '[' ? strchr(whole, ']') : NULL;
    size_t host = end ? (size_t)(end + 1 - whole) : strcspn(whole, ":");
    bool open = *whole == '[' && !end;
    if (open || (whole[host] && whole[host] != ':')) /* something behind the bracket */
        return (struct authority){whole, 0, NULL};
    return (struct authority){whole, host, whole[host] ? whole + host + 1 : NULL};
}

/* Gives 0 for what is no port. */
static int read_port(const char *digits)
{
    size_t length = strlen(digits);
    if (length == 0 || length > 5 || strspn(digits, "0123456789") != length)
        return 0;
    int port = atoi(digits);
    return port <= MOST_PORT ? port : 0;
}

/* Segments of unreserved characters (RFC 3986, section 2.3), which need no escape anywhere. */
static bool is_path(const char *path)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    if (strlen(path) > LONGEST_PATH)
        return false;
    while (*path) {
        size_t length = strspn(++path, letters);
        bool dots = strncmp(path, "..", length) == 0 && length <= 2;
        if (length == 0 || dots || (path[length] && path[length] != '/'))
            return false;
        path += length;
    }
    return true;
}

static struct error *refuse(struct arena *arena, const char *what)
{
    return error_new(arena, ERROR_INVALID,
                     "The address %s: write it as https://kith.example or "
                     "https://kith.example/kith.",
                     what);
}

static struct error *read_rest(struct arena *arena, const char *rest, size_t scheme,
                               struct base_url *ret_base)
{
    size_t length = strcspn(rest, "/?#");
    if (memchr(rest, '@', length))
        return refuse(arena, "holds a name or a password");
    if (strpbrk(rest, "?#"))
        return refuse(arena, "holds a query or a fragment");
    struct authority authority = split(arena, rest, length);
    const char *host = read_host(arena, &authority);
    if (!host)
        return refuse(arena, "has no host that browsers know");
    int port = authority.port ? read_port(authority.port) : schemes[scheme].port;
    if (!port)
        return refuse(arena, "has a port that is none");
    char *path = arena_text(arena, rest + length);
    size_t end = strlen(path);
    if (end > 0 && path[end - 1] == '/')
        path[end - 1] = 0;
    if (!is_path(path))
        return refuse(arena, "has a path of other than letters, digits, -, ., _ and ~");
    bool usual = port == schemes[scheme].port;
    const char *origin = usual ? arena_print(arena, "%s://%s", schemes[scheme].name, host)
                               : arena_print(arena, "%s://%s:%d", schemes[scheme].name, host, port);
    *ret_base = (struct base_url){.url = arena_print(arena, "%s%s", origin, path),
                                  .origin = origin,
                                  .path = path,
                                  .secure = schemes[scheme].secure};
    return NULL;
}

struct error *base_url_read(struct arena *arena, const char *text, struct base_url *ret_base)
{
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        size_t length = strlen(schemes[i].begins);
        if (strncasecmp(text, schemes[i].begins, length) == 0)
            return read_rest(arena, text + length, i, ret_base);
    }
    return refuse(arena, "begins neither with https:// nor with http://");
}

struct base_url base_url_of_listen(struct arena *arena, const char *listen, int port)
{
    const char *colon = strrchr(listen, ':');
    const char *host = arena_copy(arena, listen, colon ? (size_t)(colon - listen) : 0);
    if (strcmp(host, "0.0.0.0") == 0)
        host = "127.0.0.1";
    if (strcmp(host, "[::]") == 0)
        host = "[::1]";
    const char *url = arena_print(arena, "http://%s:%d", host, port);
    return (struct base_url){.url = url, .origin = url, .path = ""};
}
