/* How often each theme came up, in which weeks, with whom. */
#include "logbook/derive.h"

struct theme_tally {
    uint64_t given;
    int64_t theme;
    int64_t conversation;
    int64_t person;
    instant at;
    int64_t by; /* 1 or -1 */
};

static const struct field theme_tally_fields[] = {
    FIELD(theme_tally, theme), FIELD(theme_tally, conversation), FIELD(theme_tally, person),
    FIELD(theme_tally, at),    FIELD(theme_tally, by),           {0},
};
static const struct shape theme_tally_shape = SHAPE(theme_tally, theme_tally_fields);

enum {
    WEEK,
    STATE,
    PEOPLE,
    NOBODY_LEFT,
    FORGET_THREAD,
    FORGET_WEEKS,
    FORGET_PEOPLE,
    FORGET_STATE,
    FORGET_QUOTES,
    REBUILD_THREAD,
    REBUILD_WEEKS,
    REBUILD_PEOPLE,
    REBUILD_QUOTES,
    REBUILD_STATE,
};

const struct statement theme_counts_statements[] = {
    [WEEK] = {.sql =
                  "INSERT INTO theme_week (theme, week, times) VALUES (:theme, week_of(:at), :by)"
                  " ON CONFLICT (theme, week) DO UPDATE SET times = times + :by",
              .in = &theme_tally_shape},
    /* Before their own counts change: who comes with it for the first time, or is not with it any
     * more. To count them all would take longer with each. */
    [STATE] = {.sql =
                   "INSERT INTO theme_state (theme, times, people) SELECT :theme, :by,"
                   " (SELECT :by * count(*) FROM thread x LEFT JOIN theme_person y"
                   "  ON y.theme = :theme AND y.person = x.owner"
                   "  WHERE x.conversation = :conversation AND x.sort = 1"
                   "  AND coalesce(y.times, 0) = iif(:by > 0, 0, 1))"
                   " WHERE true ON CONFLICT (theme) DO UPDATE SET times = times + excluded.times,"
                   " people = people + excluded.people",
               .in = &theme_tally_shape},
    [PEOPLE] = {.sql = "INSERT INTO theme_person (theme, person, times)"
                       " SELECT :theme, owner, :by FROM thread"
                       " WHERE conversation = :conversation AND sort = 1"
                       " ON CONFLICT (theme, person) DO UPDATE SET times = times + :by",
                .in = &theme_tally_shape},
    [NOBODY_LEFT] = {.sql = "DELETE FROM theme_person WHERE theme = :theme AND times = 0"
                            " AND person IN (SELECT owner FROM thread"
                            " WHERE conversation = :conversation AND sort = 1)",
                     .in = &theme_tally_shape},
    [FORGET_THREAD] = {.sql = "DELETE FROM thread WHERE sort = 5 AND owner = :theme",
                       .in = &theme_tally_shape},
    [FORGET_WEEKS] = {.sql = "DELETE FROM theme_week WHERE theme = :theme",
                      .in = &theme_tally_shape},
    [FORGET_PEOPLE] = {.sql = "DELETE FROM theme_person WHERE theme = :theme",
                       .in = &theme_tally_shape},
    [FORGET_STATE] = {.sql = "DELETE FROM theme_state WHERE theme = :theme",
                      .in = &theme_tally_shape},
    [FORGET_QUOTES] = {.sql = "DELETE FROM quote_theme WHERE theme = :theme",
                       .in = &theme_tally_shape},
    [REBUILD_THREAD] = {.sql = "INSERT OR IGNORE INTO thread (sort, owner, at, conversation)"
                               " SELECT 5, w.theme, c.happened_at, c.id FROM theme_word w"
                               " JOIN conversation_word cw ON cw.word = w.id"
                               " JOIN conversation c ON c.id = cw.conversation"
                               " WHERE w.theme = :theme",
                        .in = &theme_tally_shape},
    [REBUILD_WEEKS] = {.sql = "INSERT INTO theme_week (theme, week, times)"
                              " SELECT owner, week_of(at), count(*) FROM thread"
                              " WHERE sort = 5 AND owner = :theme GROUP BY owner, week_of(at)",
                       .in = &theme_tally_shape},
    [REBUILD_PEOPLE] = {.sql = "INSERT INTO theme_person (theme, person, times)"
                               " SELECT t.owner, p.owner, count(*) FROM thread t"
                               " JOIN thread p ON p.conversation = t.conversation AND p.sort = 1"
                               " WHERE t.sort = 5 AND t.owner = :theme GROUP BY t.owner, p.owner",
                        .in = &theme_tally_shape},
    [REBUILD_QUOTES] = {.sql = "INSERT OR IGNORE INTO quote_theme (theme, said_at, quote)"
                               " SELECT w.theme, q.said_at, q.id FROM theme_word w"
                               " JOIN quote_word qw ON qw.word = w.id"
                               " JOIN quote q ON q.id = qw.quote WHERE w.theme = :theme",
                        .in = &theme_tally_shape},
    [REBUILD_STATE] = {.sql = "INSERT INTO theme_state (theme, times, people) SELECT :theme,"
                              " (SELECT count(*) FROM thread WHERE sort = 5 AND owner = :theme),"
                              " (SELECT count(*) FROM theme_person WHERE theme = :theme)"
                              " WHERE EXISTS (SELECT 1 FROM theme_word WHERE theme = :theme)",
                       .in = &theme_tally_shape},
    {0},
};

static struct error *tally(struct work *w, const struct theme_tally *counted, int first, int last)
{
    struct error *err = NULL;
    for (int i = first; i <= last && !err; i++)
        err = db_run(w, &theme_counts_statements[i], counted);
    return err;
}

struct error *theme_count(struct work *w, int64_t theme, int64_t conversation, instant at)
{
    struct theme_tally counted = {.theme = theme, .conversation = conversation, .at = at, .by = 1};
    return tally(w, &counted, WEEK, NOBODY_LEFT);
}

struct error *theme_uncount(struct work *w, int64_t theme, int64_t conversation, instant at)
{
    struct theme_tally counted = {.theme = theme, .conversation = conversation, .at = at, .by = -1};
    return tally(w, &counted, WEEK, NOBODY_LEFT);
}

struct error *theme_recount(struct work *w, int64_t theme)
{
    struct theme_tally counted = {.theme = theme};
    return tally(w, &counted, FORGET_THREAD, REBUILD_STATE);
}
