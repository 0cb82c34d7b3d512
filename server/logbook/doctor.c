/* Looks for what is derived and wrong: keeps a copy of the derived tables, derives them anew inside
 * a savepoint, compares, and rolls back. So the doctor knows no rule of its own that could differ
 * from what is done at every write; the price, a copy in memory, is paid on a quiet logbook. */
#include "logbook/doctor.h"

#include "logbook/derive_parts.h"

#include <string.h>

enum { INTEGRITY, REFERENCES, COUNTERS, INDEX, PEOPLE_INDEX };

const struct statement doctor_statements[] = {
    [INTEGRITY] = {.sql = "SELECT integrity_check AS text FROM pragma_integrity_check(20)"
                          " WHERE integrity_check <> 'ok' LIMIT 20",
                   .in = &row_key_shape,
                   .out = &row_key_shape,
                   .whole = true},
    [REFERENCES] = {.sql = "SELECT \"table\" || ' refers to ' || parent AS text,"
                           " count(*) AS value FROM pragma_foreign_key_check GROUP BY 1"
                           " ORDER BY 1 LIMIT 100",
                    .in = &row_key_shape,
                    .out = &row_key_shape,
                    .whole = true},
    [COUNTERS] = {.sql = "SELECT count(*) FROM counter WHERE name IN ('names', 'epoch')",
                  .in = &row_key_shape},
    /* 1: with the passages, not only with itself. */
    [INDEX] = {.sql = "INSERT INTO find (find, rank) VALUES ('integrity-check', 1)",
               .in = &row_key_shape,
               .whole = true},
    [PEOPLE_INDEX] = {.sql = "INSERT INTO find_people (find_people, rank)"
                             " VALUES ('integrity-check', 1)",
                      .in = &row_key_shape,
                      .whole = true},
    {0},
};

/* A derived table, and how it is compared. Its statements are in no list that is checked at start,
 * since was_… is there only while the doctor looks. */
struct comparison {
    const char *table;
    const char *copy;
    struct statement missing, strange;
};

#define ROWS_OF(columns, source, rest) "SELECT " columns " FROM " source " AS x " rest
#define UNLIKE(one, other)                                                                         \
    {                                                                                              \
        .sql = "SELECT count(*) FROM (" one " EXCEPT " other ")", .in = &row_key_shape,            \
        .whole = true                                                                              \
    }
#define COMPARED(name, columns, rest)                                                              \
    {                                                                                              \
        .table = name, .copy = "CREATE TEMP TABLE was_" name " AS SELECT * FROM main." name,       \
        .missing = UNLIKE(ROWS_OF(columns, "main." name, rest),                                    \
                          ROWS_OF(columns, "temp.was_" name, rest)),                               \
        .strange = UNLIKE(ROWS_OF(columns, "temp.was_" name, rest),                                \
                          ROWS_OF(columns, "main." name, rest)),                                   \
    }

static const struct comparison comparisons[] = {
    COMPARED("handle", "person, position, kind, folded, domain", ""),
    COMPARED("person_date", "person, position, on_day, month_day", ""),
    COMPARED("person_language", "person, language", ""),
    COMPARED("thread", "sort, owner, at, conversation", ""),
    COMPARED("conversation_word", "conversation, word", ""),
    /* Whom a name in a body means is decided when the body is derived; since then others may have
     * come to bear it. */
    COMPARED("quote",
             "x.id, x.conversation, x.said_at, x.text, x.translation,"
             " CASE WHEN instr(c.body, '@') THEN NULL ELSE x.person END",
             "LEFT JOIN main.conversation c ON c.id = x.conversation"),
    COMPARED("quote_word", "quote, word", ""),
    COMPARED("quote_theme", "theme, said_at, quote", ""),
    COMPARED("person_state",
             "person, conversations, last_heard_at, usual_gap_ms, quiet_from, known_by, place,"
             " heard, since",
             ""),
    COMPARED("person_member", "person, member, times", ""),
    /* A count of nothing is as good as none. */
    COMPARED("theme_state", "theme, times, people", "WHERE times <> 0 OR people <> 0"),
    COMPARED("theme_week", "theme, week, times", "WHERE times <> 0"),
    COMPARED("theme_person", "theme, person, times", ""),
    /* Their ids depend on the order of writing. */
    COMPARED("passage", "field, owner, at, " TOKENS_NOW ", text, count(*)",
             "GROUP BY field, owner, at, 4, text"),
    COMPARED("person_words", "person, text", ""),
    COMPARED("name_word", "word, people", ""),
    COMPARED("name_part", "part, word", ""),
    COMPARED("name_slip", "slip, word", ""),
};

enum { COMPARISONS = sizeof(comparisons) / sizeof(comparisons[0]) };

struct findings {
    struct buffer *out;
    int64_t count;
};

static void tell(struct findings *findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void tell(struct findings *findings, const char *format, ...)
{
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    buffer_print(findings->out, "%s\n", sentence);
    findings->count++;
}

struct error *doctor_look_at_file(struct work *w, struct buffer *out)
{
    struct row_key none = {0};
    struct list found = {0};
    struct findings findings = {.out = out};
    struct error *err = db_list(w, &doctor_statements[INTEGRITY], &none, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        tell(&findings, "The database file is damaged: %s.", rows[i].text);
    return findings.count ? db_damage(w->arena, w->db) : err;
}

static struct error *look_at_references(struct work *w, struct findings *findings)
{
    struct row_key none = {0};
    struct list found = {0};
    struct error *err = db_list(w, &doctor_statements[REFERENCES], &none, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        tell(findings, "%s, which is not there, in rows: %lld.", rows[i].text,
             (long long)rows[i].value);
    return err;
}

static struct error *look_at_counters(struct work *w, struct findings *findings)
{
    struct row_key none = {0};
    int64_t count = 0;
    struct error *err = db_number(w, &doctor_statements[COUNTERS], &none, &count);
    if (!err && count != 2)
        tell(findings, "A counter is missing: there must be names and epoch.");
    return err;
}

static struct error *look_at_index(struct work *w, int statement, const char *texts,
                                   struct findings *findings)
{
    struct row_key none = {0};
    struct error *err = db_run(w, &doctor_statements[statement], &none);
    if (!err || sqlite3_extended_errcode(db_handle(w->db)) != SQLITE_CORRUPT_VTAB)
        return err;
    tell(findings, "The full-text index does not hold what the %s say.", texts);
    return NULL;
}

static struct error *compare(struct work *w, const struct comparison *comparison,
                             struct findings *findings)
{
    struct row_key none = {0};
    int64_t missing = 0;
    int64_t strange = 0;
    struct error *err = db_number(w, &comparison->missing, &none, &missing);
    if (!err)
        err = db_number(w, &comparison->strange, &none, &strange);
    if (err)
        return err;
    if (missing)
        tell(findings, "%s lacks what follows from the rows: %lld.", comparison->table,
             (long long)missing);
    if (strange)
        tell(findings, "%s has what follows from no row: %lld.", comparison->table,
             (long long)strange);
    return NULL;
}

static struct error *look_at_tables(struct work *w, struct findings *findings)
{
    struct error *err = NULL;
    for (size_t i = 0; i < COMPARISONS && !err; i++)
        err = db_execute(w->arena, w->db, comparisons[i].copy);
    if (!err)
        err = doctor_derive(w);
    for (size_t i = 0; i < COMPARISONS && !err; i++)
        err = compare(w, &comparisons[i], findings);
    return err;
}

static struct error *look(struct work *w, struct findings *findings)
{
    struct error *err = look_at_references(w, findings);
    if (!err)
        err = look_at_counters(w, findings);
    if (!err)
        err = look_at_index(w, INDEX, "passages", findings);
    if (!err)
        err = look_at_index(w, PEOPLE_INDEX, "words of people", findings);
    return err ? err : look_at_tables(w, findings);
}

struct error *doctor_look(struct work *w, struct buffer *out, int64_t *ret_findings)
{
    struct findings findings = {.out = out};
    struct error *err = db_execute(w->arena, w->db, "SAVEPOINT doctor");
    if (err)
        return err;
    err = look(w, &findings);
    struct error *late = db_execute(w->arena, w->db, "ROLLBACK TO doctor; RELEASE doctor");
    if (!err && !late)
        *ret_findings = findings.count;
    return err ? err : late;
}
