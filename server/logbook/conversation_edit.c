/* Editing a conversation: what is sent of it, and those whom a new text mentions. */
#include "logbook/conversation_parts.h"

#include "logbook/capture.h"
#include "logbook/derive.h"
#include "logbook/kinds.h"
#include "logbook/parties.h"

enum { CHANGE };

const struct statement conversation_edit_statements[] = {
    [CHANGE] = {.sql = "UPDATE conversation SET kind = :kind_row, direction = :direction,"
                       " happened_at = :happened_at, minutes = :minutes, summary = :summary,"
                       " body = :body, revision = revision + 1, edited_at = :edited_at"
                       " WHERE id = :row",
                .in = &conversation_shape},
    {0},
};

static bool sent(const struct conversation *patch, const char *name)
{
    return shape_given(&conversation_shape, patch, name);
}

/* Who is in a conversation from now on, and whether that is to be written. */
struct seating {
    struct parties people;
    struct parties members;
    bool people_change;
    bool members_change;
};

/* Those whom the patch names, else those who were there. */
static struct error *find_parties(struct work *w, int64_t row, const struct conversation *patch,
                                  struct seating *seating)
{
    struct error *faults = NULL;
    seating->people_change = sent(patch, "people");
    seating->members_change = sent(patch, "members");
    struct error *err = seating->people_change ? parties_people(w, &patch->people, &seating->people)
                                               : parties_seated_people(w, row, &seating->people);
    if (!error_gather(&faults, err))
        return faults;
    err = seating->members_change ? parties_members(w, &patch->members, &seating->members)
                                  : parties_seated_members(w, row, &seating->members);
    error_gather(&faults, err);
    return faults;
}

/* A new text brings in those whom it mentions. */
static struct error *add_mentioned(struct work *w, const struct conversation *now,
                                   struct seating *seating)
{
    struct capture capture;
    size_t people = seating->people.count;
    size_t members = seating->members.count;
    capture_read(w->arena, now, &capture);
    struct error *err = capture_mentions(w, &capture, &seating->people, &seating->members);
    seating->people_change = seating->people_change || seating->people.count > people;
    seating->members_change = seating->members_change || seating->members.count > members;
    return err;
}

/* Gives all that is wrong with an edit at once. */
static struct error *settle(struct work *w, struct conversation *now,
                            const struct conversation *patch, struct seating *seating)
{
    struct error *faults = NULL;
    if (!error_gather(&faults, kind_named(w, now->kind, "/kind", &now->kind_row)) ||
        !error_gather(&faults, find_parties(w, now->row, patch, seating)))
        return faults;
    if (sent(patch, "body") && !error_gather(&faults, add_mentioned(w, now, seating)))
        return faults;
    bool nobody = seating->people.count == 0 && patch->people.count == 0;
    if (sent(patch, "people") && nobody)
        error_fault(w->arena, &faults, "/people", "Name at least one person.");
    return faults;
}

static struct error *write_parties(struct work *w, int64_t row, const struct seating *seating)
{
    struct error *err = NULL;
    if (seating->people_change)
        err = parties_write_people(w, row, &seating->people);
    if (!err && seating->members_change)
        err = parties_write_members(w, row, &seating->members);
    return err;
}

struct error *conversation_change(struct work *w, ident id, const struct conversation *patch,
                                  struct conversation *ret_changed)
{
    struct conversation now;
    struct seating seating = {.people_change = false};
    struct error *err = conversation_find(w, id, &now);
    if (err)
        return err;
    int64_t row = now.row;
    now.people = now.members = (struct list){0};
    shape_merge(&conversation_shape, &now, patch);
    now.edited_at = w->now;
    err = settle(w, &now, patch, &seating);
    if (!err)
        err = conversation_withdraw(w, row);
    if (!err)
        err = write_parties(w, row, &seating);
    if (!err)
        err = db_run(w, &conversation_edit_statements[CHANGE], &now);
    if (!err && sent(patch, "turns"))
        err = conversation_write_turns(w, &now);
    if (!err)
        err = conversation_derive(w, row);
    return err ? err : conversation_read(w, row, ret_changed);
}
