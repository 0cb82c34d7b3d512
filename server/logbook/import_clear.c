/* Takes everything out of a logbook but members and changes, a few rows at a time. */
#include "logbook/import_parts.h"

#define CLEAR(table, key)                                                                          \
    {                                                                                              \
        .sql =                                                                                     \
            "DELETE FROM " table " WHERE (" key ") IN (SELECT " key " FROM " table " LIMIT 200)",  \
        .in = &row_key_shape, .whole = true                                                        \
    }
#define LOOSEN(table)                                                                              \
    {                                                                                              \
        .sql = "UPDATE " table " SET merged_into = NULL WHERE id IN (SELECT id FROM " table        \
               " WHERE merged_into IS NOT NULL LIMIT 200)",                                        \
        .in = &row_key_shape, .whole = true                                                        \
    }

/* Whatever refers to a row comes before it. */
const struct statement import_clear_statements[] = {
    CLEAR("passage", "id"),
    CLEAR("name_part", "part, word"),
    CLEAR("name_slip", "slip, word"),
    CLEAR("name_word", "word"),
    CLEAR("person_words", "person"),
    CLEAR("quote_theme", "theme, said_at, quote"),
    CLEAR("quote_word", "quote, word"),
    CLEAR("quote", "id"),
    CLEAR("conversation_word", "conversation, word"),
    CLEAR("thread", "sort, owner, at, conversation"),
    CLEAR("theme_person", "theme, person"),
    CLEAR("theme_week", "theme, week"),
    CLEAR("theme_state", "theme"),
    CLEAR("person_member", "person, member"),
    CLEAR("person_state", "person"),
    CLEAR("company_state", "company"),
    CLEAR("person_language", "person, language"),
    CLEAR("person_date", "person, position"),
    CLEAR("handle", "person, position"),
    CLEAR("view", "id"),
    CLEAR("promise", "id"),
    CLEAR("fact", "id"),
    CLEAR("conversation_member", "id"),
    CLEAR("conversation_person", "id"),
    CLEAR("conversation_turns", "id"),
    CLEAR("conversation", "id"),
    CLEAR("person_tag", "id"),
    LOOSEN("person"),
    CLEAR("person", "id"),
    CLEAR("company", "id"),
    CLEAR("theme_word", "id"),
    LOOSEN("theme"),
    CLEAR("theme", "id"),
    CLEAR("tag", "id"),
    CLEAR("kind", "id"),
    {0},
};

/* A step always gets somewhere: the clock is looked at only when rows have gone. */
struct error *logbook_clear(struct work *w, int64_t until, bool *ret_more)
{
    const struct row_key key = {0};
    const struct statement *statement = import_clear_statements;
    *ret_more = false;
    while (statement->sql && !*ret_more) {
        struct error *err = db_run(w, statement, &key);
        if (err)
            return err;
        if (db_changed(w) == 0)
            statement++;
        else
            *ret_more = step_is_over(until);
    }
    return NULL;
}
