/* Facts over HTTP. */
#include "api/resource.h"

#include "logbook/fact_columns.h"
#include "logbook/facts.h"

static struct error *make(struct call *call)
{
    struct fact *made = call_record(call);
    struct error *err = fact_make(&call->work, call->asked, NOTHING, made);
    call_answers(call, made, "fact", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return fact_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return facts_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct fact *changed = call_record(call);
    struct error *err = fact_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "fact", call->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "fact", call->id);
    return fact_trash(&call->work, call->id);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return fact_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/facts",
     {{WRITER, make}},
     WRITERS,
     &fact_shape,
     &fact_shape,
     NULL,
     MAKES,
     "fact noted",
     "Note a fact about a person or a company."},
    {GET,
     "/facts",
     {{HERE, list}},
     READERS,
     NULL,
     &fact_shape,
     &facts_filter_shape,
     LISTED,
     NULL,
     "Facts, narrowed and by page."},
    {GET, "/facts/{id}", {{HERE, read}}, READERS, NULL, &fact_shape, NULL, 0, NULL, "One fact."},
    {PATCH,
     "/facts/{id}",
     {{WRITER, change}},
     WRITERS,
     &fact_shape,
     &fact_shape,
     NULL,
     VERSIONED,
     "fact changed",
     "Change what is sent of a fact."},
    {DELETE,
     "/facts/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | AUDITED,
     "fact deleted",
     "Put a fact into the trash."},
    {0},
};

static const struct statement *const statements[] = {facts_statements, fact_list_statements, NULL};

const struct resource facts_resource = {
    .name = "facts",
    .noun = "fact",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &fact_shape,
    .find = find,
};
