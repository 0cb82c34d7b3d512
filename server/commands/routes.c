/* kith routes: what the API answers, and which scope that takes. */
#include "api/resource.h"
#include "commands/command.h"

#include <stdio.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    static const char *const demands[] = {
        [ANYBODY] = "-",        [READERS] = "read", [WRITERS] = "write",
        [EXPORTERS] = "export", [ADMINS] = "admin", [SELVES] = "self"};
    struct error *err = settings_done(arena, settings, 0);
    if (err)
        return err;
    for (const struct resource *const *at = resources; *at; at++) {
        for (const struct route *route = (*at)->routes; route->path; route++)
            printf("%-6s %-6s %s%s  %s\n", method_words[route->method], demands[route->demand],
                   (*at)->prefix, route->path, route->help);
    }
    *ret_status = 0;
    return NULL;
}

const struct command routes_command = {
    .name = "routes",
    .arguments = "",
    .help = "what the API answers",
    .run = run,
};
