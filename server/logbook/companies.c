/* Companies: making, finding, changing, listing. */
#include "logbook/companies.h"

#include "base/text.h"
#include "logbook/derive.h"
#include "logbook/person_words.h"

#include <ctype.h>
#include <string.h>

_Static_assert(THREAD_COMPANY == 2, "COMPANY_COLUMNS reads threads of sort 2");

static bool stands_at_an_edge(const char *domain, const char *at)
{
    return at == domain || !at[1] || at[-1] == '.' || at[1] == '.';
}

static const char *check_domain(const char *text)
{
    static const char *const wrong = "This must be a domain such as example.com.";
    for (const char *at = text; *at; at++) {
        bool joins = *at == '.' || *at == '-';
        if (!joins && !isalnum((unsigned char)*at))
            return wrong;
        if (joins && stands_at_an_edge(text, at))
            return wrong;
    }
    return strchr(text, '.') ? NULL : wrong;
}

static const struct field company_fields[] = {
    FIELD(company, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(company, name, .rules = REQUIRED, .help = "The name as they write it."),
    FIELD(company, domain, .longest = 253, .check = check_domain,
          .help = "What follows the @ in its addresses."),
    FIELD(company, place, .help = "Where it is."),
    FIELD(company, people, .rules = READ_ONLY | DERIVED, .href = "/api/v1/people?company={id}",
          .help = "Who works there."),
    FIELD(company, conversations, .rules = READ_ONLY | DERIVED,
          .href = "/api/v1/conversations?company={id}", .help = "Conversations with them."),
    FIELD(company, last_heard_at, .rules = READ_ONLY | DERIVED,
          .help = "When the newest of these took place."),
    FIELD(company, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(company, created_at, .rules = READ_ONLY, .help = "When it was written down."),
    FIELD(company, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(company, folded, .rules = HIDDEN),
    FIELD(company, row, .rules = HIDDEN),
    FIELD(company, story, .rules = HIDDEN),
    {0},
};
const struct shape company_shape = SHAPE(company, company_fields);

static const struct field companies_filter_fields[] = {
    FIELD(companies_filter, limit, .least = 1, .most = PAGE_MOST,
          .help = "1 to 200; 50 unless told."),
    FIELD(companies_filter, cursor, .longest = CURSOR_LONGEST,
          .help = "From the Link of the page before."),
    FIELD(companies_filter, after, .rules = HIDDEN),
    FIELD(companies_filter, after_text, .rules = HIDDEN),
    {0},
};
const struct shape companies_filter_shape = SHAPE(companies_filter, companies_filter_fields);

/* The people are those whom people_list gives for the company. */
#define COMPANY_COLUMNS                                                                            \
    "SELECT c.id AS row, c.uid AS id, c.name, c.domain, c.place,"                                  \
    " (SELECT count(*) FROM (SELECT 1 FROM person p WHERE p.company = c.id"                        \
    "  AND p.trashed_at IS NULL AND p.merged_into IS NULL LIMIT 1001)) AS people,"                 \
    " (SELECT count(*) FROM (SELECT 1 FROM thread WHERE sort = 2 AND owner = c.id"                 \
    "  LIMIT 1001)) AS conversations,"                                                             \
    " (SELECT max(at) FROM thread WHERE sort = 2 AND owner = c.id) AS last_heard_at,"              \
    " c.revision, c.created_at, c.updated_at, c.folded, coalesce(s.story, 0) AS story"             \
    " FROM company c LEFT JOIN company_state s ON s.company = c.id"

enum { MAKE, READ, ROW, LIST, COUNT, CHANGE, TRASH };

const struct statement companies_statements[] = {
    [MAKE] = {.sql = "INSERT INTO company (uid, name, folded, domain, place, revision, created_at,"
                     " updated_at)"
                     " VALUES (:id, :name, :folded, :domain, :place, 1, :created_at, :created_at)",
              .in = &company_shape},
    [READ] = {.sql = COMPANY_COLUMNS " WHERE c.id = :row",
              .in = &row_key_shape,
              .out = &company_shape},
    [ROW] = {.sql = "SELECT id FROM company WHERE uid = :id AND trashed_at IS NULL",
             .in = &id_key_shape},
    [LIST] = {.sql = COMPANY_COLUMNS " WHERE c.trashed_at IS NULL",
              .pieces = {{.with = "after_text",
                          .text = "AND (c.folded, c.id) > (:after_text, :after)"},
                         {.text = "ORDER BY c.folded, c.id LIMIT :limit"}},
              .in = &companies_filter_shape,
              .out = &company_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM company WHERE trashed_at IS NULL"
                      " LIMIT 1001)",
               .in = &companies_filter_shape},
    [CHANGE] = {.sql = "UPDATE company SET name = :name, folded = :folded, domain = :domain,"
                       " place = :place, revision = revision + 1, updated_at = :updated_at"
                       " WHERE id = :row",
                .in = &company_shape},
    [TRASH] = {.sql = "UPDATE company SET trashed_at = :at WHERE id = :row", .in = &row_key_shape},
    {0},
};

struct error *company_row(struct work *w, ident id, int64_t *ret_row)
{
    return row_of(w, &companies_statements[ROW], "company", id, ret_row);
}

struct error *company_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row)
{
    return row_of_field(w, &companies_statements[ROW], "company", id, pointer, ret_row);
}

static struct error *company_read(struct work *w, int64_t row, struct company *ret_company)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&company_shape, ret_company);
    struct error *err = db_find(w, &companies_statements[READ], &key, ret_company, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such company.");
    return err;
}

struct error *company_find(struct work *w, ident id, struct company *ret_company)
{
    int64_t row;
    struct error *err = company_row(w, id, &row);
    return err ? err : company_read(w, row, ret_company);
}

/* What the database needs beside what was asked. */
static void complete(struct work *w, struct company *company)
{
    company->name = text_trim(w->arena, company->name);
    company->folded = text_fold(w->arena, company->name, strlen(company->name));
    if (!company->domain)
        return;
    char *domain = arena_text(w->arena, company->domain);
    for (char *at = domain; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    company->domain = domain;
}

struct error *company_make(struct work *w, const struct company *asked, struct company *ret_made)
{
    struct company made = *asked;
    made.id = ident_is_null(asked->id) ? ident_new(w->now) : asked->id;
    made.created_at = w->now;
    complete(w, &made);
    struct error *err = db_run(w, &companies_statements[MAKE], &made);
    return err ? err : company_read(w, db_last_row(w), ret_made);
}

/* Its people show another name now, or none. */
static struct error *name_has_changed(struct work *w, int64_t row)
{
    struct error *err = names_rise(w);
    if (!err)
        err = company_words(w, row);
    return err ? err : company_story_rises(w, row);
}

struct error *company_change(struct work *w, ident id, const struct company *patch,
                             struct company *ret_changed)
{
    struct company company;
    struct error *err = company_find(w, id, &company);
    if (err)
        return err;
    const char *former = company.name;
    shape_merge(&company_shape, &company, patch);
    company.updated_at = w->now;
    complete(w, &company);
    err = db_run(w, &companies_statements[CHANGE], &company);
    if (!err && strcmp(company.name, former) != 0)
        err = name_has_changed(w, company.row);
    return err ? err : company_read(w, company.row, ret_changed);
}

struct error *company_trash(struct work *w, ident id)
{
    int64_t row;
    struct error *err = company_row(w, id, &row);
    if (err)
        return err;
    struct row_key key = {.row = row, .at = w->now};
    err = db_run(w, &companies_statements[TRASH], &key);
    if (!err)
        err = company_passages(w, row);
    return err ? err : name_has_changed(w, row);
}

struct error *companies_list(struct work *w, const struct companies_filter *filter,
                             struct page *ret_page)
{
    struct companies_filter asked = *filter;
    bool limited = shape_given(&companies_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &company_shape};
    struct error *err = db_list(w, &companies_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &companies_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct company *companies = page.items.items;
    if (page.items.count) {
        page.next_text = companies[page.items.count - 1].folded;
        page.next_row = companies[page.items.count - 1].row;
    }
    *ret_page = page;
    return NULL;
}
