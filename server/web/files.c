/* Picks the form of an embedded file and answers with it. */
#include "web/files.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WEIGHT_NONE = -1, WEIGHT_FULL = 1000 };

const struct asset *asset_find(const struct asset *assets, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(assets[i].path, path) == 0)
            return &assets[i];
    }
    return NULL;
}

/* The weight behind a coding, in thousandths; anything malformed counts as 0. */
static int read_weight(const char *text, size_t length)
{
    const char *end = text + length;
    const char *at = memchr(text, ';', length);
    if (!at)
        return WEIGHT_FULL;
    at++;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (end - at < 3 || (*at != 'q' && *at != 'Q') || at[1] != '=')
        return 0;
    at += 2;
    int weight = *at == '1' ? WEIGHT_FULL : 0;
    if (*at++ != '0' || at == end || *at++ != '.')
        return weight;
    for (int worth = 100; at < end && *at >= '0' && *at <= '9'; worth /= 10)
        weight += (*at++ - '0') * worth;
    return weight;
}

/* What the header says of one coding, or WEIGHT_NONE when it does not name it. */
static int named_weight(const char *accepted, const char *coding)
{
    size_t size = strlen(coding);
    while (*accepted) {
        accepted += strspn(accepted, " \t,");
        size_t length = strcspn(accepted, ",");
        size_t name = strcspn(accepted, " \t,;");
        if (name == size && strncasecmp(accepted, coding, size) == 0)
            return read_weight(accepted, length);
        accepted += length;
    }
    return WEIGHT_NONE;
}

static int weight_of(const char *accepted, const char *coding)
{
    int weight = named_weight(accepted, coding);
    return weight != WEIGHT_NONE ? weight : named_weight(accepted, "*");
}

/* Later ones win only with more weight, so that the smallest form stands first. */
static const struct encoded *pick(const struct asset *asset, const char *accepted,
                                  const char **ret_coding)
{
    const struct encoded *best = &asset->plain;
    int best_weight = 0;
    *ret_coding = NULL;
    const struct {
        const char *coding;
        const struct encoded *form;
    } choices[] = {{"br", &asset->brotli}, {"gzip", &asset->gzip}};
    for (size_t i = 0; accepted && i < sizeof(choices) / sizeof(choices[0]); i++) {
        int weight = weight_of(accepted, choices[i].coding);
        if (!choices[i].form->bytes || weight <= best_weight)
            continue;
        best = choices[i].form;
        best_weight = weight;
        *ret_coding = choices[i].coding;
    }
    if (best_weight > 0 && named_weight(accepted, "identity") > best_weight) {
        *ret_coding = NULL;
        return &asset->plain;
    }
    return best;
}

/* If-None-Match compares weakly (RFC 9110, section 13.1.2). */
static bool has_already(const char *known, const char *etag)
{
    size_t size = strlen(etag);
    while (known && *known) {
        known += strspn(known, " \t,");
        if (*known == '*')
            return true;
        if (strncmp(known, "W/", 2) == 0)
            known += 2;
        if (strncmp(known, etag, size) == 0 && strchr(" \t,", known[size]))
            return true;
        known += strcspn(known, ",");
    }
    return false;
}

void asset_reply(const struct asset *asset, struct request *request)
{
    struct reply *reply = &request->reply;
    const char *coding;
    const struct encoded *form = pick(asset, request_header(request, "Accept-Encoding"), &coding);
    reply_header(reply, "Cache-Control",
                 asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    reply_header(reply, "ETag", form->etag);
    if (asset->gzip.bytes || asset->brotli.bytes)
        reply_header(reply, "Vary", "Accept-Encoding");
    if (has_already(request_header(request, "If-None-Match"), form->etag)) {
        reply->status = 304;
        return;
    }
    reply->status = 200;
    reply->content_type = asset->content_type;
    reply->fixed = (struct fixed){form->bytes, form->length};
    if (coding)
        reply_header(reply, "Content-Encoding", coding);
}
