/* kith import FILE: takes in what another Kith has exported, and waits until it is in. */
#include "api/api.h"
#include "commands/client.h"
#include "commands/command.h"
#include "commands/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 100 };

struct source {
    int fd;
    bool is_stream; /* a pipe, a terminal: its length is not known before its end */
};

/* Opens what is to be taken in, and makes nothing for it yet. */
static struct error *open_source(struct arena *arena, const char *name, struct source *ret_source)
{
    bool is_input = strcmp(name, "-") == 0 || strcmp(name, "/dev/stdin") == 0;
    struct stat found;
    int fd = is_input ? dup(STDIN_FILENO) : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &found) != 0)
        return error_new(
            arena, ERROR_NOT_FOUND,
            "The file %s cannot be read: %s. Name a file that kith export has written.", name,
            strerror(errno));
    if (S_ISDIR(found.st_mode)) {
        close(fd);
        return error_new(arena, ERROR_INVALID,
                         "%s is a folder. Name a file that kith export has written.", name);
    }
    *ret_source = (struct source){fd, !S_ISREG(found.st_mode)};
    return NULL;
}

static struct error *copy(struct arena *arena, int from, int to)
{
    static const char broken[] = "What is to be taken in could not be %s: %s.";
    char bytes[65536];
    for (int64_t whole = 0; whole <= SPOOL_LONGEST;) {
        ssize_t length = read(from, bytes, sizeof(bytes));
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return error_new(arena, ERROR_BROKEN, broken, "read", strerror(errno));
        if (length == 0)
            return NULL;
        if (write(to, bytes, (size_t)length) != length)
            return error_new(arena, ERROR_FULL, broken, "kept", strerror(errno));
        whole += length;
    }
    return error_new(arena, ERROR_TOO_LARGE, "This is more than the %d MiB that one import takes.",
                     SPOOL_LONGEST >> 20);
}

/* A request tells its length beforehand, which a pipe does not know. The copy has no name, so that
 * it ends with this process. */
static struct error *keep_stream(struct arena *arena, const struct folder *folder,
                                 struct source *source)
{
    char *path = arena_print(arena, "%s/stream-XXXXXX", folder->spool);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return error_new(arena, ERROR_NOT_ALLOWED, "The file %s cannot be made: %s.", path,
                         strerror(errno));
    unlink(path);
    struct error *err = copy(arena, source->fd, fd);
    close(source->fd);
    lseek(fd, 0, SEEK_SET);
    *source = (struct source){fd, false};
    return err;
}

static struct error *send_source(struct arena *arena, struct client *client, int file,
                                 const char **ret_id)
{
    struct client_answer answer = {0};
    struct error *err =
        client_ask(arena, client, "POST", "/api/v1/imports?format=kith", NULL, file, &answer);
    if (err)
        return err;
    json_t *import = json_loadb(answer.body.bytes, answer.body.length, 0, NULL);
    if (answer.status == 202)
        *ret_id = arena_text(arena, json_string_value(json_object_get(import, "id")));
    else
        err = error_new(arena, ERROR_CONFLICT, "%s", client_problem(arena, &answer));
    json_decref(import);
    buffer_free(&answer.body);
    return err;
}

/* One look at the import. */
static struct error *look(struct arena *arena, struct client *client, const char *path,
                          bool *ret_done)
{
    struct client_answer answer = {0};
    struct error *err = client_ask(arena, client, "GET", path, NULL, NO_FILE, &answer);
    if (err)
        return err;
    json_t *import = json_loadb(answer.body.bytes, answer.body.length, 0, NULL);
    const char *state = json_string_value(json_object_get(import, "state"));
    const char *fault = json_string_value(json_object_get(import, "fault"));
    int64_t rows = json_integer_value(json_object_get(import, "done_rows"));
    *ret_done = !state || strcmp(state, "done") == 0;
    if (!state)
        err = error_new(arena, ERROR_BROKEN, "%s", client_problem(arena, &answer));
    else if (strcmp(state, "failed") == 0)
        err = error_new(arena, ERROR_INVALID, "The file was not taken in. %s", fault ? fault : "");
    else if (*ret_done)
        printf("%" PRId64 " records are in.\n", rows);
    json_decref(import);
    buffer_free(&answer.body);
    return err;
}

static struct error *wait_until_done(struct arena *arena, struct client *client, const char *id)
{
    const char *path = arena_print(arena, "/api/v1/imports/%s", id);
    struct timespec pause = {0, LOOK_MS * 1000000L};
    for (;;) {
        struct arena_mark mark = arena_mark(arena);
        bool done = false;
        struct error *err = look(arena, client, path, &done);
        if (err || done)
            return err;
        nanosleep(&pause, NULL);
        arena_rewind(arena, mark);
    }
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct folder folder = folder_of(arena, settings->values[SETTING_DATA]);
    struct source source = {NO_FILE, false};
    struct client *client = NULL;
    const char *id = NULL;
    struct error *err = settings_done(arena, settings, 1);
    if (!err)
        err = open_source(arena, settings->rest[0], &source);
    if (!err)
        err = client_open(arena, settings, &client);
    if (!err && source.is_stream)
        err = keep_stream(arena, &folder, &source);
    if (!err)
        err = send_source(arena, client, source.fd, &id);
    if (!err)
        err = wait_until_done(arena, client, id);
    client_close(client);
    if (source.fd != NO_FILE)
        close(source.fd);
    *ret_status = 0;
    return err;
}

const struct command import_command = {
    .name = "import",
    .arguments = "FILE",
    .help = "take in what another Kith has exported",
    .details = "  FILE  - stands for standard input\n",
    .takes = TAKES_DATA,
    .run = run,
};
