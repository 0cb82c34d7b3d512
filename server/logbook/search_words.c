/* Finding words: bodies, turns, summaries, facts and promises, the newest of the best first. */
#include "logbook/search_parts.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/tokens.h"
#include "logbook/derive.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_FILTERED = 20000, /* passages that are looked through for conditions */
    LONGEST_SNIPPET = 180, /* bytes of the text that is shown */
};

/* A passage that fits. */
struct hit {
    uint64_t given;
    int64_t id;
    int64_t hits;
    int64_t owner; /* 0 until somebody asks */
};
static const struct field hit_fields[] = {FIELD(hit, id), FIELD(hit, hits), {0}};
static const struct shape hit_shape = SHAPE(hit, hit_fields);

static const struct field hit_wish_fields[] = {
    FIELD(hit_wish, match),
    FIELD(hit_wish, first),
    FIELD(hit_wish, last),
    FIELD(hit_wish, limit),
    {0},
};
const struct shape hit_wish_shape = SHAPE(hit_wish, hit_wish_fields);

/* What is found together: a conversation with all its passages, a fact, a promise. */
struct group {
    int64_t id;    /* of the best passage */
    int64_t owner; /* 0 until somebody asks */
    int64_t points;
    size_t place; /* from the newest */
};

enum {
    HITS,
    OWNER,
    CONVERSATION_SHOWN,
    FACT_SHOWN,
    PROMISE_SHOWN,
};

#define PERSON_SHOWN " p.uid AS person_id, p.name AS person_name, k.name AS company"
#define COMPANY_OF_PERSON " LEFT JOIN company k ON k.id = p.company AND k.trashed_at IS NULL"
#define MEMBERS_SHOWN                                                                              \
    " (SELECT json_group_array(json_object('id', ident_text(uid), 'name', name)) FROM"             \
    "  (SELECT m.uid, m.name FROM conversation_member x CROSS JOIN member m ON m.id = x.member"    \
    "   WHERE x.conversation = c.id ORDER BY x.position, x.member)) AS members,"
#define FIRST_PERSON                                                                               \
    " LEFT JOIN person p ON p.id = (SELECT o.id FROM conversation_person x"                        \
    "  CROSS JOIN person y ON y.id = x.person"                                                     \
    "  CROSS JOIN person o ON o.id = coalesce(y.merged_into, y.id)"                                \
    "  WHERE x.conversation = c.id AND o.trashed_at IS NULL"                                       \
    "  ORDER BY x.position, x.person LIMIT 1)"
#define SHOWN(statement)                                                                           \
    {                                                                                              \
        .sql = "SELECT s.text, " statement " WHERE s.id = :row", .in = &row_key_shape,             \
        .out = &found_words_shape                                                                  \
    }

const struct statement search_words_statements[] = {
    [HITS] = {.sql = "SELECT find.rowid AS id, hits(find) AS hits FROM find"
                     " WHERE find MATCH :match AND find.rowid BETWEEN :first AND :last"
                     " ORDER BY find.rowid DESC LIMIT :limit",
              .in = &hit_wish_shape,
              .out = &hit_shape},
    [OWNER] = {.sql = "SELECT owner FROM passage WHERE id = :row", .in = &row_key_shape},
    [CONVERSATION_SHOWN] = SHOWN(
        "c.uid AS conversation_id, n.name AS kind, c.happened_at AS at," MEMBERS_SHOWN PERSON_SHOWN
        " FROM passage s CROSS JOIN conversation c ON c.id = s.owner"
        " JOIN kind n ON n.id = c.kind" FIRST_PERSON COMPANY_OF_PERSON),
    [FACT_SHOWN] = SHOWN("f.uid AS fact_id, c.uid AS conversation_id, s.at," PERSON_SHOWN
                         " FROM passage s CROSS JOIN fact f ON f.id = s.owner"
                         " LEFT JOIN conversation c ON c.id = f.conversation"
                         " AND c.trashed_at IS NULL LEFT JOIN person p ON p.id = f.person"
                         " LEFT JOIN company k ON k.id = coalesce(f.company, p.company)"
                         " AND k.trashed_at IS NULL"),
    [PROMISE_SHOWN] =
        SHOWN("r.uid AS promise_id, c.uid AS conversation_id, s.at," PERSON_SHOWN
              " FROM passage s CROSS JOIN promise r ON r.id = s.owner"
              " LEFT JOIN conversation c ON c.id = r.conversation"
              " AND c.trashed_at IS NULL JOIN person p ON p.id = r.person" COMPANY_OF_PERSON),
    {0},
};

struct groups {
    struct group items[FOUND_EXACT + 1];
    size_t count;
    int64_t oldest;     /* id of the last passage of the last group */
    struct hit *before; /* of earlier pages, at the moment where this one starts */
    size_t before_count;
};

static int64_t field_of(int64_t id)
{
    return id & (PASSAGE_IDS_OF_A_FIELD - 1);
}

static int64_t points_of(const struct hit *hit)
{
    static const int64_t of_field[] = {[PASSAGE_BODY] = 6,
                                       [PASSAGE_SUMMARY] = 8,
                                       [PASSAGE_TURNS] = 4,
                                       [PASSAGE_FACT] = 8,
                                       [PASSAGE_PROMISE] = 8};
    enum { MOST_OF_HITS = 6 };
    return of_field[field_of(hit->id)] + (hit->hits < MOST_OF_HITS ? hit->hits : MOST_OF_HITS);
}

/* Passages of one conversation stand together but for others of the same moment. */
static bool may_be_together(int64_t newer, int64_t older)
{
    return newer / PASSAGE_IDS_OF_A_MILLISECOND - older / PASSAGE_IDS_OF_A_MILLISECOND <= 1;
}

/* Reads whose a passage is, which nobody needs to know of one that stands alone. */
static struct error *settle_owner(struct work *w, int64_t id, int64_t *owner)
{
    struct row_key key = {.row = id};
    return *owner ? NULL : db_number(w, &search_words_statements[OWNER], &key, owner);
}

/* Whether a hit is of the same conversation as a passage found before it. */
static struct error *is_of_same(struct work *w, int64_t id, int64_t *owner, struct hit *hit,
                                bool *ret_same)
{
    *ret_same = false;
    if (field_of(id) > PASSAGE_TURNS || field_of(hit->id) > PASSAGE_TURNS)
        return NULL;
    struct error *err = settle_owner(w, id, owner);
    if (!err)
        err = settle_owner(w, hit->id, &hit->owner);
    *ret_same = !err && *owner == hit->owner;
    return err;
}

/* Gives the group that a hit belongs to; NULL when no more groups fit in. */
static struct error *group_of(struct work *w, struct groups *groups, struct hit *hit,
                              struct group **ret_group)
{
    for (size_t i = groups->count; i > 0; i--) {
        struct group *group = &groups->items[i - 1];
        bool same = false;
        if (!may_be_together(group->id, hit->id))
            break;
        struct error *err = is_of_same(w, group->id, &group->owner, hit, &same);
        *ret_group = group;
        if (err || same)
            return err;
    }
    *ret_group = NULL;
    if (groups->count > FOUND_EXACT)
        return NULL;
    struct group *group = &groups->items[groups->count];
    *group =
        (struct group){.id = hit->id, .owner = hit->owner, .points = -1, .place = groups->count++};
    *ret_group = group;
    return NULL;
}

/* Conversations of one moment are mixed: an earlier page may have shown this one for another of its
 * passages. */
static struct error *was_shown(struct work *w, const struct groups *groups, struct hit *hit,
                               bool *ret_shown)
{
    struct error *err = NULL;
    *ret_shown = false;
    for (size_t i = groups->before_count; i > 0 && !*ret_shown && !err; i--) {
        struct hit *before = &groups->before[i - 1];
        if (!may_be_together(before->id, hit->id))
            break;
        err = is_of_same(w, before->id, &before->owner, hit, ret_shown);
    }
    return err;
}

/* Gives false when the hit is the first of what belongs on the next page. */
static struct error *take(struct work *w, struct groups *groups, struct hit *hit, bool *ret_taken)
{
    struct group *group = NULL;
    bool shown = false;
    struct error *err = was_shown(w, groups, hit, &shown);
    if (!err && !shown)
        err = group_of(w, groups, hit, &group);
    if (err)
        return err;
    *ret_taken = shown || (group && groups->count <= FOUND_EXACT);
    if (!*ret_taken)
        return NULL;
    groups->oldest = hit->id;
    int64_t points = points_of(hit);
    if (group && points > group->points) {
        group->points = points;
        group->id = hit->id;
    }
    return NULL;
}

/* Reads what was found up to `newest` at the moment where a later page starts. */
static struct error *recall(struct work *w, const struct hit_wish *wish, int64_t newest,
                            struct groups *groups)
{
    struct hit_wish before = *wish;
    struct list found = {0};
    before.first = wish->last + 1;
    before.last =
        (wish->last / PASSAGE_IDS_OF_A_MILLISECOND + 2) * PASSAGE_IDS_OF_A_MILLISECOND - 1;
    if (before.last > newest)
        before.last = newest;
    struct error *err = db_list(w, &search_words_statements[HITS], &before, &found);
    groups->before = found.items;
    groups->before_count = found.count;
    return err;
}

static struct error *collect(struct work *w, const struct hit_wish *wish, struct groups *groups,
                             bool *ret_complete)
{
    struct cursor *cursor = NULL;
    struct hit hit;
    bool more = true;
    int64_t looked_at = 0;
    struct error *err = db_cursor_open(w, &search_words_statements[HITS], wish, &cursor);
    while (!err && more) {
        bool fits = true;
        err = db_cursor_next(w, cursor, &hit, &more);
        if (err || !more)
            break;
        if (wish->condition_count && ++looked_at > MOST_FILTERED) {
            *ret_complete = false;
            break;
        }
        hit.owner = 0;
        if (wish->condition_count)
            err = settle_owner(w, hit.id, &hit.owner);
        if (!err)
            err = hit_fits(w, wish, field_of(hit.id), hit.owner, &fits);
        if (!err && fits)
            err = take(w, groups, &hit, &more);
    }
    db_cursor_close(cursor);
    return err;
}

/* From the newest to the two-hundredth, age counts as much as being in a summary instead of turns.
 */
static int64_t rank_of(const struct group *group)
{
    enum { AGE = 4 };
    return group->points * FOUND_EXACT - (int64_t)group->place * AGE;
}

static int compare_groups(const void *left, const void *right)
{
    const struct group *one = left;
    const struct group *other = right;
    int64_t by = rank_of(other) - rank_of(one);
    if (by == 0)
        return one->place < other->place ? -1 : one->place > other->place;
    return by < 0 ? -1 : 1;
}

static void read_needles(struct arena *arena, const struct query *query,
                         struct needles *ret_needles)
{
    struct needles needles = {
        .items = arena_take(arena, sizeof(struct needle) * (query->term_count + 1))};
    for (size_t i = 0; i < query->term_count; i++) {
        const struct query_term *term = &query->terms[i];
        const char *words = text_words(arena, term->text, strlen(term->text));
        if (*words && !term->without)
            needles.items[needles.count++] =
                (struct needle){.words = words, .whole = !term->unfinished};
    }
    *ret_needles = needles;
}

/* The lines around `at` that are quoted, without their marks; NULL when `at` is in none. */
static const char *quote_around(struct arena *arena, const char *text, size_t at)
{
    size_t start = at;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    if (text[start + strspn(text + start, " ")] != '>')
        return NULL;
    const char *line = text + start;
    struct buffer quote = {0};
    while (line[strspn(line, " ")] == '>') {
        line += strspn(line, " ") + 1;
        line += *line == ' ';
        size_t length = strcspn(line, "\n");
        if (quote.length)
            buffer_byte(&quote, '\n');
        buffer_append(&quote, line, length);
        line += length;
        line += *line == '\n';
    }
    const char *copy = arena_copy(arena, quote.length ? quote.bytes : "", quote.length);
    buffer_free(&quote);
    return copy;
}

static void cut(struct work *w, const struct needles *needles, const char *text,
                struct found_words *shown)
{
    size_t at = 0;
    snippet_cut(w->arena, needles, text, LONGEST_SNIPPET, &shown->snippet, &at);
    const char *quote =
        shown->field == FOUND_BODY && needles->count ? quote_around(w->arena, text, at) : NULL;
    if (!quote)
        return;
    shown->field = FOUND_QUOTE;
    snippet_cut(w->arena, needles, quote, LONGEST_SNIPPET, &shown->snippet, NULL);
}

static struct error *show(struct work *w, const struct needles *needles, const struct group *group,
                          struct found_words *ret_shown)
{
    static const struct {
        enum found_field field;
        int statement;
    } shows[] = {[PASSAGE_BODY] = {FOUND_BODY, CONVERSATION_SHOWN},
                 [PASSAGE_SUMMARY] = {FOUND_SUMMARY, CONVERSATION_SHOWN},
                 [PASSAGE_TURNS] = {FOUND_TURN, CONVERSATION_SHOWN},
                 [PASSAGE_FACT] = {FOUND_FACT, FACT_SHOWN},
                 [PASSAGE_PROMISE] = {FOUND_PROMISE, PROMISE_SHOWN}};
    struct row_key key = {.row = group->id};
    int64_t field = field_of(group->id);
    bool found = false;
    shape_clear(&found_words_shape, ret_shown);
    struct error *err =
        db_find(w, &search_words_statements[shows[field].statement], &key, ret_shown, &found);
    ret_shown->given = UINT64_MAX;
    ret_shown->field = shows[field].field;
    if (!err)
        cut(w, needles, ret_shown->text ? ret_shown->text : "", ret_shown);
    return err;
}

static struct error *show_page(struct work *w, const struct wish *wish, struct groups *groups,
                               int64_t skip, int64_t limit, struct search *search)
{
    struct needles needles;
    struct error *err = NULL;
    size_t count = groups->count > FOUND_EXACT ? FOUND_EXACT : groups->count;
    size_t first = skip < (int64_t)count ? (size_t)skip : count;
    size_t end = (int64_t)(count - first) > limit ? first + (size_t)limit : count;
    read_needles(w->arena, &wish->text, &needles);
    qsort(groups->items, count, sizeof(groups->items[0]), compare_groups);
    struct found_words *shown = arena_take(w->arena, sizeof(*shown) * (end - first + 1));
    for (size_t i = first; i < end && !err; i++)
        err = show(w, &needles, &groups->items[i], &shown[i - first]);
    search->words = (struct list){.items = shown, .count = end - first};
    search->more_words = end < count || groups->count > FOUND_EXACT;
    search->next_row = end < count ? (int64_t)end : 0;
    return err;
}

struct error *search_words(struct work *w, const struct wish *wish,
                           const struct search_query *query, int64_t limit, struct search *search)
{
    struct hit_wish hits = {.first = INT64_MIN + 1, .last = INT64_MAX, .limit = INT64_MAX};
    struct groups *groups = arena_take(w->arena, sizeof(*groups));
    struct error *err = words_match(w, wish, &hits);
    if (err || !hits.match)
        return err;
    if (wish->from.ms != NOTHING)
        hits.first = wish->from.ms * PASSAGE_IDS_OF_A_MILLISECOND;
    if (wish->to.ms != NOTHING)
        hits.last = wish->to.ms * PASSAGE_IDS_OF_A_MILLISECOND - 1;
    bool continues = shape_given(&search_query_shape, query, "after");
    if (continues && query->after_at < hits.last) {
        int64_t newest = hits.last;
        hits.last = query->after_at;
        err = recall(w, &hits, newest, groups);
    }
    if (!err)
        err = collect(w, &hits, groups, &search->complete);
    if (err)
        return err;
    search->words_count.count = (int64_t)groups->count;
    err = show_page(w, wish, groups, continues ? query->after : 0, limit, search);
    /* The same two hundred again, or those behind them. */
    search->next_at = search->next_row ? hits.last : groups->oldest - 1;
    return err;
}
