/* kith serve: answers until it is told to stop. */
#include "base/log.h"
#include "commands/command.h"
#include "commands/first_run.h"
#include "commands/host.h"
#include "commands/housekeeping.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Signals are waited for by this thread alone; all others inherit the mask. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void tell_first_link(struct arena *arena, struct host *host)
{
    const char *link = NULL;
    struct error *err = first_run_link(arena, host, &link);
    if (err)
        log_line("error", "no link for the first owner was made", "why", err->sentence, NULL);
    if (link)
        printf("No owner has a password yet. This link sets one, once, within 72 hours:\n%s\n",
               link);
}

static void tell_address(struct arena *arena, const struct settings *settings, struct host *host)
{
    const char *listen = settings->values[SETTING_LISTEN];
    const char *colon = strrchr(listen, ':');
    const char *address = arena_print(arena, "http://%.*s:%d/", (int)(colon - listen), listen,
                                      server_port(host->server));
    const char *opens = arena_print(arena, "%s/", host->api.base_url);
    printf("Kith listens on %s\n", address);
    if (strcmp(address, opens) != 0)
        printf("People open it at %s\n", opens);
    tell_first_link(arena, host);
    fflush(stdout);
    log_line("info", "started", "address", address, "opens", opens, "data", host->folder.path,
             NULL);
}

static struct error *run(struct arena *arena, struct settings *settings, int *ret_status)
{
    struct host *host = NULL;
    sigset_t signals;
    struct error *err = settings_done(arena, settings, 0);
    block_signals(&signals);
    if (!err)
        err = host_start(arena, settings, settings->values[SETTING_LISTEN], &host);
    if (err)
        return err;
    struct housekeeping *housekeeping = housekeeping_start(&host->api);
    tell_address(arena, settings, host);
    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log_line("info", "stopping", "signal", strsignal(signal_number), NULL);
    housekeeping_stop(housekeeping);
    host_stop(host);
    log_line("info", "stopped", NULL);
    *ret_status = 0;
    return NULL;
}

const struct command serve_command = {
    .name = "serve",
    .arguments = "",
    .help = "answer on an address until stopped",
    .takes = TAKES_ALL,
    .run = run,
};
