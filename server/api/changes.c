/* Changes over HTTP, and taking them back. */
#include "api/resource.h"

#include "api/idempotency.h"
#include "logbook/changes.h"
#include "logbook/consequences.h"

static struct error *list(struct call *call)
{
    return changes_list(&call->work, call->query, &call->page);
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return change_find(&call->work, call->number, call->record);
}

static struct error *undo(struct call *call)
{
    struct change *undone = call_record(call);
    struct error *err = change_undo(&call->work, call->number, undone);
    call_answers(call, undone, undone->subject, undone->subject_id);
    call->undoes = undone->act;
    call->audit_words = arena_print(call->work.arena, "change %lld: %s", (long long)undone->act,
                                    undone->what ? undone->what : "");
    call_repeats(call);
    return err;
}

static const struct route routes[] = {
    {GET,
     "/changes",
     {{HERE, list}},
     READERS,
     NULL,
     &change_shape,
     &changes_filter_shape,
     LISTED,
     NULL,
     "What was done, newest first."},
    {GET,
     "/changes/{n}",
     {{HERE, read}},
     READERS,
     NULL,
     &change_shape,
     NULL,
     0,
     NULL,
     "One change."},
    {POST,
     "/changes/{n}/undo",
     {{WRITER, undo}},
     WRITERS,
     NULL,
     &change_shape,
     NULL,
     LONG | AUDITED,
     "change undone",
     "Put back what a change replaced, unless something later touched it."},
    {0},
};

static const struct statement *const statements[] = {changes_statements,
                                                     undo_statements,
                                                     undo_merge_statements,
                                                     undo_people_statements,
                                                     undo_references_statements,
                                                     consequences_statements,
                                                     shared_statements,
                                                     idempotency_statements,
                                                     NULL};

const struct resource changes_resource = {
    .name = "changes",
    .noun = "change",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &change_shape,
};
