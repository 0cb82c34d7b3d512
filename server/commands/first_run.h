/* The first of all: a link with which the first owner comes in. */
#ifndef KITH_COMMANDS_FIRST_RUN_H
#define KITH_COMMANDS_FIRST_RUN_H

#include "commands/host.h"

/* Makes the link while no owner can sign in; `ret_url` is NULL when one can. A link of an earlier
 * start ends. */
struct error *first_run_link(struct arena *arena, struct host *host, const char **ret_url);

#endif
