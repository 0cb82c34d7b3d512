/* Lists of people. A list of few is found through what narrows it most and then sorted; one of more
 * than are counted is walked along an index in its order, since a page fills up soon. */
#include "logbook/people_list.h"

#include "logbook/companies.h"
#include "logbook/derive.h"
#include "logbook/people.h"

static const char *const spoken_words[] = {"", "none", "some", NULL};
static const char *const sort_words[] = {"", "name", "heard", "since", NULL};

#define WISHES                                                                                     \
    FIELD(people_filter, company, .help = "Those who work there."),                                \
        FIELD(people_filter, tag, .help = "Those who bear this tag."),                             \
        FIELD(people_filter, theme, .help = "Those in whose conversations the theme came up."),    \
        FIELD(people_filter, member,                                                               \
              .help = "Those whom this member knows best: as chosen, or else as counted."),        \
        FIELD(people_filter, language, .help = "Those who speak it."),                             \
        FIELD(people_filter, place, .help = "Those whose place is this, or begins so."),           \
        FIELD(people_filter, quiet_at, .help = "Those who are quiet at this moment."),             \
        FIELD(people_filter, conversations, .choices = spoken_words,                               \
              .help = "none: those never talked with; some: the others."),                         \
        FIELD(people_filter, sort, .choices = sort_words,                                          \
              .help = "name unless told; heard: last heard, newest first; since: with us since,"   \
                      " newest first.")

static const struct field people_filter_fields[] = {
    WISHES,
    FIELD(people_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(people_filter, cursor, .longest = CURSOR_LONGEST,
          .help = "From the Link of the page before."),
    FIELD(people_filter, after, .rules = HIDDEN),
    FIELD(people_filter, after_at, .rules = HIDDEN),
    FIELD(people_filter, after_text, .rules = HIDDEN),
    {0},
};
const struct shape people_filter_shape = SHAPE(people_filter, people_filter_fields);

static const struct field people_wish_fields[] = {WISHES, {0}};
const struct shape people_wish_shape = {
    .name = "people_wish", .size = sizeof(struct people_filter), .fields = people_wish_fields};

#define THEME_ASKED "(SELECT coalesce(merged_into, id) FROM theme WHERE uid = :theme)"
#define TAG_ASKED "(SELECT id FROM tag WHERE uid = :tag)"
#define MEMBER_ASKED "(SELECT id FROM member WHERE uid = :member)"
#define PLACED(state)                                                                              \
    state ".place >= folded(:place) AND " state ".place < folded(:place) || char(1114111)"

/* Every person p, with their state s, is held against all that is asked. */
#define ALSO(name, condition)                                                                      \
    {                                                                                              \
        .with = name, .text = "AND " condition                                                     \
    }
#define BEARS(table, condition)                                                                    \
    "EXISTS (SELECT 1 FROM " table " y WHERE y.person = p.id AND y." condition ")"
#define NARROWED                                                                                   \
    ALSO("company", "p.company = " COMPANY_ASKED),                                                 \
        ALSO("tag", BEARS("person_tag", "tag = " TAG_ASKED)),                                      \
        ALSO("theme", BEARS("theme_person", "theme = " THEME_ASKED)),                              \
        ALSO("member", "s.known_by = " MEMBER_ASKED),                                              \
        ALSO("language", BEARS("person_language", "language = lower(:language)")),                 \
        ALSO("place", PLACED("s")), ALSO("quiet_at", "s.quiet_from <= :quiet_at"),                 \
        ALSO("conversations", "(s.last_heard_at IS NULL) = (:conversations = 'none')")

/* What a list is found through, the one that narrows most first, or along its order. */
enum way { COMPANY, PLACE, TAG, THEME, LANGUAGE, MEMBER, QUIET, UNHEARD, ALONG, WAYS };
static const char *const way_names[WAYS] = {
    [COMPANY] = "company",   [PLACE] = "place",   [TAG] = "tag",        [THEME] = "theme",
    [LANGUAGE] = "language", [MEMBER] = "member", [QUIET] = "quiet_at", [UNHEARD] = "conversations",
};

enum use { BY_NAME, BY_HEARD, BY_SINCE, COUNTED, USES };
#define AT(way, use) ((way)*USES + (use))

#define LIVE " AND p.trashed_at IS NULL AND p.merged_into IS NULL"
#define LISTED(key, source, behind, order)                                                         \
    {                                                                                              \
        .sql = "SELECT p.id AS row, " key " FROM " source LIVE,                                    \
        .pieces = {NARROWED,                                                                       \
                   {.with = "after", .text = "AND " behind},                                       \
                   {.text = "ORDER BY " order " LIMIT :limit"}},                                   \
        .in = &people_filter_shape, .out = &row_key_shape                                          \
    }
#define LISTED_BY_NAME(source)                                                                     \
    LISTED("p.folded AS text", source, "(p.folded, p.id) > (:after_text, :after)", "p.folded, p.id")
#define LISTED_BY_HEARD(source)                                                                    \
    LISTED("s.heard AS value", source, "(s.heard, s.person) < (:after_at, :after)",                \
           "s.heard DESC, s.person DESC")
#define LISTED_BY_SINCE(source)                                                                    \
    LISTED("s.since AS value", source, "(s.since, s.person) < (:after_at, :after)",                \
           "s.since DESC, s.person DESC")
#define COUNT_OF(source)                                                                           \
    {                                                                                              \
        .sql = "SELECT count(*) FROM (SELECT 1 FROM " source LIVE,                                 \
        .pieces = {NARROWED, {.text = "LIMIT 1001)"}}, .in = &people_filter_shape                  \
    }

#define THROUGH(way, source)                                                                       \
    [AT(way, BY_NAME)] = LISTED_BY_NAME(source), [AT(way, BY_HEARD)] = LISTED_BY_HEARD(source),    \
             [AT(way, BY_SINCE)] = LISTED_BY_SINCE(source), [AT(way, COUNTED)] = COUNT_OF(source)
#define ROWS_OF(table, column, condition)                                                          \
    table " x CROSS JOIN person p ON p.id = x." column                                             \
          " CROSS JOIN person_state s ON s.person = p.id WHERE " condition
#define NAMES                                                                                      \
    "person p INDEXED BY person_by_name CROSS JOIN person_state s ON s.person = p.id WHERE 1"
#define STATES(index)                                                                              \
    "person_state s INDEXED BY " index " CROSS JOIN person p ON p.id = s.person WHERE 1"

const struct statement people_list_statements[] = {
    THROUGH(COMPANY, ROWS_OF("person", "id", "x.company = " COMPANY_ASKED)),
    THROUGH(PLACE, ROWS_OF("person_state", "person", PLACED("x"))),
    THROUGH(TAG, ROWS_OF("person_tag", "person", "x.tag = " TAG_ASKED)),
    THROUGH(THEME, ROWS_OF("theme_person", "person", "x.theme = " THEME_ASKED)),
    THROUGH(LANGUAGE, ROWS_OF("person_language", "person", "x.language = lower(:language)")),
    THROUGH(MEMBER, ROWS_OF("person_state", "person", "x.known_by = " MEMBER_ASKED)),
    THROUGH(QUIET, ROWS_OF("person_state", "person", "x.quiet_from <= :quiet_at")),
    THROUGH(UNHEARD, ROWS_OF("person_state", "person", "x.heard = " NEVER_HEARD)),
    [AT(ALONG, BY_NAME)] = LISTED_BY_NAME(NAMES),
    [AT(ALONG, BY_HEARD)] = LISTED_BY_HEARD(STATES("person_state_by_heard")),
    [AT(ALONG, BY_SINCE)] = LISTED_BY_SINCE(STATES("person_state_by_since")),
    [AT(ALONG, COUNTED)] = COUNT_OF(NAMES),
    {0},
};

static bool asks(const struct people_filter *filter, const char *name)
{
    return shape_given(&people_filter_shape, filter, name);
}

/* Those with conversations are nearly all: they are met along any order. */
static enum way narrowest(const struct people_filter *filter)
{
    enum way way = COMPANY;
    while (way < ALONG && !asks(filter, way_names[way]))
        way++;
    return way == UNHEARD && filter->conversations != SPOKEN_NONE ? ALONG : way;
}

static enum use order_of(const struct people_filter *filter)
{
    switch ((enum people_sort)filter->sort) {
    case SORT_UNSAID:
    case SORT_NAME:
        return BY_NAME;
    case SORT_HEARD:
        return BY_HEARD;
    case SORT_SINCE:
        return BY_SINCE;
    }
    return BY_NAME;
}

static struct error *check_cursor(struct work *w, const struct people_filter *filter)
{
    const char *key = order_of(filter) == BY_NAME ? "after_text" : "after_at";
    struct error *faults = NULL;
    if (asks(filter, "after") && !asks(filter, key))
        error_fault(w->arena, &faults, "cursor",
                    "This is a cursor of another order. Start from the first page.");
    return faults;
}

struct error *people_count(struct work *w, const struct people_filter *filter, number *ret_count)
{
    return db_number(w, &people_list_statements[AT(narrowest(filter), COUNTED)], filter,
                     &ret_count->count);
}

static struct error *read_people(struct work *w, const struct list *rows, struct page *page)
{
    const struct row_key *keys = rows->items;
    struct person *people = arena_take(w->arena, sizeof(*people) * (page->items.count + 1));
    struct error *err = NULL;
    for (size_t i = 0; i < page->items.count && !err; i++)
        err = person_read(w, keys[i].row, &people[i]);
    page->items.items = people;
    return err;
}

struct error *people_list(struct work *w, const struct people_filter *filter, struct page *ret_page)
{
    struct people_filter asked = *filter;
    int64_t limit = asks(filter, "limit") ? filter->limit : PAGE_DEFAULT;
    struct page page = {.shape = &person_shape};
    struct list rows = {0};
    asked.limit = limit + 1;
    struct error *err = check_cursor(w, filter);
    if (!err)
        err = people_count(w, filter, &page.count);
    enum way way = page.count.count > COUNT_EXACT ? ALONG : narrowest(filter);
    if (!err)
        err = db_list(w, &people_list_statements[AT(way, order_of(filter))], &asked, &rows);
    if (err)
        return err;
    page.items.count = rows.count;
    page_cut(&page, limit);
    if (page.items.count) {
        const struct row_key *last = (const struct row_key *)rows.items + page.items.count - 1;
        page.next_text = last->text;
        page.next_at = last->value;
        page.next_row = last->row;
    }
    err = read_people(w, &rows, &page);
    if (!err)
        *ret_page = page;
    return err;
}
