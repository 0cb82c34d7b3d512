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

/* A row that is nobody's, where the first person will be once there is one. */
enum { SOMEBODY = 0 };

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

/* The people and members of it; who logs it is one of the members unless others are told. */
static struct error *find_parties(struct work *w, const struct conversation *asked,
                                  struct parties *people, struct parties *members)
{
    struct error *faults = NULL;
    if (!error_gather(&faults, parties_people(w, &asked->people, people)) ||
        !error_gather(&faults, parties_members(w, &asked->members, members)))
        return faults;
    bool told = shape_given(&conversation_shape, asked, "members");
    if (!told && w->actor && w->actor->member)
        parties_add(members, w->actor->member);
    return faults;
}

/* People who were sent and are not known have faults of their own. */
static struct error *check_told(struct work *w, const struct conversation *made,
                                const struct parties *people)
{
    struct error *faults = NULL;
    if (people->count == 0 && made->people.count == 0)
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

/* What is logged with a conversation is of that one. */
static struct error *refuse_another(struct work *w, ident *conversation_id)
{
    struct error *fault = NULL;
    if (!ident_is_null(*conversation_id))
        error_fault(w->arena, &fault, "/conversation_id",
                    "This is of the conversation that is being logged. Leave it out.");
    *conversation_id = (ident){{0}};
    return fault;
}

static void *copy_items(struct arena *arena, const struct list *list, size_t size)
{
    void *items = arena_take(arena, size * (list->count + 1));
    return list->count ? memcpy(items, list->items, size * list->count) : items;
}

/* Fills in what was not told of the facts, and checks them. */
static struct error *settle_facts(struct work *w, struct conversation *made, int64_t first)
{
    struct fact *items = copy_items(w->arena, &made->facts, sizeof(*items));
    struct error *faults = NULL;
    made->facts.items = items;
    for (size_t i = 0; i < made->facts.count; i++) {
        struct fact *fact = &items[i];
        if (ident_is_null(fact->person_id) && ident_is_null(fact->company_id))
            fact->person = first;
        if (fact->told_at.ms == NOTHING)
            fact->told_at = made->happened_at;
        struct error *err = refuse_another(w, &fact->conversation_id);
        error_gather(&err, fact_check(w, fact));
        if (!error_gather(&faults, in_place(w, err, "facts", i)))
            break;
    }
    return faults;
}

static struct error *settle_promises(struct work *w, struct conversation *made, int64_t first)
{
    struct promise *items = copy_items(w->arena, &made->promises, sizeof(*items));
    struct error *faults = NULL;
    made->promises.items = items;
    for (size_t i = 0; i < made->promises.count; i++) {
        struct promise *promise = &items[i];
        if (ident_is_null(promise->person_id))
            promise->person = first;
        struct error *err = refuse_another(w, &promise->conversation_id);
        error_gather(&err, promise_check(w, promise));
        if (!error_gather(&faults, in_place(w, err, "promises", i)))
            break;
    }
    return faults;
}

/* Finds everything that was named, and gives all that is wrong at once. A fact or promise of nobody
 * in particular is of the first person, or of SOMEBODY when there is none. */
static struct error *settle(struct work *w, struct conversation *made, struct capture *capture,
                            struct parties *people, struct parties *members)
{
    struct error *faults = NULL;
    if (!error_gather(&faults, find_parties(w, made, people, members)) ||
        !error_gather(&faults, kind_named(w, made->kind, "/kind", &made->kind_row)) ||
        !error_gather(&faults, capture_resolve(w, made, capture, people, members)))
        return faults;
    int64_t first = people->count ? people->rows[0] : SOMEBODY;
    error_gather(&faults, check_told(w, made, people));
    if (error_gather(&faults, settle_facts(w, made, first)))
        error_gather(&faults, settle_promises(w, made, first));
    return faults;
}

static struct error *write_notes(struct work *w, const struct conversation *made)
{
    const struct fact *facts = made->facts.items;
    const struct promise *promises = made->promises.items;
    struct error *err = NULL;
    for (size_t i = 0; i < made->facts.count && !err; i++) {
        struct fact noted;
        shape_clear(&fact_shape, &noted);
        err = fact_make(w, &facts[i], made->row, &noted);
    }
    for (size_t i = 0; i < made->promises.count && !err; i++) {
        struct promise noted;
        shape_clear(&promise_shape, &noted);
        err = promise_make(w, &promises[i], made->row, &noted);
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
    return err ? err : write_notes(w, made);
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
    struct error *err = settle(w, &made, &capture, &people, &members);
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
