/* Memory that dies together: one arena per request, so that an early return is always safe. */
#ifndef KITH_BASE_ARENA_H
#define KITH_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A place in an arena to go back to. */
struct arena_mark {
    void *block;
    size_t used;
};

/* Gives a new arena whose first block holds `first_bytes`. A process that gets no memory ends
 * here, with one sentence: what was acknowledged is on disk, so a restart loses nothing. */
struct arena *arena_new(size_t first_bytes);

void arena_free(struct arena *arena);

/* Forgets everything in the arena and keeps its first block. */
void arena_reset(struct arena *arena);

/* Zeroed bytes, aligned for any type. Never NULL. */
void *arena_take(struct arena *arena, size_t bytes);

/* A copy of `length` bytes with a NUL behind them. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* A copy of a text; NULL stays NULL. */
char *arena_text(struct arena *arena, const char *text);

/* A text made as printf makes it. */
char *arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_print_list(struct arena *arena, const char *format, va_list arguments);

struct arena_mark arena_mark(const struct arena *arena);

/* Forgets what was taken since the mark. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

#endif
