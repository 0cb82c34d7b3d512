/* kith help: every command and every setting. */
#include "commands/command.h"

#include <stdio.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    (void)arena, (void)settings;
    printf("Kith is a logbook of the conversations a team has with its customers.\n\n");
    for (const struct command *const *at = commands; *at; at++)
        printf("  kith %-11s %-34s %s\n", (*at)->name, (*at)->arguments, (*at)->help);
    printf("\nEach takes, as a flag or from the environment:\n\n");
    for (int i = 0; i < SETTINGS; i++)
        printf("  %-25s %-28s %s%s%s%s\n", setting_rows[i].flag, setting_rows[i].environment,
               setting_rows[i].help, *setting_rows[i].value ? " (" : "", setting_rows[i].value,
               *setting_rows[i].value ? ")" : "");
    *ret_status = 0;
    return NULL;
}

const struct command help_command = {"help", "", "this", run};
