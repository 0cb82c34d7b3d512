/* Keeps threads, words, quotes and counts of themes equal to the conversations they follow from. */
#include "logbook/derive_parts.h"

static const struct field derived_fields[] = {
    FIELD(derived, conversation),
    FIELD(derived, sort),
    FIELD(derived, owner),
    FIELD(derived, at),
    FIELD(derived, word),
    FIELD(derived, theme),
    FIELD(derived, quote),
    FIELD(derived, person),
    FIELD(derived, text),
    FIELD(derived, translation),
    FIELD(derived, folded),
    FIELD(derived, id),
    {0},
};
const struct shape derived_shape = SHAPE(derived, derived_fields);

enum {
    SUBJECT,
    OWNERS,
    FORGET_QUOTE_THEMES,
    FORGET_QUOTE_WORDS,
    FORGET_QUOTES,
    FORGET_WORDS,
    FORGET_MEMBERS,
    FORGET_STRANGERS,
    FORGET_THREADS,
    THREAD_OF_ALL,
    THREAD_OF_KIND,
    THREAD_OF_PEOPLE,
    THREAD_OF_COMPANIES,
    THREAD_OF_MEMBERS,
    COUNT_MEMBERS,
    OF_PERSON,
    COMPANY_RISES,
    COMPANY_RISES_OF,
    PERSON_RISES,
    TOLD_RISE,
};

const struct statement derive_statements[] = {
    [SUBJECT] = {.sql = "SELECT happened_at AS at, body AS text FROM conversation"
                        " WHERE id = :conversation AND trashed_at IS NULL",
                 .in = &derived_shape,
                 .out = &derived_shape},
    [OWNERS] = {.sql = "SELECT owner, at FROM thread WHERE conversation = :conversation"
                       " AND sort = :sort ORDER BY owner",
                .in = &derived_shape,
                .out = &derived_shape},
    [FORGET_QUOTE_THEMES] = {.sql = "DELETE FROM quote_theme WHERE (theme, said_at, quote) IN"
                                    " (SELECT qt.theme, qt.said_at, qt.quote FROM quote q"
                                    " CROSS JOIN quote_theme qt INDEXED BY quote_theme_by_quote"
                                    " ON qt.quote = q.id WHERE q.conversation = :conversation)",
                             .in = &derived_shape},
    [FORGET_QUOTE_WORDS] = {.sql = "DELETE FROM quote_word WHERE quote IN"
                                   " (SELECT id FROM quote WHERE conversation = :conversation)",
                            .in = &derived_shape},
    [FORGET_QUOTES] = {.sql = "DELETE FROM quote WHERE conversation = :conversation",
                       .in = &derived_shape},
    [FORGET_WORDS] = {.sql = "DELETE FROM conversation_word WHERE conversation = :conversation",
                      .in = &derived_shape},
    [FORGET_MEMBERS] = {.sql = "UPDATE person_member SET times = times - 1 WHERE person = :person"
                               " AND member IN (SELECT owner FROM thread"
                               " WHERE conversation = :conversation AND sort = 3)",
                        .in = &derived_shape},
    [FORGET_STRANGERS] = {.sql = "DELETE FROM person_member WHERE person = :person"
                                 " AND times = 0",
                          .in = &derived_shape},
    [FORGET_THREADS] = {.sql = "DELETE FROM thread WHERE (sort, owner, at, conversation) IN"
                               " (SELECT sort, owner, at, conversation FROM thread"
                               " WHERE conversation = :conversation)",
                        .in = &derived_shape},
    [THREAD_OF_ALL] = {.sql = THREAD_INSERT "VALUES (0, 0, :at, :conversation)",
                       .in = &derived_shape},
    [THREAD_OF_KIND] = {.sql = THREAD_INSERT "SELECT 4, kind, :at, id FROM conversation"
                                             " WHERE id = :conversation",
                        .in = &derived_shape},
    [THREAD_OF_PEOPLE] = {.sql = THREAD_INSERT
                          "SELECT 1, p.id, :at, cp.conversation FROM conversation_person cp"
                          " JOIN person o ON o.id = cp.person"
                          " JOIN person p ON p.id = coalesce(o.merged_into, o.id)"
                          " WHERE cp.conversation = :conversation AND p.trashed_at IS NULL",
                          .in = &derived_shape},
    [THREAD_OF_COMPANIES] = {.sql = THREAD_INSERT
                             "SELECT 2, p.company, :at, t.conversation FROM thread t"
                             " JOIN person p ON p.id = t.owner"
                             " WHERE t.conversation = :conversation AND t.sort = 1"
                             " AND p.company IS NOT NULL",
                             .in = &derived_shape},
    [THREAD_OF_MEMBERS] = {.sql = THREAD_INSERT
                           "SELECT 3, member, :at, conversation FROM conversation_member"
                           " WHERE conversation = :conversation",
                           .in = &derived_shape},
    [COUNT_MEMBERS] = {.sql = "INSERT INTO person_member (person, member, times)"
                              " SELECT :person, owner, 1 FROM thread"
                              " WHERE conversation = :conversation AND sort = 3"
                              " ON CONFLICT (person, member) DO UPDATE SET times = times + 1",
                       .in = &derived_shape},
    [OF_PERSON] = {.sql = "SELECT conversation FROM conversation_person WHERE person = :person"
                          " ORDER BY conversation",
                   .in = &derived_shape,
                   .out = &derived_shape},
    [COMPANY_RISES] = {.sql = "INSERT INTO company_state (company, story) VALUES (:owner, 1)"
                              " ON CONFLICT (company) DO UPDATE SET story = story + 1",
                       .in = &derived_shape},
    [COMPANY_RISES_OF] = {.sql = "INSERT INTO company_state (company, story) SELECT company, 1"
                                 " FROM person WHERE id = :person AND company IS NOT NULL"
                                 " ON CONFLICT (company) DO UPDATE SET story = story + 1",
                          .in = &derived_shape},
    [PERSON_RISES] = {.sql = "UPDATE person_state SET story = story + 1 WHERE person = :person",
                      .in = &derived_shape},
    /* Whose facts and promises name the conversation, whether or not they were in it. */
    [TOLD_RISE] = {.sql = "UPDATE person_state SET story = story + 1 WHERE person IN"
                          " (SELECT person FROM fact WHERE conversation = :conversation"
                          " UNION SELECT person FROM promise WHERE conversation = :conversation)",
                   .in = &derived_shape},
    {0},
};

static struct error *owners(struct work *w, int64_t conversation, enum thread_sort sort,
                            struct list *ret_owners)
{
    struct derived key = {.conversation = conversation, .sort = sort};
    return db_list(w, &derive_statements[OWNERS], &key, ret_owners);
}

struct error *company_story_rises(struct work *w, int64_t company)
{
    struct derived key = {.owner = company};
    return company == NOTHING ? NULL : db_run(w, &derive_statements[COMPANY_RISES], &key);
}

struct error *company_story_rises_of(struct work *w, int64_t person)
{
    struct derived key = {.person = person};
    return person == NOTHING ? NULL : db_run(w, &derive_statements[COMPANY_RISES_OF], &key);
}

struct error *person_story_rises(struct work *w, int64_t person)
{
    struct derived key = {.person = person};
    if (person == NOTHING)
        return NULL;
    struct error *err = db_run(w, &derive_statements[PERSON_RISES], &key);
    return err ? err : company_story_rises_of(w, person);
}

/* Counts the people and companies of a conversation anew, and raises their stories. */
static struct error *count_owners(struct work *w, const struct list *people,
                                  const struct list *companies)
{
    struct error *err = NULL;
    const struct derived *person = people->items;
    for (size_t i = 0; i < people->count && !err; i++)
        err = person_count(w, person[i].owner);
    const struct derived *company = companies->items;
    for (size_t i = 0; i < companies->count && !err; i++)
        err = company_story_rises(w, company[i].owner);
    return err;
}

static struct error *each_person(struct work *w, int statement, int64_t conversation,
                                 const struct list *people)
{
    const struct derived *person = people->items;
    struct error *err = NULL;
    for (size_t i = 0; i < people->count && !err; i++) {
        struct derived key = {.conversation = conversation, .person = person[i].owner};
        err = db_run(w, &derive_statements[statement], &key);
    }
    return err;
}

struct error *conversation_withdraw(struct work *w, int64_t conversation)
{
    struct list people = {0};
    struct list companies = {0};
    struct list themes = {0};
    struct error *err = owners(w, conversation, THREAD_PERSON, &people);
    if (!err)
        err = owners(w, conversation, THREAD_COMPANY, &companies);
    if (!err)
        err = owners(w, conversation, THREAD_THEME, &themes);
    if (!err)
        err = each_person(w, FORGET_MEMBERS, conversation, &people);
    if (!err)
        err = each_person(w, FORGET_STRANGERS, conversation, &people);
    const struct derived *theme = themes.items;
    for (size_t i = 0; i < themes.count && !err; i++)
        err = theme_uncount(w, theme[i].owner, conversation, (instant){theme[i].at});
    struct derived key = {.conversation = conversation};
    static const int forgetting[] = {FORGET_QUOTE_THEMES, FORGET_QUOTE_WORDS, FORGET_QUOTES,
                                     FORGET_WORDS, FORGET_THREADS};
    for (size_t i = 0; i < sizeof(forgetting) / sizeof(forgetting[0]) && !err; i++)
        err = db_run(w, &derive_statements[forgetting[i]], &key);
    if (!err)
        err = db_run(w, &derive_statements[TOLD_RISE], &key);
    return err ? err : count_owners(w, &people, &companies);
}

static struct error *derive_threads(struct work *w, const struct derived *subject)
{
    struct error *err = NULL;
    for (int i = THREAD_OF_ALL; i <= THREAD_OF_MEMBERS && !err; i++)
        err = db_run(w, &derive_statements[i], subject);
    return err;
}

static struct error *derive_counts(struct work *w, const struct derived *subject,
                                   const struct list *people)
{
    struct list themes = {0};
    struct error *err = each_person(w, COUNT_MEMBERS, subject->conversation, people);
    if (!err)
        err = owners(w, subject->conversation, THREAD_THEME, &themes);
    const struct derived *theme = themes.items;
    for (size_t i = 0; i < themes.count && !err; i++)
        err = theme_count(w, theme[i].owner, subject->conversation, (instant){subject->at});
    return err;
}

struct error *conversation_derive(struct work *w, int64_t conversation)
{
    struct derived subject;
    bool found = false;
    shape_clear(&derived_shape, &subject);
    subject.conversation = conversation;
    struct error *err = db_find(w, &derive_statements[SUBJECT], &subject, &subject, &found);
    if (err || !found)
        return err ? err : conversation_passages_forget(w, conversation);
    struct list people = {0};
    struct list companies = {0};
    err = derive_threads(w, &subject);
    if (!err)
        err = derive_body(w, &subject);
    if (!err)
        err = owners(w, conversation, THREAD_PERSON, &people);
    if (!err)
        err = owners(w, conversation, THREAD_COMPANY, &companies);
    if (!err)
        err = derive_counts(w, &subject, &people);
    if (!err)
        err = conversation_passages(w, conversation);
    return err ? err : count_owners(w, &people, &companies);
}

struct error *person_threads(struct work *w, int64_t person)
{
    struct derived key = {.person = person};
    struct list conversations = {0};
    struct error *err = db_list(w, &derive_statements[OF_PERSON], &key, &conversations);
    const struct derived *each = conversations.items;
    for (size_t i = 0; i < conversations.count && !err; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        err = conversation_withdraw(w, each[i].conversation);
        if (!err)
            err = conversation_derive(w, each[i].conversation);
        if (!err)
            arena_rewind(w->arena, mark);
    }
    return err;
}
