/* Finding people by any piece of what is known of them, in any order, and with a slip of the pen.
 */
#include "logbook/search_parts.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/tokens.h"
#include "logbook/people.h"
#include "logbook/person_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_LOOKED_AT = 5000,  /* candidates, before the answer is no longer complete */
    MOST_RECENT = 500,      /* of those heard last, when too many are found */
    FEW = 5,                /* fewer than these: perhaps it was a slip */
    SHORTEST_SLIP = 4,      /* letters of a word that is looked for with a slip in it */
    SHORTEST_BEGINNING = 5, /* and of one that may be the beginning of a longer one */
    SHORTEST_NUMBER = 7,    /* digits of a telephone number that is whole */
    LETTERS_OF_GRAM = 3,    /* that stand together in the index */
    MOST_MEANT = 20,        /* words that were perhaps meant */
    MOST_SLIPS = 400,
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
    const char *slip;
    const char *behind; /* the end of a range of slips */
};

static const struct field people_wish_fields[] = {
    FIELD(people_wish, match),    FIELD(people_wish, tag),    FIELD(people_wish, company),
    FIELD(people_wish, theme),    FIELD(people_wish, no_tag), FIELD(people_wish, no_company),
    FIELD(people_wish, no_theme), FIELD(people_wish, person), FIELD(people_wish, limit),
    FIELD(people_wish, slip),     FIELD(people_wish, behind), {0},
};
static const struct shape people_wish_shape = SHAPE(people_wish, people_wish_fields);

struct slip {
    uint64_t given;
    const char *word;
};
static const struct field slip_fields[] = {FIELD(slip, word), {0}};
static const struct shape slip_shape = SHAPE(slip, slip_fields);

/* What people are walked along; then what is no walk. */
enum {
    ALONG_MATCH,
    ALONG_TAG,
    ALONG_COMPANY,
    ALONG_THEME,
    ALONG_PERSON,
    ALONG_HEARD,
    SLIPS,
    SHOWN,
    PROMISE,
    FACT,
    SUMMARY,
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
    [ALONG_HEARD] = WALK("person_state y" WORDS_OF("y.person"), "y.last_heard_at IS NOT NULL",
                         "y.last_heard_at DESC, y.person DESC"),
    [SLIPS] = {.sql = "SELECT DISTINCT word FROM name_slip WHERE slip >= :slip AND slip < :behind"
                      " ORDER BY slip LIMIT :limit",
               .in = &people_wish_shape,
               .out = &slip_shape},
    [SHOWN] = {.sql = "SELECT p.uid AS id, p.name, p.reads_as, c.name AS company, p.place,"
                      " p.prefers, p.handles, s.last_heard_at FROM person p"
                      " LEFT JOIN company c ON c.id = p.company AND c.trashed_at IS NULL"
                      " LEFT JOIN person_state s ON s.person = p.id WHERE p.id = :row",
               .in = &row_key_shape,
               .out = &person_shape},
    [PROMISE] = {.sql = "SELECT text, due_on FROM promise INDEXED BY promise_by_person WHERE "
                        "person = :row AND state = 'open'"
                        " AND trashed_at IS NULL ORDER BY due_on IS NULL, due_on, id LIMIT 1",
                 .in = &row_key_shape,
                 .out = &now_shape},
    [FACT] = {.sql = "SELECT text FROM fact INDEXED BY fact_by_person WHERE person = :row AND "
                     "trashed_at IS NULL"
                     " ORDER BY position, id LIMIT 1",
              .in = &row_key_shape,
              .out = &now_shape},
    [SUMMARY] = {.sql = "SELECT c.summary AS text FROM thread t"
                        " CROSS JOIN conversation c ON c.id = t.conversation"
                        " WHERE t.sort = 1 AND t.owner = :row"
                        " ORDER BY t.at DESC, t.conversation DESC LIMIT 1",
                 .in = &row_key_shape,
                 .out = &now_shape},
    {0},
};

/* ---- what is looked for ---------------------------------------------------------------------- */

static bool is_part_of_number(const char *text)
{
    return text[strspn(text, "0123456789+-()./ ")] == 0 && strpbrk(text, "0123456789");
}

/* Numbers that stand together are one telephone number, however it is written. Gives how many terms
 * it took. */
static size_t read_number(struct arena *arena, const struct query *query, size_t from,
                          struct needle *needle)
{
    const char *digits = "";
    size_t at = from;
    for (; at < query->term_count && !query->terms[at].without &&
           is_part_of_number(query->terms[at].text);
         at++)
        digits = arena_print(arena, "%s%s", digits, query->terms[at].text);
    const char *plain = text_digits(arena, digits);
    while (*plain == '0' && strlen(plain) > SHORTEST_NUMBER) /* as it is dialled within a country */
        plain++;
    *needle = (struct needle){.words = arena_print(arena, " %s", plain)};
    return at - from;
}

static size_t letters_of_first(const char *words)
{
    size_t letters = 0;
    for (const char *at = words + (*words == ' '); *at && *at != ' '; at++)
        letters += ((unsigned char)*at & 0xc0) != 0x80;
    return letters;
}

static void read_needles(struct arena *arena, const struct query *query,
                         struct needles *ret_needles)
{
    struct needles needles = {
        .items = arena_take(arena, sizeof(struct needle) * (query->term_count + 1))};
    for (size_t i = 0; i < query->term_count;) {
        const struct query_term *term = &query->terms[i];
        struct needle *needle = &needles.items[needles.count];
        if (!term->without && is_part_of_number(term->text)) {
            i += read_number(arena, query, i, needle);
        } else {
            *needle = (struct needle){.words = text_words(arena, term->text, strlen(term->text)),
                                      .without = term->without};
            i++;
        }
        /* Within words only what is long enough to mean something, and has pieces in the index. */
        needle->anywhere = letters_of_first(needle->words) >= LETTERS_OF_GRAM;
        needles.count += *needle->words != 0;
    }
    *ret_needles = needles;
}

static void add_gram(struct buffer *match, const char *gram, size_t length, bool beginning)
{
    if (match->length && match->bytes[match->length - 1] != '(')
        buffer_text(match, " AND ");
    buffer_byte(match, '"');
    buffer_append(match, gram, length); /* of words: no quote is among them */
    buffer_text(match, beginning ? "\" *" : "\"");
}

static size_t bytes_of_characters(const char *text, int count)
{
    const char *at = text;
    uint32_t c;
    for (; count > 0 && *at && *at != '\n'; count--)
        at += text_decode(at, &c);
    return (size_t)(at - text);
}

/* The pieces of the index that a word has, from `at`: a space and what follows it, or what stands
 * within a word. */
static const char *add_word(struct buffer *match, const char *at)
{
    const char *end = at + 1 + strcspn(at + 1, " ");
    for (bool first = true; at < end; first = false) {
        size_t length = bytes_of_characters(at, 3);
        bool whole =
            length && at + length <= end && bytes_of_characters(at, 3) > bytes_of_characters(at, 2);
        if (!whole && !first)
            break;
        size_t word = (size_t)(end - at);
        add_gram(match, at, whole ? length : word, !whole);
        at += bytes_of_characters(at, 1);
        if (!whole)
            break;
    }
    return end;
}

static void add_words(struct buffer *match, const char *words, bool anywhere)
{
    buffer_byte(match, '(');
    for (const char *at = words + anywhere; *at;)
        at = add_word(match, at);
    buffer_byte(match, ')');
}

/* The pieces that somebody must have who is found, or NULL when any word would do. */
static const char *match_of(struct arena *arena, const struct needles *needles)
{
    struct buffer match = {0};
    for (size_t i = 0; i < needles->count; i++) {
        const struct needle *needle = &needles->items[i];
        if (needle->without)
            continue;
        if (match.length)
            buffer_text(&match, " AND ");
        buffer_byte(&match, '(');
        add_words(&match, needle->words, needle->anywhere);
        for (const char **other = needle->or ; other && *other; other++) {
            buffer_text(&match, " OR ");
            add_words(&match, *other, false);
        }
        buffer_byte(&match, ')');
    }
    const char *text = match.length ? arena_copy(arena, match.bytes, match.length) : NULL;
    buffer_free(&match);
    return text;
}

/* ---- who is found ---------------------------------------------------------------------------- */

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
    struct people_wish wish = {.limit = MOST_LOOKED_AT, .match = match_of(w->arena, needles)};
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

/* ---- slips ----------------------------------------------------------------------------------- */

/* True when one letter more, less or other, or two swapped, makes `typed` of `word`, or, with
 * `beginning`, of a beginning of it. */
static bool is_slip_of(const char *typed, const char *word, bool beginning)
{
    while (*typed && *typed == *word) {
        typed++;
        word++;
    }
    if (!*typed)
        return beginning || !*word || !word[bytes_of_characters(word, 1)];
    size_t of_typed = bytes_of_characters(typed, 1);
    size_t of_word = bytes_of_characters(word, 1);
    const char *const rests[][2] = {
        {typed + of_typed, word + of_word}, {typed + of_typed, word}, {typed, word + of_word}};
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(rests[i][0]);
        if (strncmp(rests[i][0], rests[i][1], length) == 0 && (beginning || !rests[i][1][length]))
            return true;
    }
    size_t second = bytes_of_characters(typed + of_typed, 1);
    const char *rest = typed + of_typed + second;
    bool swapped = second && strncmp(typed + of_typed, word, second) == 0 &&
                   strncmp(typed, word + second, of_typed) == 0;
    size_t length = strlen(rest);
    const char *behind = word + of_typed + second;
    return swapped && strncmp(rest, behind, length) == 0 && (beginning || !behind[length]);
}

static struct error *add_meant(struct work *w, const char *typed, const char *slip, bool beginning,
                               const char **meant, size_t *count)
{
    struct people_wish wish = {.slip = slip, .limit = MOST_SLIPS};
    struct list found = {0};
    wish.behind = arena_print(w->arena, beginning ? "%s\xf4\x8f\xbf\xbf" : "%s ", slip);
    struct error *err = db_list(w, &search_people_statements[SLIPS], &wish, &found);
    const struct slip *slips = found.items;
    for (size_t i = 0; !err && i < found.count && *count < MOST_MEANT; i++) {
        bool known = !is_slip_of(typed, slips[i].word, beginning);
        for (size_t j = 0; j < *count && !known; j++)
            known = strcmp(meant[j] + 1, slips[i].word) == 0;
        if (!known)
            meant[(*count)++] = arena_print(w->arena, " %s", slips[i].word);
    }
    return err;
}

/* The words of people that differ from what was typed by one slip. */
static struct error *meant_by(struct work *w, struct needle *needle)
{
    const char *typed = needle->words + 1;
    size_t letters = text_length(typed);
    size_t count = 0;
    if (needle->without || letters < SHORTEST_SLIP || strpbrk(typed, " 0123456789"))
        return NULL;
    bool beginning = letters >= SHORTEST_BEGINNING;
    const char **meant = arena_take(w->arena, sizeof(*meant) * (MOST_MEANT + 1));
    struct error *err = add_meant(w, typed, typed, beginning, meant, &count);
    for (size_t i = 0; i < letters && !err; i++)
        err = add_meant(w, typed, word_without(w->arena, typed, i), beginning, meant, &count);
    needle->or = count ? meant : NULL;
    return err;
}

static struct error *find_with_slips(struct work *w, const struct wish *asked,
                                     struct needles *needles, struct found *found)
{
    struct found more;
    struct error *err = NULL;
    bool meant = false;
    for (size_t i = 0; i < needles->count && !err; i++) {
        err = meant_by(w, &needles->items[i]);
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

/* ---- what is shown of them ------------------------------------------------------------------- */

static struct error *add_now(struct work *w, int64_t row, const struct person *person,
                             struct found_person *shown)
{
    static const int statements[] = {
        [NOW_PROMISE] = PROMISE, [NOW_FACT] = FACT, [NOW_SUMMARY] = SUMMARY};
    struct now *now = shape_new(w->arena, &now_shape);
    struct row_key key = {.row = row};
    struct error *err = NULL;
    for (unsigned kind = NOW_PROMISE; kind <= NOW_SUMMARY && !err && !now->text; kind++) {
        bool found = false;
        if (kind == NOW_PREFERS)
            now->text = person->prefers;
        else
            err = db_find(w, &search_people_statements[statements[kind]], &key, now, &found);
        now->kind = kind;
    }
    now->given = UINT64_MAX;
    if (now->text)
        shown->now = (struct list){.items = now, .count = 1};
    return err;
}

/* Marks what was found in a field; false when nothing was. */
static bool mark(struct arena *arena, const struct needles *needles, const char *words,
                 const char *text, struct found_person *shown)
{
    bool any = false;
    for (size_t i = 0; words && i < needles->count; i++)
        any = any || (!needles->items[i].without && needle_find(&needles->items[i], words));
    if (!any)
        return false;
    snippet_cut(arena, needles, text, SIZE_MAX, &shown->snippet, NULL);
    struct snippet_part *parts = shown->snippet.items;
    if (shown->snippet.count == 1) /* a number that is written in other groups than it was typed */
        parts[0].found = true;
    return true;
}

static void tell_why(struct arena *arena, const struct needles *needles, struct person *person,
                     struct found_person *shown)
{
    const char *const texts[] = {person->name, person->reads_as, person->company};
    for (shown->why = WHY_NAME; shown->why < WHY_HANDLE; shown->why++) {
        const char *text = texts[shown->why];
        if (text && mark(arena, needles, text_words(arena, text, strlen(text)), text, shown))
            return;
    }
    const struct handle *handles = person->handles.items;
    for (size_t i = 0; i < person->handles.count; i++) {
        const char *words = handle_words(arena, handles[i].kind, handles[i].value);
        if (mark(arena, needles, words, handles[i].value, shown))
            return;
    }
    shown->why = WHY_NAME; /* written without what stands inside it */
    snippet_cut(arena, needles, person->name, SIZE_MAX, &shown->snippet, NULL);
}

static struct error *show(struct work *w, const struct needles *needles, int64_t row,
                          struct found_person *ret_shown)
{
    struct person person;
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&person_shape, &person);
    struct error *err = db_find(w, &search_people_statements[SHOWN], &key, &person, &found);
    if (!err)
        err = shape_items(w->arena, shape_field(&person_shape, "handles", NULL), &person.handles);
    if (err)
        return err;
    *ret_shown = (struct found_person){.given = UINT64_MAX,
                                       .id = person.id,
                                       .name = person.name,
                                       .company = person.company,
                                       .place = person.place,
                                       .last_heard_at = person.last_heard_at};
    tell_why(w->arena, needles, &person, ret_shown);
    return add_now(w, row, &person, ret_shown);
}

struct error *search_people(struct work *w, const struct wish *wish, int64_t limit,
                            struct search *search)
{
    struct needles needles;
    struct found found;
    read_needles(w->arena, &wish->text, &needles);
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
        err = show(w, &needles, found.items[i].person, &shown[i]);
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
    read_needles(w->arena, &wish.text, &needles);
    struct error *err = find(w, &wish, &needles, &found);
    if (err)
        return err;
    qsort(found.items, found.count, sizeof(*found.items), compare_candidates);
    *ret_count = found.count < most ? found.count : most;
    for (size_t i = 0; i < *ret_count; i++)
        rows[i] = found.items[i].person;
    return NULL;
}
