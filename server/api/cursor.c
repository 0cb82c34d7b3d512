/* Pages of lists: opaque cursors, the Link to the next page, the list as JSON. */
#include "api/cursor.h"

#include "base/json.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CURSOR_VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING, CURSOR_LONGEST = 64 };

static void set_number(const struct shape *shape, void *query, const char *name, int64_t value)
{
    const struct field *field = shape_field(shape, name, NULL);
    if (!field)
        return;
    *(int64_t *)field_at(field, query) = value;
    shape_give(shape, query, name);
}

/* The same bytes must come out again, so that each place has one writing and none overflows. */
static bool read_place(const char *text, size_t length, int64_t *ret_at, int64_t *ret_row)
{
    char again[CURSOR_LONGEST];
    char *end = NULL;
    if (*text != 'k')
        return false;
    int64_t at = strtoll(text + 1, &end, 10);
    if (*end != '.')
        return false;
    int64_t row = strtoll(end + 1, &end, 10);
    snprintf(again, sizeof(again), "k%" PRId64 ".%" PRId64, at, row);
    if (strlen(again) != length || memcmp(again, text, length) != 0)
        return false;
    *ret_at = at;
    *ret_row = row;
    return true;
}

void cursor_read(struct call *call, struct error **faults)
{
    const struct shape *shape = call->route->query;
    const struct field *field = shape_field(shape, "cursor", NULL);
    const char *cursor = field ? *(const char **)field_at(field, call->query) : NULL;
    if (!cursor)
        return;
    char text[CURSOR_LONGEST + 1] = {0};
    size_t length = 0;
    int64_t at = 0;
    int64_t row = 0;
    bool read = sodium_base642bin((unsigned char *)text, CURSOR_LONGEST, cursor, strlen(cursor),
                                  NULL, &length, NULL, CURSOR_VARIANT) == 0;
    if (!read || !read_place(text, length, &at, &row)) {
        error_fault(call->work.arena, faults, "cursor",
                    "This is no cursor of ours. Start from the first page.");
        return;
    }
    set_number(shape, call->query, "after", row);
    set_number(shape, call->query, "after_at", at);
}

static const char *next_address(struct call *call)
{
    char plain[CURSOR_LONGEST];
    char cursor[CURSOR_LONGEST * 2];
    int length = snprintf(plain, sizeof(plain), "k%" PRId64 ".%" PRId64, call->page.next_at,
                          call->page.next_row);
    sodium_bin2base64(cursor, sizeof(cursor), (unsigned char *)plain, (size_t)length,
                      CURSOR_VARIANT);
    struct buffer out = {0};
    const struct request *request = call->request;
    buffer_text(&out, request->path);
    buffer_byte(&out, '?');
    for (size_t i = 0; i < request->query_count; i++) {
        if (strcmp(request->query[i].name, "cursor") == 0)
            continue;
        buffer_encoded(&out, request->query[i].name);
        buffer_byte(&out, '=');
        buffer_encoded(&out, request->query[i].value);
        buffer_byte(&out, '&');
    }
    buffer_print(&out, "cursor=%s", cursor);
    const char *address = arena_copy(call->work.arena, out.bytes, out.length);
    buffer_free(&out);
    return address;
}

void page_reply(struct call *call, struct reply *reply)
{
    const struct page *page = &call->page;
    const char *next = page->more ? next_address(call) : NULL;
    struct buffer *out = &reply->body;
    json_begin(out, '{');
    json_name(out, "count");
    json_put_number(out, page->count.count > COUNT_EXACT ? COUNT_EXACT : page->count.count);
    json_name(out, "more");
    json_put_boolean(out, page->count.count > COUNT_EXACT);
    json_member(out, "next", next);
    json_name(out, "items");
    json_begin(out, '[');
    for (size_t i = 0; i < page->items.count; i++)
        shape_write(out, page->shape, (char *)page->items.items + i * page->shape->size);
    json_end(out, ']');
    json_end(out, '}');
    if (next)
        reply_header(reply, "Link", arena_print(call->work.arena, "<%s>; rel=\"next\"", next));
}
