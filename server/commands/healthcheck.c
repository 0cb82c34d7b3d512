/* kith healthcheck: whether the Kith on this machine can work. */
#include "commands/client.h"
#include "commands/command.h"

#include <stdio.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct error *err = settings_done(arena, settings, 0);
    if (err)
        return err;
    if (!client_is_running(arena, settings))
        return error_new(arena, ERROR_BUSY, "No Kith is running on %s.",
                         settings->values[SETTING_DATA]);
    struct client *client = NULL;
    struct client_answer answer = {0};
    err = client_open(arena, settings, &client);
    if (!err)
        err = client_ask(arena, client, "GET", "/readyz", NULL, NO_FILE, &answer);
    if (!err)
        printf("%.*s\n", (int)answer.body.length, answer.body.bytes);
    *ret_status = answer.status == 200 ? 0 : 1;
    buffer_free(&answer.body);
    client_close(client);
    return err;
}

const struct command healthcheck_command = {
    .name = "healthcheck",
    .arguments = "",
    .help = "whether a running Kith can work",
    .takes = TAKES_DATA,
    .run = run,
};
