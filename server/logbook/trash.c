/* The trash: one list of all that is in it, and the way back. Erasing is in trash_purge.c. */
#include "logbook/trash.h"

#include "logbook/consequences.h"
#include "logbook/conversations.h"
#include "logbook/people_trash.h"
#include "store/rows.h"

#include <string.h>

static const struct field trashed_fields[] = {
    FIELD(trashed, kind, .help = "person, company, conversation, fact or promise."),
    FIELD(trashed, id, .help = "Its id."),
    FIELD(trashed, title, .help = "Its name, or its first words."),
    FIELD(trashed, trashed_at, .help = "When it went to the trash."),
    FIELD(trashed, erased_from,
          .help = "From when on it goes for good; null for a person, who stays there."),
    FIELD(trashed, row, .rules = HIDDEN),
    {0},
};
const struct shape trashed_shape = SHAPE(trashed, trashed_fields);

static struct error *restore_conversation(struct work *w, int64_t row)
{
    return conversation_set_trashed(w, row, (instant){NOTHING});
}

enum {
    NO_STATEMENT = -1,
    LIST,
    COUNT,
    FIND,
    COMPANY_BACK,
    FACT_BACK,
    PROMISE_BACK,
    OWNER_OF_FACT,
    OWNER_OF_PROMISE,
    OWNER_OF_CONVERSATION,
};

/* What can be in the trash. Of one moment, the last comes first: a person before the conversations
 * that went along. Whatever has no function of its own comes back as its row and what follows. */
static const struct {
    const char *name;
    struct error *(*restore)(struct work *w, int64_t row);
    int statement;
    int owner; /* gives whose it is when they are in the trash, too */
} kinds[] = {
    {"promise", NULL, PROMISE_BACK, OWNER_OF_PROMISE},
    {"fact", NULL, FACT_BACK, OWNER_OF_FACT},
    {"conversation", restore_conversation, NO_STATEMENT, OWNER_OF_CONVERSATION},
    {"company", NULL, COMPANY_BACK, NO_STATEMENT},
    {"person", person_from_trash, NO_STATEMENT, NO_STATEMENT},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]), ROW_BITS = 56 };

static int64_t kind_number(const char *name)
{
    int64_t number_of_it = 0;
    while (number_of_it < KINDS && strcmp(kinds[number_of_it].name, name) != 0)
        number_of_it++;
    return number_of_it;
}

static const char *check_kind(const char *text)
{
    return kind_number(text) < KINDS
               ? NULL
               : "This must be person, company, conversation, fact or promise.";
}

static const struct field trash_filter_fields[] = {
    FIELD(trash_filter, kind, .check = check_kind, .help = "Only these."),
    FIELD(trash_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(trash_filter, cursor, .help = "From the Link of the page before."),
    FIELD(trash_filter, after, .rules = HIDDEN),
    FIELD(trash_filter, after_at, .rules = HIDDEN),
    {0},
};
const struct shape trash_filter_shape = SHAPE(trash_filter, trash_filter_fields);

_Static_assert(TRASH_DAYS == 30 && DAY_MS == 86400000, "TRASHED adds as many milliseconds");
_Static_assert(ROW_BITS == 56, "PART shifts as far");
#define IN_TRASH(kind, title, erased_from, source)                                                 \
    "SELECT '" kind "' AS kind, x.uid AS id, " title " AS title, x.trashed_at,"                    \
    " " erased_from " AS erased_from, x.id AS row FROM " source " WHERE x.trashed_at IS NOT NULL"
#define TRASHED(kind, title, source) IN_TRASH(kind, title, "x.trashed_at + 30 * 86400000", source)
#define PEOPLE IN_TRASH("person", "x.name", "NULL", "person x")
#define COMPANIES TRASHED("company", "x.name", "company x")
/* The first words of a body, in one line. */
#define BODY "replace(substr(trim(x.body, char(9, 10, 13, 32)), 1, 120), char(10), ' ')"
#define CONVERSATIONS                                                                              \
    TRASHED("conversation", "coalesce(x.summary, nullif(" BODY ", ''), k.name)",                   \
            "conversation x JOIN kind k ON k.id = x.kind")
#define FACTS TRASHED("fact", "substr(x.text, 1, 120)", "fact x")
#define PROMISES TRASHED("promise", "substr(x.text, 1, 120)", "promise x")

/* One kind's part of the list, along its index. */
#define PART(join, number, kind, rows)                                                             \
    {.text = join "SELECT *, " number " << 56 | row AS place FROM (" rows                          \
                  " AND (:kind IS NULL OR :kind = '" kind "')"},                                   \
        {.with = "after",                                                                          \
         .text = "AND (x.trashed_at, " number " << 56 | x.id) < (:after_at, :after)"},             \
    {                                                                                              \
        .text = "ORDER BY x.trashed_at DESC, x.id DESC LIMIT :limit)"                              \
    }

#define COUNTED(join, kind)                                                                        \
    {                                                                                              \
        .text = join "SELECT 1 FROM " kind " WHERE trashed_at IS NOT NULL AND (:kind IS NULL"      \
                     " OR :kind = '" kind "')"                                                     \
    }

const struct statement trash_statements[] = {
    [LIST] = {.sql = "SELECT kind, id, title, trashed_at, erased_from, row FROM (",
              .pieces = {PART("", "4", "person", PEOPLE),
                         PART("UNION ALL ", "3", "company", COMPANIES),
                         PART("UNION ALL ", "2", "conversation", CONVERSATIONS),
                         PART("UNION ALL ", "1", "fact", FACTS),
                         PART("UNION ALL ", "0", "promise", PROMISES),
                         {.text = ") ORDER BY trashed_at DESC, place DESC LIMIT :limit"}},
              .in = &trash_filter_shape,
              .out = &trashed_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (",
               .pieces = {COUNTED("", "person"),
                          COUNTED("UNION ALL ", "company"),
                          COUNTED("UNION ALL ", "conversation"),
                          COUNTED("UNION ALL ", "fact"),
                          COUNTED("UNION ALL ", "promise"),
                          {.text = "LIMIT 1001)"}},
               .in = &trash_filter_shape},
    [FIND] = {.sql = PEOPLE
              " AND x.id = (SELECT coalesce(merged_into, id) FROM person WHERE uid = :id)"
              " UNION ALL " COMPANIES " AND x.uid = :id UNION ALL " CONVERSATIONS
              " AND x.uid = :id UNION ALL " FACTS " AND x.uid = :id UNION ALL " PROMISES
              " AND x.uid = :id LIMIT 1",
              .in = &id_key_shape,
              .out = &trashed_shape},
    [COMPANY_BACK] = {.sql = "UPDATE company SET trashed_at = NULL WHERE id = :row",
                      .in = &row_key_shape},
    [FACT_BACK] = {.sql = "UPDATE fact SET trashed_at = NULL WHERE id = :row",
                   .in = &row_key_shape},
    [PROMISE_BACK] = {.sql = "UPDATE promise SET trashed_at = NULL WHERE id = :row",
                      .in = &row_key_shape},
    [OWNER_OF_FACT] = {.sql = "SELECT 'person' AS kind, p.name AS title FROM fact f"
                              " JOIN person p ON p.id = f.person"
                              " WHERE f.id = :row AND p.trashed_at IS NOT NULL"
                              " UNION ALL SELECT 'company', c.name FROM fact f"
                              " JOIN company c ON c.id = f.company"
                              " WHERE f.id = :row AND c.trashed_at IS NOT NULL",
                       .in = &row_key_shape,
                       .out = &trashed_shape},
    [OWNER_OF_PROMISE] = {.sql = "SELECT 'person' AS kind, p.name AS title FROM promise r"
                                 " JOIN person p ON p.id = r.person"
                                 " WHERE r.id = :row AND p.trashed_at IS NOT NULL",
                          .in = &row_key_shape,
                          .out = &trashed_shape},
    [OWNER_OF_CONVERSATION] = {.sql = "SELECT 'person' AS kind, p.name AS title"
                                      " FROM conversation_person s JOIN person p ON p.id = s.person"
                                      " WHERE s.conversation = :row AND NOT " SOMEBODY_LIVES(
                                          "s.conversation") " ORDER BY s.position LIMIT 1",
                               .in = &row_key_shape,
                               .out = &trashed_shape},
    {0},
};

struct error *trash_list(struct work *w, const struct trash_filter *filter, struct page *ret_page)
{
    struct trash_filter asked = *filter;
    bool limited = shape_given(&trash_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &trashed_shape};
    struct error *err = db_list(w, &trash_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &trash_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct trashed *items = page.items.items;
    if (page.items.count) {
        const struct trashed *last = &items[page.items.count - 1];
        page.next_at = last->trashed_at.ms;
        page.next_row = kind_number(last->kind) << ROW_BITS | last->row;
    }
    *ret_page = page;
    return NULL;
}

/* Puts the row back and derives what follows from it. */
static struct error *restore_row(struct work *w, const struct trashed *thing, int statement)
{
    struct row_key key = {.row = thing->row};
    struct consequences consequences = {.names = false};
    const char *now = NULL;
    const char *then = NULL;
    struct error *err = row_json(w, thing->kind, thing->row, &now);
    if (!err)
        err = db_run(w, &trash_statements[statement], &key);
    if (!err)
        err = row_json(w, thing->kind, thing->row, &then);
    if (!err)
        err = consequences_note(w, &consequences, thing->kind, now, then);
    return err ? err : consequences_derive(w, &consequences);
}

/* What belongs to somebody in the trash would come back to nobody. */
static struct error *check_owner(struct work *w, int statement, int64_t row)
{
    struct row_key key = {.row = row};
    struct trashed owner;
    bool found = false;
    if (statement == NO_STATEMENT)
        return NULL;
    shape_clear(&trashed_shape, &owner);
    struct error *err = db_find(w, &trash_statements[statement], &key, &owner, &found);
    if (err || !found)
        return err;
    const char *them = strcmp(owner.kind, "person") == 0 ? "them" : "it";
    return error_new(w->arena, ERROR_CONFLICT, "%s is in the trash. Bring %s back first.",
                     owner.title, them);
}

struct error *trash_restore(struct work *w, ident id, struct trashed *ret_restored)
{
    struct id_key key = {.id = id};
    struct trashed thing;
    bool found = false;
    shape_clear(&trashed_shape, &thing);
    struct error *err = db_find(w, &trash_statements[FIND], &key, &thing, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such thing in the trash.");
    if (err)
        return err;
    int64_t kind = kind_number(thing.kind);
    err = check_owner(w, kinds[kind].owner, thing.row);
    if (err)
        return err;
    err = kinds[kind].restore ? kinds[kind].restore(w, thing.row)
                              : restore_row(w, &thing, kinds[kind].statement);
    if (!err)
        *ret_restored = thing;
    return err;
}
