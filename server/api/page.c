/* The web page: files of the program, or of a folder, for every address outside of the API. */
#include "api/page.h"

#include "base/buffer.h"

#include <stdlib.h>
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

/* What a path that lacks its last slash leads to. */
static const struct asset slash = {.path = ""};

/* In the first document every attribute that begins with a slash is an address of ours. Packed
 * forms cannot be changed, and are hardly shorter. */
static const struct asset *under_base(struct arena *arena, const struct asset *page,
                                      const char *base_path)
{
    static const char attribute[] = "=\"/";
    size_t etag = strlen(page->plain.etag);
    struct buffer out = {0};
    const char *at = page->plain.bytes;
    const char *end = at + page->plain.length;
    for (const char *found; (found = memmem(at, (size_t)(end - at), attribute, 3));
         at = found + 2) {
        buffer_append(&out, at, (size_t)(found + 2 - at));
        buffer_text(&out, base_path);
    }
    buffer_append(&out, at, (size_t)(end - at));
    struct asset *moved = arena_take(arena, sizeof(*moved));
    *moved = *page;
    moved->gzip = moved->brotli = (struct encoded){0};
    moved->plain.bytes = arena_copy(arena, out.bytes, out.length);
    moved->plain.length = out.length;
    moved->plain.etag = arena_print(arena, "%.*s%s\"", (int)etag - 1, page->plain.etag, base_path);
    buffer_free(&out);
    return moved;
}

static const struct asset *find_page(const struct api *api, const struct request *request)
{
    const struct asset *page = find(api, request, "/");
    bool moves = page && *api->base_path;
    return moves ? under_base(request->arena, page, api->base_path) : page;
}

const struct asset *page_find(const struct api *api, const struct request *request)
{
    bool of_api = strncmp(request->path, "/api/", 5) == 0;
    if (request->method != GET || of_api)
        return NULL;
    if (*api->base_path && strcmp(request->path, api->base_path) == 0)
        return &slash;
    if (strcmp(request->path, "/") == 0)
        return find_page(api, request);
    const struct asset *asset = find(api, request, request->path);
    if (asset || strchr(strrchr(request->path, '/'), '.'))
        return asset;
    return find_page(api, request);
}

void page_answer(const struct asset *asset, struct request *request)
{
    if (asset == &slash) {
        request->reply.status = 308;
        reply_header(&request->reply, "Cache-Control", "no-cache");
        reply_header(&request->reply, "Location",
                     arena_print(request->arena, "%s/", request->path));
        return;
    }
    asset_reply(asset, request);
    reply_header(&request->reply, "Content-Security-Policy", policy);
}
