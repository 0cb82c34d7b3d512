/* Lists of conversations, newest first, along the thread of whatever narrows them most. */
#include "logbook/conversation_parts.h"

#include "base/buffer.h"
#include "base/text.h"
#include "formats/markdown.h"
#include "logbook/derive.h"

#include <string.h>

static const char *check_render(const char *text)
{
    return strcmp(text, "html") == 0 ? NULL : "This must be html.";
}

static const struct field conversations_filter_fields[] = {
    FIELD(conversations_filter, person, .help = "With this person."),
    FIELD(conversations_filter, company, .help = "With people of this company."),
    FIELD(conversations_filter, member, .help = "With this member in it."),
    FIELD(conversations_filter, kind, .help = "Of the kind with this name."),
    FIELD(conversations_filter, theme, .help = "Bearing this theme."),
    FIELD(conversations_filter, tag, .help = "With people who bear this tag."),
    FIELD(conversations_filter, from, .help = "Happened at or after."),
    FIELD(conversations_filter, to, .help = "Happened before."),
    FIELD(conversations_filter, turns, .help = "true: with their turns."),
    FIELD(conversations_filter, render, .check = check_render, .help = "html: with body_html."),
    FIELD(conversations_filter, limit, .least = 1, .most = PAGE_MOST,
          .help = "1 to 200; 50 unless told."),
    FIELD(conversations_filter, cursor, .help = "From the Link of the page before."),
    FIELD(conversations_filter, after, .rules = HIDDEN),
    FIELD(conversations_filter, after_at, .rules = HIDDEN),
    {0},
};
const struct shape conversations_filter_shape =
    SHAPE(conversations_filter, conversations_filter_fields);

/* What a list is walked along, and what else it is narrowed by. The row numbers come first, so that
 * a statement compares numbers with numbers. */
struct scan {
    uint64_t given;
    int64_t sort;
    int64_t owner;
    int64_t person;
    int64_t company;
    int64_t member;
    int64_t kind;
    int64_t theme;
    int64_t tag;
    instant from;
    instant to;
    int64_t after;
    int64_t after_at;
    int64_t limit;
    ident id;
    const char *text;
};

static const struct field scan_fields[] = {
    FIELD(scan, sort),   FIELD(scan, owner), FIELD(scan, person), FIELD(scan, company),
    FIELD(scan, member), FIELD(scan, kind),  FIELD(scan, theme),  FIELD(scan, tag),
    FIELD(scan, from),   FIELD(scan, to),    FIELD(scan, after),  FIELD(scan, after_at),
    FIELD(scan, limit),  FIELD(scan, id),    FIELD(scan, text),   {0},
};
static const struct shape scan_shape = SHAPE(scan, scan_fields);

#define ALSO_OF(sort_number, name)                                                                 \
    {                                                                                              \
        .with = name, .text =                                                                      \
                          "AND EXISTS (SELECT 1 FROM thread x WHERE x.conversation ="              \
                          " t.conversation AND x.sort = " sort_number " AND x.owner = :" name ")"  \
    }
#define SCANNED                                                                                    \
    {.text = "FROM thread t"}, {.text = "WHERE t.sort = :sort AND t.owner = :owner"},              \
        {.with = "from", .text = "AND t.at >= :from"}, {.with = "to", .text = "AND t.at < :to"},   \
        ALSO_OF("1", "person"), ALSO_OF("2", "company"), ALSO_OF("3", "member"),                   \
        ALSO_OF("4", "kind"), ALSO_OF("5", "theme"),                                               \
    {                                                                                              \
        .with = "tag", .text = "AND EXISTS (SELECT 1 FROM thread x JOIN person_tag y"              \
                               " ON y.person = x.owner AND y.tag = :tag"                           \
                               " WHERE x.conversation = t.conversation AND x.sort = 1)"            \
    }

enum { LIST, COUNT, PERSON, COMPANY, MEMBER, KIND, THEME, TAG };

const struct statement conversation_list_statements[] = {
    [LIST] = {.sql = "SELECT t.conversation AS owner, t.at AS after_at",
              .pieces = {SCANNED,
                         {.with = "after",
                          .text = "AND (t.at, t.conversation) <"
                                  " (:after_at, :after)"},
                         {.text = "ORDER BY t.at DESC, t.conversation DESC LIMIT :limit"}},
              .in = &scan_shape,
              .out = &scan_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1",
               .pieces = {SCANNED, {.text = "LIMIT 1001)"}},
               .in = &scan_shape},
    [PERSON] = {.sql = "SELECT coalesce(merged_into, id) FROM person WHERE uid = :id",
                .in = &scan_shape},
    [COMPANY] = {.sql = "SELECT id FROM company WHERE uid = :id AND trashed_at IS NULL",
                 .in = &scan_shape},
    [MEMBER] = {.sql = "SELECT id FROM member WHERE uid = :id", .in = &scan_shape},
    [KIND] = {.sql = "SELECT id FROM kind WHERE folded = :text", .in = &scan_shape},
    [THEME] = {.sql = "SELECT coalesce(merged_into, id) FROM theme WHERE uid = :id",
               .in = &scan_shape},
    [TAG] = {.sql = "SELECT id FROM tag WHERE uid = :id", .in = &scan_shape},
    {0},
};

static void give(struct scan *scan, const char *name)
{
    shape_give(&scan_shape, scan, name);
}

/* The row behind an id or a name; one that nobody has is row 0, which nothing belongs to. */
static struct error *look_up(struct work *w, int statement, ident id, const char *text,
                             int64_t *ret_row)
{
    struct scan key = {.id = id, .text = text};
    struct error *err = db_number(w, &conversation_list_statements[statement], &key, ret_row);
    if (!err && *ret_row == NOTHING)
        *ret_row = 0;
    return err;
}

/* One way to narrow a list. */
struct narrowing {
    const char *name;
    int statement;
    enum thread_sort sort;
    size_t row_offset; /* in struct scan */
};

/* The one that narrows most comes first: the list is walked along it. */
static const struct narrowing narrowings[] = {
    {"person", PERSON, THREAD_PERSON, offsetof(struct scan, person)},
    {"company", COMPANY, THREAD_COMPANY, offsetof(struct scan, company)},
    {"theme", THEME, THREAD_THEME, offsetof(struct scan, theme)},
    {"member", MEMBER, THREAD_MEMBER, offsetof(struct scan, member)},
    {"kind", KIND, THREAD_KIND, offsetof(struct scan, kind)},
};

static struct error *narrow(struct work *w, const struct conversations_filter *filter,
                            struct scan *scan)
{
    struct error *err = NULL;
    bool walked = false;
    for (size_t i = 0; i < sizeof(narrowings) / sizeof(narrowings[0]) && !err; i++) {
        const struct narrowing *by = &narrowings[i];
        if (!shape_given(&conversations_filter_shape, filter, by->name))
            continue;
        const struct field *field = shape_field(&conversations_filter_shape, by->name, NULL);
        const void *value = field_at(field, filter);
        bool is_id = field->type == FIELD_IDENT;
        const char *text = is_id ? NULL : *(const char *const *)value;
        int64_t row = 0;
        err = look_up(w, by->statement, is_id ? *(const ident *)value : (ident){{0}},
                      text ? text_fold(w->arena, text, strlen(text)) : NULL, &row);
        if (!walked) {
            scan->sort = by->sort;
            scan->owner = row;
            walked = true;
        } else {
            *(int64_t *)((char *)scan + by->row_offset) = row;
            give(scan, by->name);
        }
    }
    return err;
}

static struct error *scan_of(struct work *w, const struct conversations_filter *filter,
                             struct scan *scan)
{
    const struct shape *shape = &conversations_filter_shape;
    struct error *err = narrow(w, filter, scan);
    if (!err && shape_given(shape, filter, "tag")) {
        err = look_up(w, TAG, filter->tag, NULL, &scan->tag);
        give(scan, "tag");
    }
    scan->from = filter->from;
    scan->to = filter->to;
    scan->after = filter->after;
    scan->after_at = filter->after_at;
    static const char *const same[] = {"from", "to", "after"};
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        if (shape_given(shape, filter, same[i]))
            give(scan, same[i]);
    }
    return err;
}

struct error *conversation_render(struct work *w, struct conversation *conversation)
{
    struct buffer html = {0};
    markdown_html(&html, conversation->body, strlen(conversation->body));
    conversation->body_html = arena_copy(w->arena, html.bytes, html.length);
    shape_give(&conversation_shape, conversation, "body_html");
    buffer_free(&html);
    return NULL;
}

static struct error *read_all(struct work *w, const struct conversations_filter *filter,
                              const struct list *found, struct conversation *items)
{
    const struct scan *rows = found->items;
    bool turns = shape_given(&conversations_filter_shape, filter, "turns") && filter->turns;
    struct error *err = NULL;
    for (size_t i = 0; i < found->count && !err; i++) {
        err = conversation_read_row(w, rows[i].owner, turns, &items[i]);
        if (!err && filter->render)
            err = conversation_render(w, &items[i]);
    }
    return err;
}

struct error *conversations_list(struct work *w, const struct conversations_filter *filter,
                                 struct page *ret_page)
{
    struct scan scan;
    struct list found = {0};
    struct page page = {.shape = &conversation_shape};
    bool limited = shape_given(&conversations_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    shape_clear(&scan_shape, &scan);
    scan.sort = THREAD_ALL;
    scan.owner = 0;
    struct error *err = scan_of(w, filter, &scan);
    scan.limit = limit + 1;
    if (!err)
        err = db_list(w, &conversation_list_statements[LIST], &scan, &found);
    if (!err)
        err = db_number(w, &conversation_list_statements[COUNT], &scan, &page.count.count);
    if (err)
        return err;
    page.items.count = found.count;
    page_cut(&page, limit);
    found.count = page.items.count;
    page.items.items = arena_take(w->arena, sizeof(struct conversation) * (found.count + 1));
    err = read_all(w, filter, &found, page.items.items);
    const struct scan *rows = found.items;
    if (found.count) {
        page.next_at = rows[found.count - 1].after_at;
        page.next_row = rows[found.count - 1].owner;
    }
    if (!err)
        *ret_page = page;
    return err;
}
