/* The texts that a conversation ever had: its row, and the versions that changes kept of it. */
#include "logbook/conversation_parts.h"

static const struct field edition_fields[] = {
    FIELD(edition, number, .help = "Its revision; 0 is the text as sent."),
    FIELD(edition, at, .help = "When it was written."),
    FIELD(edition, by, .help = "By which member; null is the host."),
    FIELD(edition, by_name, .help = "That member's name."),
    FIELD(edition, kind, .help = "The name of the kind that it was."),
    FIELD(edition, happened_at, .help = "When it took place, as told then."),
    FIELD(edition, minutes, .help = "How long it was, as told then."),
    FIELD(edition, summary, .help = "One line."),
    FIELD(edition, body, .help = "Markdown."),
    FIELD(edition, change, .help = "The change that replaced it; null for what stands now."),
    {0},
};
const struct shape edition_shape = SHAPE(edition, edition_fields);

enum { NOW, FORMER, SENT };

const struct statement history_statements[] = {
    [NOW] = {.sql = "SELECT c.revision AS number, c.created_at AS at, m.uid AS by,"
                    " m.name AS by_name, k.name AS kind, c.happened_at, c.minutes, c.summary,"
                    " c.body FROM conversation c JOIN kind k ON k.id = c.kind"
                    " LEFT JOIN member m ON m.id = c.logged_by WHERE c.id = :row",
             .in = &row_key_shape,
             .out = &edition_shape},
    /* `at` and `by` are those of the change that replaced it. */
    [FORMER] = {.sql = "SELECT json_extract(v.before, '$.revision') AS number, g.at,"
                       " m.uid AS by, m.name AS by_name, k.name AS kind,"
                       " json_extract(v.before, '$.happened_at') AS happened_at,"
                       " json_extract(v.before, '$.minutes') AS minutes,"
                       " json_extract(v.before, '$.summary') AS summary,"
                       " json_extract(v.before, '$.body') AS body, v.change"
                       " FROM version v JOIN change g ON g.number = v.change"
                       " LEFT JOIN member m ON m.id = g.member"
                       " LEFT JOIN kind k ON k.id = json_extract(v.before, '$.kind')"
                       " WHERE v.tab = 'conversation' AND v.row = :row"
                       " ORDER BY v.change DESC LIMIT 1000",
                .in = &row_key_shape,
                .out = &edition_shape},
    [SENT] = {.sql = "SELECT sent AS text FROM conversation WHERE id = :row",
              .in = &row_key_shape,
              .out = &row_key_shape},
    {0},
};

/* Who wrote an edition, and when. */
struct writing {
    instant at;
    ident by;
    const char *by_name;
};

static struct writing writing_of(const struct edition *edition)
{
    return (struct writing){edition->at, edition->by, edition->by_name};
}

static void sign(struct edition *edition, struct writing writing)
{
    edition->at = writing.at;
    edition->by = writing.by;
    edition->by_name = writing.by_name;
}

/* Chooses the editions among the former rows: what only went to the trash has the same revision as
 * what came next. The change that replaced an edition is the one that wrote the next, so signatures
 * move up by one, and the oldest gets that of the log. */
static size_t choose(const struct edition *now, const struct list *former,
                     struct edition *ret_editions)
{
    const struct edition *rows = former->items;
    struct writing logged = writing_of(now);
    size_t count = 1;
    ret_editions[0] = *now;
    for (size_t i = 0; i < former->count; i++) {
        struct edition *newer = &ret_editions[count - 1];
        if (rows[i].number == newer->number)
            continue;
        sign(newer, writing_of(&rows[i]));
        ret_editions[count++] = rows[i];
    }
    sign(&ret_editions[count - 1], logged);
    return count;
}

struct error *conversation_history(struct work *w, ident id, struct list *ret_editions)
{
    struct row_key key = {0};
    struct row_key sent = {0};
    struct edition now;
    struct list former = {0};
    bool found = false;
    struct error *err = conversation_row(w, id, &key.row);
    if (err)
        return err;
    shape_clear(&edition_shape, &now);
    shape_give(&edition_shape, &now, "change");
    err = db_find(w, &history_statements[NOW], &key, &now, &found);
    if (!err)
        err = db_list(w, &history_statements[FORMER], &key, &former);
    if (!err)
        err = db_find(w, &history_statements[SENT], &key, &sent, &found);
    if (err)
        return err;
    struct edition *editions = arena_take(w->arena, (former.count + 2) * sizeof(*editions));
    size_t count = choose(&now, &former, editions);
    if (sent.text) {
        editions[count] = editions[count - 1];
        editions[count].number = 0;
        editions[count].body = sent.text;
        editions[count].change = NOTHING;
        count++;
    }
    *ret_editions = (struct list){.items = editions, .count = count};
    return NULL;
}
