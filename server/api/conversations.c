/* Conversations over HTTP: logging, editing, their history. */
#include "api/resource.h"

#include "base/json.h"
#include "logbook/conversation_parts.h"
#include "logbook/derive_parts.h"

#include <jansson.h>
#include <string.h>

/* How one conversation is asked for. */
struct conversation_query {
    uint64_t given;
    const char *render;
};

static const char *check_render(const char *text)
{
    return strcmp(text, "html") == 0 ? NULL : "This must be html.";
}

static const struct field conversation_query_fields[] = {
    FIELD(conversation_query, render, .check = check_render, .help = "html: with body_html."),
    {0},
};
static const struct shape conversation_query_shape =
    SHAPE(conversation_query, conversation_query_fields);

/* A repeat of the same request tells these again, since nothing else remembers them. */
static const char *captured_json(struct arena *arena, const struct conversation *logged)
{
    struct conversation only = *logged;
    only.given = 0;
    shape_give(&conversation_shape, &only, "captured");
    shape_give(&conversation_shape, &only, "unresolved");
    struct buffer json = {0};
    shape_write(&json, &conversation_shape, &only);
    const char *copy = arena_copy(arena, json.bytes, json.length);
    buffer_free(&json);
    return copy;
}

/* The offset of happened_at as it was sent: days in the text are read at it. */
static void read_offset(struct call *call, struct conversation *asked)
{
    json_t *body = json_loadb(call->request->body.bytes, call->request->body.length, 0, NULL);
    const char *sent = json_string_value(json_object_get(body, "happened_at"));
    instant moment;
    int offset = 0;
    if (sent && instant_read(sent, &moment, &offset))
        asked->offset_minutes = offset;
    json_decref(body);
}

static struct error *log_it(struct call *call)
{
    struct conversation *logged = call_record(call);
    struct conversation asked = *(struct conversation *)call->asked;
    read_offset(call, &asked);
    struct error *err = conversation_log(&call->work, &asked, logged);
    call_answers(call, logged, "conversation", logged->id);
    if (!err)
        call->extra = captured_json(call->work.arena, logged);
    return err;
}

static struct error *read(struct call *call)
{
    struct conversation *found = call_record(call);
    const struct conversation_query *query = call->query;
    call->record = found;
    struct error *err = conversation_find(&call->work, call->id, found);
    if (!err && query->render)
        err = conversation_render(&call->work, found);
    return err;
}

static struct error *list(struct call *call)
{
    return conversations_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct conversation *changed = call_record(call);
    struct error *err = conversation_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "conversation", call->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "conversation", call->id);
    return conversation_trash(&call->work, call->id);
}

static struct error *history(struct call *call)
{
    call->page.shape = &edition_shape;
    struct error *err = conversation_history(&call->work, call->id, &call->page.items);
    call->page.count.count = (int64_t)call->page.items.count;
    return err;
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return conversation_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/conversations",
     {{WRITER, log_it}},
     WRITERS,
     &conversation_shape,
     &conversation_shape,
     NULL,
     MAKES,
     "conversation logged",
     "Log a conversation, with its people, facts and promises."},
    {GET,
     "/conversations",
     {{HERE, list}},
     READERS,
     NULL,
     &conversation_shape,
     &conversations_filter_shape,
     LISTED,
     NULL,
     "Conversations, newest first."},
    {GET,
     "/conversations/{id}",
     {{HERE, read}},
     READERS,
     NULL,
     &conversation_shape,
     &conversation_query_shape,
     0,
     NULL,
     "One conversation."},
    {PATCH,
     "/conversations/{id}",
     {{WRITER, change}},
     WRITERS,
     &conversation_shape,
     &conversation_shape,
     NULL,
     VERSIONED,
     "conversation changed",
     "Change what is sent of a conversation; facts and promises stay as they are, and whom a new "
     "text mentions joins it."},
    {DELETE,
     "/conversations/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | AUDITED,
     "conversation deleted",
     "Put a conversation into the trash."},
    {GET,
     "/conversations/{id}/history",
     {{HERE, history}},
     READERS,
     NULL,
     &edition_shape,
     NULL,
     LISTED,
     NULL,
     "All texts that a conversation ever had, newest first."},
    {0},
};

static const struct statement *const statements[] = {
    conversations_statements,     conversation_log_statements, conversation_edit_statements,
    conversation_list_statements, history_statements,          derive_statements,
    derive_body_statements,       passages_statements,         NULL};

const struct resource conversations_resource = {
    .name = "conversations",
    .noun = "conversation",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &conversation_shape,
    .find = find,
};
