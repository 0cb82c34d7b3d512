/* Finding people by any piece of what is known of them, in any order, and with a slip of the pen.
 */
#include "logbook/search_parts.h"

#include "logbook/derive.h"
#include "logbook/people.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_LOOKED_AT = 5000, /* candidates, before the answer is no longer complete */
    MOST_RECENT = 500,     /* of those heard last, when too many are found */
    FEW = 5,               /* fewer than these: perhaps it was a slip */
};

/* Somebody who may be meant. */
struct candidate {
    uint64_t given;
    int64_t person;
    const char *text;
    instant last_heard_at;
    int64_t score;
};

static const struct field candidate_fields[] = {
    FIELD(candidate, person),
    FIELD(candidate, text),
    FIELD(candidate, last_heard_at),
    {0},
};
static const struct shape candidate_shape = SHAPE(candidate, candidate_fields);

struct people_wish {
    uint64_t given;
    const char *match;
    int64_t tag; /* what narrows them */
    int64_t company;
    int64_t theme;
    int64_t no_tag;
    int64_t no_company;
    int64_t no_theme;
    int64_t person;
    int64_t limit;
};

static const struct field people_wish_fields[] = {
    FIELD(people_wish, match),    FIELD(people_wish, tag),
    FIELD(people_wish, company),  FIELD(people_wish, theme),
    FIELD(people_wish, no_tag),   FIELD(people_wish, no_company),
    FIELD(people_wish, no_theme), FIELD(people_wish, person),
    FIELD(people_wish, limit),    {0},
};
static const struct shape people_wish_shape = SHAPE(people_wish, people_wish_fields);

/* What people are walked along. */
enum {
    ALONG_MATCH,
    ALONG_TAG,
    ALONG_COMPANY,
    ALONG_THEME,
    ALONG_PERSON,
    ALONG_HEARD,
};

#define BEARS "EXISTS (SELECT 1 FROM person_tag z WHERE z.person = x.person AND z.tag = "
#define WORKS_AT "EXISTS (SELECT 1 FROM person z WHERE z.id = x.person AND z.company = "
#define SPEAKS_OF "EXISTS (SELECT 1 FROM theme_person z WHERE z.person = x.person AND z.theme = "
#define WALK(source, condition, order)                                                             \
    {                                                                                              \
        .sql = "SELECT x.person, x.text, s.last_heard_at FROM " source                             \
               " LEFT JOIN person_state s ON s.person = x.person WHERE " condition,                \
        .pieces = {{.with = "tag", .text = "AND " BEARS ":tag)"},                                  \
                   {.with = "company", .text = "AND " WORKS_AT ":company)"},                       \
                   {.with = "theme", .text = "AND " SPEAKS_OF ":theme)"},                          \
                   {.with = "no_tag", .text = "AND NOT " BEARS ":no_tag)"},                        \
                   {.with = "no_company", .text = "AND NOT " WORKS_AT ":no_company)"},             \
                   {.with = "no_theme", .text = "AND NOT " SPEAKS_OF ":no_theme)"},                \
                   {.text = "ORDER BY " order " LIMIT :limit"}},                                   \
        .in = &people_wish_shape, .out = &candidate_shape                                          \
    }
#define WORDS_OF(person) " CROSS JOIN person_words x ON x.person = " person

const struct statement search_people_statements[] = {
    [ALONG_MATCH] =
        WALK("find_people y" WORDS_OF("y.rowid"), "y.find_people MATCH :match", "y.rowid DESC"),
    [ALONG_TAG] = WALK("person_tag y" WORDS_OF("y.person"), "y.tag = :tag", "y.person DESC"),
    [ALONG_COMPANY] = WALK("person y" WORDS_OF("y.id"), "y.company = :company", "y.id DESC"),
    [ALONG_THEME] =
        WALK("theme_person y INDEXED BY sqlite_autoindex_theme_person_1" WORDS_OF("y.person"),
             "y.theme = :theme", "y.person DESC"),
    [ALONG_PERSON] = WALK("person_words x", "x.person = :person", "x.person"),
    [ALONG_HEARD] = WALK("person_state y" WORDS_OF("y.person"), "y.heard > " NEVER_HEARD,
                         "y.heard DESC, y.person DESC"),
    {0},
};

struct found {
    struct candidate *items;
    size_t count;
    bool cut; /* there were more candidates than are looked at */
};

/* How well somebody fits: 0 is not at all. */
static int64_t fit(const struct needles *needles, const char *text)
{
    int64_t score = 1;
    const char *end_of_name = text + strcspn(text, "\n");
    for (size_t i = 0; i < needles->count; i++) {
        const struct needle *needle = &needles->items[i];
        const char *found = needle_find(needle, text);
        if (needle->without != !found)
            return 0;
        if (needle->without)
            continue;
        /* The start of a word is better than its middle. */
        struct needle start = {.words = needle->words};
        const char *better = needle_find(&start, text);
        found = better ? better : found;
        const char *behind = found + strlen(needle->words);
        score += better ? 4 : 0;
        score += better && (*behind == ' ' || *behind == '\n' || !*behind) ? 1 : 0;
        score += found < end_of_name ? 2 : 0;
    }
    return score;
}

static bool is_known(const struct found *found, int64_t person)
{
    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i].person == person)
            return true;
    }
    return false;
}

static struct error *walk(struct work *w, int statement, const struct people_wish *wish,
                          const struct needles *needles, struct found *found)
{
    struct cursor *cursor = NULL;
    struct candidate row;
    bool more = true;
    int64_t looked_at = 0;
    bool again = statement == ALONG_HEARD;
    struct error *err = db_cursor_open(w, &search_people_statements[statement], wish, &cursor);
    while (!err && more && found->count < FOUND_EXACT * 2 + 1) {
        if (!again && found->count > FOUND_EXACT)
            break;
        err = db_cursor_next(w, cursor, &row, &more);
        if (err || !more)
            break;
        looked_at++;
        row.score = fit(needles, row.text);
        if (row.score && (!again || !is_known(found, row.person)))
            found->items[found->count++] = row;
    }
    db_cursor_close(cursor);
    found->cut = found->cut || looked_at >= MOST_LOOKED_AT;
    return err;
}

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *one = left;
    const struct candidate *other = right;
    if (one->score != other->score)
        return one->score > other->score ? -1 : 1;
    if (one->last_heard_at.ms != other->last_heard_at.ms)
        return one->last_heard_at.ms > other->last_heard_at.ms ? -1 : 1;
    return one->person > other->person ? -1 : one->person < other->person;
}

/* What people can be narrowed to in SQL, once each; those who are named are compared here. */
static const struct {
    enum narrowing_sort sort;
    bool without;
    const char *name;
    size_t offset;
    int along;
} narrowed_by[] = {
    {BY_COMPANY, false, "company", offsetof(struct people_wish, company), ALONG_COMPANY},
    {BY_TAG, false, "tag", offsetof(struct people_wish, tag), ALONG_TAG},
    {BY_THEME, false, "theme", offsetof(struct people_wish, theme), ALONG_THEME},
    {BY_COMPANY, true, "no_company", offsetof(struct people_wish, no_company), 0},
    {BY_TAG, true, "no_tag", offsetof(struct people_wish, no_tag), 0},
    {BY_THEME, true, "no_theme", offsetof(struct people_wish, no_theme), 0},
};

/* Gives what to walk along when no words do, or -1. */
static int narrow(const struct wish *asked, struct people_wish *wish)
{
    int along = -1;
    for (size_t i = 0; i < asked->narrowing_count; i++) {
        const struct narrowing *narrowing = &asked->narrowings[i];
        for (size_t j = 0; j < sizeof(narrowed_by) / sizeof(narrowed_by[0]); j++) {
            if (narrowed_by[j].sort != narrowing->sort ||
                narrowed_by[j].without != narrowing->without)
                continue;
            *(int64_t *)((char *)wish + narrowed_by[j].offset) =
                narrowing->count ? narrowing->rows[0] : 0;
            shape_give(&people_wish_shape, wish, narrowed_by[j].name);
            if (!narrowing->without)
                along = narrowed_by[j].along;
        }
    }
    return along;
}

static bool is_among(const struct narrowing *narrowing, int64_t person)
{
    for (size_t i = 0; i < narrowing->count; i++) {
        if (narrowing->rows[i] == person)
            return true;
    }
    return false;
}

/* Leaves those out whom the query does not name, when it names any. */
static void keep_named(const struct wish *asked, struct found *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        bool stays = true;
        for (size_t j = 0; j < asked->narrowing_count; j++) {
            const struct narrowing *narrowing = &asked->narrowings[j];
            if (narrowing->sort == BY_PERSON)
                stays = stays && is_among(narrowing, found->items[i].person) != narrowing->without;
        }
        if (stays)
            found->items[kept++] = found->items[i];
    }
    found->count = kept;
}

/* Those who are named are few: each is looked at. */
static struct error *walk_named(struct work *w, const struct wish *asked, struct people_wish *wish,
                                const struct needles *needles, struct found *found)
{
    struct error *err = NULL;
    for (size_t i = 0; i < asked->narrowing_count; i++) {
        const struct narrowing *narrowing = &asked->narrowings[i];
        if (narrowing->sort != BY_PERSON || narrowing->without)
            continue;
        for (size_t j = 0; j < narrowing->count && !err; j++) {
            wish->person = narrowing->rows[j];
            err = walk(w, ALONG_PERSON, wish, needles, found);
        }
        break;
    }
    return err;
}

static bool names_people(const struct wish *asked)
{
    for (size_t i = 0; i < asked->narrowing_count; i++) {
        if (asked->narrowings[i].sort == BY_PERSON && !asked->narrowings[i].without)
            return true;
    }
    return false;
}

static struct error *find(struct work *w, const struct wish *asked, const struct needles *needles,
                          struct found *found)
{
    struct people_wish wish = {.limit = MOST_LOOKED_AT, .match = people_match(w->arena, needles)};
    int along = narrow(asked, &wish);
    struct error *err = NULL;
    *found = (struct found){
        .items = arena_take(w->arena, sizeof(struct candidate) * (FOUND_EXACT * 2 + 2))};
    if (names_people(asked))
        err = walk_named(w, asked, &wish, needles, found);
    else if (wish.match || along >= 0)
        err = walk(w, wish.match ? ALONG_MATCH : along, &wish, needles, found);
    if (err || found->count <= FOUND_EXACT) {
        keep_named(asked, found);
        return err;
    }
    /* Too many to look through: whoever was heard last is meant more often than not. */
    wish.limit = MOST_RECENT;
    err = walk(w, ALONG_HEARD, &wish, needles, found);
    keep_named(asked, found);
    return err;
}

static struct error *find_with_slips(struct work *w, const struct wish *asked,
                                     struct needles *needles, struct found *found)
{
    struct found more;
    struct error *err = NULL;
    bool meant = false;
    for (size_t i = 0; i < needles->count && !err; i++) {
        err = needle_slips(w, &needles->items[i]);
        meant = meant || needles->items[i].or ;
    }
    if (err || !meant)
        return err;
    err = find(w, asked, needles, &more);
    for (size_t i = 0; !err && i < more.count && found->count <= FOUND_EXACT; i++) {
        if (!is_known(found, more.items[i].person)) {
            more.items[i].score = 0; /* behind those who are found as it was typed */
            found->items[found->count++] = more.items[i];
        }
    }
    return err;
}

struct error *search_people(struct work *w, const struct wish *wish, int64_t limit,
                            struct search *search)
{
    struct needles needles;
    struct found found;
    people_needles(w->arena, &wish->text, &needles);
    struct error *err = find(w, wish, &needles, &found);
    if (!err && found.count < FEW)
        err = find_with_slips(w, wish, &needles, &found);
    if (err)
        return err;
    search->people_count.count = (int64_t)found.count;
    search->complete = search->complete && !found.cut;
    qsort(found.items, found.count, sizeof(*found.items), compare_candidates);
    if ((int64_t)found.count > limit)
        found.count = (size_t)limit;
    struct found_person *shown = arena_take(w->arena, sizeof(*shown) * (found.count + 1));
    for (size_t i = 0; i < found.count && !err; i++)
        err = person_shown(w, &needles, found.items[i].person, &shown[i]);
    search->people = (struct list){.items = shown, .count = found.count};
    return err;
}

struct error *people_meant(struct work *w, const char *words, size_t most, int64_t *rows,
                           size_t *ret_count)
{
    struct wish wish = {.narrowing_count = 0};
    struct needles needles;
    struct found found;
    query_read(w->arena, words, strlen(words), &wish.text);
    people_needles(w->arena, &wish.text, &needles);
    struct error *err = find(w, &wish, &needles, &found);
    if (err)
        return err;
    qsort(found.items, found.count, sizeof(*found.items), compare_candidates);
    *ret_count = found.count < most ? found.count : most;
    for (size_t i = 0; i < *ret_count; i++)
        rows[i] = found.items[i].person;
    return NULL;
}
