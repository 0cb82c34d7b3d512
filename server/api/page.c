/* The web page: files of the program, or of a folder, for every address outside of the API. */
#include "api/page.h"

#include <string.h>

static const char policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
    "data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types kith";

static const struct asset *find(const struct api *api, const struct request *request,
                                const char *path)
{
    if (api->page_folder)
        return asset_read(request->arena, api->page_folder, path);
    return asset_find(api->assets, api->asset_count, path);
}

const struct asset *page_find(const struct api *api, const struct request *request)
{
    bool of_api = strncmp(request->path, "/api/", 5) == 0;
    if (request->method != GET || of_api)
        return NULL;
    const struct asset *asset = find(api, request, request->path);
    if (asset || strchr(strrchr(request->path, '/'), '.'))
        return asset;
    return find(api, request, "/");
}

void page_answer(const struct asset *asset, struct request *request)
{
    asset_reply(asset, request);
    reply_header(&request->reply, "Content-Security-Policy", policy);
}
