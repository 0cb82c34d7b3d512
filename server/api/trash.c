/* The trash, over HTTP. */
#include "api/resource.h"

#include "logbook/trash.h"

static struct error *list(struct call *call)
{
    return trash_list(&call->work, call->query, &call->page);
}

static struct error *restore(struct call *call)
{
    struct trashed *restored = call_record(call);
    struct error *err = trash_restore(&call->work, call->id, restored);
    call_answers(call, restored, restored->kind, call->id);
    call_repeats(call);
    return err;
}

static const struct route routes[] = {
    {GET,
     "/trash",
     {{HERE, list}},
     READERS,
     NULL,
     &trashed_shape,
     &trash_filter_shape,
     LISTED,
     NULL,
     "What was deleted and can come back, newest first."},
    {POST,
     "/trash/{id}/restore",
     {{WRITER, restore}},
     WRITERS,
     NULL,
     &trashed_shape,
     NULL,
     AUDITED,
     "taken out of the trash",
     "Take something out of the trash."},
    {0},
};

static const struct statement *const statements[] = {trash_statements, trash_purge_statements,
                                                     NULL};

const struct resource trash_resource = {
    .name = "trash",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
};
