/* A small HTTP/1.0 client over the host's own socket: an answer ends where the connection does. */
#include "commands/client.h"

#include "commands/host.h"
#include "web/local.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 65536 };

struct client {
    const char *socket;
    struct host *host; /* started for this command, or NULL */
};

/* Gives -1, with errno. */
static int connect_to(const char *path)
{
    struct local_address local;
    if (!local_address_open(path, &local))
        return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int code = 0;
    if (fd >= 0 && connect(fd, (struct sockaddr *)&local.address, sizeof(local.address)) != 0) {
        code = errno;
        close(fd);
        fd = -1;
    }
    local_address_close(&local);
    errno = code;
    return fd;
}

bool client_is_running(struct arena *arena, const struct settings *settings)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    int fd = connect_to(folder.socket);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

struct error *client_open(struct arena *arena, const struct settings *settings,
                          struct client **ret_client)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct client *client = arena_take(arena, sizeof(*client));
    client->socket = folder.socket;
    if (!client_is_running(arena, settings)) {
        struct settings alone = *settings;
        alone.values[SETTING_QUIET] = "yes";
        struct error *err = host_start(arena, &alone, NULL, &client->host);
        if (err)
            return err;
    }
    *ret_client = client;
    return NULL;
}

void client_close(struct client *client)
{
    if (client && client->host)
        host_stop(client->host);
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool send_file(int fd, int file)
{
    char bytes[65536];
    for (;;) {
        ssize_t length = read(file, bytes, sizeof(bytes));
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return length == 0;
        if (!send_all(fd, bytes, (size_t)length))
            return false;
    }
}

/* Reads what there is, up to a length; 0 at the end. */
static size_t read_some(int fd, char *bytes, size_t room)
{
    ssize_t length = -1;
    do
        length = read(fd, bytes, room);
    while (length < 0 && errno == EINTR);
    return length > 0 ? (size_t)length : 0;
}

static struct error *no_answer(struct arena *arena)
{
    return error_new(arena, ERROR_BROKEN, "Kith did not answer on its own socket.");
}

/* Reads until the head is there; what came of the body behind it stays in `answer`. */
static struct error *read_head(struct arena *arena, int fd, struct client_answer *answer)
{
    struct buffer all = {0};
    const char *end = NULL;
    for (size_t length = 1; !end && length > 0;) {
        buffer_reserve(&all, PIECE_BYTES);
        length = read_some(fd, all.bytes + all.length, PIECE_BYTES - 1);
        all.length += length;
        all.bytes[all.length] = 0;
        end = strstr(all.bytes, "\r\n\r\n");
    }
    if (!end || sscanf(all.bytes, "HTTP/%*s %d", &answer->status) != 1) {
        buffer_free(&all);
        return no_answer(arena);
    }
    size_t head = (size_t)(end + 4 - all.bytes);
    memmove(all.bytes, all.bytes + head, all.length - head + 1);
    all.length -= head;
    answer->body = all;
    return NULL;
}

/* The rest of the body. */
static void read_body(int fd, struct buffer *body)
{
    for (size_t length = 1; length > 0;) {
        buffer_reserve(body, PIECE_BYTES);
        length = read_some(fd, body->bytes + body->length, PIECE_BYTES - 1);
        body->length += length;
    }
    body->bytes[body->length] = 0;
}

static struct error *read_answer(struct arena *arena, int fd, struct client_answer *answer)
{
    struct error *err = read_head(arena, fd, answer);
    if (!err)
        read_body(fd, &answer->body);
    return err;
}

/* What is left of a plain file. */
static size_t length_of(int file)
{
    struct stat found;
    off_t at = lseek(file, 0, SEEK_CUR);
    return at >= 0 && fstat(file, &found) == 0 && found.st_size > at ? (size_t)(found.st_size - at)
                                                                     : 0;
}

/* Connects and sends the head of a request. Gives -1 with an error. */
static int send_head(struct arena *arena, const struct client *client, const char *head,
                     struct error **ret_error)
{
    int fd = connect_to(client->socket);
    if (fd >= 0 && send_all(fd, head, strlen(head)))
        return fd;
    *ret_error = error_new(arena, ERROR_BROKEN, "Kith cannot be reached on its own socket %s: %s.",
                           client->socket, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

struct error *client_ask(struct arena *arena, struct client *client, const char *method,
                         const char *path, const char *body, int file,
                         struct client_answer *ret_answer)
{
    bool from_file = file != NO_FILE;
    size_t length = from_file ? length_of(file) : body ? strlen(body) : 0;
    const char *head =
        arena_print(arena,
                    "%s %s HTTP/1.0\r\nHost: kith\r\nContent-Type: %s\r\n"
                    "Content-Length: %zu\r\nConnection: close\r\n\r\n",
                    method, path, from_file ? "application/x-ndjson" : "application/json", length);
    struct error *err = NULL;
    int fd = send_head(arena, client, head, &err);
    if (err)
        return err;
    if (from_file)
        send_file(fd, file); /* a refusal may come before the end: read it */
    else if (body)
        send_all(fd, body, length);
    err = read_answer(arena, fd, ret_answer);
    close(fd);
    return err;
}

struct error *client_json(struct arena *arena, struct client *client, const char *method,
                          const char *path, const char *body, int status, json_t **ret_answer)
{
    struct client_answer answer = {0};
    struct error *err = client_ask(arena, client, method, path, body, NO_FILE, &answer);
    if (!err && answer.status != status)
        err = error_new(arena, ERROR_INVALID, "%s", client_problem(arena, &answer));
    if (!err)
        *ret_answer = json_loadb(answer.body.bytes, answer.body.length, 0, NULL);
    buffer_free(&answer.body);
    return err;
}

struct error *client_each(struct arena *arena, struct client *client, const char *path,
                          bool (*see)(const json_t *item, void *context), void *context)
{
    struct error *err = NULL;
    bool seen = false;
    while (path && !err && !seen) {
        json_t *page = NULL;
        size_t i;
        json_t *item;
        err = client_json(arena, client, "GET", path, NULL, 200, &page);
        json_array_foreach(json_object_get(page, "items"), i, item)
        {
            seen = seen || see(item, context);
        }
        const char *next = json_string_value(json_object_get(page, "next"));
        path = next ? arena_text(arena, next) : NULL;
        json_decref(page);
    }
    return err;
}

const char *client_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* What has come of the body, and what is still coming. */
static struct error *give_body(int fd, struct buffer *body, client_sink *sink, void *context)
{
    struct error *err = body->length ? sink(context, body->bytes, body->length) : NULL;
    body->length = 0;
    buffer_reserve(body, PIECE_BYTES);
    for (size_t length = 1; !err && length > 0;) {
        length = read_some(fd, body->bytes, PIECE_BYTES);
        if (length > 0)
            err = sink(context, body->bytes, length);
    }
    return err;
}

struct error *client_read(struct arena *arena, struct client *client, const char *path,
                          client_sink *sink, void *context)
{
    struct client_answer answer = {0};
    struct error *err = NULL;
    const char *head =
        arena_print(arena, "GET %s HTTP/1.0\r\nHost: kith\r\nConnection: close\r\n\r\n", path);
    int fd = send_head(arena, client, head, &err);
    if (!err)
        err = read_head(arena, fd, &answer);
    if (!err && answer.status != 200) {
        read_body(fd, &answer.body);
        err = error_new(arena, ERROR_CONFLICT, "%s", client_problem(arena, &answer));
    }
    if (!err)
        err = give_body(fd, &answer.body, sink, context);
    buffer_free(&answer.body);
    if (fd >= 0)
        close(fd);
    return err;
}

const char *client_problem(struct arena *arena, const struct client_answer *answer)
{
    json_t *problem = json_loadb(answer->body.bytes, answer->body.length, 0, NULL);
    const char *detail = json_string_value(json_object_get(problem, "detail"));
    json_t *first = json_array_get(json_object_get(problem, "errors"), 0);
    const char *fault = json_string_value(json_object_get(first, "detail"));
    char *told = arena_text(arena, fault ? fault : detail ? detail : "Kith gave no reason.");
    json_decref(problem);
    return told;
}
