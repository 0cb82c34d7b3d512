/* kith token create: a bearer token for a member. */
#include "base/json.h"
#include "commands/client.h"
#include "commands/command.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct asked {
    const char *name;
    const char *scopes; /* or NULL */
};

static struct error *read_asked(struct arena *arena, struct settings *settings,
                                struct asked *ret_asked)
{
    struct asked asked = {0};
    struct error *err = settings_take(arena, settings, "--name", &asked.name);
    if (!err)
        err = settings_take(arena, settings, "--member", &asked.name);
    if (!err)
        err = settings_take(arena, settings, "--scopes", &asked.scopes);
    bool create = settings_take_flag(settings, "create");
    if (!err)
        err = settings_done(arena, settings, 0);
    if (err)
        return err;
    if (!create || !asked.name)
        return error_new(arena, ERROR_INVALID, "%s is missing. Write: kith token %s",
                         create ? "--name NAME" : "create", settings->command->arguments);
    *ret_asked = asked;
    return NULL;
}

static const char *body_of(struct arena *arena, const struct asked *asked)
{
    struct buffer json = {0};
    const char *scopes = asked->scopes;
    json_begin(&json, '{');
    json_member(&json, "member_name", asked->name);
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
    const char *body = arena_copy(arena, json.bytes, json.length);
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
    struct asked asked = {0};
    struct client *client = NULL;
    struct client_answer answer = {0};
    struct error *err = read_asked(arena, settings, &asked);
    if (!err)
        err = client_open(arena, settings, &client);
    if (!err)
        err = client_ask(arena, client, "POST", "/api/v1/tokens", body_of(arena, &asked), NO_FILE,
                         &answer);
    if (!err)
        err = tell(arena, &answer);
    buffer_free(&answer.body);
    client_close(client);
    *ret_status = 0;
    return err;
}

const struct command token_command = {
    .name = "token",
    .arguments = "create --name NAME [--scopes LIST]",
    .help = "make a token, which is told once",
    .details =
        "  --name NAME    the member whom it is for, made when there is none; or --member NAME\n"
        "  --scopes LIST  of read, write, export and admin, with commas; without it: read,write\n",
    .takes = TAKES_DATA,
    .run = run,
};
