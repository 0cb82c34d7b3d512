/* A Kith in this process: lock, database, writer, readers, API. */
#include "commands/host.h"

#include "base/base_url.h"
#include "base/href.h"
#include "base/log.h"
#include "commands/assets.h"
#include "commands/descriptors.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 10000, DRAIN_MS = 30000, DRAIN_STEP_MS = 5 };

static struct error *open_store(struct arena *arena, const struct settings *settings,
                                struct host *host)
{
    struct error *err = folder_make(arena, &host->folder);
    if (!err)
        err = folder_lock(arena, &host->folder, &host->lock);
    if (!err)
        err = folder_migrate(arena, &host->folder);
    struct writer_settings writer = {
        .path = host->folder.database,
        .reserve = host->folder.reserve,
        .most_jobs = settings_number(settings, SETTING_BATCH_JOBS),
        .commit_delay_ms = settings_number(settings, SETTING_COMMIT_DELAY_MS),
    };
    if (!err)
        err = writer_start(arena, &writer, &host->api.writer);
    if (!err)
        host->api.readers = readers_new(host->folder.database);
    return err;
}

static struct error *check_page(struct arena *arena, const struct settings *settings)
{
    const char *folder = settings->values[SETTING_ASSETS];
    if (!*folder || access(arena_print(arena, "%s/index.html", folder), R_OK) == 0)
        return NULL;
    return error_new(arena, ERROR_INVALID,
                     "%s wants a folder with the built page, and there is no index.html that can "
                     "be read in %s.",
                     settings_source(settings, SETTING_ASSETS), folder);
}

/* The base URL as it is set, or made of where this Kith listens. */
static struct error *place(struct arena *arena, const struct settings *settings, struct api *api)
{
    const char *told = settings->values[SETTING_BASE_URL];
    const char *listen = settings->values[SETTING_LISTEN];
    const char *colon = strrchr(listen, ':');
    struct base_url base = base_url_of_listen(arena, listen, colon ? atoi(colon + 1) : 0);
    struct error *err = *told ? base_url_read(arena, told, &base) : NULL;
    if (err)
        return err;
    api->base_url = base.url;
    api->base_path = base.path;
    api->origin = *told ? base.origin : NULL;
    api->secure = base.secure;
    href_base_set(base.path);
    return NULL;
}

static struct error *read_trusted(struct arena *arena, const struct settings *settings,
                                  struct trusted *ret_trusted)
{
    struct error *err = trusted_read(arena, settings->values[SETTING_TRUSTED_PROXY], ret_trusted);
    if (err)
        err = error_new(arena, err->kind, "%s: %s",
                        settings_source(settings, SETTING_TRUSTED_PROXY), err->sentence);
    return err;
}

static struct error *open_doors(struct arena *arena, const struct settings *settings,
                                const char *listen, const struct trusted *trusted,
                                struct host *host)
{
    int threads = settings_number(settings, SETTING_THREADS);
    struct server_settings server = {
        .listen = listen,
        .socket_path = host->folder.socket,
        .threads = threads ? (unsigned)threads : (unsigned)sysconf(_SC_NPROCESSORS_ONLN),
        .most_connections = descriptors_allow(MOST_CONNECTIONS),
        .secure = host->api.secure,
        .trusted = *trusted,
        .most_per_address = (unsigned)settings_number(settings, SETTING_CONNECTIONS_PER_ADDRESS),
    };
    if (listen && server.most_connections < MOST_CONNECTIONS)
        log_line("warning", "few open files are allowed, and so few connections", "connections",
                 arena_print(arena, "%u", server.most_connections), NULL);
    struct handler handler = api_handler(&host->api);
    struct error *err = server_start(arena, &server, &handler, &host->server);
    if (err && err->kind == ERROR_INVALID)
        err = error_new(arena, err->kind, "%s: %s", settings_source(settings, SETTING_LISTEN),
                        err->sentence);
    if (!err && listen && !host->api.origin) /* port 0 has become another by now */
        host->api.base_url = base_url_of_listen(arena, listen, server_port(host->server)).url;
    return err;
}

struct error *host_start(struct arena *arena, const struct settings *settings, const char *listen,
                         struct host **ret_host)
{
    const char *page_folder = settings->values[SETTING_ASSETS];
    struct arena *own = arena_new(4096);
    struct host *host = arena_take(own, sizeof(*host));
    host->arena = own;
    host->lock = -1;
    host->folder = folder_of(own, settings->values[SETTING_DATA]);
    host->api = (struct api){
        .arena = own,
        .spool = host->folder.spool,
        .database = host->folder.database,
        .clock = instant_now,
        .quiet = settings_yes(settings, SETTING_QUIET),
        .assets = page_assets,
        .asset_count = page_asset_count,
        .page_folder = *page_folder ? page_folder : NULL,
    };
    struct trusted trusted;
    struct error *err = place(arena, settings, &host->api);
    if (!err)
        err = check_page(arena, settings);
    if (!err)
        err = read_trusted(arena, settings, &trusted);
    if (!err)
        err = open_store(arena, settings, host);
    if (!err)
        err = api_start(arena, &host->api);
    if (!err)
        err = open_doors(arena, settings, listen, &trusted, host);
    if (err) {
        host_stop(host);
        return err;
    }
    *ret_host = host;
    return NULL;
}

static void drain(struct host *host)
{
    struct timespec step = {0, DRAIN_STEP_MS * 1000000L};
    for (int waited = 0; server_in_flight(host->server) > 0 && waited < DRAIN_MS;
         waited += DRAIN_STEP_MS)
        nanosleep(&step, NULL);
}

void host_stop(struct host *host)
{
    host->api.stopping = true;
    if (host->server) {
        server_quiesce(host->server);
        drain(host);
    }
    api_stop(&host->api);
    writer_close(host->api.writer);
    if (host->server)
        server_stop(host->server);
    writer_stop(host->api.writer); /* no thread of the server is left that could add to it */
    readers_free(host->api.readers);
    api_free(&host->api);
    if (host->lock >= 0) {
        if (host->server)
            unlink(host->folder.socket);
        close(host->lock);
    }
    arena_free(host->arena);
}
