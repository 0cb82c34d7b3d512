/* Promises: making, finding, keeping, releasing. */
#include "logbook/promises.h"

#include "base/text.h"
#include "logbook/conversations.h"
#include "logbook/derive.h"
#include "logbook/members.h"
#include "logbook/people.h"
#include "logbook/promise_columns.h"

const char *const promise_states[] = {"open", "kept", "released", NULL};

static const struct field promise_fields[] = {
    FIELD(promise, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(promise, person_id, .rules = NEVER_NULL, .help = "To whom."),
    FIELD(promise, person_name, .rules = READ_ONLY | DERIVED, .help = "That person's name."),
    FIELD(promise, conversation_id,
          .help = "In which conversation; left out when it is logged with that."),
    FIELD(promise, text, .rules = REQUIRED, .longest = 2000, .help = "What we said we would do."),
    FIELD(promise, due_on, .help = "The day it is due."),
    FIELD(promise, due_time, .check = check_time_of_day,
          .help = "Until when on that day, in the person's place, such as 17:00."),
    FIELD(promise, due_words, .help = "Due in words, such as when it ships."),
    FIELD(promise, by, .help = "The member who does it; if left out, who asks."),
    FIELD(promise, by_name, .rules = READ_ONLY | DERIVED, .help = "That member's name."),
    FIELD(promise, state, .choices = promise_states, .rules = NEVER_NULL,
          .help = "open, kept or released."),
    FIELD(promise, closed_words, .longest = 500,
          .help = "Why it was released, or how it was kept."),
    FIELD(promise, told_at, .help = "When we told them how it ended."),
    FIELD(promise, closed_at, .rules = READ_ONLY, .help = "When it was kept or released."),
    FIELD(promise, kept_by, .rules = READ_ONLY, .help = "The member who kept or released it."),
    FIELD(promise, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(promise, created_at, .rules = READ_ONLY, .help = "When it was made."),
    FIELD(promise, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(promise, row, .rules = HIDDEN),
    FIELD(promise, person, .rules = HIDDEN),
    FIELD(promise, conversation, .rules = HIDDEN),
    {0},
};
const struct shape promise_shape = SHAPE(promise, promise_fields);

enum { MAKE, READ, ROW, CHANGE, TRASH };

const struct statement promises_statements[] = {
    [MAKE] = {.sql = "INSERT INTO promise (uid, person, conversation, text, due_on, due_time,"
                     " due_words, by, state, closed_words, told_at, closed_at, kept_by, revision,"
                     " created_at, updated_at)"
                     " VALUES (:id, :person, :conversation, :text, :due_on, :due_time, :due_words,"
                     " (SELECT id FROM member WHERE uid = :by), :state, :closed_words, :told_at,"
                     " :closed_at, (SELECT id FROM member WHERE uid = :kept_by), 1, :created_at,"
                     " :created_at)",
              .in = &promise_shape},
    [READ] = {.sql = PROMISE_COLUMNS " FROM promise r" PROMISE_PERSON PROMISE_REFS
                                     " WHERE r.id = :row AND " PROMISE_LIVES,
              .in = &row_key_shape,
              .out = &promise_shape},
    [ROW] = {.sql = "SELECT r.id FROM promise r" PROMISE_PERSON
                    " WHERE r.uid = :id AND " PROMISE_LIVES,
             .in = &id_key_shape},
    [CHANGE] = {.sql = "UPDATE promise SET person = :person, conversation = :conversation,"
                       " text = :text, due_on = :due_on, due_time = :due_time,"
                       " due_words = :due_words, by = (SELECT id FROM member WHERE uid = :by),"
                       " state = :state, closed_words = :closed_words, told_at = :told_at,"
                       " closed_at = :closed_at,"
                       " kept_by = (SELECT id FROM member WHERE uid = :kept_by),"
                       " revision = revision + 1, updated_at = :updated_at WHERE id = :row",
                .in = &promise_shape},
    [TRASH] = {.sql = "UPDATE promise SET trashed_at = :at WHERE id = :row", .in = &row_key_shape},
    {0},
};

static bool given(const struct promise *promise, const char *name)
{
    return shape_given(&promise_shape, promise, name);
}

/* Finds the rows of the ids that were asked. */
static void resolve(struct work *w, const struct promise *asked, struct promise *promise,
                    struct error **faults)
{
    int64_t member;
    if (!ident_is_null(asked->person_id))
        error_add(faults, person_row_field(w, asked->person_id, "/person_id", &promise->person));
    else if (promise->person == NOTHING)
        error_fault(w->arena, faults, "/person_id", "Say to whom: send person_id.");
    if (given(asked, "conversation_id") || !ident_is_null(asked->conversation_id))
        error_add(faults, conversation_row_field(w, asked->conversation_id, "/conversation_id",
                                                 &promise->conversation));
    error_add(faults, member_row_field(w, asked->by, "/by", &member));
}

static struct error *check(struct work *w, const struct promise *asked, struct promise *promise)
{
    struct error *faults = NULL;
    resolve(w, asked, promise, &faults);
    bool open = promise->state == PROMISE_OPEN;
    if (promise->due_time && promise->due_on.number == NOTHING)
        error_fault(w->arena, &faults, "/due_time", "A time needs its day: send due_on too.");
    if (open && given(asked, "closed_words") && asked->closed_words)
        error_fault(w->arena, &faults, "/closed_words",
                    "Only a promise that is kept or released has these words.");
    bool why = promise->closed_words && !text_is_blank(promise->closed_words);
    if (promise->state == PROMISE_RELEASED && !why)
        error_fault(w->arena, &faults, "/closed_words", "Say in a word why it is released.");
    return faults;
}

struct error *promise_check(struct work *w, const struct promise *asked)
{
    struct promise promise = *asked;
    return check(w, asked, &promise);
}

/* When and by whom it was closed follows from its state. */
static void settle(struct work *w, unsigned before, struct promise *promise)
{
    if (promise->state == PROMISE_OPEN) {
        promise->closed_at.ms = NOTHING;
        promise->kept_by = (ident){{0}};
    } else if (promise->state != before) {
        promise->closed_at = w->now;
        promise->kept_by = w->actor ? w->actor->member_id : (ident){{0}};
    }
}

static struct error *promise_read(struct work *w, int64_t row, struct promise *ret_promise)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&promise_shape, ret_promise);
    struct error *err = db_find(w, &promises_statements[READ], &key, ret_promise, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such promise.");
    return err;
}

struct error *promise_find(struct work *w, ident id, struct promise *ret_promise)
{
    int64_t row;
    struct error *err = row_of(w, &promises_statements[ROW], "promise", id, &row);
    return err ? err : promise_read(w, row, ret_promise);
}

struct error *promise_make(struct work *w, const struct promise *asked, int64_t conversation,
                           struct promise *ret_made)
{
    struct promise made = *asked;
    made.id = ident_new(w->now);
    made.created_at = w->now;
    made.person = asked->person > 0 ? asked->person : NOTHING;
    made.conversation = conversation > 0 ? conversation : NOTHING;
    if (!given(asked, "by") && ident_is_null(asked->by) && w->actor)
        made.by = w->actor->member_id;
    struct error *err = check(w, asked, &made);
    if (err)
        return err;
    if (made.conversation == NOTHING && conversation > 0)
        made.conversation = conversation;
    settle(w, PROMISE_OPEN, &made);
    err = db_run(w, &promises_statements[MAKE], &made);
    if (err)
        return err;
    int64_t row = db_last_row(w);
    err = promise_passage(w, row);
    if (!err)
        err = person_story_rises(w, made.person);
    return err ? err : promise_read(w, row, ret_made);
}

struct error *promise_change(struct work *w, ident id, const struct promise *patch,
                             struct promise *ret_changed)
{
    struct promise promise;
    struct error *err = promise_find(w, id, &promise);
    if (err)
        return err;
    int64_t person = promise.person;
    unsigned state = promise.state;
    shape_merge(&promise_shape, &promise, patch);
    promise.updated_at = w->now;
    /* Why it was released says nothing about how it is kept, nor the other way round. */
    if (promise.state != state && !given(patch, "closed_words"))
        promise.closed_words = NULL;
    err = check(w, patch, &promise);
    if (err)
        return err;
    settle(w, state, &promise);
    err = db_run(w, &promises_statements[CHANGE], &promise);
    if (!err)
        err = promise_passage(w, promise.row);
    if (!err)
        err = person_story_rises(w, promise.person);
    if (!err && promise.person != person)
        err = person_story_rises(w, person);
    return err ? err : promise_read(w, promise.row, ret_changed);
}

struct error *promise_trash(struct work *w, ident id)
{
    struct promise promise;
    struct error *err = promise_find(w, id, &promise);
    if (err)
        return err;
    struct row_key key = {.row = promise.row, .at = w->now};
    err = db_run(w, &promises_statements[TRASH], &key);
    if (!err)
        err = promise_passage(w, promise.row);
    return err ? err : person_story_rises(w, promise.person);
}
