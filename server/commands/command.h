/* One command of kith, told by itself. */
#ifndef KITH_COMMANDS_COMMAND_H
#define KITH_COMMANDS_COMMAND_H

#include "commands/settings.h"

struct command {
    const char *name;
    const char *arguments; /* as help shows them */
    const char *help;
    /* Gives an error to tell, or NULL; `ret_status` is the process's when there is none. */
    struct error *(*run)(struct arena *arena, struct settings *settings, int *ret_status);
};

/* All of them, ended by NULL. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

#endif
