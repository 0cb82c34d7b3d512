/* kith openapi: the OpenAPI document of the API. */
#include "api/openapi.h"
#include "commands/command.h"

#include <stdio.h>

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct error *err = settings_done(arena, settings, 0);
    if (err)
        return err;
    struct buffer out = {0};
    openapi_write(&out, "");
    buffer_byte(&out, '\n');
    fwrite(out.bytes, 1, out.length, stdout);
    buffer_free(&out);
    *ret_status = 0;
    return NULL;
}

const struct command openapi_command = {
    .name = "openapi",
    .arguments = "",
    .help = "the OpenAPI document of the API",
    .run = run,
};
