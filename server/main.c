/* Picks a command. */
#include "commands/command.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

static const char *name_of(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return "help";
    if (strcmp(argv[1], "--version") == 0)
        return "version";
    return argv[1];
}

int main(int argc, char **argv)
{
    const struct command *command = command_find(name_of(argc, argv));
    if (!command) {
        fprintf(stderr, "kith: there is no command \"%s\". See kith help.\n", argv[1]);
        return 2;
    }
    umask(077); /* whatever Kith writes is for its own user only */
    prepare_libraries();
    struct arena *arena = arena_new(16 * 1024);
    struct settings settings;
    int status = 1;
    int skip = argc < 2 ? 1 : 2;
    struct error *err = settings_read(arena, argc - skip, argv + skip, &settings);
    if (!err)
        err = command->run(arena, &settings, &status);
    for (const struct error *told = err; told; told = told->next)
        fprintf(stderr, "kith: %s\n", told->sentence);
    arena_free(arena);
    return err ? 1 : status;
}
