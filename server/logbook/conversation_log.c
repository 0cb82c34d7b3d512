/* Logging a conversation: the moment after a call. */
#include "logbook/conversation_parts.h"

#include "base/text.h"
#include "logbook/capture.h"
#include "logbook/derive.h"
#include "logbook/facts.h"
#include "logbook/kinds.h"
#include "logbook/parties.h"
#include "logbook/promises.h"

#include <string.h>

enum { LOG };

const struct statement conversation_log_statements[] = {
    [LOG] = {.sql = "INSERT INTO conversation (uid, kind, direction, happened_at, minutes, summary,"
                    " body, sent, source, logged_by, revision, created_at)"
                    " VALUES (:id, :kind_row, :direction, :happened_at, :minutes, :summary, :body,"
                    " :sent, :source, :logged_by_row, 1, :created_at)",
             .in = &conversation_shape},
    {0},
};

/* What was not told: now, a note, the member who writes. */
static void fill_in(struct work *w, struct conversation *made)
{
    int64_t member = w->actor ? w->actor->member : 0;
    made->id = ident_new(w->now);
    made->created_at = w->now;
    made->logged_by_row = member ? member : NOTHING;
    if (!made->kind)
        made->kind = "note";
    if (made->happened_at.ms == NOTHING)
        made->happened_at = w->now;
    if (!made->body)
        made->body = "";
}

static struct error *find_parties(struct work *w, const struct conversation *asked,
                                  struct parties *people, struct parties *members)
{
    struct error *faults = NULL;
    struct error *err = parties_people(w, &asked->people, people);
    if (err && err->kind != ERROR_INVALID)
        return err;
    error_add(&faults, err);
    err = parties_members(w, &asked->members, members);
    if (err && err->kind != ERROR_INVALID)
        return err;
    error_add(&faults, err);
    bool told = shape_given(&conversation_shape, asked, "members");
    if (!told && w->actor && w->actor->member)
        parties_add(members, w->actor->member);
    return faults;
}

static struct error *check_told(struct work *w, const struct conversation *made,
                                const struct parties *people)
{
    struct error *faults = NULL;
    if (people->count == 0)
        error_fault(w->arena, &faults, "/people", "Name at least one person.");
    bool told = !text_is_blank(made->body) || made->summary || made->turns.count ||
                made->facts.count || made->promises.count || made->minutes != NOTHING;
    if (!told)
        error_fault(w->arena, &faults, "/body",
                    "Write down what was said: a body, a summary, turns, facts or promises.");
    return faults;
}

/* Prefixes the pointers of a fact's or promise's faults with its place in the body. */
static struct error *in_place(struct work *w, struct error *err, const char *list, size_t at)
{
    for (struct error *fault = err; fault; fault = fault->next) {
        if (fault->pointer)
            fault->pointer = arena_print(w->arena, "/%s/%zu%s", list, at, fault->pointer);
    }
    return err;
}

static struct error *write_facts(struct work *w, const struct conversation *asked,
                                 int64_t conversation, int64_t first)
{
    const struct fact *items = asked->facts.items;
    struct error *err = NULL;
    for (size_t i = 0; i < asked->facts.count && !err; i++) {
        struct fact fact = items[i];
        struct fact made;
        shape_clear(&fact_shape, &made);
        if (ident_is_null(fact.person_id) && ident_is_null(fact.company_id))
            fact.person = first;
        if (fact.told_at.ms == NOTHING)
            fact.told_at = asked->happened_at;
        err = in_place(w, fact_make(w, &fact, conversation, &made), "facts", i);
    }
    return err;
}

static struct error *write_promises(struct work *w, const struct conversation *asked,
                                    int64_t conversation, int64_t first)
{
    const struct promise *items = asked->promises.items;
    struct error *err = NULL;
    for (size_t i = 0; i < asked->promises.count && !err; i++) {
        struct promise promise = items[i];
        struct promise made;
        shape_clear(&promise_shape, &made);
        if (ident_is_null(promise.person_id))
            promise.person = first;
        err = in_place(w, promise_make(w, &promise, conversation, &made), "promises", i);
    }
    return err;
}

static struct error *write_parts(struct work *w, struct conversation *made,
                                 const struct parties *people, const struct parties *members)
{
    struct error *err = db_run(w, &conversation_log_statements[LOG], made);
    if (err)
        return err;
    made->row = db_last_row(w);
    if (made->turns.count)
        err = conversation_write_turns(w, made);
    if (!err)
        err = parties_write_people(w, made->row, people);
    if (!err)
        err = parties_write_members(w, made->row, members);
    if (!err)
        err = write_facts(w, made, made->row, people->rows[0]);
    return err ? err : write_promises(w, made, made->row, people->rows[0]);
}

struct error *conversation_log(struct work *w, const struct conversation *asked,
                               struct conversation *ret_logged)
{
    struct conversation made = *asked;
    struct parties people = {.count = 0};
    struct parties members = {.count = 0};
    struct capture capture;
    fill_in(w, &made);
    capture_read(w->arena, &made, &capture);
    struct error *err = find_parties(w, &made, &people, &members);
    struct error *wrong_kind = kind_named(w, made.kind, "/kind", &made.kind_row);
    error_add(&err, wrong_kind);
    if (!err)
        err = capture_resolve(w, &made, &capture, &people, &members);
    if (!err)
        err = check_told(w, &made, &people);
    if (err)
        return err;
    const char *sent = made.body;
    made.body = marks_remainder(w->arena, sent, strlen(sent), &capture.marks, capture.taken);
    made.sent = strcmp(sent, made.body) == 0 ? NULL : sent;
    err = write_parts(w, &made, &people, &members);
    struct conversation text = made;
    text.body = sent;
    struct list captured = {0};
    if (!err)
        err = capture_write(w, &text, &capture, made.row, people.rows[0], &captured);
    if (!err)
        err = conversation_derive(w, made.row);
    if (!err)
        err = conversation_read(w, made.row, ret_logged);
    if (err)
        return err;
    ret_logged->captured = captured;
    ret_logged->unresolved = capture.unresolved;
    shape_give(&conversation_shape, ret_logged, "captured");
    shape_give(&conversation_shape, ret_logged, "unresolved");
    return NULL;
}
