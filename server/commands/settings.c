/* One table of what can be set. */
#include "commands/settings.h"

#include "api/api.h"
#include "base/base_url.h"
#include "commands/command.h"

#include <stdlib.h>
#include <string.h>

const struct setting_row setting_rows[SETTINGS] = {
    [SETTING_DATA] = {"--data", "KITH_DATA", "kith-data", SETTING_TEXT,
                      "the folder that holds everything"},
    [SETTING_LISTEN] = {"--listen", "KITH_LISTEN", "127.0.0.1:8420", SETTING_TEXT,
                        "address and port; port 0 picks a free one"},
    [SETTING_BASE_URL] = {"--base-url", "KITH_BASE_URL", "", SETTING_ADDRESS,
                          "the address people open, when it is another, such as "
                          "https://kith.example/kith"},
    [SETTING_THREADS] = {"--threads", "KITH_THREADS", "0", SETTING_NUMBER,
                         "serving threads; 0 means one per core"},
    [SETTING_CONNECTIONS_PER_ADDRESS] = {"--connections-per-address",
                                         "KITH_CONNECTIONS_PER_ADDRESS", "512", SETTING_NUMBER,
                                         "connections of one address at once; 0 sets no limit"},
    [SETTING_TRUSTED_PROXY] = {"--trusted-proxy", "KITH_TRUSTED_PROXY", "", SETTING_TEXT,
                               "addresses of proxies that say whom they call for, such as "
                               "127.0.0.1,10.0.0.0/8"},
    [SETTING_ASSETS] = {"--assets", "KITH_ASSETS", "", SETTING_TEXT,
                        "a folder to serve the built page from while developing it"},
    [SETTING_QUIET] = {"--quiet", "KITH_QUIET", "no", SETTING_YES_OR_NO, "no log line per request"},
    [SETTING_BATCH_JOBS] = {"--batch-jobs", "KITH_BATCH_JOBS", "64", SETTING_NUMBER,
                            "writes that share one commit at most; for measuring"},
    [SETTING_COMMIT_DELAY_MS] = {"--commit-delay-ms", "KITH_COMMIT_DELAY_MS", "0", SETTING_NUMBER,
                                 "added to every commit; for measuring"},
};

enum { MOST_SETTING = 1000000, MOST_DIGITS = 18 };

/* The row of a flag that the command takes, or -1. */
static int row_of_flag(const struct command *command, const char *word)
{
    for (int i = 0; i < SETTINGS; i++) {
        size_t length = strlen(setting_rows[i].flag);
        if (command->takes & 1U << i && strncmp(word, setting_rows[i].flag, length) == 0 &&
            (word[length] == 0 || word[length] == '='))
            return i;
    }
    return -1;
}

/* Digits and nothing else. */
static bool read_number(const char *text, int64_t *ret_number)
{
    size_t length = strlen(text);
    if (length == 0 || length > MOST_DIGITS || strspn(text, "0123456789") != length)
        return false;
    *ret_number = strtoll(text, NULL, 10);
    return true;
}

static bool read_yes(const char *text, bool *ret_yes)
{
    static const char *const words[] = {"no", "yes", "false", "true", "0", "1"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(text, words[i]) == 0) {
            *ret_yes = i % 2 == 1;
            return true;
        }
    }
    return false;
}

/* Nothing, or an address that leaves the API its own addresses. */
static struct error *check_address(struct arena *arena, const char *value, const char *source)
{
    struct base_url base = {0};
    struct error *err = *value ? base_url_read(arena, value, &base) : NULL;
    if (err)
        return error_new(arena, err->kind, "%s: %s", source, err->sentence);
    if (*value && *base.path && api_owns(base.path))
        return error_new(arena, ERROR_INVALID,
                         "%s: Kith has addresses of its own under %s: choose another path.", source,
                         base.path);
    return NULL;
}

static struct error *check(struct arena *arena, const struct settings *settings,
                           enum setting setting)
{
    const char *value = settings->values[setting];
    const char *source = settings_source(settings, setting);
    int64_t count = 0;
    bool yes = false;
    switch (setting_rows[setting].kind) {
    case SETTING_TEXT:
        return NULL;
    case SETTING_NUMBER:
        if (read_number(value, &count) && count <= MOST_SETTING)
            return NULL;
        return error_new(arena, ERROR_INVALID, "%s wants a number of at most %d, not \"%s\".",
                         source, MOST_SETTING, value);
    case SETTING_YES_OR_NO:
        if (read_yes(value, &yes))
            return NULL;
        return error_new(arena, ERROR_INVALID, "%s wants yes or no, not \"%s\".", source, value);
    case SETTING_ADDRESS:
        return check_address(arena, value, source);
    }
    return NULL;
}

static struct error *no_value(struct arena *arena, const char *flag)
{
    return error_new(arena, ERROR_INVALID, "%s wants a value.", flag);
}

static struct error *read_flag(struct arena *arena, enum setting setting, int argc, char **argv,
                               int *at, struct settings *settings)
{
    const struct setting_row *row = &setting_rows[setting];
    const char *equals = strchr(argv[*at], '=');
    const char *value = equals ? equals + 1 : "yes";
    if (!equals && row->kind != SETTING_YES_OR_NO) {
        if (*at + 1 >= argc)
            return no_value(arena, row->flag);
        value = argv[++*at];
    }
    settings->values[setting] = value;
    settings->from[setting] = "flag";
    return *value ? NULL : no_value(arena, row->flag);
}

static void read_environment(struct settings *settings)
{
    for (int i = 0; i < SETTINGS; i++) {
        bool taken = settings->command->takes & 1U << i;
        const char *told = taken ? getenv(setting_rows[i].environment) : NULL;
        bool is_told = told && *told;
        settings->values[i] = is_told ? told : setting_rows[i].value;
        settings->from[i] = is_told ? "environment" : "default";
    }
}

struct error *settings_read(struct arena *arena, const struct command *command, int argc,
                            char **argv, struct settings *ret_settings)
{
    struct settings settings = {.command = command,
                                .rest = arena_take(arena, sizeof(char *) * (size_t)(argc + 1))};
    struct error *err = NULL;
    read_environment(&settings);
    for (int i = 0; i < argc && !err; i++) {
        int row = row_of_flag(command, argv[i]);
        if (row >= 0)
            err = read_flag(arena, (enum setting)row, argc, argv, &i, &settings);
        else
            settings.rest[settings.rest_count++] = argv[i];
    }
    for (int i = 0; i < SETTINGS && !err; i++)
        err = check(arena, &settings, (enum setting)i);
    if (!err)
        *ret_settings = settings;
    return err;
}

int settings_number(const struct settings *settings, enum setting setting)
{
    return atoi(settings->values[setting]);
}

bool settings_yes(const struct settings *settings, enum setting setting)
{
    bool yes = false;
    return read_yes(settings->values[setting], &yes) && yes;
}

const char *settings_source(const struct settings *settings, enum setting setting)
{
    bool environment = strcmp(settings->from[setting], "environment") == 0;
    return environment ? setting_rows[setting].environment : setting_rows[setting].flag;
}

static void take_out(struct settings *settings, int at, int count)
{
    for (int i = at; i + count < settings->rest_count; i++)
        settings->rest[i] = settings->rest[i + count];
    settings->rest_count -= count;
}

struct error *settings_take(struct arena *arena, struct settings *settings, const char *flag,
                            const char **ret_value)
{
    size_t length = strlen(flag);
    for (int i = 0; i < settings->rest_count; i++) {
        const char *word = settings->rest[i];
        bool equals = strncmp(word, flag, length) == 0 && word[length] == '=';
        if (!equals && strcmp(word, flag) != 0)
            continue;
        if (!equals && i + 1 == settings->rest_count)
            return no_value(arena, flag);
        *ret_value = equals ? word + length + 1 : settings->rest[i + 1];
        take_out(settings, i, equals ? 1 : 2);
        return NULL;
    }
    return NULL;
}

struct error *settings_take_number(struct arena *arena, struct settings *settings, const char *flag,
                                   int64_t *ret_number)
{
    const char *value = NULL;
    struct error *err = settings_take(arena, settings, flag, &value);
    if (!err && value && !read_number(value, ret_number))
        err = error_new(arena, ERROR_INVALID, "%s wants a number, not \"%s\".", flag, value);
    return err;
}

bool settings_take_flag(struct settings *settings, const char *flag)
{
    for (int i = 0; i < settings->rest_count; i++) {
        if (strcmp(settings->rest[i], flag) == 0) {
            take_out(settings, i, 1);
            return true;
        }
    }
    return false;
}

struct error *settings_done(struct arena *arena, const struct settings *settings, int words)
{
    const struct command *command = settings->command;
    if (settings->rest_count > words)
        return error_new(arena, ERROR_INVALID, "\"%s\" is not understood here. See kith help %s.",
                         settings->rest[words], command->name);
    if (settings->rest_count < words)
        return error_new(arena, ERROR_INVALID, "%s is missing. Write: kith %s %s",
                         command->arguments, command->name, command->arguments);
    return NULL;
}
