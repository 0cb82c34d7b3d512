/* Conversations: their shape, finding them, the trash. */
#include "logbook/conversations.h"

#include "logbook/conversation_parts.h"
#include "logbook/derive.h"
#include "logbook/facts.h"
#include "logbook/promises.h"
#include "logbook/quotes.h"

static const char *const sides[] = {"customer", "us", NULL};
static const char *const directions[] = {"", "in", "out", NULL};
static const char *const captured_kinds[] = {"fact", "promise", NULL};

static const struct field turn_fields[] = {
    FIELD(turn, at, .help = "When it was said."),
    FIELD(turn, side, .choices = sides, .help = "Who spoke: customer or us."),
    FIELD(turn, who, .help = "The speaker's name."),
    FIELD(turn, text, .rules = NEVER_NULL | LINES, .longest = 65536, .help = "The words."),
    {0},
};
const struct shape turn_shape = SHAPE(turn, turn_fields);

static const struct field party_fields[] = {
    FIELD(party, id, .help = "The id of a person or member."),
    FIELD(party, name, .help = "The name; a person whom nothing else finds is made with it."),
    LIST(party, handles, &handle_shape, .rules = WRITE_ONLY, .longest = 50,
         .help = "Handles to find a person by, and to make them with."),
    FIELD(party, handle, .rules = WRITE_ONLY, .longest = 300,
          .help = "An e-mail address, or kind:value. A bare text is this, or an id."),
    {0},
};
const struct shape party_shape = {"party", sizeof(struct party), party_fields, "handle"};

static const struct field captured_fields[] = {
    FIELD(captured, kind, .choices = captured_kinds, .help = "fact or promise."),
    FIELD(captured, id, .help = "Its id."),
    FIELD(captured, text, .help = "Its words."),
    {0},
};
const struct shape captured_shape = SHAPE(captured, captured_fields);

static const struct field conversation_fields[] = {
    FIELD(conversation, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(conversation, kind, .rules = NEVER_NULL, .longest = 60,
          .help = "The name of a kind; note unless told."),
    FIELD(conversation, direction, .choices = directions, .help = "in, out, or null."),
    FIELD(conversation, happened_at, .rules = NEVER_NULL,
          .help = "When it took place; now unless told. Days in the text are read at its offset."),
    FIELD(conversation, minutes, .least = 0, .most = 1440, .help = "How long it was."),
    LIST(conversation, people, &party_shape, .help = "The people in it."),
    LIST(conversation, members, &party_shape,
         .help = "The members in it; who logs it unless told."),
    FIELD(conversation, summary, .longest = 300, .help = "One line."),
    FIELD(conversation, body, .rules = NEVER_NULL | LINES, .longest = 65536,
          .help = "Markdown, kept byte for byte."),
    FIELD(conversation, body_html, .rules = READ_ONLY | DERIVED,
          .help = "The body as HTML, with render=html."),
    LIST(conversation, turns, &turn_shape, .longest = 2000,
         .help = "The messages of a chat or thread; in lists with turns=true."),
    RECORD(conversation, source, &source_shape, .rules = WRITE_ONCE, .help = "Where it came from."),
    LIST(conversation, facts, &fact_shape, .rules = WRITE_ONCE | DERIVED, .longest = MOST_NOTED,
         .help = "What was learned."),
    LIST(conversation, promises, &promise_shape, .rules = WRITE_ONCE | DERIVED,
         .longest = MOST_NOTED, .help = "What was promised."),
    LIST(conversation, quotes, &quote_shape, .rules = READ_ONLY | DERIVED,
         .help = "The customer's own words in the body."),
    LIST(conversation, themes, &ref_shape, .rules = READ_ONLY | DERIVED,
         .help = "The themes of the body."),
    LIST(conversation, captured, &captured_shape, .rules = READ_ONLY | DERIVED,
         .help = "What became of the marks of the text, when it was logged."),
    LIST(conversation, unresolved, NULL, .rules = READ_ONLY | DERIVED,
         .help = "What could not be read when it was logged, and stayed in the body."),
    FIELD(conversation, logged_by, .rules = READ_ONLY, .help = "The member who wrote it down."),
    FIELD(conversation, logged_by_name, .rules = READ_ONLY | DERIVED,
          .help = "That member's name."),
    FIELD(conversation, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(conversation, created_at, .rules = READ_ONLY, .help = "When it was written down."),
    FIELD(conversation, edited_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(conversation, marks, .rules = WRITE_ONLY | WRITE_ONCE,
          .help = "false leaves marks and mentions in the body as they are."),
    FIELD(conversation, sent, .rules = HIDDEN),
    FIELD(conversation, row, .rules = HIDDEN),
    FIELD(conversation, kind_row, .rules = HIDDEN),
    FIELD(conversation, logged_by_row, .rules = HIDDEN),
    {0},
};
const struct shape conversation_shape = SHAPE(conversation, conversation_fields);

#define CONVERSATION_COLUMNS                                                                       \
    "SELECT c.id AS row, c.uid AS id, k.name AS kind, c.direction, c.happened_at, c.minutes,"      \
    " (SELECT json_group_array(json_object('id', ident_text(uid), 'name', name)) FROM"             \
    "  (SELECT p.uid, p.name FROM conversation_person s JOIN person o ON o.id = s.person"          \
    "   JOIN person p ON p.id = coalesce(o.merged_into, o.id)"                                     \
    "   WHERE s.conversation = c.id AND p.trashed_at IS NULL"                                      \
    "   ORDER BY s.position, s.person)) AS people,"                                                \
    " (SELECT json_group_array(json_object('id', ident_text(uid), 'name', name)) FROM"             \
    "  (SELECT m.uid, m.name FROM conversation_member s JOIN member m ON m.id = s.member"          \
    "   WHERE s.conversation = c.id ORDER BY s.position, s.member)) AS members,"                   \
    " c.summary, c.body, c.source,"                                                                \
    " (SELECT json_group_array(json_object('id', ident_text(uid), 'name', name)) FROM"             \
    "  (SELECT h.uid, h.name FROM thread t JOIN theme h ON h.id = t.owner"                         \
    "   WHERE t.conversation = c.id AND t.sort = 5 ORDER BY h.name)) AS themes,"                   \
    " l.uid AS logged_by, l.name AS logged_by_name, c.revision, c.created_at, c.edited_at"
#define TURNS                                                                                      \
    ", coalesce((SELECT turns FROM conversation_turns s WHERE s.id = c.id), '[]') AS turns"

enum { READ, ROW, SET_TRASHED, SET_TURNS, KEEP_TURNS };

const struct statement conversations_statements[] = {
    [READ] = {.sql = CONVERSATION_COLUMNS,
              .pieces = {{.with = "value", .text = TURNS},
                         {.text = "FROM conversation c JOIN kind k ON k.id = c.kind"
                                  " LEFT JOIN member l ON l.id = c.logged_by WHERE c.id = :row"}},
              .in = &row_key_shape,
              .out = &conversation_shape},
    [ROW] = {.sql = "SELECT id FROM conversation WHERE uid = :id AND trashed_at IS NULL",
             .in = &id_key_shape},
    [SET_TRASHED] = {.sql = "UPDATE conversation SET trashed_at = :at WHERE id = :row",
                     .in = &row_key_shape},
    [SET_TURNS] = {.sql = "UPDATE conversation_turns SET turns = :turns WHERE id = :row",
                   .in = &conversation_shape},
    [KEEP_TURNS] = {.sql = "INSERT INTO conversation_turns (id, turns) VALUES (:row, :turns)",
                    .in = &conversation_shape},
    {0},
};

struct error *conversation_row(struct work *w, ident id, int64_t *ret_row)
{
    return row_of(w, &conversations_statements[ROW], "conversation", id, ret_row);
}

struct error *conversation_row_field(struct work *w, ident id, const char *pointer,
                                     int64_t *ret_row)
{
    return row_of_field(w, &conversations_statements[ROW], "conversation", id, pointer, ret_row);
}

struct error *conversation_fill(struct work *w, struct conversation *conversation)
{
    struct error *err = facts_of_conversation(w, conversation->row, &conversation->facts);
    if (!err)
        err = promises_of_conversation(w, conversation->row, &conversation->promises);
    if (!err)
        err = quotes_of_conversation(w, conversation->row, &conversation->quotes);
    shape_give(&conversation_shape, conversation, "facts");
    shape_give(&conversation_shape, conversation, "promises");
    shape_give(&conversation_shape, conversation, "quotes");
    return err;
}

struct error *conversation_read(struct work *w, int64_t row, struct conversation *ret_conversation)
{
    return conversation_read_row(w, row, true, ret_conversation);
}

struct error *conversation_read_row(struct work *w, int64_t row, bool turns,
                                    struct conversation *ret_conversation)
{
    struct row_key key = {.row = row};
    if (turns)
        shape_give(&row_key_shape, &key, "value");
    bool found = false;
    shape_clear(&conversation_shape, ret_conversation);
    struct error *err = db_find(w, &conversations_statements[READ], &key, ret_conversation, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such conversation.");
    return err ? err : conversation_fill(w, ret_conversation);
}

struct error *conversation_find(struct work *w, ident id, struct conversation *ret_conversation)
{
    int64_t row;
    struct error *err = conversation_row(w, id, &row);
    return err ? err : conversation_read(w, row, ret_conversation);
}

static void complete_turns(struct list *turns)
{
    struct turn *items = turns->items;
    for (size_t i = 0; items && i < turns->count; i++) {
        items[i].given = 15;
        if (!items[i].text)
            items[i].text = "";
    }
}

struct error *conversation_write_turns(struct work *w, struct conversation *conversation)
{
    complete_turns(&conversation->turns);
    struct error *err = db_run(w, &conversations_statements[SET_TURNS], conversation);
    if (err || db_changed(w) > 0 || conversation->turns.count == 0)
        return err;
    return db_run(w, &conversations_statements[KEEP_TURNS], conversation);
}

struct error *conversation_set_trashed(struct work *w, int64_t row, instant trashed_at)
{
    struct row_key key = {.row = row, .at = trashed_at};
    struct error *err = conversation_withdraw(w, row);
    if (!err)
        err = db_run(w, &conversations_statements[SET_TRASHED], &key);
    return err ? err : conversation_derive(w, row);
}

struct error *conversation_trash(struct work *w, ident id)
{
    int64_t row;
    struct error *err = conversation_row(w, id, &row);
    return err ? err : conversation_set_trashed(w, row, w->now);
}
