/* kith member: adds members, lists them, lets them out, and makes links for new passwords. */
#include "base/json.h"
#include "base/text.h"
#include "commands/client.h"
#include "commands/command.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct asked {
    const char *name;
    const char *email;
    const char *role;
    const char *whom; /* a name or an e-mail address */
};

typedef struct error *act_function(struct arena *arena, struct client *client,
                                   const struct asked *asked);

static const char members_path[] = "/api/v1/members?limit=200";

static bool print_member(const json_t *member, void *context)
{
    (void)context;
    const char *email = client_text(member, "email");
    printf("%-7s %-7s %-30s %s\n", client_text(member, "role"), client_text(member, "state"),
           *email ? email : "-", client_text(member, "name"));
    return false;
}

struct sought {
    struct arena *arena;
    const char *folded;
    const char *whom;
    const char *id;
    const char *name;
    int found;
};

static bool look(const json_t *member, void *context)
{
    struct sought *sought = context;
    const char *name = client_text(member, "name");
    bool by_name = strcmp(text_fold(sought->arena, name, strlen(name)), sought->folded) == 0;
    bool by_email = strcasecmp(client_text(member, "email"), sought->whom) == 0;
    if (!by_name && !by_email)
        return false;
    sought->found++;
    sought->id = arena_text(sought->arena, client_text(member, "id"));
    sought->name = arena_text(sought->arena, name);
    return by_email;
}

static struct error *find(struct arena *arena, struct client *client, const char *whom,
                          struct sought *ret_sought)
{
    struct sought sought = {
        .arena = arena, .whom = whom, .folded = text_fold(arena, whom, strlen(whom))};
    struct error *err = client_each(arena, client, members_path, look, &sought);
    if (err)
        return err;
    if (sought.found == 0)
        return error_new(arena, ERROR_NOT_FOUND,
                         "There is no member %s. kith member list shows who there is.", whom);
    if (sought.found > 1)
        return error_new(arena, ERROR_CONFLICT,
                         "Several members are called %s. Name one by their e-mail address.", whom);
    *ret_sought = sought;
    return NULL;
}

static struct error *make_link(struct arena *arena, struct client *client, const char *id,
                               const char *name)
{
    json_t *link = NULL;
    struct error *err = client_json(
        arena, client, "POST", arena_print(arena, "/api/v1/members/%s/link", id), NULL, 201, &link);
    if (err)
        return err;
    printf("Hand this link to %s. It sets a password, once, within 72 hours:\n%s\n", name,
           client_text(link, "url"));
    json_decref(link);
    return NULL;
}

static struct error *add(struct arena *arena, struct client *client, const struct asked *asked)
{
    struct buffer json = {0};
    json_t *member = NULL;
    json_begin(&json, '{');
    json_member(&json, "name", asked->name);
    json_member(&json, "email", asked->email);
    if (asked->role)
        json_member(&json, "role", asked->role);
    json_end(&json, '}');
    const char *body = arena_copy(arena, json.bytes, json.length);
    buffer_free(&json);
    struct error *err = client_json(arena, client, "POST", "/api/v1/members", body, 201, &member);
    if (!err)
        err = make_link(arena, client, client_text(member, "id"), client_text(member, "name"));
    json_decref(member);
    return err;
}

static struct error *list(struct arena *arena, struct client *client, const struct asked *asked)
{
    (void)asked;
    return client_each(arena, client, members_path, print_member, NULL);
}

static struct error *reset_password(struct arena *arena, struct client *client,
                                    const struct asked *asked)
{
    struct sought sought = {0};
    struct error *err = find(arena, client, asked->whom, &sought);
    return err ? err : make_link(arena, client, sought.id, sought.name);
}

static struct error *set_state(struct arena *arena, struct client *client,
                               const struct asked *asked, const char *state, const char *says)
{
    struct sought sought = {0};
    json_t *member = NULL;
    struct error *err = find(arena, client, asked->whom, &sought);
    if (!err)
        err =
            client_json(arena, client, "PATCH", arena_print(arena, "/api/v1/members/%s", sought.id),
                        arena_print(arena, "{\"state\":\"%s\"}", state), 200, &member);
    if (!err)
        printf("%s %s\n", sought.name, says);
    json_decref(member);
    return err;
}

static struct error *disable(struct arena *arena, struct client *client, const struct asked *asked)
{
    return set_state(arena, client, asked, "left",
                     "cannot come in any more: sessions and tokens have ended. The name stays on "
                     "what they wrote.");
}

static struct error *enable(struct arena *arena, struct client *client, const struct asked *asked)
{
    return set_state(arena, client, asked, "active",
                     "is a member again. Their password holds as before; tokens have to be made "
                     "anew.");
}

static const struct {
    const char *word;
    act_function *run;
    bool names; /* takes a name or an address */
} acts[] = {
    {"add", add, false},        {"list", list, false},    {"reset-password", reset_password, true},
    {"disable", disable, true}, {"enable", enable, true},
};
enum { ACTS = sizeof(acts) / sizeof(acts[0]) };

static struct error *misses(struct arena *arena, const struct settings *settings, const char *what)
{
    return error_new(arena, ERROR_INVALID, "%s is missing. Write: kith member %s", what,
                     settings->command->arguments);
}

static struct error *read_asked(struct arena *arena, struct settings *settings,
                                struct asked *ret_asked, act_function **ret_act)
{
    struct asked asked = {0};
    struct error *err = settings_take(arena, settings, "--name", &asked.name);
    if (!err)
        err = settings_take(arena, settings, "--email", &asked.email);
    if (!err)
        err = settings_take(arena, settings, "--role", &asked.role);
    if (err)
        return err;
    int found = 0;
    while (found < ACTS && !settings_take_flag(settings, acts[found].word))
        found++;
    if (found == ACTS)
        return misses(arena, settings, "What to do");
    bool adds = acts[found].run == add;
    if (adds && (!asked.name || !asked.email))
        return misses(arena, settings, asked.name ? "--email ADDRESS" : "--name NAME");
    if (acts[found].names && settings->rest_count == 0)
        return misses(arena, settings, "Whom");
    if (acts[found].names)
        asked.whom = settings->rest[0];
    *ret_asked = asked;
    *ret_act = acts[found].run;
    return settings_done(arena, settings, acts[found].names ? 1 : 0);
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

const struct command member_command = {
    .name = "member",
    .arguments = "add|list|reset-password|disable|enable [WHOM]",
    .help = "add members, let them in anew, let them out",
    .details =
        "  add --name NAME --email ADDRESS [--role owner|member|reader]\n"
        "                       make a member, and a link with which they choose a password\n"
        "  list                 who there is\n"
        "  reset-password WHOM  a link with which they choose another password\n"
        "  disable WHOM         they left: sessions and tokens end at once, the name stays\n"
        "  enable WHOM          they are back\n"
        "  WHOM is a name or an e-mail address.\n",
    .takes = TAKES_DATA | 1 << SETTING_BASE_URL | 1 << SETTING_LISTEN,
    .run = run,
};
