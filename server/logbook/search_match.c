/* What passages must bear and hold, as the full-text index is asked for it. */
#include "logbook/search_parts.h"

#include "base/buffer.h"
#include "logbook/derive.h"

#include <string.h>

enum {
    MOST_PEOPLE = 500, /* that a query names one by one; what more are in is looked through */
    MOST_ROWS = 1000,
};

/* Who and what a query names: their rows become tokens of passages. */
struct token_rows {
    uint64_t given;
    int64_t row;
    const char *text;
    int64_t limit;
    int64_t owner; /* of a passage */
};

static const struct field token_rows_fields[] = {
    FIELD(token_rows, row),
    FIELD(token_rows, text),
    FIELD(token_rows, limit),
    FIELD(token_rows, owner),
    {0},
};
static const struct shape token_rows_shape = SHAPE(token_rows, token_rows_fields);

enum {
    TOKENS_OF_PERSON,
    TOKENS_OF_COMPANY,
    TOKENS_OF_TAG,
    TOKENS_OF_THEME,
    TOKENS_OF_KINDS,
    FIRST_OF_COMPANY,
    FIRST_OF_TAG = FIRST_OF_COMPANY + 3,
};

/* What a passage is of. */
enum { OF_TALK, OF_FACT, OF_PROMISE };

#define TOKENS(of)                                                                                 \
    {                                                                                              \
        .sql = "SELECT " of " LIMIT :limit", .in = &token_rows_shape, .out = &token_rows_shape     \
    }
#define FITS(what)                                                                                 \
    {                                                                                              \
        .sql = "SELECT 1 FROM " what, .in = &token_rows_shape                                      \
    }
/* Somebody's own row, and the rows of those who turned out to be the same person. */
#define WITH_MERGED(of)                                                                            \
    "'p' || q.id AS text FROM " of " CROSS JOIN person q ON q.id = p.id OR q.merged_into = p.id"   \
    " WHERE p.trashed_at IS NULL AND p.merged_into IS NULL AND "

const struct statement search_match_statements[] = {
    [TOKENS_OF_PERSON] = TOKENS(WITH_MERGED("person p") "p.id = :row ORDER BY q.id"),
    [TOKENS_OF_COMPANY] = TOKENS(WITH_MERGED("person p") "p.company = :row ORDER BY q.id"),
    [TOKENS_OF_TAG] = TOKENS(WITH_MERGED(
        "person_tag t CROSS JOIN person p ON p.id = t.person") "t.tag = :row ORDER BY q.id"),
    [TOKENS_OF_THEME] = TOKENS("'t' || id AS text FROM theme_word WHERE theme = :row ORDER BY id"),
    [TOKENS_OF_KINDS] = TOKENS("'k' || id AS text FROM kind ORDER BY position, id"),
    [FIRST_OF_COMPANY + OF_TALK] =
        FITS("thread WHERE conversation = :owner AND sort = 2 AND owner = :row"),
    [FIRST_OF_COMPANY + OF_FACT] =
        FITS("fact x LEFT JOIN person p ON p.id = x.person WHERE x.id = :owner"
             " AND coalesce(x.company, p.company) = :row"),
    [FIRST_OF_COMPANY + OF_PROMISE] =
        FITS("promise x JOIN person p ON p.id = x.person WHERE x.id = :owner AND p.company = :row"),
    [FIRST_OF_TAG + OF_TALK] = FITS("thread x JOIN person_tag y ON y.person = x.owner AND y.tag ="
                                    " :row WHERE x.conversation = :owner AND x.sort = 1 LIMIT 1"),
    [FIRST_OF_TAG + OF_FACT] = FITS(
        "fact x JOIN person_tag y ON y.person = x.person AND y.tag = :row WHERE x.id = :owner"),
    [FIRST_OF_TAG + OF_PROMISE] = FITS("promise x JOIN person_tag y ON y.person = x.person AND"
                                       " y.tag = :row WHERE x.id = :owner"),
    {0},
};

/* A query for the index: what must be there, and what must not. */
struct match {
    struct buffer with, without;
    bool nothing; /* something was asked for that does not exist */
};

static void add(struct buffer *out, const char *joint, const char *text)
{
    if (out->length)
        buffer_text(out, joint);
    buffer_text(out, text);
}

static struct error *add_terms(struct work *w, const struct query *query, struct match *match)
{
    struct error *err = NULL;
    for (size_t i = 0; i < query->term_count && !err; i++) {
        const struct query_term *term = &query->terms[i];
        const char *text = NULL;
        err = term_match(w, term, &text);
        if (err)
            return err;
        add(term->without ? &match->without : &match->with, term->without ? " OR " : " AND ",
            arena_print(w->arena, "text : %s", text));
    }
    return err;
}

/* Passages with any of these tokens, or with none of them. */
static void add_tokens(struct arena *arena, const struct buffer *tokens, bool without,
                       struct match *match)
{
    const char *text = arena_print(arena, "tokens : (%.*s)", (int)tokens->length, tokens->bytes);
    if (tokens->length)
        add(without ? &match->without : &match->with, without ? " OR " : " AND ", text);
    else if (!without)
        match->nothing = true;
}

/* The token of a row that has one by itself. */
static void add_token(struct arena *arena, char letter, int64_t row, struct buffer *tokens)
{
    add(tokens, " OR ", arena_print(arena, "\"%c%lld\"", letter, (long long)row));
}

/* The tokens of one row. Gives false when they are more than the limit. */
static struct error *list_tokens(struct work *w, int statement, int64_t row, int64_t limit,
                                 struct buffer *tokens, bool *ret_all)
{
    struct token_rows key = {.row = row, .limit = limit + 1};
    struct list found = {0};
    struct error *err = db_list(w, &search_match_statements[statement], &key, &found);
    const struct token_rows *rows = found.items;
    *ret_all = (int64_t)found.count <= limit;
    for (size_t i = 0; i < found.count && *ret_all && !err; i++)
        add(tokens, " OR ", arena_print(w->arena, "\"%s\"", rows[i].text));
    return err;
}

static struct error *narrow(struct work *w, const struct narrowing *narrowing, struct match *match,
                            struct hit_wish *hits)
{
    static const int statements[NARROWINGS] = {[BY_PERSON] = TOKENS_OF_PERSON,
                                               [BY_COMPANY] = TOKENS_OF_COMPANY,
                                               [BY_TAG] = TOKENS_OF_TAG,
                                               [BY_THEME] = TOKENS_OF_THEME};
    static const char letters[NARROWINGS] = {
        [BY_COMPANY] = 'c', [BY_MEMBER] = 'm', [BY_KIND] = 'k'};
    struct buffer tokens = {0};
    struct error *err = NULL;
    bool all = true;
    for (size_t i = 0; i < narrowing->count && all && !err; i++) {
        int64_t row = narrowing->rows[i];
        if (letters[narrowing->sort])
            add_token(w->arena, letters[narrowing->sort], row, &tokens);
        if (narrowing->sort <= BY_THEME)
            err = list_tokens(w, statements[narrowing->sort], row,
                              narrowing->sort == BY_THEME ? MOST_ROWS : MOST_PEOPLE, &tokens, &all);
    }
    if (!err && all)
        add_tokens(w->arena, &tokens, narrowing->without, match);
    else if (!err) /* people who are too many to be named: each hit is looked at */
        hits->conditions[hits->condition_count++] = narrowing;
    buffer_free(&tokens);
    return err;
}

/* What is about a company has no kind, and is looked through with the rest. */
static struct error *narrow_to_any_kind(struct work *w, const struct hit_wish *hits,
                                        struct match *match)
{
    struct buffer tokens = {0};
    bool all = true;
    struct error *err = list_tokens(w, TOKENS_OF_KINDS, 0, MOST_ROWS, &tokens, &all);
    for (size_t i = 0; i < hits->condition_count; i++) {
        const struct narrowing *narrowing = hits->conditions[i];
        if (narrowing->sort == BY_COMPANY && !narrowing->without)
            add_token(w->arena, 'c', narrowing->rows[0], &tokens);
    }
    if (!err)
        add_tokens(w->arena, &tokens, false, match);
    buffer_free(&tokens);
    return err;
}

/* Without anything that must be there, everything of any kind is what the rest is taken from. */
struct error *words_match(struct work *w, const struct wish *wish, struct hit_wish *hits)
{
    struct match match = {.nothing = false};
    struct error *err = NULL;
    hits->conditions =
        arena_take(w->arena, sizeof(*hits->conditions) * (wish->narrowing_count + 1));
    for (size_t i = 0; i < wish->narrowing_count && !err; i++)
        err = narrow(w, &wish->narrowings[i], &match, hits);
    if (!err)
        err = add_terms(w, &wish->text, &match);
    bool dated = wish->from.ms != NOTHING || wish->to.ms != NOTHING;
    bool else_asked = dated || match.without.length || wish->narrowing_count;
    if (!err && match.with.length == 0 && else_asked)
        err = narrow_to_any_kind(w, hits, &match);
    if (!err && match.with.length && !match.nothing)
        hits->match =
            match.without.length
                ? arena_print(w->arena, "(%.*s) NOT (%.*s)", (int)match.with.length,
                              match.with.bytes, (int)match.without.length, match.without.bytes)
                : arena_copy(w->arena, match.with.bytes, match.with.length);
    buffer_free(&match.with);
    buffer_free(&match.without);
    return err;
}

struct error *hit_fits(struct work *w, const struct hit_wish *hits, int64_t field, int64_t owner,
                       bool *ret_fits)
{
    int what = field == PASSAGE_FACT ? OF_FACT : field == PASSAGE_PROMISE ? OF_PROMISE : OF_TALK;
    struct error *err = NULL;
    for (size_t i = 0; i < hits->condition_count && *ret_fits && !err; i++) {
        const struct narrowing *narrowing = hits->conditions[i];
        struct token_rows key = {.row = narrowing->rows[0], .owner = owner};
        int first = narrowing->sort == BY_TAG ? FIRST_OF_TAG : FIRST_OF_COMPANY;
        int64_t is = NOTHING;
        err = db_number(w, &search_match_statements[first + what], &key, &is);
        *ret_fits = (is != NOTHING) != narrowing->without;
    }
    return err;
}
