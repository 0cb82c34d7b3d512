#include "store/rows.h"
#include "store/db.h"
#include <sqlite3.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>
int main(int argc, char **argv)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    struct arena *arena = arena_new(64 * 1024);
    struct db *db; if (sodium_init() < 0) return 1;
    if (db_open(arena, argv[1], DB_WRITER, &db)) return 1;
    for (int i = 2; i < argc; i++) {
        struct timespec a, b; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
        char *e = NULL; sqlite3_exec(db_handle(db), argv[i], NULL, NULL, &e);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
        printf("%s: %s %.1f s\n", argv[i], e ? e : "ok", (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9);
    }
    db_close(db);
    return 0;
}
