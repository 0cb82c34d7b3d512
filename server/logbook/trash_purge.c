/* Erases for good what was in the trash for 30 days, so that no version of it is left either. */
#include "logbook/trash.h"

#include "logbook/consequences.h"
#include "logbook/derive.h"
#include "store/rows.h"
#include "store/touches.h"

enum {
    OLD_FACTS,
    OLD_PROMISES,
    OLD_CONVERSATIONS,
    OLD_COMPANIES,
    PEOPLE_OF,
    MEMBERS_OF,
    FACTS_OF,
    PROMISES_OF,
    LOOSEN_FACT,
    LOOSEN_PROMISE,
    PEOPLE_AT,
    LOOSEN_PERSON,
    FACTS_ABOUT,
    FORGET_STORY,
    FORGET_VERSIONS,
    FACT_IS_GONE,
    PROMISE_IS_GONE,
    CONVERSATION_IS_GONE,
    COMPANY_IS_GONE,
    MOST_LOOSENED = 200,
};

#define OLD(table)                                                                                 \
    "SELECT id AS row FROM " table " WHERE trashed_at <= :at ORDER BY trashed_at LIMIT :value"
#define OF_CONVERSATION(table)                                                                     \
    "SELECT id AS row FROM " table " WHERE conversation = :row ORDER BY id"

/* What copies of the logbook elsewhere are told by `export?since=`. */
#define IS_GONE(table)                                                                             \
    "INSERT INTO gone (kind, uid, change) SELECT '" table "', uid, :value FROM " table             \
    " WHERE id = :row"

const struct statement trash_purge_statements[] = {
    [OLD_FACTS] = {.sql = OLD("fact"), .in = &row_key_shape, .out = &row_key_shape},
    [OLD_PROMISES] = {.sql = OLD("promise"), .in = &row_key_shape, .out = &row_key_shape},
    [OLD_CONVERSATIONS] = {.sql = OLD("conversation"), .in = &row_key_shape, .out = &row_key_shape},
    [OLD_COMPANIES] = {.sql = OLD("company"), .in = &row_key_shape, .out = &row_key_shape},
    [PEOPLE_OF] = {.sql = OF_CONVERSATION("conversation_person"),
                   .in = &row_key_shape,
                   .out = &row_key_shape},
    [MEMBERS_OF] = {.sql = OF_CONVERSATION("conversation_member"),
                    .in = &row_key_shape,
                    .out = &row_key_shape},
    [FACTS_OF] = {.sql = OF_CONVERSATION("fact"), .in = &row_key_shape, .out = &row_key_shape},
    [PROMISES_OF] = {.sql = OF_CONVERSATION("promise"),
                     .in = &row_key_shape,
                     .out = &row_key_shape},
    [LOOSEN_FACT] = {.sql = "UPDATE fact SET conversation = NULL WHERE id = :row",
                     .in = &row_key_shape},
    [LOOSEN_PROMISE] = {.sql = "UPDATE promise SET conversation = NULL WHERE id = :row",
                        .in = &row_key_shape},
    [PEOPLE_AT] = {.sql = "SELECT id AS row FROM person WHERE company = :row ORDER BY id"
                          " LIMIT :value",
                   .in = &row_key_shape,
                   .out = &row_key_shape},
    [LOOSEN_PERSON] = {.sql = "UPDATE person SET company = NULL WHERE id = :row",
                       .in = &row_key_shape},
    [FACTS_ABOUT] = {.sql = "SELECT id AS row FROM fact WHERE company = :row ORDER BY id",
                     .in = &row_key_shape,
                     .out = &row_key_shape},
    [FORGET_STORY] = {.sql = "DELETE FROM company_state WHERE company = :row",
                      .in = &row_key_shape},
    [FORGET_VERSIONS] = {.sql = "DELETE FROM version WHERE tab = :text AND row = :row",
                         .in = &row_key_shape},
    [FACT_IS_GONE] = {.sql = IS_GONE("fact"), .in = &row_key_shape},
    [PROMISE_IS_GONE] = {.sql = IS_GONE("promise"), .in = &row_key_shape},
    [CONVERSATION_IS_GONE] = {.sql = IS_GONE("conversation"), .in = &row_key_shape},
    [COMPANY_IS_GONE] = {.sql = IS_GONE("company"), .in = &row_key_shape},
    {0},
};

/* How many more may be erased now, and whether there were more than that. */
struct purge {
    int64_t left;
    bool more;
};

static struct error *rows_of(struct work *w, int statement, const struct row_key *key,
                             struct list *ret_rows)
{
    return db_list(w, &trash_purge_statements[statement], key, ret_rows);
}

/* The oldest rows whose time is over. */
static struct error *take_old(struct work *w, int statement, struct purge *purge,
                              struct list *ret_rows)
{
    struct row_key key = {.at = {w->now.ms - (int64_t)TRASH_DAYS * DAY_MS}};
    key.value = purge->left + 1;
    struct error *err = rows_of(w, statement, &key, ret_rows);
    if (err)
        return err;
    if ((int64_t)ret_rows->count > purge->left) {
        ret_rows->count = (size_t)purge->left;
        purge->more = true;
    }
    purge->left -= (int64_t)ret_rows->count;
    return NULL;
}

static struct error *erase_row(struct work *w, const char *table, int64_t row)
{
    struct row_key key = {.text = table, .row = row};
    struct error *err = row_delete(w, table, row);
    return err ? err : db_run(w, &trash_purge_statements[FORGET_VERSIONS], &key);
}

static struct error *note_gone(struct work *w, int statement, int64_t row)
{
    struct row_key key = {.row = row, .value = w->change};
    return db_run(w, &trash_purge_statements[statement], &key);
}

static struct error *erase_rows(struct work *w, const char *table, const struct list *found)
{
    const struct row_key *rows = found->items;
    struct error *err = NULL;
    for (size_t i = 0; i < found->count && !err; i++)
        err = erase_row(w, table, rows[i].row);
    return err;
}

/* Erases rows of which other copies of the logbook are told. */
static struct error *erase_told(struct work *w, int gone, const char *table,
                                const struct list *found)
{
    const struct row_key *rows = found->items;
    struct error *err = NULL;
    for (size_t i = 0; i < found->count && !err; i++)
        err = note_gone(w, gone, rows[i].row);
    if (err)
        return err;
    touches_erase_begin(w->db);
    err = erase_rows(w, table, found);
    touches_erase_end(w->db);
    return err;
}

static struct error *erase_lines(struct work *w, int statement, int gone, const char *table,
                                 struct purge *purge)
{
    struct list found = {0};
    struct error *err = take_old(w, statement, purge, &found);
    return err ? err : erase_told(w, gone, table, &found);
}

/* What was told in a conversation, and who works at a company. */
struct tie {
    const char *table;
    int of_owner, loosen;
};
static const struct tie told_facts = {"fact", FACTS_OF, LOOSEN_FACT};
static const struct tie told_promises = {"promise", PROMISES_OF, LOOSEN_PROMISE};
static const struct tie people_at = {"person", PEOPLE_AT, LOOSEN_PERSON};

/* They live on without their owner. */
static struct error *loosen(struct work *w, const struct tie *tie, int64_t owner,
                            struct consequences *consequences)
{
    struct row_key key = {.row = owner, .value = MOST_LOOSENED};
    struct list found = {0};
    struct error *err = rows_of(w, tie->of_owner, &key, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++) {
        const char *now = NULL;
        const char *then = NULL;
        err = row_json(w, tie->table, rows[i].row, &now);
        if (!err)
            err = db_run(w, &trash_purge_statements[tie->loosen], &rows[i]);
        if (!err)
            err = row_json(w, tie->table, rows[i].row, &then);
        if (!err)
            err = consequences_note(w, consequences, tie->table, now, then);
    }
    return err;
}

static struct error *erase_links(struct work *w, int statement, const char *table,
                                 int64_t conversation)
{
    struct row_key key = {.row = conversation};
    struct list found = {0};
    struct error *err = rows_of(w, statement, &key, &found);
    return err ? err : erase_rows(w, table, &found);
}

static struct error *erase_parts(struct work *w, int64_t conversation)
{
    struct error *err = erase_links(w, PEOPLE_OF, "conversation_person", conversation);
    if (!err)
        err = erase_links(w, MEMBERS_OF, "conversation_member", conversation);
    if (!err)
        err = erase_row(w, "conversation_turns", conversation);
    return err ? err : erase_row(w, "conversation", conversation);
}

static struct error *erase_conversation(struct work *w, int64_t conversation)
{
    struct consequences consequences = {.names = false};
    struct error *err = loosen(w, &told_facts, conversation, &consequences);
    if (!err)
        err = loosen(w, &told_promises, conversation, &consequences);
    if (!err)
        err = conversation_withdraw(w, conversation);
    if (!err)
        err = conversation_passages_forget(w, conversation);
    if (!err)
        err = note_gone(w, CONVERSATION_IS_GONE, conversation);
    if (err)
        return err;
    touches_erase_begin(w->db);
    err = erase_parts(w, conversation);
    touches_erase_end(w->db);
    return err ? err : consequences_derive(w, &consequences);
}

static struct error *erase_conversations(struct work *w, struct purge *purge)
{
    struct list found = {0};
    struct error *err = take_old(w, OLD_CONVERSATIONS, purge, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        err = erase_conversation(w, rows[i].row);
    return err;
}

/* Its people leave it first, so many at once. */
static struct error *erase_company(struct work *w, int64_t company, struct purge *purge)
{
    struct row_key key = {.row = company, .value = 1};
    struct consequences consequences = {.names = false};
    struct list found = {0};
    struct error *err = loosen(w, &people_at, company, &consequences);
    if (!err)
        err = consequences_derive(w, &consequences);
    if (!err)
        err = rows_of(w, PEOPLE_AT, &key, &found);
    purge->more = purge->more || found.count > 0;
    if (err || found.count > 0)
        return err;
    err = rows_of(w, FACTS_ABOUT, &key, &found);
    if (!err)
        err = erase_told(w, FACT_IS_GONE, "fact", &found);
    if (!err)
        err = db_run(w, &trash_purge_statements[FORGET_STORY], &key);
    struct list itself = {.items = &key, .count = 1};
    return err ? err : erase_told(w, COMPANY_IS_GONE, "company", &itself);
}

static struct error *erase_companies(struct work *w, struct purge *purge)
{
    struct list found = {0};
    struct error *err = take_old(w, OLD_COMPANIES, purge, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        err = erase_company(w, rows[i].row, purge);
    return err;
}

/* Conversations come last: a row that is loosened here is not erased here, since its change
 * keeps how it was. */
struct error *trash_purge(struct work *w, int most, struct purged *ret_purged)
{
    struct purge purge = {.left = most};
    struct error *err = erase_lines(w, OLD_FACTS, FACT_IS_GONE, "fact", &purge);
    if (!err)
        err = erase_lines(w, OLD_PROMISES, PROMISE_IS_GONE, "promise", &purge);
    if (!err)
        err = erase_companies(w, &purge);
    if (!err)
        err = erase_conversations(w, &purge);
    if (!err)
        *ret_purged = (struct purged){most - purge.left, purge.more};
    return err;
}
