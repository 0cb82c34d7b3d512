/* Lists of promises, each along the index of what narrows it most. */
#include "logbook/promises.h"

#include "logbook/promise_columns.h"

static const struct field promises_filter_fields[] = {
    FIELD(promises_filter, person, .help = "To this person."),
    FIELD(promises_filter, conversation, .help = "Made in this conversation."),
    FIELD(promises_filter, member, .help = "Which this member does."),
    FIELD(promises_filter, state, .choices = promise_states, .help = "open, kept or released."),
    FIELD(promises_filter, due_to, .help = "Open, and due on or before this day."),
    FIELD(promises_filter, closed_from, .help = "Kept or released at or after."),
    FIELD(promises_filter, closed_to, .help = "Kept or released before."),
    FIELD(promises_filter, from, .help = "Made at or after."),
    FIELD(promises_filter, to, .help = "Made before."),
    FIELD(promises_filter, limit, .least = 1, .most = PAGE_MOST,
          .help = "1 to 200; 50 unless told."),
    FIELD(promises_filter, cursor, .help = "From the Link of the page before."),
    FIELD(promises_filter, after, .rules = HIDDEN),
    FIELD(promises_filter, after_at, .rules = HIDDEN),
    FIELD(promises_filter, order, .rules = HIDDEN),
    FIELD(promises_filter, way, .rules = HIDDEN),
    {0},
};
const struct shape promises_filter_shape = SHAPE(promises_filter, promises_filter_fields);

enum order { ORDER_MADE, ORDER_DUE, ORDER_CLOSED };

#define OF_PERSON                                                                                  \
    " AND r.person = (SELECT coalesce(merged_into, id) FROM person WHERE uid = :person)"
#define OF_CONVERSATION                                                                            \
    " AND r.conversation = (SELECT id FROM conversation WHERE uid = :conversation)"
#define OF_MEMBER " AND r.by = (SELECT id FROM member WHERE uid = :member)"
#define OF_STATE " AND r.state = :state"
#define DUE " AND r.state = 'open' AND r.due_on <= :due_to"
#define CLOSED " AND r.closed_at IS NOT NULL"
#define ALSO(name, condition)                                                                      \
    {                                                                                              \
        .with = name, .text = condition                                                            \
    }
#define MADE_BETWEEN ALSO("from", "AND r.created_at >= :from"), ALSO("to", "AND r.created_at < :to")
#define CLOSED_BETWEEN                                                                             \
    ALSO("closed_from", "AND r.closed_at >= :closed_from"),                                        \
        ALSO("closed_to", "AND r.closed_at < :closed_to")

/* What each list is narrowed by beside that along which it goes. */
#define REST_OF_PERSON ALSO("conversation", OF_CONVERSATION), REST_OF_CONVERSATION
#define REST_OF_CONVERSATION ALSO("due_to", DUE), REST_OF_DUE
#define REST_OF_DUE CLOSED_BETWEEN, ALSO("state", OF_STATE), REST_OF_STATE
#define REST_OF_STATE ALSO("member", OF_MEMBER), MADE_BETWEEN
#define REST_OF_MEMBER ALSO("state", OF_STATE), MADE_BETWEEN

/* The promises of one person or conversation are few: they are sorted by any of the three. */
#define ANY_KEY                                                                                    \
    ":way * CASE :order WHEN 1 THEN r.due_on WHEN 2 THEN r.closed_at ELSE r.created_at END"
#define IN_ANY_ORDER                                                                               \
    ALSO("after", "AND (" ANY_KEY ", :way * r.id) > (:way * :after_at, :way * :after)"),           \
        ALSO(NULL, "ORDER BY " ANY_KEY ", :way * r.id LIMIT :limit")
#define IN_ORDER(key, than, way)                                                                   \
    ALSO("after", "AND (" key ", r.id) " than " (:after_at, :after)"),                             \
        ALSO(NULL, "ORDER BY " key way ", r.id" way " LIMIT :limit")
#define NEWEST_FIRST IN_ORDER("r.created_at", "<", " DESC")

#define LISTED(index, condition, ...)                                                              \
    {                                                                                              \
        .sql = PROMISE_COLUMNS " FROM promise r INDEXED BY " index PROMISE_PERSON PROMISE_REFS     \
                               " WHERE " PROMISE_LIVES condition,                                  \
        .pieces = {__VA_ARGS__}, .in = &promises_filter_shape, .out = &promise_shape               \
    }
#define COUNTED(index, condition, ...)                                                             \
    {                                                                                              \
        .sql = "SELECT count(*) FROM (SELECT 1 FROM promise r INDEXED BY " index PROMISE_PERSON    \
               " WHERE " PROMISE_LIVES condition,                                                  \
        .pieces = {__VA_ARGS__, ALSO(NULL, "LIMIT 1001)")}, .in = &promises_filter_shape           \
    }

enum along {
    ALONG_PERSON,
    ALONG_CONVERSATION,
    ALONG_DUE,
    ALONG_CLOSED,
    ALONG_STATE,
    ALONG_MEMBER,
    ALONG_ALL,
    ALONG_COUNT,
    /* The counts of the same lists follow, then what is no page. */
    OPEN_OF_PERSON = ALONG_COUNT * 2,
    IN_CONVERSATION,
};

const struct statement promise_list_statements[] = {
    [ALONG_PERSON] = LISTED("promise_by_person", OF_PERSON, REST_OF_PERSON, IN_ANY_ORDER),
    [ALONG_CONVERSATION] =
        LISTED("promise_by_conversation", OF_CONVERSATION, REST_OF_CONVERSATION, IN_ANY_ORDER),
    [ALONG_DUE] = LISTED("promise_open", DUE, REST_OF_DUE, IN_ORDER("r.due_on", ">", "")),
    [ALONG_CLOSED] =
        LISTED("promise_closed", CLOSED, REST_OF_DUE, IN_ORDER("r.closed_at", "<", " DESC")),
    [ALONG_STATE] = LISTED("promise_by_state", OF_STATE, REST_OF_STATE, NEWEST_FIRST),
    [ALONG_MEMBER] = LISTED("promise_by_member", OF_MEMBER, REST_OF_MEMBER, NEWEST_FIRST),
    [ALONG_ALL] = LISTED("promise_in_order", "", MADE_BETWEEN, NEWEST_FIRST),
    [ALONG_COUNT + ALONG_PERSON] = COUNTED("promise_by_person", OF_PERSON, REST_OF_PERSON),
    [ALONG_COUNT + ALONG_CONVERSATION] =
        COUNTED("promise_by_conversation", OF_CONVERSATION, REST_OF_CONVERSATION),
    [ALONG_COUNT + ALONG_DUE] = COUNTED("promise_open", DUE, REST_OF_DUE),
    [ALONG_COUNT + ALONG_CLOSED] = COUNTED("promise_closed", CLOSED, REST_OF_DUE),
    [ALONG_COUNT + ALONG_STATE] = COUNTED("promise_by_state", OF_STATE, REST_OF_STATE),
    [ALONG_COUNT + ALONG_MEMBER] = COUNTED("promise_by_member", OF_MEMBER, REST_OF_MEMBER),
    [ALONG_COUNT + ALONG_ALL] = COUNTED("promise_in_order", "", MADE_BETWEEN),
    [OPEN_OF_PERSON] = {.sql = PROMISE_COLUMNS
                        " FROM promise r INDEXED BY promise_by_person" PROMISE_PERSON PROMISE_REFS
                        " WHERE r.person = :row AND r.state = 'open' AND " PROMISE_LIVES
                        " ORDER BY r.due_on IS NULL, r.due_on, r.id LIMIT 50",
                        .in = &row_key_shape,
                        .out = &promise_shape},
    [IN_CONVERSATION] = {.sql = PROMISE_COLUMNS " FROM promise r" PROMISE_PERSON PROMISE_REFS
                                                " WHERE r.conversation = :row AND " PROMISE_LIVES
                                                " ORDER BY r.id LIMIT 1000",
                         .in = &row_key_shape,
                         .out = &promise_shape},
    {0},
};

static bool given(const struct promises_filter *filter, const char *name)
{
    return shape_given(&promises_filter_shape, filter, name);
}

/* The statement whose index narrows the most of what was asked. A member's open promises are few
 * among all that they ever made, so that these go along the state. */
static enum along along_of(const struct promises_filter *filter)
{
    bool open = given(filter, "state") && filter->state == PROMISE_OPEN;
    const struct {
        bool asked;
        enum along along;
    } narrowing[] = {
        {given(filter, "person"), ALONG_PERSON},
        {given(filter, "conversation"), ALONG_CONVERSATION},
        {given(filter, "due_to"), ALONG_DUE},
        {given(filter, "closed_from"), ALONG_CLOSED},
        {given(filter, "closed_to"), ALONG_CLOSED},
        {open, ALONG_STATE},
        {given(filter, "member"), ALONG_MEMBER},
        {given(filter, "state"), ALONG_STATE},
    };
    for (size_t i = 0; i < sizeof(narrowing) / sizeof(narrowing[0]); i++) {
        if (narrowing[i].asked)
            return narrowing[i].along;
    }
    return ALONG_ALL;
}

static enum order order_of(const struct promises_filter *filter)
{
    if (given(filter, "due_to"))
        return ORDER_DUE;
    return given(filter, "closed_from") || given(filter, "closed_to") ? ORDER_CLOSED : ORDER_MADE;
}

static int64_t sort_key(const struct promise *promise, enum order order)
{
    switch (order) {
    case ORDER_DUE:
        return promise->due_on.number;
    case ORDER_CLOSED:
        return promise->closed_at.ms;
    case ORDER_MADE:
        return promise->created_at.ms;
    }
    return NOTHING;
}

struct error *promises_list(struct work *w, const struct promises_filter *filter,
                            struct page *ret_page)
{
    struct promises_filter asked = *filter;
    int64_t limit = given(filter, "limit") ? filter->limit : PAGE_DEFAULT;
    enum along along = along_of(filter);
    enum order order = order_of(filter);
    asked.limit = limit + 1;
    asked.order = order;
    asked.way = order == ORDER_DUE ? 1 : -1;
    struct page page = {.shape = &promise_shape};
    struct error *err = db_list(w, &promise_list_statements[along], &asked, &page.items);
    if (!err)
        err =
            db_number(w, &promise_list_statements[ALONG_COUNT + along], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    if (page.items.count) {
        const struct promise *last = page.items.items;
        last += page.items.count - 1;
        page.next_at = sort_key(last, order);
        page.next_row = last->row;
    }
    *ret_page = page;
    return NULL;
}

struct error *promises_open(struct work *w, int64_t person, struct list *ret_promises)
{
    struct row_key key = {.row = person};
    return db_list(w, &promise_list_statements[OPEN_OF_PERSON], &key, ret_promises);
}

struct error *promises_of_conversation(struct work *w, int64_t conversation,
                                       struct list *ret_promises)
{
    struct row_key key = {.row = conversation};
    return db_list(w, &promise_list_statements[IN_CONVERSATION], &key, ret_promises);
}
