/* What can be set, from where it came: flag, environment, default. */
#ifndef KITH_COMMANDS_SETTINGS_H
#define KITH_COMMANDS_SETTINGS_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct command;

enum setting {
    SETTING_DATA,
    SETTING_LISTEN,
    SETTING_BASE_URL,
    SETTING_THREADS,
    SETTING_CONNECTIONS_PER_ADDRESS,
    SETTING_TRUSTED_PROXY,
    SETTING_ASSETS,
    SETTING_QUIET,
    SETTING_BATCH_JOBS,
    SETTING_COMMIT_DELAY_MS,
    SETTINGS,
};

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_YES_OR_NO, SETTING_ADDRESS };

struct setting_row {
    const char *flag;        /* "--data"; of a yes-or-no, the flag alone means yes */
    const char *environment; /* "KITH_DATA"; empty is as good as not set */
    const char *value;       /* unless told */
    enum setting_kind kind;
    const char *help;
};
extern const struct setting_row setting_rows[SETTINGS];

struct settings {
    const struct command *command;
    const char *values[SETTINGS];
    const char *from[SETTINGS]; /* "flag", "environment", "default" */
    const char **rest;          /* what is left of the command line, in order */
    int rest_count;
};

/* Reads a command line behind the command's name. Flags that are no setting of the command stay in
 * `rest`. The error of a wrong value names the flag or the variable that it came from. */
struct error *settings_read(struct arena *arena, const struct command *command, int argc,
                            char **argv, struct settings *ret_settings);

int settings_number(const struct settings *settings, enum setting setting);
bool settings_yes(const struct settings *settings, enum setting setting);

/* The flag or the variable that a setting came from, for a sentence. */
const char *settings_source(const struct settings *settings, enum setting setting);

/* The value of a flag in `rest`, or NULL when it is not there; both are taken out. */
struct error *settings_take(struct arena *arena, struct settings *settings, const char *flag,
                            const char **ret_value);

/* The same as a number; `ret_number` is left as it was when the flag is not there. */
struct error *settings_take_number(struct arena *arena, struct settings *settings, const char *flag,
                                   int64_t *ret_number);

/* True when a flag without a value is in `rest`; it is taken out. */
bool settings_take_flag(struct settings *settings, const char *flag);

/* ERROR_INVALID naming the first word of `rest` that nobody took, beyond `words` of them, or what
 * is missing. */
struct error *settings_done(struct arena *arena, const struct settings *settings, int words);

#endif
