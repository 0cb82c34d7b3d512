/* Today: what a member sees first in the morning. */
#include "logbook/today.h"

#include "formats/markdown.h"
#include "logbook/coming_up.h"
#include "logbook/promises.h"

#include <string.h>

enum { MOST_DUE = 50, MOST_KEPT = 20, LONGEST_DAY_HOURS = 50, LONGEST_LINE = 200 };

static const struct field today_query_fields[] = {
    FIELD(today_query, on, .rules = REQUIRED, .help = "The reader's day."),
    FIELD(today_query, from, .rules = REQUIRED, .help = "When it begins there."),
    FIELD(today_query, to, .rules = REQUIRED, .help = "When it ends there."),
    {0},
};
const struct shape today_query_shape = SHAPE(today_query, today_query_fields);

static const struct field quiet_person_fields[] = {
    FIELD(quiet_person, id, .help = "The id."),
    FIELD(quiet_person, name, .help = "The name."),
    FIELD(quiet_person, company, .help = "Where they work."),
    FIELD(quiet_person, last_heard_at, .help = "When the newest conversation took place."),
    FIELD(quiet_person, usual_gap_days, .help = "Median of the last 50 gaps."),
    FIELD(quiet_person, quiet_from, .help = "From when on silence is more than usual."),
    FIELD(quiet_person, quote, .help = "Their newest words, verbatim."),
    FIELD(quiet_person, translation, .help = "What these mean, if somebody wrote it."),
    FIELD(quiet_person, sentence,
          .help = "The first sentence of the newest conversation, when there are no such words."),
    {0},
};
const struct shape quiet_person_shape = SHAPE(quiet_person, quiet_person_fields);

static const struct field companion_fields[] = {
    FIELD(companion, id, .help = "The id."),
    FIELD(companion, name, .help = "The name."),
    FIELD(companion, company, .help = "Where they work."),
    {0},
};
const struct shape companion_shape = SHAPE(companion, companion_fields);

static const struct field latest_fields[] = {
    FIELD(latest, id, .help = "The conversation."),
    FIELD(latest, kind, .help = "Its kind."),
    FIELD(latest, happened_at, .help = "When it took place."),
    LIST(latest, people, &companion_shape, .help = "Who was in it."),
    FIELD(latest, quote, .help = "The first verbatim words in it."),
    FIELD(latest, line, .help = "Its summary, or its first sentence."),
    FIELD(latest, body, .rules = HIDDEN),
    {0},
};
const struct shape latest_shape = SHAPE(latest, latest_fields);

static const struct field today_fields[] = {
    LIST(today, promises, &promise_shape, .help = "Open and due by Sunday, late ones first."),
    FIELD(today, promises_due, .href = "/api/v1/promises?state=open&due_to={due_to}",
          .help = "All of these."),
    LIST(today, kept, &promise_shape, .help = "Kept today."),
    FIELD(today, promises_kept,
          .href = "/api/v1/promises?state=kept&closed_from={from_text}&closed_to={to_text}",
          .help = "All of these."),
    LIST(today, quiet, &quiet_person_shape, .help = "Up to three, the longest quiet first."),
    FIELD(today, quiet_people, .href = "/api/v1/people?quiet_at={to_text}",
          .help = "All who are quiet."),
    LIST(today, coming_up, &coming_day_shape, .help = "Days people told us, of two weeks."),
    LIST(today, latest, &latest_shape, .help = "The newest conversations."),
    FIELD(today, conversations, .href = "/api/v1/conversations?from={from_text}&to={to_text}",
          .help = "Conversations that took place today."),
    FIELD(today, due_to, .rules = HIDDEN),
    FIELD(today, from_text, .rules = HIDDEN),
    FIELD(today, to_text, .rules = HIDDEN),
    {0},
};
const struct shape today_shape = SHAPE(today, today_fields);

#define QUIET_PEOPLE                                                                               \
    " FROM person_state s INDEXED BY person_state_quiet CROSS JOIN person p ON p.id = s.person"
#define QUIET " WHERE s.quiet_from <= :to AND p.trashed_at IS NULL AND p.merged_into IS NULL"
/* The sentence is cut from the body that stands in its place here. */
#define BODY_OF_NEWEST                                                                             \
    "(SELECT b.body FROM thread d CROSS JOIN conversation b ON b.id = d.conversation"              \
    " WHERE d.sort = 1 AND d.owner = p.id ORDER BY d.at DESC, d.conversation DESC LIMIT 1)"

enum { QUIET_LONGEST, QUIET_COUNT, LATEST, HAPPENED };

const struct statement today_statements[] = {
    [QUIET_LONGEST] = {.sql =
                           "SELECT p.uid AS id, p.name, c.name AS company, s.last_heard_at,"
                           " (s.usual_gap_ms + 43200000) / 86400000 AS usual_gap_days,"
                           " s.quiet_from, q.text AS quote, q.translation,"
                           " iif(q.id IS NULL, " BODY_OF_NEWEST ", NULL) AS sentence" QUIET_PEOPLE
                           " LEFT JOIN company c ON c.id = p.company AND c.trashed_at IS NULL"
                           " LEFT JOIN quote q ON q.id = (SELECT id FROM quote"
                           "  WHERE person = p.id ORDER BY said_at DESC, id DESC LIMIT 1)" QUIET
                           " ORDER BY s.quiet_from, s.person LIMIT 3",
                       .in = &today_query_shape,
                       .out = &quiet_person_shape},
    [QUIET_COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1" QUIET_PEOPLE QUIET " LIMIT 1001)",
                     .in = &today_query_shape},
    [LATEST] = {.sql = "SELECT c.uid AS id, k.name AS kind, c.happened_at,"
                       " (SELECT json_group_array(json_object('id', ident_text(uid), 'name', name,"
                       "   'company', company)) FROM (SELECT p.uid, p.name, w.name AS company"
                       "   FROM conversation_person x JOIN person o ON o.id = x.person"
                       "   JOIN person p ON p.id = coalesce(o.merged_into, o.id)"
                       "   LEFT JOIN company w ON w.id = p.company AND w.trashed_at IS NULL"
                       "   WHERE x.conversation = c.id AND p.trashed_at IS NULL"
                       "   ORDER BY x.position, x.person)) AS people,"
                       " (SELECT text FROM quote WHERE conversation = c.id ORDER BY id LIMIT 1)"
                       " AS quote, c.summary AS line, iif(c.summary IS NULL, c.body, NULL) AS body"
                       " FROM thread t CROSS JOIN conversation c ON c.id = t.conversation"
                       " JOIN kind k ON k.id = c.kind WHERE t.sort = 0 AND t.owner = 0"
                       " ORDER BY t.at DESC, t.conversation DESC LIMIT 9",
                .in = &today_query_shape,
                .out = &latest_shape},
    [HAPPENED] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM thread WHERE sort = 0 AND owner = 0"
                         " AND at >= :from AND at < :to LIMIT 1001)",
                  .in = &today_query_shape},
    {0},
};

static struct error *check_query(struct work *w, const struct today_query *query)
{
    struct error *faults = NULL;
    if (query->on.number == NOTHING)
        error_fault(w->arena, &faults, "on", "Send the reader's day, such as on=2026-11-24.");
    if (query->from.ms == NOTHING)
        error_fault(w->arena, &faults, "from", "Send the moment when that day begins.");
    if (query->to.ms == NOTHING)
        error_fault(w->arena, &faults, "to", "Send the moment when that day ends.");
    if (faults)
        return faults;
    const int64_t longest = (int64_t)LONGEST_DAY_HOURS * 3600 * 1000;
    if (query->to.ms <= query->from.ms || query->to.ms - query->from.ms > longest)
        error_fault(w->arena, &faults, "to", "A day ends after it begins, and within %d hours.",
                    LONGEST_DAY_HOURS);
    return faults;
}

static const char *instant_text(struct arena *arena, instant moment)
{
    char *text = arena_take(arena, INSTANT_TEXT);
    instant_write(moment, text);
    return text;
}

/* The first sentence of a body, or NULL when it has none. */
static const char *sentence_of(struct arena *arena, const char *body)
{
    const char *sentence = body ? markdown_sentence(arena, body, strlen(body), LONGEST_LINE) : NULL;
    return sentence && *sentence ? sentence : NULL;
}

static struct error *add_due(struct work *w, day sunday, struct today *today)
{
    struct promises_filter filter;
    struct page page;
    shape_clear(&promises_filter_shape, &filter);
    filter.state = PROMISE_OPEN;
    filter.due_to = sunday;
    filter.limit = MOST_DUE;
    static const char *const given[] = {"state", "due_to", "limit"};
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        shape_give(&promises_filter_shape, &filter, given[i]);
    struct error *err = promises_list(w, &filter, &page);
    if (err)
        return err;
    today->promises = page.items;
    today->promises_due = page.count;
    return NULL;
}

static struct error *add_kept(struct work *w, const struct today_query *query, struct today *today)
{
    struct promises_filter filter;
    struct page page;
    shape_clear(&promises_filter_shape, &filter);
    filter.state = PROMISE_KEPT;
    filter.closed_from = query->from;
    filter.closed_to = query->to;
    filter.limit = MOST_KEPT;
    static const char *const given[] = {"state", "closed_from", "closed_to", "limit"};
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        shape_give(&promises_filter_shape, &filter, given[i]);
    struct error *err = promises_list(w, &filter, &page);
    if (err)
        return err;
    today->kept = page.items;
    today->promises_kept = page.count;
    return NULL;
}

static struct error *add_quiet(struct work *w, const struct today_query *query, struct today *today)
{
    struct error *err = db_list(w, &today_statements[QUIET_LONGEST], query, &today->quiet);
    if (err)
        return err;
    struct quiet_person *people = today->quiet.items;
    for (size_t i = 0; i < today->quiet.count; i++)
        people[i].sentence = sentence_of(w->arena, people[i].sentence);
    return db_number(w, &today_statements[QUIET_COUNT], query, &today->quiet_people.count);
}

static struct error *add_latest(struct work *w, const struct today_query *query,
                                struct today *today)
{
    struct error *err = db_list(w, &today_statements[LATEST], query, &today->latest);
    if (err)
        return err;
    struct latest *conversations = today->latest.items;
    for (size_t i = 0; i < today->latest.count; i++) {
        if (conversations[i].body)
            conversations[i].line = sentence_of(w->arena, conversations[i].body);
    }
    return db_number(w, &today_statements[HAPPENED], query, &today->conversations.count);
}

struct error *today_read(struct work *w, const struct today_query *query, struct today *ret_today)
{
    struct error *err = check_query(w, query);
    if (err)
        return err;
    struct today today = {.given = UINT64_MAX};
    day sunday = {query->on.number + 7 - day_weekday(query->on)};
    char *due_to = arena_take(w->arena, DAY_TEXT);
    day_write(sunday, due_to);
    today.due_to = due_to;
    today.from_text = instant_text(w->arena, query->from);
    today.to_text = instant_text(w->arena, query->to);
    err = add_due(w, sunday, &today);
    if (!err)
        err = add_kept(w, query, &today);
    if (!err)
        err = add_quiet(w, query, &today);
    if (!err)
        err = coming_up_read(w, query->on, &today.coming_up);
    if (!err)
        err = add_latest(w, query, &today);
    if (!err)
        *ret_today = today;
    return err;
}
