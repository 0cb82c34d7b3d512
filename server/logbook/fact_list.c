/* Lists of facts, each along the index of what narrows it most. */
#include "logbook/facts.h"

#include "logbook/companies.h"
#include "logbook/fact_columns.h"

static const struct field facts_filter_fields[] = {
    FIELD(facts_filter, person, .help = "About this person."),
    FIELD(facts_filter, company, .help = "About this company."),
    FIELD(facts_filter, conversation, .help = "From this conversation."),
    FIELD(facts_filter, from, .help = "Written down at or after."),
    FIELD(facts_filter, to, .help = "Written down before."),
    FIELD(facts_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(facts_filter, cursor, .help = "From the Link of the page before."),
    FIELD(facts_filter, after, .rules = HIDDEN),
    FIELD(facts_filter, after_at, .rules = HIDDEN),
    {0},
};
const struct shape facts_filter_shape = SHAPE(facts_filter, facts_filter_fields);

#define OF_PERSON                                                                                  \
    " AND f.person = (SELECT coalesce(merged_into, id) FROM person WHERE uid = :person)"
#define OF_COMPANY " AND f.company = " COMPANY_ASKED
#define OF_CONVERSATION                                                                            \
    " AND f.conversation = (SELECT id FROM conversation WHERE uid = :conversation)"
#define ALSO(name, condition)                                                                      \
    {                                                                                              \
        .with = name, .text = condition                                                            \
    }
#define BETWEEN ALSO("from", "AND f.created_at >= :from"), ALSO("to", "AND f.created_at < :to")
#define BY_POSITION                                                                                \
    ALSO("after", "AND (f.position, f.id) > (:after_at, :after)"),                                 \
        ALSO(NULL, "ORDER BY f.position, f.id LIMIT :limit")
#define NEWEST_FIRST                                                                               \
    ALSO("after", "AND (f.created_at, f.id) < (:after_at, :after)"),                               \
        ALSO(NULL, "ORDER BY f.created_at DESC, f.id DESC LIMIT :limit")
#define LISTED(index, condition, ...)                                                              \
    {                                                                                              \
        .sql = FACT_COLUMNS " FROM fact f INDEXED BY " index FACT_OWNERS FACT_REFS                 \
                            " WHERE " FACT_LIVES condition,                                        \
        .pieces = {__VA_ARGS__}, .in = &facts_filter_shape, .out = &fact_shape                     \
    }
#define COUNTED(index, condition, ...)                                                             \
    {                                                                                              \
        .sql = "SELECT count(*) FROM (SELECT 1 FROM fact f INDEXED BY " index FACT_OWNERS          \
               " WHERE " FACT_LIVES condition,                                                     \
        .pieces = {__VA_ARGS__, ALSO(NULL, "LIMIT 1001)")}, .in = &facts_filter_shape              \
    }

enum {
    LIST_OF_PERSON,
    LIST_OF_COMPANY,
    LIST_OF_CONVERSATION,
    LIST_OF_ALL,
    COUNT_OF_PERSON,
    COUNT_OF_COMPANY,
    COUNT_OF_CONVERSATION,
    COUNT_OF_ALL,
    IN_CONVERSATION,
};

const struct statement fact_list_statements[] = {
    [LIST_OF_PERSON] = LISTED("fact_by_person", OF_PERSON, ALSO("company", OF_COMPANY),
                              ALSO("conversation", OF_CONVERSATION), BETWEEN, BY_POSITION),
    [LIST_OF_COMPANY] = LISTED("fact_by_company", OF_COMPANY, ALSO("conversation", OF_CONVERSATION),
                               BETWEEN, BY_POSITION),
    [LIST_OF_CONVERSATION] = LISTED("fact_by_conversation", OF_CONVERSATION, BETWEEN, NEWEST_FIRST),
    [LIST_OF_ALL] = LISTED("fact_in_order", "", BETWEEN, NEWEST_FIRST),
    [COUNT_OF_PERSON] = COUNTED("fact_by_person", OF_PERSON, ALSO("company", OF_COMPANY),
                                ALSO("conversation", OF_CONVERSATION), BETWEEN),
    [COUNT_OF_COMPANY] =
        COUNTED("fact_by_company", OF_COMPANY, ALSO("conversation", OF_CONVERSATION), BETWEEN),
    [COUNT_OF_CONVERSATION] = COUNTED("fact_by_conversation", OF_CONVERSATION, BETWEEN),
    [COUNT_OF_ALL] = COUNTED("fact_in_order", "", BETWEEN),
    [IN_CONVERSATION] = {.sql = FACT_COLUMNS " FROM fact f" FACT_OWNERS FACT_REFS
                                             " WHERE f.conversation = :row AND " FACT_LIVES
                                             " ORDER BY f.id LIMIT 1000",
                         .in = &row_key_shape,
                         .out = &fact_shape},
    {0},
};

/* The statement whose index narrows the most of what was asked. */
static int list_along(const struct facts_filter *filter)
{
    static const char *const narrowing[] = {
        [LIST_OF_PERSON] = "person",
        [LIST_OF_COMPANY] = "company",
        [LIST_OF_CONVERSATION] = "conversation",
    };
    for (int i = LIST_OF_PERSON; i < LIST_OF_ALL; i++) {
        if (shape_given(&facts_filter_shape, filter, narrowing[i]))
            return i;
    }
    return LIST_OF_ALL;
}

struct error *facts_list(struct work *w, const struct facts_filter *filter, struct page *ret_page)
{
    struct facts_filter asked = *filter;
    bool limited = shape_given(&facts_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    int list = list_along(filter);
    int count = list - LIST_OF_PERSON + COUNT_OF_PERSON;
    asked.limit = limit + 1;
    struct page page = {.shape = &fact_shape};
    struct error *err = db_list(w, &fact_list_statements[list], &asked, &page.items);
    if (!err)
        err = db_number(w, &fact_list_statements[count], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    if (page.items.count) {
        const struct fact *last = (const struct fact *)page.items.items + page.items.count - 1;
        bool by_position = list == LIST_OF_PERSON || list == LIST_OF_COMPANY;
        page.next_at = by_position ? last->position : last->created_at.ms;
        page.next_row = last->row;
    }
    *ret_page = page;
    return NULL;
}

struct error *facts_of_conversation(struct work *w, int64_t conversation, struct list *ret_facts)
{
    struct row_key key = {.row = conversation};
    return db_list(w, &fact_list_statements[IN_CONVERSATION], &key, ret_facts);
}
