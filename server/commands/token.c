/* kith token create: a bearer token for a member. */
#include "base/json.h"
#include "commands/client.h"
#include "commands/command.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *body_of(struct arena *arena, struct settings *settings)
{
    struct buffer json = {0};
    const char *member = settings_take(settings, "--member");
    const char *name = settings_take(settings, "--name");
    const char *scopes = settings_take(settings, "--scopes");
    json_begin(&json, '{');
    json_member(&json, "member_name", member ? member : name);
    json_member(&json, "name", "made on the command line");
    if (scopes) {
        json_name(&json, "scopes");
        json_begin(&json, '[');
        while (*scopes) {
            size_t length = strcspn(scopes, ",");
            json_put_bytes(&json, scopes, length);
            scopes += length + (scopes[length] == ',');
        }
        json_end(&json, ']');
    }
    json_end(&json, '}');
    const char *body = member || name ? arena_copy(arena, json.bytes, json.length) : NULL;
    buffer_free(&json);
    return body;
}

static struct error *tell(struct arena *arena, const struct client_answer *answer)
{
    if (answer->status != 201)
        return error_new(arena, ERROR_INVALID, "%s", client_problem(arena, answer));
    json_t *token = json_loadb(answer->body.bytes, answer->body.length, 0, NULL);
    printf("%s\n", json_string_value(json_object_get(token, "secret")));
    json_decref(token);
    return NULL;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    const char *body = body_of(arena, settings);
    if (settings->rest_count != 1 || strcmp(settings->rest[0], "create") != 0 || !body)
        return error_new(arena, ERROR_INVALID,
                         "Write: kith token create --member NAME [--scopes read,write,export,admin]"
                         " --data DIR");
    struct client *client = NULL;
    struct client_answer answer = {0};
    struct error *err = client_open(arena, settings, &client);
    if (!err)
        err = client_ask(arena, client, "POST", "/api/v1/tokens", body, NULL, &answer);
    if (!err)
        err = tell(arena, &answer);
    buffer_free(&answer.body);
    client_close(client);
    *ret_status = 0;
    return err;
}

const struct command token_command = {"token", "create --member NAME [--scopes LIST]",
                                      "make a token, which is told once", run};
