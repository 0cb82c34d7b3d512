/* What the ranking of found texts is made of. */
#include "store/rank.h"

#include "store/tokenizer.h"

#include <stddef.h>

static void count_hits(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context,
                       int count, sqlite3_value **values)
{
    (void)count, (void)values;
    int hits = 0;
    int code = api->xInstCount(fts, &hits);
    if (code == SQLITE_OK)
        sqlite3_result_int(context, hits);
    else
        sqlite3_result_error_code(context, code);
}

int rank_register(sqlite3 *sqlite)
{
    fts5_api *api = NULL;
    int code = fts5_of(sqlite, &api);
    if (code != SQLITE_OK || !api)
        return code != SQLITE_OK ? code : SQLITE_ERROR;
    return api->xCreateFunction(api, "hits", NULL, count_hits, NULL);
}
