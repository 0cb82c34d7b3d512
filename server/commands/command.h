/* One command of kith, told by itself. */
#ifndef KITH_COMMANDS_COMMAND_H
#define KITH_COMMANDS_COMMAND_H

#include "commands/settings.h"

enum { TAKES_DATA = 1 << SETTING_DATA, TAKES_ALL = (1 << SETTINGS) - 1 };

struct command {
    const char *name;
    const char *arguments; /* as help shows them */
    const char *help;
    const char *details; /* lines that only the command's own help shows, or NULL */
    unsigned takes;      /* the settings that it reads: a bit each */
    /* Gives an error to tell, or NULL; `ret_status` is the process's when there is none. */
    struct error *(*run)(struct arena *arena, struct settings *settings, int *ret_status);
};

/* All of them, ended by NULL. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

/* What to say when there is none of that name. */
struct error *command_unknown(struct arena *arena, const char *name);

#endif
