/* What can be set, from where it came: flag, environment, default. */
#ifndef KITH_COMMANDS_SETTINGS_H
#define KITH_COMMANDS_SETTINGS_H

#include "base/error.h"

#include <stdbool.h>

enum setting {
    SETTING_DATA,
    SETTING_LISTEN,
    SETTING_THREADS,
    SETTING_CONNECTIONS_PER_ADDRESS,
    SETTING_ASSETS,
    SETTING_QUIET,
    SETTING_BATCH_JOBS,
    SETTING_COMMIT_DELAY_MS,
    SETTINGS,
};

struct setting_row {
    const char *flag;        /* "--data" */
    const char *environment; /* "KITH_DATA" */
    const char *value;       /* unless told */
    bool number;
    bool alone; /* a flag without a value */
    const char *help;
};
extern const struct setting_row setting_rows[SETTINGS];

struct settings {
    const char *values[SETTINGS];
    const char *from[SETTINGS]; /* "flag", "environment", "default" */
    const char **rest;          /* what is left of the command line, in order */
    int rest_count;
};

/* Reads a command line behind the command's name. Flags that are no setting stay in `rest`. */
struct error *settings_read(struct arena *arena, int argc, char **argv,
                            struct settings *ret_settings);

int settings_number(const struct settings *settings, enum setting setting);

/* The value behind a flag in `rest`, or NULL; both are taken out. */
const char *settings_take(struct settings *settings, const char *flag);

/* True when a flag without a value is in `rest`; it is taken out. */
bool settings_take_flag(struct settings *settings, const char *flag);

/* ERROR_INVALID naming the first word of `rest` that nobody took, beyond `words` of them. */
struct error *settings_done(struct arena *arena, const struct settings *settings, int words);

#endif
