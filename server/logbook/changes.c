/* Changes: numbering them, keeping what they replaced, telling them. */
#include "logbook/changes.h"

#include "base/json.h"

#include <string.h>

static const struct field change_fields[] = {
    {.name = "number",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct change, number_),
     .help = "In the order of writing."},
    FIELD(change, act, .help = "The first change of a long act; else the number itself."),
    FIELD(change, member, .help = "Who; null is the host."),
    FIELD(change, member_name, .help = "That member's name."),
    FIELD(change, at, .help = "When."),
    FIELD(change, what, .help = "What was done."),
    FIELD(change, subject, .help = "To what kind of thing."),
    FIELD(change, subject_id, .help = "And its id."),
    FIELD(change, undoes, .help = "The change that it took back."),
    FIELD(change, undone_by, .help = "The change that took it back."),
    FIELD(change, member_row, .rules = HIDDEN),
    FIELD(change, made, .rules = HIDDEN),
    {0},
};
const struct shape change_shape = SHAPE(change, change_fields);

static const struct field changes_filter_fields[] = {
    FIELD(changes_filter, member, .help = "By this member."),
    FIELD(changes_filter, limit, .least = 1, .most = PAGE_MOST,
          .help = "1 to 200; 50 unless told."),
    FIELD(changes_filter, cursor, .help = "From the Link of the page before."),
    FIELD(changes_filter, after, .rules = HIDDEN),
    {0},
};
const struct shape changes_filter_shape = SHAPE(changes_filter, changes_filter_fields);

struct version {
    uint64_t given;
    const char *tab;
    int64_t row;
    int64_t change;
    const char *before;
};

static const struct field version_fields[] = {
    FIELD(version, tab), FIELD(version, row), FIELD(version, change), FIELD(version, before), {0},
};
static const struct shape version_shape = SHAPE(version, version_fields);

#define CHANGE_COLUMNS                                                                             \
    "SELECT c.number, c.act, m.uid AS member, m.name AS member_name, c.at, c.what, c.subject,"     \
    " c.subject_uid AS subject_id, c.undoes, c.undone_by, c.made FROM change c"                    \
    " LEFT JOIN member m ON m.id = c.member"

enum { HIGHEST, KEEP, KEEP_VERSION, READ, LIST, COUNT };

const struct statement changes_statements[] = {
    [HIGHEST] = {.sql = "SELECT number FROM change ORDER BY number DESC LIMIT 1",
                 .in = &row_key_shape},
    [KEEP] = {.sql = "INSERT INTO change (number, act, member, at, what, subject, subject_uid,"
                     " made, undoes, moved) VALUES (:number, :act, :member_row, :at, :what,"
                     " :subject, :subject_id, :made, :undoes, 0)",
              .in = &change_shape},
    [KEEP_VERSION] = {.sql = "INSERT INTO version (tab, row, change, before)"
                             " VALUES (:tab, :row, :change, :before)",
                      .in = &version_shape},
    [READ] = {.sql = CHANGE_COLUMNS " WHERE c.number = :row AND c.moved = 0",
              .in = &row_key_shape,
              .out = &change_shape},
    [LIST] = {.sql = CHANGE_COLUMNS " WHERE c.moved = 0",
              .pieces = {{.with = "member",
                          .text = "AND c.member = (SELECT id FROM member"
                                  " WHERE uid = :member)"},
                         {.with = "after", .text = "AND c.number < :after"},
                         {.text = "ORDER BY c.number DESC LIMIT :limit"}},
              .in = &changes_filter_shape,
              .out = &change_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM change c WHERE c.moved = 0",
               .pieces = {{.with = "member",
                           .text = "AND c.member = (SELECT id FROM member"
                                   " WHERE uid = :member)"},
                          {.text = "ORDER BY c.number DESC LIMIT 1001)"}},
               .in = &changes_filter_shape},
    {0},
};

struct error *change_highest(struct work *w, int64_t *ret_number)
{
    struct row_key key = {0};
    int64_t highest = NOTHING;
    struct error *err = db_number(w, &changes_statements[HIGHEST], &key, &highest);
    if (!err)
        *ret_number = highest == NOTHING ? 0 : highest;
    return err;
}

struct error *change_begin(struct work *w)
{
    int64_t highest = 0;
    struct error *err = change_highest(w, &highest);
    if (!err)
        w->change = highest + 1;
    return err;
}

/* {table: [rows]} of the rows that were not there before, tables in the order of touching. */
static char *rows_made(struct arena *arena, const struct touches *touches)
{
    struct buffer json = {0};
    json_begin(&json, '{');
    for (const struct touch *touch = touches->first; touch; touch = touch->next) {
        bool first_of_table = !touch->before;
        for (const struct touch *t = touches->first; first_of_table && t != touch; t = t->next)
            first_of_table = t->before || t->table != touch->table;
        if (!first_of_table)
            continue;
        json_name(&json, touch->table);
        json_begin(&json, '[');
        for (const struct touch *t = touch; t; t = t->next) {
            if (!t->before && t->table == touch->table)
                json_put_number(&json, t->row);
        }
        json_end(&json, ']');
    }
    json_end(&json, '}');
    char *made = json.length > 2 ? arena_copy(arena, json.bytes, json.length) : NULL;
    buffer_free(&json);
    return made;
}

struct error *change_end(struct work *w, const struct touches *touches,
                         const struct change_note *note)
{
    int64_t member = w->actor ? w->actor->member : 0;
    struct change change = {
        .number_ = w->change,
        .act = w->change,
        .member_row = member ? member : NOTHING,
        .at = w->now,
        .what = note->what,
        .subject = note->subject,
        .subject_id = note->subject_id,
        .made = rows_made(w->arena, touches),
        .undoes = note->undoes ? note->undoes : NOTHING,
    };
    struct error *err = db_run(w, &changes_statements[KEEP], &change);
    for (const struct touch *touch = touches->first; touch && !err; touch = touch->next) {
        struct version version = {
            .tab = touch->table, .row = touch->row, .change = w->change, .before = touch->before};
        if (touch->before)
            err = db_run(w, &changes_statements[KEEP_VERSION], &version);
    }
    return err;
}

struct error *change_find(struct work *w, int64_t asked, struct change *ret_change)
{
    struct row_key key = {.row = asked};
    bool found = false;
    shape_clear(&change_shape, ret_change);
    struct error *err = db_find(w, &changes_statements[READ], &key, ret_change, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no change %lld.", (long long)asked);
    return err;
}

struct error *changes_list(struct work *w, const struct changes_filter *filter,
                           struct page *ret_page)
{
    struct changes_filter asked = *filter;
    bool limited = shape_given(&changes_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &change_shape};
    struct error *err = db_list(w, &changes_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &changes_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct change *items = page.items.items;
    if (page.items.count)
        page.next_row = items[page.items.count - 1].number_;
    *ret_page = page;
    return NULL;
}
