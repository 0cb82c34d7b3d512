/* Tokens over HTTP. */
#include "api/resource.h"

#include "logbook/tokens.h"

/* Whose it is and what it may do: "laptop, for Rui: read, write". */
static struct error *tell(struct call *call, const struct token *made)
{
    struct arena *arena = call->work.arena;
    struct list scopes = made->scopes;
    struct error *err = shape_items(arena, shape_field(&token_shape, "scopes", NULL), &scopes);
    if (err)
        return err;
    const char *const *words = scopes.items;
    const char *told = arena_print(arena, "%s, for %s", made->name, made->member_name);
    for (size_t i = 0; i < scopes.count; i++)
        told = arena_print(arena, "%s%s%s", told, i ? ", " : ": ", words[i]);
    call->audit_words = told;
    return NULL;
}

static struct error *make(struct call *call)
{
    struct token *made = call_record(call);
    struct error *err = token_make(&call->work, call->asked, made);
    call_answers(call, made, "token", made->id);
    return err ? err : tell(call, made);
}

static struct error *list(struct call *call)
{
    return tokens_list(&call->work, call->query, &call->page);
}

static struct error *withdraw(struct call *call)
{
    struct token withdrawn;
    struct error *err = token_withdraw(&call->work, call->id, &withdrawn);
    call_answers(call, NULL, "token", call->id);
    if (!err)
        call->audit_words =
            arena_print(call->work.arena, "%s, of %s", withdrawn.name, withdrawn.member_name);
    return err;
}

static const struct route routes[] = {
    {POST,
     "/tokens",
     {{WRITER, make}},
     SELVES,
     &token_shape,
     &token_shape,
     NULL,
     MAKES | SECRET | AUDITED,
     "token made",
     "Make a token for yourself, or, as an owner, for a member; its secret is told once."},
    {GET,
     "/tokens",
     {{HERE, list}},
     SELVES,
     NULL,
     &token_shape,
     &tokens_filter_shape,
     LISTED | UNKEPT,
     NULL,
     "Your tokens that can be used; for owners, those of all. Newest first."},
    {DELETE,
     "/tokens/{id}",
     {{WRITER, withdraw}},
     SELVES,
     NULL,
     NULL,
     NULL,
     UNKEPT | FREES | AUDITED,
     "token withdrawn",
     "Withdraw a token: it ends at once."},
    {0},
};

static const struct statement *const statements[] = {tokens_statements, NULL};

const struct resource tokens_resource = {
    .name = "tokens",
    .noun = "token",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &token_shape,
};
