/* The web page: files of the program, for every address outside of the API. */
#include "api/page.h"

#include <string.h>

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
    "data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types kith";

const struct asset *page_find(const struct api *api, const struct request *request)
{
    bool of_api = strncmp(request->path, "/api/", 5) == 0;
    if (request->method != GET || of_api)
        return NULL;
    const struct asset *asset = asset_find(api->assets, api->asset_count, request->path);
    if (asset || strchr(strrchr(request->path, '/'), '.'))
        return asset;
    return asset_find(api->assets, api->asset_count, "/");
}

void page_answer(const struct asset *asset, struct request *request)
{
    asset_reply(asset, request);
    reply_header(&request->reply, "Content-Security-Policy", policy);
}
