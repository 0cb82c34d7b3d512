/* Derives everything anew, with the same functions that derive it at every write. */
#include "logbook/doctor.h"

#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/person_words.h"

enum {
    FIRST_EMPTIED,
    QUOTE_THEMES = FIRST_EMPTIED,
    QUOTE_WORDS,
    QUOTES,
    WORDS,
    THREADS,
    THEME_WEEKS,
    THEME_PEOPLE,
    THEME_STATES,
    MEMBERS,
    HANDLES,
    DATES,
    LANGUAGES,
    PASSAGES,
    PARTS,
    SLIPS,
    NAME_WORDS,
    PERSON_WORDS,
    STRANGE_PEOPLE,
    STRANGE_COMPANIES,
    LAST_EMPTIED = STRANGE_COMPANIES,
    PEOPLE,
    CONVERSATIONS,
    THEMES,
    FACTS,
    PROMISES,
    INDEX,
    PEOPLE_INDEX,
    STEP_TO_DERIVE,
    STEP_DERIVED,
};

#define EMPTY(table)                                                                               \
    {                                                                                              \
        .sql = "DELETE FROM " table, .in = &row_key_shape, .whole = true                           \
    }
#define EACH(table)                                                                                \
    {                                                                                              \
        .sql = "SELECT id AS row FROM " table " ORDER BY id", .in = &row_key_shape,                \
        .out = &row_key_shape, .whole = true                                                       \
    }

const struct statement doctor_rebuild_statements[] = {
    [QUOTE_THEMES] = EMPTY("quote_theme"),
    [QUOTE_WORDS] = EMPTY("quote_word"),
    [QUOTES] = EMPTY("quote"),
    [WORDS] = EMPTY("conversation_word"),
    [THREADS] = EMPTY("thread"),
    [THEME_WEEKS] = EMPTY("theme_week"),
    [THEME_PEOPLE] = EMPTY("theme_person"),
    [THEME_STATES] = EMPTY("theme_state"),
    [MEMBERS] = EMPTY("person_member"),
    [HANDLES] = EMPTY("handle"),
    [DATES] = EMPTY("person_date"),
    [LANGUAGES] = EMPTY("person_language"),
    [PASSAGES] = EMPTY("passage"),
    [PARTS] = EMPTY("name_part"),
    [SLIPS] = EMPTY("name_slip"),
    [NAME_WORDS] = EMPTY("name_word"),
    [PERSON_WORDS] = EMPTY("person_words"),
    /* The others keep their rows, so that stories only rise. */
    [STRANGE_PEOPLE] = EMPTY("person_state WHERE person NOT IN (SELECT id FROM person)"),
    [STRANGE_COMPANIES] = EMPTY("company_state WHERE company NOT IN (SELECT id FROM company)"),
    [PEOPLE] = EACH("person"),
    [CONVERSATIONS] = EACH("conversation"),
    [THEMES] = EACH("theme"),
    [FACTS] = EACH("fact"),
    [PROMISES] = EACH("promise"),
    [INDEX] = {.sql = "INSERT INTO find (find) VALUES ('rebuild')",
               .in = &row_key_shape,
               .whole = true},
    [PEOPLE_INDEX] = {.sql = "INSERT INTO find_people (find_people) VALUES ('rebuild')",
                      .in = &row_key_shape,
                      .whole = true},
    [STEP_TO_DERIVE] = {.sql = "SELECT value FROM counter WHERE name = 'underived'",
                        .in = &row_key_shape},
    [STEP_DERIVED] = {.sql = "DELETE FROM counter WHERE name = 'underived'", .in = &row_key_shape},
    {0},
};

typedef struct error *derive_function(struct work *w, int64_t row);

struct derivation {
    int statement;
    derive_function *derive;
};

static struct error *derive_row(struct work *w, void *record, void *context)
{
    const struct row_key *key = record;
    const struct derivation *derivation = context;
    struct arena_mark mark = arena_mark(w->arena);
    struct error *err = derivation->derive(w, key->row);
    if (!err)
        arena_rewind(w->arena, mark);
    return err;
}

struct error *doctor_derive(struct work *w)
{
    /* People are counted behind the conversations: those without any must be counted too. */
    static const struct derivation derivations[] = {
        {PEOPLE, person_index}, {CONVERSATIONS, conversation_derive},
        {PEOPLE, person_count}, {THEMES, theme_recount},
        {FACTS, fact_passage},  {PROMISES, promise_passage},
    };
    struct row_key none = {0};
    struct error *err = NULL;
    for (int i = FIRST_EMPTIED; i <= LAST_EMPTIED && !err; i++)
        err = db_run(w, &doctor_rebuild_statements[i], &none);
    for (size_t i = 0; i < sizeof(derivations) / sizeof(derivations[0]) && !err; i++) {
        struct derivation derivation = derivations[i];
        err = db_each(w, &doctor_rebuild_statements[derivation.statement], &none, derive_row,
                      &derivation);
    }
    return err;
}

struct error *doctor_rebuild(struct work *w)
{
    struct row_key none = {0};
    struct error *err = doctor_derive(w);
    if (!err)
        err = db_run(w, &doctor_rebuild_statements[INDEX], &none);
    if (!err)
        err = db_run(w, &doctor_rebuild_statements[PEOPLE_INDEX], &none);
    return err ? err : db_run(w, &doctor_rebuild_statements[STEP_DERIVED], &none);
}

struct error *doctor_catch_up(struct work *w)
{
    struct row_key none = {0};
    struct derivation words = {PEOPLE, person_words};
    int64_t step = NOTHING;
    struct error *err = db_number(w, &doctor_rebuild_statements[STEP_TO_DERIVE], &none, &step);
    if (err || step == NOTHING)
        return err;
    err = db_each(w, &doctor_rebuild_statements[words.statement], &none, derive_row, &words);
    if (!err)
        err = db_run(w, &doctor_rebuild_statements[PEOPLE_INDEX], &none);
    return err ? err : db_run(w, &doctor_rebuild_statements[STEP_DERIVED], &none);
}
