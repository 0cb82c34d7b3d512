/* kith token: makes, lists and withdraws bearer tokens. */
#include "base/json.h"
#include "commands/client.h"
#include "commands/command.h"

#include <stdio.h>
#include <string.h>

struct asked {
    const char *name;
    const char *scopes; /* or NULL */
    const char *id;
};

typedef struct error *act_function(struct arena *arena, struct client *client,
                                   const struct asked *asked);

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

static struct error *create(struct arena *arena, struct client *client, const struct asked *asked)
{
    json_t *token = NULL;
    struct error *err =
        client_json(arena, client, "POST", "/api/v1/tokens", body_of(arena, asked), 201, &token);
    if (!err)
        printf("%s\n", client_text(token, "secret"));
    json_decref(token);
    return err;
}

static bool print_token(const json_t *token, void *context)
{
    (void)context;
    const char *until = client_text(token, "expires_at");
    const char *used = client_text(token, "last_used_at");
    printf("%s  %-20s %-24s ", client_text(token, "id"), client_text(token, "member_name"),
           client_text(token, "name"));
    size_t i;
    json_t *scope;
    json_array_foreach(json_object_get(token, "scopes"), i, scope)
    {
        printf("%s%s", i ? "," : "", json_string_value(scope));
    }
    printf("  %s  %s\n", *used ? used : "never used", *until ? until : "no end");
    return false;
}

static struct error *list(struct arena *arena, struct client *client, const struct asked *asked)
{
    (void)asked;
    return client_each(arena, client, "/api/v1/tokens?limit=200", print_token, NULL);
}

static struct error *withdraw(struct arena *arena, struct client *client, const struct asked *asked)
{
    json_t *nothing = NULL;
    const char *path = arena_print(arena, "/api/v1/tokens/%s", asked->id);
    struct error *err = client_json(arena, client, "DELETE", path, NULL, 204, &nothing);
    json_decref(nothing);
    if (!err)
        printf("The token has ended.\n");
    return err;
}

static struct error *misses(struct arena *arena, const struct settings *settings, const char *what)
{
    return error_new(arena, ERROR_INVALID, "%s is missing. Write: kith token %s", what,
                     settings->command->arguments);
}

static struct error *read_act(struct arena *arena, struct settings *settings, struct asked *asked,
                              act_function **ret_act)
{
    if (settings_take_flag(settings, "list")) {
        *ret_act = list;
        return settings_done(arena, settings, 0);
    }
    if (settings_take_flag(settings, "withdraw")) {
        *ret_act = withdraw;
        asked->id = settings->rest_count ? settings->rest[0] : NULL;
        return asked->id ? settings_done(arena, settings, 1) : misses(arena, settings, "ID");
    }
    bool creates = settings_take_flag(settings, "create");
    struct error *err = settings_done(arena, settings, 0);
    *ret_act = create;
    if (err || (creates && asked->name))
        return err;
    return misses(arena, settings, creates ? "--name NAME" : "create");
}

static struct error *read_asked(struct arena *arena, struct settings *settings,
                                struct asked *ret_asked, act_function **ret_act)
{
    struct asked asked = {0};
    struct error *err = settings_take(arena, settings, "--name", &asked.name);
    if (!err)
        err = settings_take(arena, settings, "--member", &asked.name);
    if (!err)
        err = settings_take(arena, settings, "--scopes", &asked.scopes);
    if (!err)
        err = read_act(arena, settings, &asked, ret_act);
    if (!err)
        *ret_asked = asked;
    return err;
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct asked asked = {0};
    struct client *client = NULL;
    act_function *act = NULL;
    struct error *err = read_asked(arena, settings, &asked, &act);
    if (!err)
        err = client_open(arena, settings, &client);
    if (!err)
        err = act(arena, client, &asked);
    client_close(client);
    *ret_status = 0;
    return err;
}

const struct command token_command = {
    .name = "token",
    .arguments = "create --name NAME [--scopes LIST] | list | withdraw ID",
    .help = "make a token, which is told once, list or withdraw them",
    .details = "  create --name NAME  for the member of that name, made when there is none; or "
               "--member NAME\n"
               "    --scopes LIST     of read, write, export and admin, with commas; without it: "
               "read,write\n"
               "  list                those that can be used: whose, what for, and when they were "
               "last used\n"
               "  withdraw ID         end one at once\n",
    .takes = TAKES_DATA,
    .run = run,
};
