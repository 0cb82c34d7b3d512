/* Any header: the cookie that is found is the only one of its name, and its value could stand in no
 * other header. */
#include "web/cookies.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char name[] = "kith";
enum { NAME = sizeof(name) - 1 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_value(const char *value)
{
    for (; *value; value++)
        must(*value > ' ' && *value < 0x7f && !strchr("\",;\\", *value));
}

/* Pairs that begin with the name, as somebody counts them who looks at every byte by itself. */
static int count(const char *header)
{
    int found = 0;
    for (const char *at = header; *at; at++) {
        const char *before = at;
        while (before > header && (before[-1] == ' ' || before[-1] == '\t'))
            before--;
        bool begins = before == header || before[-1] == ';';
        const char *behind = at + NAME;
        if (!begins || strncmp(at, name, NAME) != 0)
            continue;
        behind += strspn(behind, " \t");
        found += *behind == '=' || *behind == ';' || *behind == 0;
    }
    return found;
}

/* With others around it, and with another of its name. */
static void check_again(struct arena *arena, const char *value)
{
    const char *alone = arena_print(arena, "a=1; %s=%s;b=\"%s=2\"", name, value, name);
    const char *twice = arena_print(arena, "%s=%s; %s=%s", name, value, name, value);
    const char *again = cookie_find(arena, alone, name);
    must(again && strcmp(again, value) == 0);
    must(!cookie_find(arena, twice, name));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(4096);
    const char *header = arena_copy(arena, (const char *)bytes, length);
    const char *value = cookie_find(arena, header, name);
    int there = count(header);
    must(!value || there == 1);
    if (value) {
        must(strstr(header, arena_print(arena, "%s=%s", name, value)) != NULL);
        check_value(value);
        check_again(arena, value);
    }
    if (there == 1 && !value) /* it was refused: then what stands around it is not to blame */
        must(!cookie_find(arena, arena_print(arena, "a=1; %s", header), name));
    arena_free(arena);
    return 0;
}
