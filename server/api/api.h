/* What one serving Kith is made of, and the functions it gives to the web floor. */
#ifndef KITH_API_API_H
#define KITH_API_API_H

#include "store/readers.h"
#include "store/writer.h"
#include "web/files.h"
#include "web/router.h"
#include "web/server.h"

struct importer;

struct api {
    struct arena *arena;
    struct readers *readers;
    struct writer *writer;
    struct router *router;
    struct importer *importer;
    const char *spool;    /* folder of bodies that go to a file */
    const char *database; /* path, for exports and backups */
    const struct asset *assets;
    size_t asset_count;
    const char *page_folder; /* serves the page from there instead, or NULL */
    unsigned epoch;          /* stands in every ETag */
    struct buffer openapi;   /* what the API is, which strangers may ask for often */
    instant (*clock)(void);
    bool quiet; /* no line per request */
    _Atomic bool stopping;
    _Atomic int streams; /* exports under way */
};

enum { BODY_LONGEST = 1 << 20, SPOOL_LONGEST = 256 << 20, MOST_STREAMS = 2, READ_LIMIT_MS = 2000 };

/* Makes the router and the document over all resources, and reads the epoch. */
struct error *api_start(struct arena *arena, struct api *api);

/* Ends what uses the writer; requests may still be under way. */
void api_stop(struct api *api);

/* Frees the rest, when no request is left. */
void api_free(struct api *api);

/* The handler for server_start. */
struct handler api_handler(struct api *api);

#endif
