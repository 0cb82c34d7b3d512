/* Keeps, finds, lists and drops drafts. */
#include "logbook/drafts.h"

enum { PURGED_AT_ONCE = 200 };

static const struct field draft_fields[] = {
    FIELD(draft, id, .rules = READ_ONLY, .help = "The id in the address, chosen by who writes."),
    FIELD(draft, person_id, .help = "Whom it is about."),
    FIELD(draft, conversation_id, .help = "The conversation that is being edited."),
    FIELD(draft, content, .rules = REQUIRED | LINES, .longest = DRAFT_LONGEST,
          .help = "The words, as the page keeps them."),
    FIELD(draft, created_at, .rules = READ_ONLY, .help = "When it was begun."),
    FIELD(draft, updated_at, .rules = READ_ONLY, .help = "When it was kept last."),
    FIELD(draft, row, .rules = HIDDEN),
    FIELD(draft, member, .rules = HIDDEN),
    {0},
};
const struct shape draft_shape = SHAPE(draft, draft_fields);

static const struct field drafts_filter_fields[] = {
    FIELD(drafts_filter, person, .help = "About this person."),
    FIELD(drafts_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(drafts_filter, cursor, .help = "From the Link of the page before."),
    FIELD(drafts_filter, after_at, .rules = HIDDEN),
    FIELD(drafts_filter, after, .rules = HIDDEN),
    FIELD(drafts_filter, member, .rules = HIDDEN),
    {0},
};
const struct shape drafts_filter_shape = SHAPE(drafts_filter, drafts_filter_fields);

#define DRAFT_COLUMNS                                                                              \
    "SELECT d.id AS row, d.uid AS id, d.person_uid AS person_id, d.conversation_uid AS"            \
    " conversation_id, d.content, d.created_at, d.updated_at, d.member FROM draft d"

enum { KEEP, FIND, COUNT_OWN, DROP, LIST, COUNT, PURGE };

const struct statement drafts_statements[] = {
    [KEEP] = {.sql = "INSERT INTO draft (uid, member, person_uid, conversation_uid, content,"
                     " created_at, updated_at) VALUES (:id, :member, :person_id,"
                     " :conversation_id, :content, :updated_at, :updated_at)"
                     " ON CONFLICT (member, uid) DO UPDATE SET person_uid = excluded.person_uid,"
                     " conversation_uid = excluded.conversation_uid, content = excluded.content,"
                     " updated_at = excluded.updated_at",
              .in = &draft_shape},
    [FIND] = {.sql = DRAFT_COLUMNS " WHERE d.member = :member AND d.uid = :id",
              .in = &draft_shape,
              .out = &draft_shape},
    [COUNT_OWN] = {.sql = "SELECT count(*) FROM draft WHERE member = :row", .in = &row_key_shape},
    [DROP] = {.sql = "DELETE FROM draft WHERE member = :member AND uid = :id", .in = &draft_shape},
    [LIST] = {.sql = DRAFT_COLUMNS " WHERE d.member = :member",
              .pieces = {{.with = "person", .text = "AND d.person_uid = :person"},
                         {.with = "after",
                          .text = "AND (d.updated_at, d.id) < (:after_at, :after)"},
                         {.text = "ORDER BY d.updated_at DESC, d.id DESC LIMIT :limit"}},
              .in = &drafts_filter_shape,
              .out = &draft_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM draft WHERE member = :member",
               .pieces = {{.with = "person", .text = "AND person_uid = :person"}},
               .in = &drafts_filter_shape},
    [PURGE] = {.sql = "DELETE FROM draft WHERE id IN (SELECT id FROM draft WHERE updated_at < :at"
                      " ORDER BY updated_at LIMIT :value)",
               .in = &row_key_shape},
    {0},
};

static struct error *check_member(struct work *w)
{
    if (w->actor->member)
        return NULL;
    return error_new(w->arena, ERROR_CONFLICT,
                     "The host is no member, and has no drafts. Use a member's token.");
}

struct error *draft_find(struct work *w, ident id, struct draft *ret_draft)
{
    struct draft key = {.id = id, .member = w->actor->member};
    bool found = false;
    shape_clear(&draft_shape, ret_draft);
    struct error *err = db_find(w, &drafts_statements[FIND], &key, ret_draft, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such draft.");
    return err;
}

/* Only a new one adds to how many there are. */
static struct error *check_room(struct work *w, ident id)
{
    struct draft there;
    struct row_key key = {.row = w->actor->member};
    int64_t count = 0;
    struct error *err = draft_find(w, id, &there);
    if (!err || err->kind != ERROR_NOT_FOUND)
        return err;
    err = db_number(w, &drafts_statements[COUNT_OWN], &key, &count);
    if (!err && count >= MOST_DRAFTS)
        err = error_new(w->arena, ERROR_CONFLICT,
                        "You have %d drafts. Save or discard some of them first.", MOST_DRAFTS);
    return err;
}

struct error *draft_keep(struct work *w, ident id, const struct draft *asked,
                         struct draft *ret_kept)
{
    struct draft kept = *asked;
    kept.id = id;
    kept.member = w->actor->member;
    kept.updated_at = w->now;
    struct error *err = check_member(w);
    if (!err)
        err = check_room(w, id);
    if (!err)
        err = db_run(w, &drafts_statements[KEEP], &kept);
    return err ? err : draft_find(w, id, ret_kept);
}

struct error *draft_drop(struct work *w, ident id)
{
    struct draft key = {.id = id, .member = w->actor->member};
    return db_run(w, &drafts_statements[DROP], &key);
}

struct error *drafts_list(struct work *w, const struct drafts_filter *filter, struct page *ret_page)
{
    struct drafts_filter asked = *filter;
    bool limited = shape_given(&drafts_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    asked.member = w->actor->member;
    struct page page = {.shape = &draft_shape};
    struct error *err = db_list(w, &drafts_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &drafts_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct draft *drafts = page.items.items;
    if (page.items.count) {
        page.next_at = drafts[page.items.count - 1].updated_at.ms;
        page.next_row = drafts[page.items.count - 1].row;
    }
    *ret_page = page;
    return NULL;
}

struct error *drafts_purge(struct work *w)
{
    struct row_key key = {.at = {w->now.ms - (int64_t)DRAFT_DAYS * DAY_MS},
                          .value = PURGED_AT_ONCE};
    return db_run(w, &drafts_statements[PURGE], &key);
}
