/* The brief: what somebody who has never met a person needs before replying to them. */
#include "logbook/brief.h"

#include "base/text.h"
#include "formats/markdown.h"
#include "logbook/facts.h"
#include "logbook/promises.h"
#include "logbook/themes.h"

#include <string.h>

enum { MOST_FACTS = 5, MOST_THEMES = 8, LONGEST_SENTENCE = 200 };

static const struct field recent_fields[] = {
    FIELD(recent, id, .help = "The conversation."),
    FIELD(recent, kind, .help = "Its kind."),
    FIELD(recent, happened_at, .help = "When it took place."),
    FIELD(recent, summary, .help = "Its one line, as written."),
    FIELD(recent, sentence, .help = "Its first sentence, when it has no summary."),
    {0},
};
const struct shape recent_shape = SHAPE(recent, recent_fields);

static const struct field brief_fields[] = {
    RECORD(brief, person, &person_shape, .help = "Who it is, or null."),
    LIST(brief, facts, &fact_shape, .help = "Up to five, in their order."),
    FIELD(brief, fact_count, .href = "/api/v1/facts?person={id}", .help = "All there are."),
    LIST(brief, promises, &promise_shape, .help = "Open ones, the earliest due first."),
    LIST(brief, recent, &recent_shape, .help = "The last three conversations."),
    LIST(brief, themes, &person_theme_shape, .help = "Up to eight, most often first."),
    LIST(brief, near, &near_person_shape, .help = "Who might be meant, when nobody matches."),
    FIELD(brief, story, .rules = HIDDEN),
    FIELD(brief, revision, .rules = HIDDEN),
    FIELD(brief, id, .rules = HIDDEN),
    {0},
};
const struct shape brief_shape = SHAPE(brief, brief_fields);

static const struct field brief_query_fields[] = {
    FIELD(brief_query, email, .longest = 300, .help = "An e-mail address of theirs."),
    FIELD(brief_query, phone, .longest = 300, .help = "A telephone number, in any writing."),
    FIELD(brief_query, handle, .longest = 340, .help = "system:value, such as helpscout:4711."),
    FIELD(brief_query, domain, .longest = 300, .help = "What stands behind the @."),
    {0},
};
const struct shape brief_query_shape = SHAPE(brief_query, brief_query_fields);

enum { RECENT, AT_COMPANY };

const struct statement brief_statements[] = {
    /* The sentence is cut from the body that stands in its place here. */
    [RECENT] = {.sql = "SELECT c.uid AS id, k.name AS kind, c.happened_at, c.summary,"
                       " iif(c.summary IS NULL, c.body, NULL) AS sentence FROM thread t"
                       " CROSS JOIN conversation c ON c.id = t.conversation"
                       " JOIN kind k ON k.id = c.kind WHERE t.sort = 1 AND t.owner = :row"
                       " ORDER BY t.at DESC, t.conversation DESC LIMIT 3",
                .in = &row_key_shape,
                .out = &recent_shape},
    [AT_COMPANY] = {.sql = "SELECT p.id AS row FROM company c CROSS JOIN person p"
                           " ON p.company = c.id WHERE c.domain = :text AND c.trashed_at IS NULL"
                           " AND p.trashed_at IS NULL AND p.merged_into IS NULL"
                           " ORDER BY p.id LIMIT :value",
                    .in = &row_key_shape,
                    .out = &row_key_shape},
    {0},
};

/* Rows of those who might be meant. */
struct nearby {
    int64_t rows[NEAR_MOST];
    int count;
};

/* The first sentence of a body, or NULL when it has none. */
static const char *sentence_of(struct arena *arena, const char *body)
{
    const char *sentence =
        body ? markdown_sentence(arena, body, strlen(body), LONGEST_SENTENCE) : NULL;
    return sentence && *sentence ? sentence : NULL;
}

static struct error *add_recent(struct work *w, int64_t row, struct brief *brief)
{
    struct row_key key = {.row = row};
    struct error *err = db_list(w, &brief_statements[RECENT], &key, &brief->recent);
    struct recent *items = brief->recent.items;
    for (size_t i = 0; !err && i < brief->recent.count; i++)
        items[i].sentence = sentence_of(w->arena, items[i].sentence);
    return err;
}

static struct error *add_facts(struct work *w, struct brief *brief)
{
    struct facts_filter filter;
    struct page page;
    shape_clear(&facts_filter_shape, &filter);
    filter.person = brief->id;
    filter.limit = MOST_FACTS;
    shape_give(&facts_filter_shape, &filter, "person");
    shape_give(&facts_filter_shape, &filter, "limit");
    struct error *err = facts_list(w, &filter, &page);
    if (err)
        return err;
    brief->facts = page.items;
    brief->fact_count = page.count;
    return NULL;
}

static struct error *add_themes(struct work *w, struct brief *brief)
{
    struct themes_filter filter;
    struct page page;
    shape_clear(&themes_filter_shape, &filter);
    filter.person = brief->id;
    filter.limit = MOST_THEMES;
    shape_give(&themes_filter_shape, &filter, "person");
    shape_give(&themes_filter_shape, &filter, "limit");
    struct error *err = themes_list(w, &filter, &page);
    if (!err)
        brief->themes = page.items;
    return err;
}

static struct error *brief_read(struct work *w, int64_t row, struct brief *ret_brief)
{
    struct person *person = arena_take(w->arena, sizeof(*person));
    struct brief brief = {.given = UINT64_MAX};
    struct error *err = person_read(w, row, person);
    if (err)
        return err;
    brief.person = (struct list){.items = person, .count = 1};
    brief.id = person->id;
    brief.story = person->story;
    brief.revision = person->revision;
    err = add_facts(w, &brief);
    if (!err)
        err = promises_open(w, row, &brief.promises);
    if (!err)
        err = add_recent(w, row, &brief);
    if (!err)
        err = add_themes(w, &brief);
    if (!err)
        *ret_brief = brief;
    return err;
}

struct error *brief_of_person(struct work *w, ident id, struct brief *ret_brief)
{
    int64_t row;
    struct error *err = person_row(w, id, &row);
    return err ? err : brief_read(w, row, ret_brief);
}

/* A brief of nobody, with those who might be meant. It has no version of its own. */
static struct error *brief_of_near(struct work *w, const struct nearby *nearby,
                                   struct brief *ret_brief)
{
    struct brief brief;
    shape_clear(&brief_shape, &brief);
    struct error *err = near_read(w, nearby->rows, nearby->count, &brief.near);
    if (err)
        return err;
    static const char *const given[] = {"person", "facts", "promises", "recent", "themes", "near"};
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        shape_give(&brief_shape, &brief, given[i]);
    *ret_brief = brief;
    return NULL;
}

/* Exactly one wish with words in it. */
static struct error *check_query(struct work *w, const struct brief_query *query)
{
    const char *const sent[] = {query->email, query->phone, query->handle, query->domain};
    int wishes = 0;
    bool blank = false;
    for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
        wishes += sent[i] != NULL;
        blank = blank || (sent[i] && text_is_blank(sent[i]));
    }
    if (wishes == 1 && !blank)
        return NULL;
    return error_new(w->arena, ERROR_INVALID,
                     "Say who it is: send one of email, phone, handle and domain.");
}

/* The domain that was asked for, or that of the address, as compared; or NULL. */
static const char *domain_asked(struct work *w, const struct brief_query *query)
{
    const char *address = query->email ? query->email : query->handle;
    const char *at = address ? strrchr(address, '@') : NULL;
    const char *domain = at && at[1] ? at + 1 : query->domain;
    return domain ? text_fold(w->arena, domain, strlen(domain)) : NULL;
}

static void add_row(struct nearby *nearby, int64_t row)
{
    for (int i = 0; i < nearby->count; i++) {
        if (nearby->rows[i] == row)
            return;
    }
    if (nearby->count < NEAR_MOST)
        nearby->rows[nearby->count++] = row;
}

/* Those with an address at the domain, then those at a company that has it. */
static struct error *add_colleagues(struct work *w, const char *domain, struct nearby *nearby)
{
    struct handle_wish wish = {.domain = domain};
    struct error *err = people_by_handle(w, &wish, NEAR_MOST, nearby->rows, &nearby->count);
    struct row_key key = {.text = domain, .value = NEAR_MOST};
    struct list found = {0};
    if (!err)
        err = db_list(w, &brief_statements[AT_COMPANY], &key, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count; i++)
        add_row(nearby, rows[i].row);
    return err;
}

struct error *brief_find(struct work *w, const struct brief_query *query, struct brief *ret_brief)
{
    struct handle_wish wish = {query->email, query->phone, query->handle, query->domain};
    struct nearby nearby = {.count = 0};
    struct error *err = check_query(w, query);
    if (!err)
        err = people_by_handle(w, &wish, NEAR_MOST, nearby.rows, &nearby.count);
    if (err)
        return err;
    if (nearby.count == 1)
        return brief_read(w, nearby.rows[0], ret_brief);
    const char *domain = nearby.count == 0 || query->domain ? domain_asked(w, query) : NULL;
    if (domain)
        err = add_colleagues(w, domain, &nearby);
    return err ? err : brief_of_near(w, &nearby, ret_brief);
}
