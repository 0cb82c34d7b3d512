/* Makes faults and chains them. */
#include "base/error.h"

enum { MOST_FAULTS = 100 };

struct error *error_new(struct arena *arena, enum error_kind kind, const char *format, ...)
{
    struct error *err = arena_take(arena, sizeof(*err));
    va_list arguments;
    va_start(arguments, format);
    err->kind = kind;
    err->sentence = arena_print_list(arena, format, arguments);
    va_end(arguments);
    return err;
}

void error_add(struct error **chain, struct error *fault)
{
    int length = 0;
    while (*chain && ++length < MOST_FAULTS)
        chain = &(*chain)->next;
    if (!*chain)
        *chain = fault;
}

bool error_gather(struct error **chain, struct error *err)
{
    if (err && err->kind != ERROR_INVALID) {
        *chain = err;
        return false;
    }
    error_add(chain, err);
    return true;
}

void error_fault(struct arena *arena, struct error **chain, const char *pointer, const char *format,
                 ...)
{
    struct error *fault = arena_take(arena, sizeof(*fault));
    va_list arguments;
    va_start(arguments, format);
    fault->kind = ERROR_INVALID;
    fault->pointer = arena_text(arena, pointer);
    fault->sentence = arena_print_list(arena, format, arguments);
    va_end(arguments);
    error_add(chain, fault);
}
