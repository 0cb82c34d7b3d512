/* Finding over HTTP. */
#include "logbook/search.h"
#include "api/cursor.h"
#include "api/resource.h"

/* How the answer is cut, not what is looked for. */
static const char *const not_asked[] = {"only", "limit", "cursor", NULL};

static struct error *search(struct call *call)
{
    struct search *found = call_record(call);
    struct error *err = search_find(&call->work, call->query, found);
    if (err)
        return err;
    found->asked = parameters_without(call, not_asked);
    call->page.next_at = found->next_at;
    call->page.next_row = found->next_row;
    if (found->more_words) {
        found->next = cursor_next(call);
        reply_header(&call->request->reply, "Link",
                     arena_print(call->work.arena, "<%s>; rel=\"next\"", found->next));
    }
    call->record = found;
    return NULL;
}

static const struct route routes[] = {
    {GET,
     "/search",
     {{HERE, search}},
     READERS,
     NULL,
     &search_shape,
     &search_query_shape,
     0,
     NULL,
     "Find people, words, themes and tags by what somebody types."},
    {0},
};

static const struct statement *const statements[] = {
    search_statements,         search_people_statements, search_slips_statements,
    search_bearers_statements, search_shown_statements,  search_match_statements,
    search_terms_statements,   search_words_statements,  NULL};

const struct resource search_resource = {
    .name = "search",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
