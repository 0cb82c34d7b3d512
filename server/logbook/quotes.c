/* Quotes: listing the customers' own words, newest first. */
#include "logbook/quotes.h"

#include "logbook/companies.h"

static const struct field quote_fields[] = {
    FIELD(quote, text, .rules = READ_ONLY, .help = "The words, verbatim."),
    FIELD(quote, translation, .rules = READ_ONLY, .help = "What they mean, if somebody wrote it."),
    FIELD(quote, conversation_id, .rules = READ_ONLY, .help = "The conversation they stand in."),
    FIELD(quote, person_id, .rules = READ_ONLY, .help = "Who said them; null when a member did."),
    FIELD(quote, person_name, .rules = READ_ONLY, .help = "That person's name."),
    FIELD(quote, said_at, .rules = READ_ONLY, .help = "When the conversation took place."),
    LIST(quote, themes, &ref_shape, .rules = READ_ONLY,
         .help = "Themes of the quote, or of its conversation when it bears none."),
    FIELD(quote, row, .rules = HIDDEN),
    {0},
};
const struct shape quote_shape = SHAPE(quote, quote_fields);

static const struct field quotes_filter_fields[] = {
    FIELD(quotes_filter, person, .help = "Said by this person."),
    FIELD(quotes_filter, theme, .help = "About this theme."),
    FIELD(quotes_filter, company, .help = "Said by people who work there."),
    FIELD(quotes_filter, from, .help = "Said at or after."),
    FIELD(quotes_filter, to, .help = "Said before."),
    FIELD(quotes_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(quotes_filter, cursor, .help = "From the Link of the page before."),
    FIELD(quotes_filter, after, .rules = HIDDEN),
    FIELD(quotes_filter, after_at, .rules = HIDDEN),
    {0},
};
const struct shape quotes_filter_shape = SHAPE(quotes_filter, quotes_filter_fields);

/* q is the quote, p said it, c is the conversation. */
#define QUOTE_COLUMNS                                                                              \
    "SELECT q.id AS row, q.text, q.translation, c.uid AS conversation_id, p.uid AS person_id,"     \
    " p.name AS person_name, q.said_at,"                                                           \
    " (SELECT json_group_array(json_object('id', ident_text(uid), 'name', name)) FROM"             \
    "  (SELECT t.uid, t.name FROM quote_theme x CROSS JOIN theme t ON t.id = x.theme"              \
    "   WHERE x.quote = q.id ORDER BY t.name)) AS themes"
#define QUOTE_PERSON " LEFT JOIN person p ON p.id = q.person AND p.trashed_at IS NULL"
#define QUOTE_REFS QUOTE_PERSON " JOIN conversation c ON c.id = q.conversation"

#define FROM_PERSON " FROM quote q INDEXED BY quote_by_person"
#define OF_PERSON                                                                                  \
    " WHERE q.person = (SELECT coalesce(merged_into, id) FROM person WHERE uid = :person)"
/* A quote has the time of its conversation, and its row begins with that of its conversation: along
 * the thread of a company, conversations in order are quotes in order. */
#define FROM_COMPANY                                                                               \
    " FROM thread d CROSS JOIN quote q INDEXED BY quote_by_conversation"                           \
    " ON q.conversation = d.conversation"
#define OF_COMPANY " WHERE d.sort = 2 AND d.owner = " COMPANY_ASKED " AND p.company = d.owner"
#define FROM_THEME " FROM quote_theme d CROSS JOIN quote q ON q.id = d.quote"
#define OF_THEME " WHERE d.theme = (SELECT coalesce(merged_into, id) FROM theme WHERE uid = :theme)"
#define FROM_ALL " FROM quote q INDEXED BY quote_by_time"
#define OF_ALL " WHERE 1"

#define ALSO(name, condition)                                                                      \
    {                                                                                              \
        .with = name, .text = condition                                                            \
    }
#define SAID_BETWEEN(time) ALSO("from", "AND " time " >= :from"), ALSO("to", "AND " time " < :to")
#define ABOUT_THEME                                                                                \
    ALSO("theme", "AND EXISTS (SELECT 1 FROM quote_theme y WHERE y.quote = q.id AND y.theme ="     \
                  " (SELECT coalesce(merged_into, id) FROM theme WHERE uid = :theme))")
#define AT_COMPANY ALSO("company", "AND p.company = " COMPANY_ASKED)
#define REST_OF_PERSON SAID_BETWEEN("q.said_at"), AT_COMPANY, ABOUT_THEME
#define REST_OF_COMPANY SAID_BETWEEN("d.at"), ABOUT_THEME
#define REST_OF_THEME SAID_BETWEEN("d.said_at")
#define REST_OF_ALL SAID_BETWEEN("q.said_at")

#define IN_ORDER(behind, order)                                                                    \
    ALSO("after", "AND " behind), ALSO(NULL, "ORDER BY " order " LIMIT :limit")
#define BY_QUOTE IN_ORDER("(q.said_at, q.id) < (:after_at, :after)", "q.said_at DESC, q.id DESC")
#define BY_THREAD                                                                                  \
    IN_ORDER("d.at <= :after_at AND (q.said_at, q.id) < (:after_at, :after)",                      \
             "d.at DESC, d.conversation DESC, q.id DESC")
#define BY_THEME                                                                                   \
    IN_ORDER("(d.said_at, d.quote) < (:after_at, :after)", "d.said_at DESC, d.quote DESC")

#define LISTED(source, condition, ...)                                                             \
    {                                                                                              \
        .sql = QUOTE_COLUMNS source QUOTE_REFS condition, .pieces = {__VA_ARGS__},                 \
        .in = &quotes_filter_shape, .out = &quote_shape                                            \
    }
#define COUNTED(source, condition, ...)                                                            \
    {                                                                                              \
        .sql = "SELECT count(*) FROM (SELECT 1" source QUOTE_PERSON condition,                     \
        .pieces = {__VA_ARGS__, ALSO(NULL, "LIMIT 1001)")}, .in = &quotes_filter_shape             \
    }

enum along {
    ALONG_PERSON,
    ALONG_COMPANY,
    ALONG_THEME,
    ALONG_ALL,
    ALONG_COUNT,
    /* The counts of the same lists follow, then what is no page. */
    IN_CONVERSATION = ALONG_COUNT * 2,
};

const struct statement quotes_statements[] = {
    [ALONG_PERSON] = LISTED(FROM_PERSON, OF_PERSON, REST_OF_PERSON, BY_QUOTE),
    [ALONG_COMPANY] = LISTED(FROM_COMPANY, OF_COMPANY, REST_OF_COMPANY, BY_THREAD),
    [ALONG_THEME] = LISTED(FROM_THEME, OF_THEME, REST_OF_THEME, BY_THEME),
    [ALONG_ALL] = LISTED(FROM_ALL, OF_ALL, REST_OF_ALL, BY_QUOTE),
    [ALONG_COUNT + ALONG_PERSON] = COUNTED(FROM_PERSON, OF_PERSON, REST_OF_PERSON),
    [ALONG_COUNT + ALONG_COMPANY] = COUNTED(FROM_COMPANY, OF_COMPANY, REST_OF_COMPANY),
    [ALONG_COUNT + ALONG_THEME] = COUNTED(FROM_THEME, OF_THEME, REST_OF_THEME),
    [ALONG_COUNT + ALONG_ALL] = COUNTED(FROM_ALL, OF_ALL, REST_OF_ALL),
    [IN_CONVERSATION] = {.sql =
                             QUOTE_COLUMNS " FROM quote q" QUOTE_REFS " WHERE q.conversation = :row"
                                           " ORDER BY q.id LIMIT 4096",
                         .in = &row_key_shape,
                         .out = &quote_shape},
    {0},
};

/* The statement whose index narrows the most of what was asked. */
static enum along along_of(const struct quotes_filter *filter)
{
    static const char *const narrowing[] = {
        [ALONG_PERSON] = "person",
        [ALONG_COMPANY] = "company",
        [ALONG_THEME] = "theme",
    };
    for (int i = ALONG_PERSON; i < ALONG_ALL; i++) {
        if (shape_given(&quotes_filter_shape, filter, narrowing[i]))
            return (enum along)i;
    }
    return ALONG_ALL;
}

struct error *quotes_list(struct work *w, const struct quotes_filter *filter, struct page *ret_page)
{
    struct quotes_filter asked = *filter;
    bool limited = shape_given(&quotes_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    enum along along = along_of(filter);
    asked.limit = limit + 1;
    struct page page = {.shape = &quote_shape};
    struct error *err = db_list(w, &quotes_statements[along], &asked, &page.items);
    if (!err)
        err = db_number(w, &quotes_statements[ALONG_COUNT + along], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct quote *quotes = page.items.items;
    if (page.items.count) {
        page.next_at = quotes[page.items.count - 1].said_at.ms;
        page.next_row = quotes[page.items.count - 1].row;
    }
    *ret_page = page;
    return NULL;
}

struct error *quotes_of_conversation(struct work *w, int64_t conversation, struct list *ret_quotes)
{
    struct row_key key = {.row = conversation};
    return db_list(w, &quotes_statements[IN_CONVERSATION], &key, ret_quotes);
}
