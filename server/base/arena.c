/* Blocks of memory handed out from front to back and given up together. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = alignof(max_align_t), LARGEST_STEP = 1 << 20 };

struct block {
    struct block *older;
    size_t size;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *newest;
};

static struct block *block_new(size_t size, struct block *older)
{
    struct block *block = malloc(sizeof(*block) + size);
    if (!block) {
        fprintf(stderr, "kith: out of memory (%zu bytes wanted); stopping.\n", size);
        abort();
    }
    block->older = older;
    block->size = size;
    block->used = 0;
    return block;
}

static size_t round_up(size_t bytes)
{
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

struct arena *arena_new(size_t first_bytes)
{
    size_t own = round_up(sizeof(struct arena));
    struct block *first = block_new(own + round_up(first_bytes), NULL);
    struct arena *arena = (struct arena *)first->bytes;
    arena->newest = first;
    first->used = own;
    return arena;
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    struct block *block = arena->newest;
    while (block != mark.block) {
        struct block *older = block->older;
        free(block);
        block = older;
    }
    block->used = mark.used;
    arena->newest = block;
}

void arena_reset(struct arena *arena)
{
    struct block *first = arena->newest;
    while (first->older)
        first = first->older;
    arena_rewind(arena, (struct arena_mark){first, round_up(sizeof(struct arena))});
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    struct block *block = arena->newest;
    while (block) {
        struct block *older = block->older;
        free(block);
        block = older;
    }
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->newest, arena->newest->used};
}

void *arena_take(struct arena *arena, size_t bytes)
{
    size_t rounded = round_up(bytes);
    struct block *block = arena->newest;
    if (block->size - block->used < rounded) {
        size_t step = block->size * 2 < LARGEST_STEP ? block->size * 2 : LARGEST_STEP;
        block = block_new(rounded > step ? rounded : step, block);
        arena->newest = block;
    }
    void *taken = block->bytes + block->used;
    block->used += rounded;
    return memset(taken, 0, rounded);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_take(arena, length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

char *arena_print_list(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = arena_take(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_print_list(arena, format, arguments);
    va_end(arguments);
    return text;
}
