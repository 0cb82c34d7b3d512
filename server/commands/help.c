/* kith help: every command and every setting, or those of one command. */
#include "commands/command.h"

#include <stdio.h>

static void tell_command(const struct command *command)
{
    printf("  kith %-11s %-34s %s\n", command->name, command->arguments, command->help);
}

static void tell_settings(unsigned taken)
{
    for (int i = 0; i < SETTINGS; i++) {
        const struct setting_row *row = &setting_rows[i];
        if (taken & 1U << i)
            printf("  %-25s %-28s %s%s%s%s\n", row->flag, row->environment, row->help,
                   *row->value ? " (" : "", row->value, *row->value ? ")" : "");
    }
}

static void tell_all(void)
{
    printf("Kith is a logbook of the conversations a team has with its customers.\n\n");
    for (const struct command *const *at = commands; *at; at++)
        tell_command(*at);
    printf(
        "\nWhat can be set, as a flag or from the environment (kith help COMMAND tells which of\n"
        "them a command takes):\n\n");
    tell_settings(TAKES_ALL);
}

static void tell_one(const struct command *command)
{
    tell_command(command);
    if (command->details)
        printf("\n%s", command->details);
    if (command->takes)
        printf("\nIt takes, as a flag or from the environment:\n\n");
    tell_settings(command->takes);
}

/* Flags are left aside, so that --help may stand anywhere among them. */
static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    const char *name = NULL;
    for (int i = settings->rest_count - 1; i >= 0; i--) {
        if (settings->rest[i][0] != '-')
            name = settings->rest[i];
    }
    const struct command *command = name ? command_find(name) : NULL;
    if (name && !command)
        return command_unknown(arena, name);
    if (command)
        tell_one(command);
    else
        tell_all();
    *ret_status = 0;
    return NULL;
}

const struct command help_command = {
    .name = "help",
    .arguments = "[COMMAND]",
    .help = "this, or what a command takes",
    .run = run,
};
