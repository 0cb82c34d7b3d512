/* Making tokens, over HTTP. */
#include "api/resource.h"

#include "logbook/tokens.h"

static struct error *make(struct call *call)
{
    struct token *made = call_record(call);
    struct error *err = token_make(&call->work, call->asked, made);
    call_answers(call, made, "token", made->id);
    return err;
}

static const struct route routes[] = {
    {POST,
     "/tokens",
     {{WRITER, make}},
     ADMINS,
     &token_shape,
     &token_shape,
     NULL,
     MAKES | SECRET,
     "token made",
     "Make a token for a member; its secret is told once."},
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
