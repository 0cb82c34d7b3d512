/* The one list of commands. */
#include "commands/command.h"

#include <string.h>

extern const struct command backup_command, check_command, demo_command, doctor_command,
    export_command, healthcheck_command, help_command, import_command, member_command,
    openapi_command, restore_command, routes_command, serve_command, token_command, verify_command,
    version_command;

const struct command *const commands[] = {
    &serve_command,
    &demo_command,
    &member_command,
    &token_command,
    &export_command,
    &import_command,
    &backup_command,
    &verify_command,
    &restore_command,
    &doctor_command,
    &check_command,
    &healthcheck_command,
    &routes_command,
    &openapi_command,
    &help_command,
    &version_command,
    NULL,
};

const struct command *command_find(const char *name)
{
    for (const struct command *const *at = commands; *at; at++) {
        if (strcmp((*at)->name, name) == 0)
            return *at;
    }
    return NULL;
}

struct error *command_unknown(struct arena *arena, const char *name)
{
    return error_new(arena, ERROR_INVALID, "There is no command \"%s\". See kith help.", name);
}
