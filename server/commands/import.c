/* kith import FILE: takes in what another Kith has exported, and waits until it is in. */
#include "commands/client.h"
#include "commands/command.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LOOK_MS = 100 };

static struct error *send_file(struct arena *arena, struct client *client, const char *file,
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
    struct error *err = client_ask(arena, client, "GET", path, NULL, NULL, &answer);
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

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct error *err = settings_done(arena, settings, 1);
    struct client *client = NULL;
    const char *id = NULL;
    bool done = false;
    if (!err)
        err = client_open(arena, settings, &client);
    if (!err)
        err = send_file(arena, client, settings->rest[0], &id);
    const char *path = arena_print(arena, "/api/v1/imports/%s", id ? id : "");
    while (!err && !done) {
        struct arena_mark mark = arena_mark(arena);
        err = look(arena, client, path, &done);
        struct timespec pause = {0, LOOK_MS * 1000000L};
        if (!err && !done) {
            nanosleep(&pause, NULL);
            arena_rewind(arena, mark);
        }
    }
    client_close(client);
    *ret_status = 0;
    return err;
}

const struct command import_command = {"import", "FILE", "take in what another Kith has exported",
                                       run};
