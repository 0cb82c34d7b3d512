/* Finds one cookie. */
#include "web/cookies.h"

#include <string.h>

const char *cookie_find(struct arena *arena, const char *header, const char *name)
{
    const char *found = NULL;
    size_t length = strlen(name);
    for (const char *at = header; *at; at += *at == ';') {
        at += strspn(at, " \t");
        size_t size = strcspn(at, ";");
        if (size > length && strncmp(at, name, length) == 0 && at[length] == '=') {
            if (found)
                return NULL;
            found = arena_copy(arena, at + length + 1, size - length - 1);
        }
        at += size;
    }
    return found && *found ? found : NULL;
}
