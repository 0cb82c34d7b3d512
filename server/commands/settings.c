/* One table of what can be set. */
#include "commands/settings.h"

#include <stdlib.h>
#include <string.h>

const struct setting_row setting_rows[SETTINGS] = {
    [SETTING_DATA] = {"--data", "KITH_DATA", "kith-data", false, false,
                      "the folder that holds everything"},
    [SETTING_LISTEN] = {"--listen", "KITH_LISTEN", "127.0.0.1:8420", false, false,
                        "address and port; port 0 picks a free one"},
    [SETTING_THREADS] = {"--threads", "KITH_THREADS", "0", true, false,
                         "serving threads; 0 means one per core"},
    [SETTING_CONNECTIONS_PER_ADDRESS] = {"--connections-per-address",
                                         "KITH_CONNECTIONS_PER_ADDRESS", "512", true, false,
                                         "connections of one address at once; 0 sets no limit"},
    [SETTING_ASSETS] = {"--assets", "KITH_ASSETS", "", false, false,
                        "a folder to serve the page from while developing it"},
    [SETTING_QUIET] = {"--quiet", "KITH_QUIET", "", false, true, "no log line per request"},
    [SETTING_BATCH_JOBS] = {"--batch-jobs", "KITH_BATCH_JOBS", "64", true, false,
                            "writes that share one commit at most; for measuring"},
    [SETTING_COMMIT_DELAY_MS] = {"--commit-delay-ms", "KITH_COMMIT_DELAY_MS", "0", true, false,
                                 "added to every commit; for measuring"},
};

static int row_of_flag(const char *word)
{
    for (int i = 0; i < SETTINGS; i++) {
        size_t length = strlen(setting_rows[i].flag);
        if (strncmp(word, setting_rows[i].flag, length) == 0 &&
            (word[length] == 0 || word[length] == '='))
            return i;
    }
    return -1;
}

static struct error *check_number(struct arena *arena, int row, const char *value)
{
    if (!setting_rows[row].number)
        return NULL;
    char *end = NULL;
    long number_read = strtol(value, &end, 10);
    if (*value && !*end && number_read >= 0 && number_read <= 1000000)
        return NULL;
    return error_new(arena, ERROR_INVALID, "%s wants a number, not \"%s\".", setting_rows[row].flag,
                     value);
}

static struct error *read_flag(struct arena *arena, int row, int argc, char **argv, int *at,
                               struct settings *settings)
{
    const char *equals = strchr(argv[*at], '=');
    const char *value = equals ? equals + 1 : "yes";
    if (!equals && !setting_rows[row].alone) {
        if (*at + 1 >= argc)
            return error_new(arena, ERROR_INVALID, "%s wants a value.", setting_rows[row].flag);
        value = argv[++*at];
    }
    settings->values[row] = value;
    settings->from[row] = "flag";
    return check_number(arena, row, value);
}

struct error *settings_read(struct arena *arena, int argc, char **argv,
                            struct settings *ret_settings)
{
    struct settings settings = {.rest = arena_take(arena, sizeof(char *) * (size_t)(argc + 1))};
    struct error *err = NULL;
    for (int i = 0; i < SETTINGS && !err; i++) {
        const char *told = getenv(setting_rows[i].environment);
        settings.values[i] = told ? told : setting_rows[i].value;
        settings.from[i] = told ? "environment" : "default";
        err = check_number(arena, i, settings.values[i]);
    }
    for (int i = 0; i < argc && !err; i++) {
        int row = row_of_flag(argv[i]);
        if (row >= 0)
            err = read_flag(arena, row, argc, argv, &i, &settings);
        else
            settings.rest[settings.rest_count++] = argv[i];
    }
    if (!err)
        *ret_settings = settings;
    return err;
}

int settings_number(const struct settings *settings, enum setting setting)
{
    return atoi(settings->values[setting]);
}

static void take_out(struct settings *settings, int at, int count)
{
    for (int i = at; i + count < settings->rest_count; i++)
        settings->rest[i] = settings->rest[i + count];
    settings->rest_count -= count;
}

const char *settings_take(struct settings *settings, const char *flag)
{
    for (int i = 0; i + 1 < settings->rest_count; i++) {
        if (strcmp(settings->rest[i], flag) == 0) {
            const char *value = settings->rest[i + 1];
            take_out(settings, i, 2);
            return value;
        }
    }
    return NULL;
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
    if (settings->rest_count > words)
        return error_new(arena, ERROR_INVALID, "\"%s\" is not understood here. See kith help.",
                         settings->rest[words]);
    if (settings->rest_count < words)
        return error_new(arena, ERROR_INVALID, "Something is missing. See kith help.");
    return NULL;
}
