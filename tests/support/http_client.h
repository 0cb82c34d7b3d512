/* A plain HTTP client for tests: it sends the bytes it is told to, however wrong they are. */
#ifndef KITH_TESTS_HTTP_CLIENT_H
#define KITH_TESTS_HTTP_CLIENT_H

#include "base/arena.h"
#include "base/buffer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { CLIENT_PATIENCE_S = 20 };

struct client {
    struct arena *arena; /* the answers live here */
    int fd;              /* -1 when nobody took the connection */
    struct buffer unread;
    bool ended;  /* nothing more will be read, as the server closed, cut ... */
    bool silent; /* ... or said nothing for too long */
};

/* One answer. Status 0 when the connection ended before its header was whole. */
struct answer {
    int status;
    const char *head; /* status line and headers, with a NUL behind */
    const char *body; /* with a NUL behind */
    size_t length;
    bool whole; /* the body came to the end that the header promised */
};

static inline struct client client_on(int fd)
{
    struct timeval patience = {.tv_sec = CLIENT_PATIENCE_S};
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return (struct client){.arena = arena_new(4096), .fd = fd, .ended = fd < 0};
}

static inline int client_connected(int fd, const void *address, socklen_t size)
{
    if (connect(fd, (const struct sockaddr *)address, size) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Connects to a port of 127.0.0.1, from an address such as 127.0.0.2. */
static inline struct client client_open_from(const char *own, int port)
{
    struct sockaddr_in from = {.sin_family = AF_INET};
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    inet_pton(AF_INET, own, &from.sin_addr);
    if (bind(fd, (struct sockaddr *)&from, sizeof(from)) < 0) {
        close(fd);
        return client_on(-1);
    }
    return client_on(client_connected(fd, &address, sizeof(address)));
}

static inline struct client client_open(int port)
{
    return client_open_from("127.0.0.1", port);
}

/* Connects to the host's own socket. */
static inline struct client client_open_host(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return client_on(client_connected(fd, &address, sizeof(address)));
}

static inline void client_close(struct client *client)
{
    if (client->fd >= 0)
        close(client->fd);
    buffer_free(&client->unread);
    arena_free(client->arena);
    *client = (struct client){.fd = -1, .ended = true};
}

/* Gives false when the server no longer takes bytes. */
static inline bool client_send_bytes(struct client *client, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static inline bool client_send(struct client *client, const char *text)
{
    return client_send_bytes(client, text, strlen(text));
}

/* Waits for more bytes. False when the connection ended. */
static inline bool client_receive(struct client *client)
{
    char bytes[16 * 1024];
    ssize_t got = client->ended ? 0 : recv(client->fd, bytes, sizeof(bytes), 0);
    if (got <= 0) {
        client->silent = !client->ended && got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        client->ended = true;
        return false;
    }
    buffer_append(&client->unread, bytes, (size_t)got);
    return true;
}

/* Takes the first `length` unread bytes, waiting for them; fewer when the connection ends. */
static inline char *client_take(struct client *client, size_t length, size_t *ret_taken)
{
    while (client->unread.length < length && client_receive(client))
        ;
    size_t taken = length < client->unread.length ? length : client->unread.length;
    char *copy = arena_copy(client->arena, client->unread.bytes, taken);
    client->unread.length -= taken;
    if (client->unread.length)
        memmove(client->unread.bytes, client->unread.bytes + taken, client->unread.length);
    *ret_taken = taken;
    return copy;
}

/* Takes up to and with the next `mark`; NULL when the connection ends before it. */
static inline char *client_take_until(struct client *client, const char *mark)
{
    for (;;) {
        char *found = client->unread.length
                          ? memmem(client->unread.bytes, client->unread.length, mark, strlen(mark))
                          : NULL;
        if (found) {
            size_t taken;
            return client_take(client, (size_t)(found - client->unread.bytes) + strlen(mark),
                               &taken);
        }
        if (!client_receive(client))
            return NULL;
    }
}

/* Everything until the server ends the connection, with a NUL behind. */
static inline char *client_take_rest(struct client *client)
{
    while (client_receive(client))
        ;
    size_t taken;
    return client_take(client, client->unread.length, &taken);
}

/* True when the server ends the connection without another byte. */
static inline bool client_sees_end(struct client *client)
{
    return *client_take_rest(client) == 0 && !client->silent;
}

/* The value of a header up to its line's end, or NULL. */
static inline char *answer_header(struct arena *arena, const struct answer *answer,
                                  const char *name)
{
    for (const char *line = strstr(answer->head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, strlen(name)) != 0 || line[strlen(name)] != ':')
            continue;
        line += strlen(name) + 1;
        line += strspn(line, " ");
        return arena_copy(arena, line, strcspn(line, "\r"));
    }
    return NULL;
}

static inline void client_take_chunks(struct client *client, struct answer *answer)
{
    struct buffer body = {0};
    for (;;) {
        char *line = client_take_until(client, "\r\n");
        if (!line)
            break;
        size_t size = strtoul(line, NULL, 16), taken;
        char *bytes = client_take(client, size, &taken);
        buffer_append(&body, bytes, taken);
        if (taken < size || !client_take_until(client, "\r\n"))
            break;
        if (size == 0) {
            answer->whole = true;
            break;
        }
    }
    answer->body = arena_copy(client->arena, body.bytes, body.length);
    answer->length = body.length;
    buffer_free(&body);
}

/* Reads one answer. `to_head` says that it answers a HEAD request and has no body. */
static inline struct answer client_answer_to(struct client *client, bool to_head)
{
    struct answer answer = {.head = "", .body = ""};
    const char *head = client_take_until(client, "\r\n\r\n");
    if (!head || strncmp(head, "HTTP/1.", 7) != 0)
        return answer;
    answer.head = head;
    answer.status = atoi(head + strlen("HTTP/1.1 "));
    answer.whole = true;
    if (to_head || answer.status == 204 || answer.status == 304 || answer.status < 200)
        return answer;
    const char *length = answer_header(client->arena, &answer, "Content-Length");
    const char *encoding = answer_header(client->arena, &answer, "Transfer-Encoding");
    if (length) {
        size_t size = strtoul(length, NULL, 10);
        answer.body = client_take(client, size, &answer.length);
        answer.whole = answer.length == size;
    } else if (encoding && strcasecmp(encoding, "chunked") == 0) {
        answer.whole = false;
        client_take_chunks(client, &answer);
    } else {
        answer.body = client_take_rest(client);
        answer.length = strlen(answer.body);
    }
    return answer;
}

static inline struct answer client_answer(struct client *client)
{
    return client_answer_to(client, false);
}

/* Sends a request and reads its answer. `headers` is NULL or lines that end in CR LF each; `body`
 * is NULL or sent with its length. */
static inline struct answer client_ask(struct client *client, const char *method,
                                       const char *target, const char *headers, const char *body)
{
    struct buffer request = {0};
    buffer_print(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s", method, target,
                 headers ? headers : "");
    if (body)
        buffer_print(&request, "Content-Length: %zu\r\n", strlen(body));
    buffer_text(&request, "\r\n");
    buffer_text(&request, body ? body : "");
    client_send_bytes(client, request.bytes, request.length);
    buffer_free(&request);
    return client_answer_to(client, strcmp(method, "HEAD") == 0);
}

/* How often a text occurs in another. */
static inline int times_in(const char *text, const char *part)
{
    int times = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        times++;
    return times;
}

#endif
