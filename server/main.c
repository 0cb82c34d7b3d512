/* Picks a command. */
#include "commands/command.h"

#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Whatever Kith writes is for its own user only. What it holds in memory is not even for that one:
 * no core file, and no look at it by other processes, which could be a browser's or an editor's. */
static void keep_to_itself(void)
{
    const struct rlimit none = {0};
    umask(077);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/* Each connection serves one thread at a time, and nobody asks SQLite how much memory it uses. */
static void prepare_libraries(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sodium_init() < 0) {
        fprintf(stderr, "kith: libsodium cannot be used on this machine.\n");
        exit(1);
    }
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return argc < 2;
}

/* What the words of the command line ask for; asking for help, the command's name is among the
 * words that are left. */
static const char *take_name(int *argc, char ***argv)
{
    const char *name = asks_for_help(*argc, *argv) ? NULL : (*argv)[1];
    int taken = name ? 2 : 1;
    *argc = *argc > taken ? *argc - taken : 0;
    *argv += taken;
    if (!name)
        return "help";
    return strcmp(name, "--version") == 0 ? "version" : name;
}

/* A secret, a copy or a finding that nobody can read must not pass for told. */
static struct error *finish_output(struct arena *arena)
{
    bool failed = ferror(stdout);
    errno = 0;
    if (fflush(stdout) == 0 && !failed)
        return NULL;
    return error_new(arena, ERROR_FULL, "What was to be told could not be written%s%s.",
                     errno ? ": " : "", errno ? strerror(errno) : "");
}

static struct error *run(struct arena *arena, int argc, char **argv, int *ret_status)
{
    const char *name = take_name(&argc, &argv);
    const struct command *command = command_find(name);
    struct settings settings;
    if (!command) {
        *ret_status = 2;
        return command_unknown(arena, name);
    }
    struct error *err = settings_read(arena, command, argc, argv, &settings);
    if (!err)
        err = command->run(arena, &settings, ret_status);
    struct error *late = finish_output(arena);
    if (err || late)
        *ret_status = 1;
    return err ? err : late;
}

int main(int argc, char **argv)
{
    keep_to_itself();
    prepare_libraries();
    struct arena *arena = arena_new(16 * 1024);
    int status = 1;
    const struct error *err = run(arena, argc, argv, &status);
    for (; err; err = err->next)
        fprintf(stderr, "kith: %s\n", err->sentence);
    arena_free(arena);
    return status;
}
