/* ETags: what version of a thing an answer is, and in which form. */
#include "api/etag.h"

#include "api/resource.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int64_t record_number(const struct shape *shape, const void *record, const char *name)
{
    const struct field *field = shape_field(shape, name, NULL);
    return field ? *(const int64_t *)field_at(field, record) : NOTHING;
}

static uint32_t mix(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u; /* FNV-1a */
    return (hash ^ 0xff) * 16777619u;
}

/* Parameters, scope, epoch and the path that all addresses begin with: what else decides the bytes
 * of an answer. */
static uint32_t shape_hash(const struct call *call)
{
    uint32_t hash = mix(2166136261u ^ call->api->epoch, call->api->base_path);
    hash = (hash ^ call->actor.scopes) * 16777619u;
    hash = (hash ^ (uint32_t)call->actor.member) * 16777619u;
    if (!call->request)
        return hash;
    for (size_t i = 0; i < call->request->query_count; i++) {
        hash = mix(hash, call->request->query[i].name);
        hash = mix(hash, call->request->query[i].value);
    }
    return hash;
}

const char *etag_of(const struct call *call)
{
    int64_t version = NOTHING;
    int64_t story = NOTHING;
    if (call->record) {
        version = record_number(call->route->out, call->record, "revision");
        story = record_number(call->route->out, call->record, "story");
        /* Without a story of its own a record may tell of any other, as counts do. */
        if (story == NOTHING)
            story = call->highest_change;
    }
    if (version == NOTHING)
        version = call->highest_change;
    if (story == NOTHING)
        story = 0;
    return arena_print(call->work.arena, "\"%" PRId64 ".%" PRId64 ".%" PRId64 "-%08x\"", version,
                       story, call->names, shape_hash(call));
}

/* Walks the tags of a list such as `"1.2.3-x", W/"4.5.6-y"`; `*` is a tag of its own. */
static bool next_tag(const char **list, const char **ret_tag, size_t *ret_length)
{
    const char *at = *list + strspn(*list, " \t,");
    if (strncmp(at, "W/", 2) == 0)
        at += 2;
    if (*at == '*') {
        *ret_tag = at;
        *ret_length = 1;
        *list = at + 1;
        return true;
    }
    const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
    if (!end)
        return false;
    *ret_tag = at + 1;
    *ret_length = (size_t)(end - at - 1);
    *list = end + 1;
    return true;
}

bool etag_is_known(const struct call *call, const char *etag)
{
    const char *list = request_header(call->request, "If-None-Match");
    const char *tag;
    size_t length;
    while (list && next_tag(&list, &tag, &length)) {
        if (*tag == '*' || (length + 2 == strlen(etag) && memcmp(tag, etag + 1, length) == 0))
            return true;
    }
    return false;
}

struct error *etag_match(struct call *call, const void *record)
{
    const struct shape *shape = call->resource->shape;
    const char *list = request_header(call->request, "If-Match");
    if (!list)
        return NULL;
    int64_t revision = record_number(shape, record, "revision");
    const char *tag;
    size_t length;
    while (next_tag(&list, &tag, &length)) {
        char *end = NULL;
        bool same = strtoll(tag, &end, 10) == revision && end > tag && (*end == '.' || *end == '"');
        if (*tag == '*' || same)
            return NULL;
    }
    struct buffer current = {0};
    shape_write(&current, shape, record);
    struct error *err = error_new(call->work.arena, ERROR_CHANGED,
                                  "This was changed since you read it. Look at the current "
                                  "version, and send yours again with its ETag.");
    err->member = "current";
    err->json = arena_copy(call->work.arena, current.bytes, current.length);
    buffer_free(&current);
    return err;
}
