/* What one serving Kith is made of, and the functions it gives to the web floor. */
#ifndef KITH_API_API_H
#define KITH_API_API_H

#include "store/readers.h"
#include "store/writer.h"
#include "web/files.h"
#include "web/router.h"
#include "web/server.h"

struct importer;
struct pool;
struct refusals;

struct api {
    struct arena *arena;
    struct readers *readers;
    struct writer *writer;
    struct router *router;
    struct importer *importer;
    struct pool *pool;
    struct refusals *refusals;
    const char *spool;    /* folder of bodies that go to a file */
    const char *database; /* path, for exports and backups */
    const struct asset *assets;
    size_t asset_count;
    const char *page_folder; /* serves the page from there instead, or NULL */

    /* Where people find this Kith: all links are made of these, never of what a request says. */
    const char *_Atomic base_url; /* "https://kith.example/kith", without a slash at its end */
    const char *base_path;        /* its path, "/kith", or "" */
    const char *origin;           /* "https://kith.example"; NULL when no base URL is set */
    bool secure;                  /* people come over https */

    unsigned epoch;        /* stands in every ETag */
    struct buffer openapi; /* what the API is, which strangers may ask for often */
    instant (*clock)(void);
    bool quiet; /* no line per request */
    _Atomic bool stopping;
    _Atomic int streams; /* exports under way */
};

enum { BODY_LONGEST = 1 << 20, SPOOL_LONGEST = 256 << 20, MOST_STREAMS = 2, READ_LIMIT_MS = 2000 };

/* True when an address of the API is this path or lies under it. */
bool api_owns(const char *path);

/* Makes the router and the document over all resources, and reads the epoch. */
struct error *api_start(struct arena *arena, struct api *api);

/* Ends what uses the writer; requests may still be under way. */
void api_stop(struct api *api);

/* Frees the rest, when no request is left. */
void api_free(struct api *api);

/* The handler for server_start. */
struct handler api_handler(struct api *api);

#endif
