/* Pages of lists: opaque cursors, the Link to the next page, the list as JSON. */
#include "api/cursor.h"

#include "base/json.h"
#include "base/text.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CURSOR_VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* A record's place in a list: its sort key as it was then, a number or a text, and its row. */
struct list_place {
    int64_t at;
    const char *text; /* NULL when the key is a number */
    int64_t row;
};

static const char *place_text(struct arena *arena, const struct list_place *place)
{
    if (place->text)
        return arena_print(arena, "t%" PRId64 ".%s", place->row, place->text);
    return arena_print(arena, "k%" PRId64 ".%" PRId64, place->at, place->row);
}

/* The same bytes must come out again, so that each place has one writing and none overflows. */
static bool read_place(struct arena *arena, const char *text, size_t length,
                       struct list_place *ret_place)
{
    struct list_place place = {0};
    char *end = NULL;
    int64_t first = *text == 'k' || *text == 't' ? strtoll(text + 1, &end, 10) : 0;
    if (!end || *end != '.' || !text_is_utf8(text, length))
        return false;
    if (*text == 't')
        place = (struct list_place){.row = first, .text = end + 1};
    else
        place = (struct list_place){.at = first, .row = strtoll(end + 1, NULL, 10)};
    const char *again = place_text(arena, &place);
    if (strlen(again) != length || memcmp(again, text, length) != 0)
        return false;
    *ret_place = place;
    return true;
}

static bool decode(struct arena *arena, const char *cursor, struct list_place *ret_place)
{
    size_t room = strlen(cursor);
    size_t length = 0;
    char *text = arena_take(arena, room + 1);
    return sodium_base642bin((unsigned char *)text, room, cursor, room, NULL, &length, NULL,
                             CURSOR_VARIANT) == 0 &&
           read_place(arena, text, length, ret_place);
}

static void set(const struct shape *shape, void *query, const char *name, const void *value)
{
    const struct field *field = shape_field(shape, name, NULL);
    if (!field)
        return;
    memcpy(field_at(field, query), value, sizeof(int64_t));
    shape_give(shape, query, name);
}
_Static_assert(sizeof(const char *) == sizeof(int64_t), "set copies as much of either");

/* Some lists have a text for their key, some a number, and some either, by how they are sorted. */
static bool fits(const struct shape *shape, const struct list_place *place)
{
    bool takes_text = shape_field(shape, "after_text", NULL) != NULL;
    bool takes_number = !takes_text || shape_field(shape, "after_at", NULL);
    return place->text ? takes_text : takes_number;
}

void cursor_read(struct call *call, struct error **faults)
{
    const struct shape *shape = call->route->query;
    const struct field *field = shape_field(shape, "cursor", NULL);
    const char *cursor = field ? *(const char **)field_at(field, call->query) : NULL;
    if (!cursor)
        return;
    struct list_place place;
    if (!decode(call->work.arena, cursor, &place) || !fits(shape, &place)) {
        error_fault(call->work.arena, faults, "cursor",
                    "This is no cursor of ours. Start from the first page.");
        return;
    }
    set(shape, call->query, "after", &place.row);
    if (place.text)
        set(shape, call->query, "after_text", &place.text);
    else
        set(shape, call->query, "after_at", &place.at);
}

const char *parameters_without(struct call *call, const char *const *left_out)
{
    struct buffer out = {0};
    const struct request *request = call->request;
    for (size_t i = 0; i < request->query_count; i++) {
        bool stays = true;
        for (const char *const *name = left_out; *name; name++)
            stays = stays && strcmp(request->query[i].name, *name) != 0;
        if (!stays)
            continue;
        buffer_encoded(&out, request->query[i].name);
        buffer_byte(&out, '=');
        buffer_encoded(&out, request->query[i].value);
        buffer_byte(&out, '&');
    }
    const char *text = arena_copy(call->work.arena, out.length ? out.bytes : "", out.length);
    buffer_free(&out);
    return text;
}

const char *cursor_next(struct call *call)
{
    static const char *const left_out[] = {"cursor", NULL};
    const struct page *page = &call->page;
    const struct list_place place = {page->next_at, page->next_text, page->next_row};
    const char *plain = place_text(call->work.arena, &place);
    size_t room = sodium_base64_encoded_len(strlen(plain), CURSOR_VARIANT);
    char *cursor = arena_take(call->work.arena, room);
    sodium_bin2base64(cursor, room, (const unsigned char *)plain, strlen(plain), CURSOR_VARIANT);
    return arena_print(call->work.arena, "%s%s?%scursor=%s", call->api->base_path,
                       call->request->path, parameters_without(call, left_out), cursor);
}

void page_reply(struct call *call, struct reply *reply)
{
    const struct page *page = &call->page;
    const char *next = page->more ? cursor_next(call) : NULL;
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
