/* The one list of tables; a table of the schema in none of these fails a test. */
#include "store/tables.h"

#include <stddef.h>
#include <string.h>

const struct source_table source_tables[] = {
    {"company", false},
    {"conversation", false},
    {"conversation_member", false},
    {"conversation_person", false},
    {"conversation_turns", false},
    {"fact", false},
    {"kind", true},
    {"member", true},
    {"person", false},
    {"person_tag", false},
    {"promise", false},
    {"tag", true},
    {"theme", true},
    {"theme_word", true},
    {"view", false},
    {0},
};

const char *const derived_tables[] = {
    "company_state",
    "conversation_word",
    "handle",
    "passage",
    "person_date",
    "person_language",
    "person_member",
    "person_state",
    "quote",
    "quote_theme",
    "quote_word",
    "theme_person",
    "theme_state",
    "theme_week",
    "thread",
    "find",
    "find_people",
    "find_terms",
    "name_part",
    "name_slip",
    "name_word",
    "person_words",
    NULL,
};

const char *const machinery_tables[] = {
    "allowance", "audit",       "audit_words", "browser", "change",   "counter", "draft",
    "gone",      "idempotency", "import",      "link",    "password", "session", "sqlite_sequence",
    "token",     "version",     NULL,
};

const struct source_table *source_table_find(const char *name)
{
    for (const struct source_table *table = source_tables; table->name; table++) {
        if (strcmp(table->name, name) == 0)
            return table;
    }
    return NULL;
}
