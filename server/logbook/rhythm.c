/* How often a person is heard from, from when on silence is more than usual, and what else lists
 * of people are narrowed and ordered by. */
#include "logbook/derive.h"

#include <stdlib.h>

enum { MOST_GAPS = 50, FEWEST_CONVERSATIONS = 3, SHORTEST_SILENCE_DAYS = 21 };

struct rhythm {
    uint64_t given;
    int64_t person;
    instant at;
    int64_t conversations;
    instant last_heard_at;
    int64_t usual_gap_ms;
    instant quiet_from;
    instant rested_until;
};

static const struct field rhythm_fields[] = {
    FIELD(rhythm, person),        FIELD(rhythm, at),
    FIELD(rhythm, conversations), FIELD(rhythm, last_heard_at),
    FIELD(rhythm, usual_gap_ms),  FIELD(rhythm, quiet_from),
    FIELD(rhythm, rested_until),  {0},
};
static const struct shape rhythm_shape = SHAPE(rhythm, rhythm_fields);

enum { MOMENTS, COUNT, RESTED, KEEP };

const struct statement rhythm_statements[] = {
    [MOMENTS] = {.sql = "SELECT at FROM thread WHERE sort = 1 AND owner = :person"
                        " ORDER BY at DESC LIMIT 51",
                 .in = &rhythm_shape,
                 .out = &rhythm_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM thread WHERE sort = 1"
                      " AND owner = :person LIMIT 1001)",
               .in = &rhythm_shape},
    [RESTED] = {.sql = "SELECT rested_until FROM person WHERE id = :person", .in = &rhythm_shape},
    [KEEP] = {.sql = "INSERT INTO person_state (person, conversations, last_heard_at, heard,"
                     " usual_gap_ms, quiet_from, known_by, place, since, story)"
                     " SELECT p.id, :conversations, :last_heard_at,"
                     " coalesce(:last_heard_at, " NEVER_HEARD "), :usual_gap_ms, :quiet_from,"
                     " coalesce(p.known_by, (SELECT member FROM person_member WHERE person = p.id"
                     "  ORDER BY times DESC, member DESC LIMIT 1)),"
                     " folded(p.place), coalesce(p.since, " SINCE_UNKNOWN "), 1"
                     " FROM person p WHERE p.id = :person"
                     " ON CONFLICT (person) DO UPDATE SET conversations = excluded.conversations,"
                     " last_heard_at = excluded.last_heard_at, heard = excluded.heard,"
                     " usual_gap_ms = excluded.usual_gap_ms, quiet_from = excluded.quiet_from,"
                     " known_by = excluded.known_by, place = excluded.place,"
                     " since = excluded.since, story = story + 1",
              .in = &rhythm_shape},
    {0},
};

static int compare_gaps(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left;
    int64_t other = *(const int64_t *)right;
    return (one > other) - (one < other);
}

/* Median of the gaps between moments that come newest first; NOTHING for fewer than 3. */
static int64_t usual_gap(const struct rhythm *moments, size_t count)
{
    if (count < FEWEST_CONVERSATIONS)
        return NOTHING;
    int64_t gaps[MOST_GAPS];
    size_t many = count - 1 < MOST_GAPS ? count - 1 : MOST_GAPS;
    for (size_t i = 0; i < many; i++)
        gaps[i] = moments[i].at.ms - moments[i + 1].at.ms;
    qsort(gaps, many, sizeof(gaps[0]), compare_gaps);
    if (many % 2)
        return gaps[many / 2];
    return (gaps[many / 2 - 1] + gaps[many / 2]) / 2;
}

static instant quiet_from(const struct rhythm *rhythm)
{
    if (rhythm->usual_gap_ms == NOTHING)
        return (instant){NOTHING};
    int64_t silence = rhythm->usual_gap_ms * 2;
    int64_t shortest = (int64_t)SHORTEST_SILENCE_DAYS * DAY_MS;
    instant from = instant_later(rhythm->last_heard_at, silence > shortest ? silence : shortest);
    return rhythm->rested_until.ms > from.ms ? rhythm->rested_until : from;
}

struct error *person_count(struct work *w, int64_t person)
{
    struct rhythm rhythm = {.person = person};
    struct list moments = {0};
    struct error *err = db_list(w, &rhythm_statements[MOMENTS], &rhythm, &moments);
    if (!err)
        err = db_number(w, &rhythm_statements[COUNT], &rhythm, &rhythm.conversations);
    if (!err)
        err = db_number(w, &rhythm_statements[RESTED], &rhythm, &rhythm.rested_until.ms);
    if (err)
        return err;
    const struct rhythm *newest = moments.items;
    rhythm.last_heard_at.ms = moments.count ? newest[0].at.ms : NOTHING;
    rhythm.usual_gap_ms = usual_gap(newest, moments.count);
    rhythm.quiet_from = quiet_from(&rhythm);
    return db_run(w, &rhythm_statements[KEEP], &rhythm);
}
