/* Finding anyone or anything: reads what was typed, and asks each part for its share. */
#include "logbook/search_parts.h"

#include "base/text.h"
#include "logbook/tags.h"
#include "logbook/theme_parts.h"

#include <string.h>

static const struct field snippet_part_fields[] = {
    FIELD(snippet_part, text, .help = "Plain text."),
    FIELD(snippet_part, found, .help = "true: this is what was looked for."),
    {0},
};
const struct shape snippet_part_shape = SHAPE(snippet_part, snippet_part_fields);

static const char *const now_kinds[] = {"promise", "prefers", "fact", "summary", NULL};

static const struct field now_fields[] = {
    FIELD(now, kind, .choices = now_kinds,
          .help = "The open promise that is due first, what they prefer, the first fact, or the "
                  "summary of the last conversation."),
    FIELD(now, text, .help = "The line."),
    FIELD(now, due_on, .help = "Of a promise: the day it is due."),
    {0},
};
const struct shape now_shape = SHAPE(now, now_fields);

static const char *const whys[] = {"name", "reads_as", "company", "handle", NULL};

static const struct field found_person_fields[] = {
    FIELD(found_person, id, .help = "The person."),
    FIELD(found_person, name, .help = "The name."),
    FIELD(found_person, company, .help = "Where they work."),
    FIELD(found_person, place, .help = "Their city."),
    FIELD(found_person, last_heard_at, .help = "When the newest conversation took place."),
    FIELD(found_person, why, .choices = whys, .help = "Where what was looked for is."),
    LIST(found_person, snippet, &snippet_part_shape,
         .help = "That field, with what was found in it."),
    RECORD(found_person, now, &now_shape, .help = "The one line that matters now."),
    {0},
};
const struct shape found_person_shape = SHAPE(found_person, found_person_fields);

static const char *const found_fields[] = {"body", "quote",   "turn", "summary",
                                           "fact", "promise", NULL};

static const struct field found_words_fields[] = {
    FIELD(found_words, field, .choices = found_fields, .help = "Where the words stand."),
    LIST(found_words, snippet, &snippet_part_shape, .help = "The text around what was found."),
    FIELD(found_words, conversation_id, .help = "The conversation they stand in."),
    FIELD(found_words, fact_id, .help = "The fact, when they are one."),
    FIELD(found_words, promise_id, .help = "The promise, when they are one."),
    FIELD(found_words, person_id, .help = "The first person of it, or whom it is about."),
    FIELD(found_words, person_name, .help = "That person's name."),
    FIELD(found_words, company, .help = "Where that person works."),
    FIELD(found_words, kind, .help = "The kind of the conversation."),
    FIELD(found_words, at, .help = "When it was said."),
    LIST(found_words, members, &ref_shape, .help = "Who of us was in it."),
    FIELD(found_words, text, .rules = HIDDEN),
    {0},
};
const struct shape found_words_shape = SHAPE(found_words, found_words_fields);

#define FOUND(member, ...)                                                                         \
    FIELD(search, member##_count, .most = FOUND_EXACT,                                             \
          .href = "/api/v1/search?{+asked}only=" #member, __VA_ARGS__)

static const struct field search_fields[] = {
    LIST(search, people, &found_person_shape, .help = "Those who are meant best first."),
    FOUND(people, .help = "People found."),
    LIST(search, words, &found_words_shape,
         .help = "A conversation, fact or promise each; the newest of the best first."),
    FOUND(words, .help = "Conversations, facts and promises found."),
    LIST(search, themes, &theme_shape, .help = "Themes with a word that begins so."),
    FOUND(themes, .help = "Themes found."),
    LIST(search, tags, &tag_shape, .help = "Tags with a word that begins so."),
    FOUND(tags, .help = "Tags found."),
    FIELD(search, complete, .help = "false: a filter had to stop looking before the end."),
    FIELD(search, next, .help = "The next page of words."),
    FIELD(search, asked, .rules = HIDDEN),
    {0},
};
const struct shape search_shape = SHAPE(search, search_fields);

static const char *const onlys[] = {"", "people", "words", "themes", "tags", NULL};

static const struct field search_query_fields[] = {
    FIELD(search_query, q, .longest = 500, .help = "What was typed; see docs/find.md."),
    FIELD(search_query, kind, .help = "In conversations of the kind with this name."),
    FIELD(search_query, from, .help = "Said at or after."),
    FIELD(search_query, to, .help = "Said before."),
    FIELD(search_query, person, .help = "With or about this person."),
    FIELD(search_query, company, .help = "About this company, or with or about its people."),
    FIELD(search_query, theme, .help = "In conversations that bear this theme."),
    FIELD(search_query, tag, .help = "With or about people who bear this tag."),
    FIELD(search_query, member, .help = "In conversations with this member."),
    FIELD(search_query, only, .choices = onlys, .help = "One sort alone."),
    FIELD(search_query, limit, .least = 1, .most = PAGE_MOST,
          .help = "Of each sort, 1 to 200; 10 unless told, 50 of one sort alone."),
    FIELD(search_query, cursor, .longest = CURSOR_LONGEST,
          .help = "From the Link of the page before."),
    FIELD(search_query, after, .rules = HIDDEN),
    FIELD(search_query, after_at, .rules = HIDDEN),
    {0},
};
const struct shape search_query_shape = SHAPE(search_query, search_query_fields);

enum { LIMIT_OF_EACH = 10, MOST_NAMED = FOUND_EXACT + 1 };

struct name_wish {
    uint64_t given;
    const char *text;   /* folded */
    const char *behind; /* the end of the range of names that begin with it */
    ident id;
    int64_t limit;
};
static const struct field name_wish_fields[] = {
    FIELD(name_wish, text),
    FIELD(name_wish, behind),
    FIELD(name_wish, id),
    FIELD(name_wish, limit),
    {0},
};
static const struct shape name_wish_shape = SHAPE(name_wish, name_wish_fields);

enum {
    KIND_NAMED,
    TAG_NAMED,
    THEME_NAMED,
    MEMBER_NAMED,
    COMPANY_NAMED,
    PERSON_ID,
    COMPANY_ID,
    THEME_ID,
    TAG_ID,
    MEMBER_ID,
    THEMES,
    TAGS,
};

#define NAMED(sql_text)                                                                            \
    {                                                                                              \
        .sql = sql_text, .in = &name_wish_shape                                                    \
    }
#define BEGINS "folded >= :text AND folded < :behind"

const struct statement search_statements[] = {
    [KIND_NAMED] = NAMED("SELECT id FROM kind WHERE folded = :text"),
    [TAG_NAMED] = NAMED("SELECT id FROM tag WHERE " BEGINS " ORDER BY folded LIMIT 1"),
    [THEME_NAMED] = NAMED("SELECT theme FROM theme_word WHERE " BEGINS " ORDER BY folded LIMIT 1"),
    [MEMBER_NAMED] = NAMED("SELECT id FROM member WHERE " BEGINS " ORDER BY folded LIMIT 1"),
    [COMPANY_NAMED] = NAMED("SELECT id FROM company WHERE trashed_at IS NULL AND " BEGINS
                            " ORDER BY folded, id LIMIT 1"),
    [PERSON_ID] = NAMED("SELECT coalesce(merged_into, id) FROM person WHERE uid = :id"),
    [COMPANY_ID] = NAMED("SELECT id FROM company WHERE uid = :id AND trashed_at IS NULL"),
    [THEME_ID] = NAMED("SELECT coalesce(merged_into, id) FROM theme WHERE uid = :id"),
    [TAG_ID] = NAMED("SELECT id FROM tag WHERE uid = :id"),
    [MEMBER_ID] = NAMED("SELECT id FROM member WHERE uid = :id"),
    /* The same theme may have several words that begin so. */
    [THEMES] = {.sql = "SELECT DISTINCT theme AS row FROM theme_word WHERE " BEGINS
                       " ORDER BY folded LIMIT :limit",
                .in = &name_wish_shape,
                .out = &row_key_shape},
    [TAGS] = {.sql = "SELECT id AS row FROM tag WHERE " BEGINS " ORDER BY folded LIMIT :limit",
              .in = &name_wish_shape,
              .out = &row_key_shape},
    {0},
};

/* ---- the names in a query -------------------------------------------------------------------- */

enum { MOST_MEANT_PEOPLE = FOUND_EXACT };

static struct name_wish name_wish(struct arena *arena, const char *text)
{
    const char *folded = text_fold(arena, text, strlen(text));
    return (struct name_wish){.text = folded,
                              .behind = arena_print(arena, "%s\xf4\x8f\xbf\xbf", folded),
                              .limit = MOST_NAMED};
}

static struct narrowing *add_narrowing(struct wish *wish, enum narrowing_sort sort, bool without)
{
    struct narrowing *narrowing = &wish->narrowings[wish->narrowing_count++];
    *narrowing = (struct narrowing){.sort = sort, .without = without};
    return narrowing;
}

static struct error *narrow_by_row(struct work *w, int statement, const struct name_wish *name,
                                   struct narrowing *narrowing)
{
    int64_t *row = arena_take(w->arena, sizeof(*row));
    struct error *err = db_number(w, &search_statements[statement], name, row);
    narrowing->rows = row;
    narrowing->count = !err && *row != NOTHING;
    return err;
}

/* Of very many only the first are looked for, which the answer then says. */
static struct error *narrow_by_people(struct work *w, const char *words, struct wish *wish,
                                      struct narrowing *narrowing)
{
    int64_t *rows = arena_take(w->arena, sizeof(*rows) * (MOST_MEANT_PEOPLE + 1));
    narrowing->rows = rows;
    struct error *err = people_meant(w, words, MOST_MEANT_PEOPLE + 1, rows, &narrowing->count);
    if (narrowing->count > MOST_MEANT_PEOPLE) {
        narrowing->count = MOST_MEANT_PEOPLE;
        wish->cut = true;
    }
    return err;
}

static void set_time(instant *time, day date, bool later)
{
    int64_t ms = date.number * DAY_MS;
    if (time->ms == NOTHING || (later ? ms > time->ms : ms < time->ms))
        time->ms = ms;
}

static struct error *narrow_by_filter(struct work *w, const struct query_filter *filter,
                                      struct wish *wish)
{
    static const struct {
        enum narrowing_sort sort;
        int statement;
    } sorts[QUERY_KEYS] = {[QUERY_THEME] = {BY_THEME, THEME_NAMED},
                           [QUERY_TAG] = {BY_TAG, TAG_NAMED},
                           [QUERY_KIND] = {BY_KIND, KIND_NAMED},
                           [QUERY_BY] = {BY_MEMBER, MEMBER_NAMED},
                           [QUERY_COMPANY] = {BY_COMPANY, COMPANY_NAMED}};
    bool before = (filter->key == QUERY_BEFORE) != filter->without;
    struct name_wish name = name_wish(w->arena, filter->value);
    switch (filter->key) {
    case QUERY_BEFORE:
    case QUERY_AFTER:
        set_time(before ? &wish->to : &wish->from, filter->day, !before);
        return NULL;
    case QUERY_WITH:
        return narrow_by_people(w, filter->value, wish,
                                add_narrowing(wish, BY_PERSON, filter->without));
    case QUERY_THEME:
    case QUERY_TAG:
    case QUERY_KIND:
    case QUERY_BY:
    case QUERY_COMPANY:
    case QUERY_KEYS:
        break;
    }
    return narrow_by_row(w, sorts[filter->key].statement, &name,
                         add_narrowing(wish, sorts[filter->key].sort, filter->without));
}

/* The parameters beside the text. */
static struct error *narrow_by_parameters(struct work *w, const struct search_query *query,
                                          struct wish *wish)
{
    const struct {
        const char *name;
        ident id;
        enum narrowing_sort sort;
        int statement;
    } ids[] = {{"person", query->person, BY_PERSON, PERSON_ID},
               {"company", query->company, BY_COMPANY, COMPANY_ID},
               {"theme", query->theme, BY_THEME, THEME_ID},
               {"tag", query->tag, BY_TAG, TAG_ID},
               {"member", query->member, BY_MEMBER, MEMBER_ID}};
    struct error *err = NULL;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]) && !err; i++) {
        struct name_wish name = {.id = ids[i].id};
        if (shape_given(&search_query_shape, query, ids[i].name))
            err =
                narrow_by_row(w, ids[i].statement, &name, add_narrowing(wish, ids[i].sort, false));
    }
    if (!err && query->kind) {
        struct name_wish name = name_wish(w->arena, query->kind);
        err = narrow_by_row(w, KIND_NAMED, &name, add_narrowing(wish, BY_KIND, false));
    }
    return err;
}

static struct error *wish_read(struct work *w, const struct search_query *query,
                               struct wish *ret_wish)
{
    struct wish wish = {.from = query->from, .to = query->to};
    char *text = arena_text(w->arena, query->q ? query->q : "");
    for (char *at = text; *at; at++) { /* forms send it for a space */
        if (*at == '+')
            *at = ' ';
    }
    query_read(w->arena, text, strlen(text), &wish.text);
    wish.narrowings =
        arena_take(w->arena, sizeof(struct narrowing) * (wish.text.filter_count + NARROWINGS));
    struct error *err = narrow_by_parameters(w, query, &wish);
    for (size_t i = 0; i < wish.text.filter_count && !err; i++)
        err = narrow_by_filter(w, &wish.text.filters[i], &wish);
    if (!err)
        *ret_wish = wish;
    return err;
}

/* ---- themes and tags ------------------------------------------------------------------------- */

/* All that must be there, as one name; NULL when there is nothing. */
static const char *name_asked(struct arena *arena, const struct query *query)
{
    const char *name = NULL;
    for (size_t i = 0; i < query->term_count; i++) {
        if (!query->terms[i].without)
            name = name ? arena_print(arena, "%s %s", name, query->terms[i].text)
                        : query->terms[i].text;
    }
    return name;
}

typedef struct error *read_function(struct work *w, int64_t row, void *ret_record);

static struct error *read_theme(struct work *w, int64_t row, void *ret_record)
{
    return theme_read(w, row, (day){NOTHING}, ret_record);
}

static struct error *read_tag(struct work *w, int64_t row, void *ret_record)
{
    return tag_read(w, row, ret_record);
}

static struct error *search_names(struct work *w, const struct wish *wish, int statement,
                                  const struct shape *shape, read_function *read, int64_t limit,
                                  struct list *ret_list, number *ret_count)
{
    const char *name = name_asked(w->arena, &wish->text);
    struct list found = {0};
    if (!name)
        return NULL;
    struct name_wish asked = name_wish(w->arena, name);
    struct error *err = db_list(w, &search_statements[statement], &asked, &found);
    const struct row_key *rows = found.items;
    ret_count->count = (int64_t)found.count;
    if ((int64_t)found.count > limit)
        found.count = (size_t)limit;
    char *records = arena_take(w->arena, shape->size * (found.count + 1));
    for (size_t i = 0; i < found.count && !err; i++)
        err = read(w, rows[i].row, records + i * shape->size);
    *ret_list = (struct list){.items = records, .count = found.count};
    return err;
}

struct error *search_find(struct work *w, const struct search_query *query,
                          struct search *ret_search)
{
    struct search search = {.given = UINT64_MAX, .complete = true};
    struct wish wish;
    unsigned only = query->only;
    int64_t limit = only ? PAGE_DEFAULT : LIMIT_OF_EACH;
    if (shape_given(&search_query_shape, query, "limit"))
        limit = query->limit;
    if (shape_given(&search_query_shape, query, "after")) /* a page of words */
        only = ONLY_WORDS;
    struct error *err = wish_read(w, query, &wish);
    search.complete = err || !wish.cut;
    if (!err && (only == ONLY_ALL || only == ONLY_PEOPLE))
        err = search_people(w, &wish, limit, &search);
    if (!err && (only == ONLY_ALL || only == ONLY_WORDS))
        err = search_words(w, &wish, query, limit, &search);
    if (!err && (only == ONLY_ALL || only == ONLY_THEMES))
        err = search_names(w, &wish, THEMES, &theme_shape, read_theme, limit, &search.themes,
                           &search.themes_count);
    if (!err && (only == ONLY_ALL || only == ONLY_TAGS))
        err = search_names(w, &wish, TAGS, &tag_shape, read_tag, limit, &search.tags,
                           &search.tags_count);
    if (!err)
        *ret_search = search;
    return err;
}
