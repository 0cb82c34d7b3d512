/* The loop that takes spooled imports in, one bounded job behind people's writes at a time. */
#ifndef KITH_API_IMPORTER_H
#define KITH_API_IMPORTER_H

#include "api/api.h"

struct importer;

/* Starts the loop; an import that a stop interrupted goes on. */
struct error *importer_start(struct arena *arena, struct api *api, struct importer **ret_importer);

/* An import was noted. */
void importer_wake(struct importer *importer);
void importer_stop(struct importer *importer);

#endif
