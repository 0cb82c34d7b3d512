/* Tokens over HTTP. */
#include "api/resource.h"

#include "logbook/tokens.h"

static struct error *make(struct call *call)
{
    struct token *made = call_record(call);
    struct error *err = token_make(&call->work, call->asked, made);
    call_answers(call, made, "token", made->id);
    return err;
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
     MAKES | SECRET,
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
     UNKEPT | FREES,
     NULL,
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
