/* Themes over HTTP: meaning, renaming, merging, their people. */
#include "api/resource.h"

#include "api/audited.h"
#include "logbook/derive.h"
#include "logbook/people.h"
#include "logbook/people_list.h"
#include "logbook/theme_parts.h"
#include "logbook/themes.h"

/* How one theme is asked for. */
struct theme_query {
    uint64_t given;
    day until;
};

static const struct field theme_query_fields[] = {
    FIELD(theme_query, until, .help = "With weeks: the twelve up to this day."),
    {0},
};
static const struct shape theme_query_shape = SHAPE(theme_query, theme_query_fields);

static struct error *make(struct call *call)
{
    struct theme *made = call_record(call);
    struct error *err = theme_make(&call->work, call->asked, made);
    call_answers(call, made, "theme", made->id);
    return err;
}

static struct error *read(struct call *call)
{
    const struct theme_query *query = call->query;
    call->record = call_record(call);
    return theme_find(&call->work, call->id, query->until, call->record);
}

static struct error *list(struct call *call)
{
    return themes_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct theme *changed = call_record(call);
    struct error *err = theme_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "theme", call->id);
    return err;
}

static struct error *merge(struct call *call)
{
    struct theme *into = call_record(call);
    struct error *err = theme_merge(&call->work, call->id, call->asked, into);
    call_answers(call, into, "theme", into->id);
    audited_names(call, call->id);
    return err;
}

/* The list of people with one more filter: the theme of the path. */
static struct error *people(struct call *call)
{
    int64_t row;
    struct error *err = theme_row(&call->work, call->id, &row);
    if (!err)
        err = call_narrow(call, "theme");
    return err ? err : people_list(&call->work, call->query, &call->page);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return theme_find(w, id, (day){NOTHING}, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/themes",
     {{WRITER, make}},
     WRITERS,
     &theme_shape,
     &theme_shape,
     NULL,
     MAKES,
     "theme made",
     "Make a theme and say what it means."},
    {GET,
     "/themes",
     {{HERE, list}},
     READERS,
     NULL,
     &theme_shape,
     &themes_filter_shape,
     LISTED,
     NULL,
     "Themes by number of people."},
    {GET,
     "/themes/{id}",
     {{HERE, read}},
     READERS,
     NULL,
     &theme_shape,
     &theme_query_shape,
     0,
     NULL,
     "One theme."},
    {PATCH,
     "/themes/{id}",
     {{WRITER, change}},
     WRITERS,
     &theme_shape,
     &theme_shape,
     NULL,
     VERSIONED,
     "theme changed",
     "Rename a theme, or say what it means."},
    {POST,
     "/themes/{id}/merge",
     {{WRITER, merge}},
     WRITERS,
     &theme_merge_shape,
     &theme_shape,
     NULL,
     VERSIONED | LONG | AUDITED,
     "theme merged",
     "Take all words of a theme into another; no body is touched."},
    {GET,
     "/themes/{id}/people",
     {{HERE, people}},
     READERS,
     NULL,
     &person_shape,
     &people_filter_shape,
     LISTED,
     NULL,
     "People in whose conversations the theme came up."},
    {0},
};

static const struct statement *const statements[] = {themes_statements, theme_list_statements,
                                                     theme_merge_statements,
                                                     theme_counts_statements, NULL};

const struct resource themes_resource = {
    .name = "themes",
    .noun = "theme",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &theme_shape,
    .find = find,
};
