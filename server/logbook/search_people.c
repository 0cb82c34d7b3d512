/* Finding people by any piece of what is known of them, in any order, and with a slip of the pen.
 */
#include "logbook/search_parts.h"

#include "logbook/derive.h"
#include "logbook/people.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_LOOKED_AT = 5000, /* candidates, before the answer is no longer complete */
    MOST_RECENT = 250,     /* of those heard last, when too many are found */
    FEW = 5,               /* fewer than these: perhaps it was a slip */
    MOST_FOUND = FOUND_EXACT + 1 + MOST_RECENT,
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
    int64_t row; /* of what they are walked along */
    int64_t person;
    int64_t limit;
};

static const struct field people_wish_fields[] = {
    FIELD(people_wish, match),
    FIELD(people_wish, row),
    FIELD(people_wish, person),
    FIELD(people_wish, limit),
    {0},
};
static const struct shape people_wish_shape = SHAPE(people_wish, people_wish_fields);

/* What people are walked along, in the order of enum narrowing_sort; then whether one is of it. */
enum {
    ALONG_PERSON = BY_PERSON,
    ALONG_COMPANY = BY_COMPANY,
    ALONG_TAG = BY_TAG,
    ALONG_THEME = BY_THEME,
    ALONG_MATCH,
    MATCHED,
    HEARD_AT,
    ALONG_HEARD,
    IS_OF = ALONG_HEARD, /* from BY_COMPANY on: people who are named need no look */
};

#define WALK(source, condition, order)                                                             \
    {                                                                                              \
        .sql = "SELECT x.person, x.text FROM " source " WHERE " condition " ORDER BY " order       \
               " LIMIT :limit",                                                                    \
        .in = &people_wish_shape, .out = &candidate_shape                                          \
    }
#define WORDS_OF(person) " CROSS JOIN person_words x ON x.person = " person
#define IS(of)                                                                                     \
    {                                                                                              \
        .sql = "SELECT 1 FROM " of, .in = &people_wish_shape                                       \
    }

const struct statement search_people_statements[] = {
    [ALONG_PERSON] = WALK("person_words x", "x.person = :row", "x.person"),
    [ALONG_COMPANY] = WALK("person y" WORDS_OF("y.id"), "y.company = :row", "y.id DESC"),
    [ALONG_TAG] = WALK("person_tag y" WORDS_OF("y.person"), "y.tag = :row", "y.person DESC"),
    [ALONG_THEME] = WALK("theme_person y" WORDS_OF("y.person"), "y.theme = :row", "y.person DESC"),
    [ALONG_MATCH] =
        WALK("find_people y" WORDS_OF("y.rowid"), "y.find_people MATCH :match", "y.rowid DESC"),
    [MATCHED] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM find_people WHERE find_people MATCH"
                        " :match LIMIT :limit)",
                 .in = &people_wish_shape},
    [HEARD_AT] = {.sql = "SELECT last_heard_at FROM person_state WHERE person = :person",
                  .in = &people_wish_shape},
    [ALONG_HEARD] = {.sql = "SELECT x.person, x.text, y.last_heard_at FROM person_state y" WORDS_OF(
                         "y.person") " WHERE y.heard > " NEVER_HEARD
                                     " ORDER BY y.heard DESC, y.person DESC LIMIT :limit",
                     .in = &people_wish_shape,
                     .out = &candidate_shape},
    [IS_OF + BY_COMPANY] = IS("person WHERE id = :person AND company = :row"),
    [IS_OF + BY_TAG] = IS("person_tag WHERE person = :person AND tag = :row"),
    [IS_OF + BY_THEME] = IS("theme_person WHERE theme = :row AND person = :person"),
    {0},
};

struct found {
    struct candidate *items;
    size_t count;
    bool many; /* more than are told exactly: these are some of them */
    bool cut;  /* there were more candidates than are looked at */
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

static bool is_named(const struct narrowing *narrowing, int64_t person)
{
    size_t at = 0;
    while (at < narrowing->count && narrowing->rows[at] != person)
        at++;
    return at < narrowing->count;
}

static struct error *is_of(struct work *w, const struct narrowing *narrowing, int64_t person,
                           bool *ret_is)
{
    struct error *err = NULL;
    int64_t is = NOTHING;
    if (narrowing->sort == BY_PERSON) {
        *ret_is = is_named(narrowing, person);
        return NULL;
    }
    for (size_t i = 0; i < narrowing->count && is == NOTHING && !err; i++) {
        struct people_wish key = {.row = narrowing->rows[i], .person = person};
        err = db_number(w, &search_people_statements[IS_OF + narrowing->sort], &key, &is);
    }
    *ret_is = is != NOTHING;
    return err;
}

/* True when somebody is of all that the query names, and of nothing that it leaves out. */
static struct error *is_wished(struct work *w, const struct wish *asked, int64_t person,
                               bool *ret_wished)
{
    struct error *err = NULL;
    *ret_wished = true;
    for (size_t i = 0; i < asked->narrowing_count && *ret_wished && !err; i++) {
        const struct narrowing *narrowing = &asked->narrowings[i];
        if (narrowing->sort > BY_THEME) /* that speaks of conversations */
            continue;
        bool is = false;
        err = is_of(w, narrowing, person, &is);
        *ret_wished = is != narrowing->without;
    }
    return err;
}

static struct error *look_at(struct work *w, const struct wish *asked,
                             const struct needles *needles, struct candidate row,
                             struct found *found)
{
    bool wished = false;
    row.score = fit(needles, row.text);
    if (!row.score || is_known(found, row.person))
        return NULL;
    struct error *err = is_wished(w, asked, row.person, &wished);
    if (wished)
        found->items[found->count++] = row;
    return err;
}

/* Adds those who fit, until `most` are found. */
static struct error *walk(struct work *w, int statement, const struct people_wish *wish,
                          const struct wish *asked, const struct needles *needles, size_t most,
                          struct found *found)
{
    struct cursor *cursor = NULL;
    bool more = true;
    int64_t looked_at = 0;
    struct error *err = db_cursor_open(w, &search_people_statements[statement], wish, &cursor);
    while (!err && found->count < most) {
        struct candidate row = {.last_heard_at = {NOTHING}};
        err = db_cursor_next(w, cursor, &row, &more);
        if (err || !more)
            break;
        looked_at++;
        err = look_at(w, asked, needles, row, found);
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

/* The best first. */
static struct error *rank(struct work *w, struct found *found)
{
    struct error *err = NULL;
    for (size_t i = 0; i < found->count && !found->many && !err; i++) {
        struct people_wish key = {.person = found->items[i].person};
        err = db_number(w, &search_people_statements[HEARD_AT], &key,
                        &found->items[i].last_heard_at.ms);
    }
    qsort(found->items, found->count, sizeof(*found->items), compare_candidates);
    return err;
}

/* The first thing that somebody must be of: the fewest are people who are named. */
static const struct narrowing *walked_along(const struct wish *asked)
{
    const struct narrowing *best = NULL;
    for (size_t i = 0; i < asked->narrowing_count; i++) {
        const struct narrowing *narrowing = &asked->narrowings[i];
        if (narrowing->sort <= BY_THEME && !narrowing->without &&
            (!best || narrowing->sort < best->sort))
            best = narrowing;
    }
    return best;
}

static struct error *walk_along(struct work *w, const struct narrowing *narrowing,
                                const struct wish *asked, const struct needles *needles,
                                struct found *found)
{
    struct people_wish wish = {.limit = MOST_LOOKED_AT};
    struct error *err = NULL;
    for (size_t i = 0; i < narrowing->count && !err; i++) {
        wish.row = narrowing->rows[i];
        err = walk(w, (int)narrowing->sort, &wish, asked, needles, FOUND_EXACT + 1, found);
    }
    return err;
}

/* What of the index is enough to tell that very many are found: all of what is asked for, or, of
 * one word that very many words bear, some of these. */
static const char *telling(const struct needles *needles, const char *match)
{
    const struct needle *first = needles->items;
    if (needles->count == 1 && !first->exact && !first->without && first->some)
        return first->some;
    for (size_t i = 0; i < needles->count; i++) {
        if (!needles->items[i].exact || needles->items[i].without)
            return NULL;
    }
    return match;
}

/* True when the index alone tells that very many are found. */
static struct error *are_many(struct work *w, const struct wish *asked,
                              const struct needles *needles, const char *match, bool *ret_many)
{
    struct people_wish wish = {.match = match ? telling(needles, match) : NULL,
                               .limit = FOUND_EXACT + 1};
    int64_t count = 0;
    bool exact = asked->narrowing_count == 0 && wish.match;
    struct error *err =
        exact ? db_number(w, &search_people_statements[MATCHED], &wish, &count) : NULL;
    *ret_many = count > FOUND_EXACT;
    return err;
}

/* Of those who are too many to look through, whoever was heard last is meant more often than not.
 */
static struct error *find_some(struct work *w, const struct wish *asked,
                               const struct needles *needles, const char *match, size_t least,
                               struct found *found)
{
    struct people_wish wish = {.match = match, .limit = MOST_RECENT};
    struct error *err = walk(w, ALONG_HEARD, &wish, asked, needles, MOST_FOUND, found);
    wish.limit = MOST_LOOKED_AT;
    if (!err && found->count < least)
        err = walk(w, ALONG_MATCH, &wish, asked, needles, least, found);
    found->many = true;
    found->cut = false;
    return err;
}

/* Gives at least so many of those who fit, or all. */
static struct error *find(struct work *w, const struct wish *asked, const struct needles *needles,
                          size_t least, struct found *found)
{
    struct people_wish wish = {.limit = MOST_LOOKED_AT, .match = people_match(w->arena, needles)};
    const struct narrowing *narrowing = walked_along(asked);
    bool many = false;
    *found = (struct found){.items = arena_take(w->arena, sizeof(struct candidate) * MOST_FOUND)};
    struct error *err = are_many(w, asked, needles, wish.match, &many);
    if (!err && narrowing)
        err = walk_along(w, narrowing, asked, needles, found);
    if (!err && wish.match && !many && (!narrowing || found->cut)) {
        found->cut = false;
        err = walk(w, ALONG_MATCH, &wish, asked, needles, FOUND_EXACT + 1, found);
    }
    if (err || (!many && found->count <= FOUND_EXACT))
        return err;
    return find_some(w, asked, needles, many ? telling(needles, wish.match) : wish.match, least,
                     found);
}

static struct error *find_with_slips(struct work *w, const struct wish *asked,
                                     struct needles *needles, struct found *found)
{
    struct found more;
    struct error *err = NULL;
    bool meant = false;
    for (size_t i = 0; i < needles->count && !err; i++) {
        err = needle_slips(w, &needles->items[i]);
        meant = meant || needles->items[i].meant;
    }
    if (err || !meant)
        return err;
    err = find(w, asked, needles, FOUND_EXACT + 1, &more);
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
    struct error *err = people_needles(w, &wish->text, &needles);
    if (!err)
        err = find(w, wish, &needles, (size_t)limit, &found);
    if (!err && found.count < FEW && !found.many)
        err = find_with_slips(w, wish, &needles, &found);
    if (!err)
        err = rank(w, &found);
    if (err)
        return err;
    search->people_count.count = found.many ? FOUND_EXACT + 1 : (int64_t)found.count;
    search->complete = search->complete && !found.cut;
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
    struct error *err = people_needles(w, &wish.text, &needles);
    if (!err)
        err = find(w, &wish, &needles, FOUND_EXACT + 1, &found);
    if (!err)
        err = rank(w, &found);
    if (err)
        return err;
    *ret_count = found.count < most ? found.count : most;
    for (size_t i = 0; i < *ret_count; i++)
        rows[i] = found.items[i].person;
    return NULL;
}
