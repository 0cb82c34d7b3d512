/* Companies over HTTP. */
#include "api/resource.h"

#include "logbook/companies.h"
#include "logbook/conversations.h"

static struct error *make(struct call *call)
{
    struct company *made = call_record(call);
    struct error *err = company_make(&call->work, call->asked, made);
    call_answers(call, made, "company", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return company_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return companies_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct company *changed = call_record(call);
    struct error *err = company_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "company", call->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "company", call->id);
    return company_trash(&call->work, call->id);
}

/* The list of conversations with one more filter: the company of the path. */
static struct error *timeline(struct call *call)
{
    int64_t row;
    struct error *err = company_row(&call->work, call->id, &row);
    if (!err)
        err = call_narrow(call, "company");
    return err ? err : conversations_list(&call->work, call->query, &call->page);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return company_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/companies",
     {{WRITER, make}},
     WRITERS,
     &company_shape,
     &company_shape,
     NULL,
     MAKES,
     "company made",
     "Write a company down."},
    {GET,
     "/companies",
     {{HERE, list}},
     READERS,
     NULL,
     &company_shape,
     &companies_filter_shape,
     LISTED,
     NULL,
     "Companies by name."},
    {GET,
     "/companies/{id}",
     {{HERE, read}},
     READERS,
     NULL,
     &company_shape,
     NULL,
     0,
     NULL,
     "One company."},
    {PATCH,
     "/companies/{id}",
     {{WRITER, change}},
     WRITERS,
     &company_shape,
     &company_shape,
     NULL,
     VERSIONED,
     "company changed",
     "Change what is sent of a company."},
    {DELETE,
     "/companies/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | AUDITED,
     "company deleted",
     "Put a company into the trash; its people stay."},
    {GET,
     "/companies/{id}/timeline",
     {{HERE, timeline}},
     READERS,
     NULL,
     &conversation_shape,
     &conversations_filter_shape,
     LISTED,
     NULL,
     "Conversations with the people of a company, newest first."},
    {0},
};

static const struct statement *const statements[] = {companies_statements, NULL};

const struct resource companies_resource = {
    .name = "companies",
    .noun = "company",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &company_shape,
    .find = find,
};
