/* What the ranking of found texts is made of. */
#include "store/rank.h"

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
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(sqlite, "SELECT fts5(?1)", -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(stmt);
    code = sqlite3_finalize(stmt);
    if (code != SQLITE_OK || !api)
        return code != SQLITE_OK ? code : SQLITE_ERROR;
    return api->xCreateFunction(api, "hits", NULL, count_hits, NULL);
}
