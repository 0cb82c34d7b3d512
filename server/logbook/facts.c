/* Facts: making, finding, changing. */
#include "logbook/facts.h"

#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/derive.h"
#include "logbook/fact_columns.h"
#include "logbook/people.h"

static const struct field fact_fields[] = {
    FIELD(fact, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(fact, person_id, .help = "Whom it is about; or else company_id."),
    FIELD(fact, company_id, .help = "What it is about; or else person_id."),
    FIELD(fact, text, .rules = REQUIRED, .longest = 2000, .help = "The line to remember."),
    FIELD(fact, told_by, .help = "The person who told us."),
    FIELD(fact, told_by_name, .rules = READ_ONLY | DERIVED, .help = "That person's name."),
    FIELD(fact, told_at, .help = "When we were told; if left out, when the conversation was."),
    FIELD(fact, conversation_id,
          .help = "The conversation it came from; left out when it is logged with that."),
    FIELD(fact, shown,
          .help = "Whether the customer sees it; if left out, only when they told us."),
    FIELD(fact, position, .least = 0, .most = 1000000000,
          .help = "The order in which facts are read, from 0; if left out, behind the others."),
    FIELD(fact, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(fact, created_at, .rules = READ_ONLY, .help = "When it was written down."),
    FIELD(fact, updated_at, .rules = READ_ONLY, .help = "When it was last edited."),
    FIELD(fact, row, .rules = HIDDEN),
    FIELD(fact, person, .rules = HIDDEN),
    FIELD(fact, company, .rules = HIDDEN),
    FIELD(fact, teller, .rules = HIDDEN),
    FIELD(fact, conversation, .rules = HIDDEN),
    {0},
};
const struct shape fact_shape = SHAPE(fact, fact_fields);

enum { MAKE, READ, ROW, CHANGE, TRASH, HAPPENED_AT, BEHIND_PERSON, BEHIND_COMPANY };

const struct statement facts_statements[] = {
    [MAKE] = {.sql = "INSERT INTO fact (uid, person, company, text, told_by, told_at, conversation,"
                     " shown, position, revision, created_at, updated_at)"
                     " VALUES (:id, :person, :company, :text, :teller, :told_at, :conversation,"
                     " :shown, :position, 1, :created_at, :created_at)",
              .in = &fact_shape},
    [READ] = {.sql = FACT_COLUMNS " FROM fact f" FACT_OWNERS FACT_REFS
                                  " WHERE f.id = :row AND " FACT_LIVES,
              .in = &row_key_shape,
              .out = &fact_shape},
    [ROW] = {.sql = "SELECT f.id FROM fact f" FACT_OWNERS " WHERE f.uid = :id AND " FACT_LIVES,
             .in = &id_key_shape},
    [CHANGE] = {.sql = "UPDATE fact SET person = :person, company = :company, text = :text,"
                       " told_by = :teller, told_at = :told_at, conversation = :conversation,"
                       " shown = :shown, position = :position, revision = revision + 1,"
                       " updated_at = :updated_at WHERE id = :row",
                .in = &fact_shape},
    [TRASH] = {.sql = "UPDATE fact SET trashed_at = :at WHERE id = :row", .in = &row_key_shape},
    [HAPPENED_AT] = {.sql = "SELECT happened_at FROM conversation WHERE id = :conversation",
                     .in = &fact_shape},
    [BEHIND_PERSON] = {.sql = "SELECT coalesce(max(position) + 1, 0) FROM fact"
                              " WHERE person = :person AND trashed_at IS NULL",
                       .in = &fact_shape},
    [BEHIND_COMPANY] = {.sql = "SELECT coalesce(max(position) + 1, 0) FROM fact"
                               " WHERE company = :company AND trashed_at IS NULL",
                        .in = &fact_shape},
    {0},
};

/* An id in a body and the row that it stands for. */
static const struct link {
    const char *name;
    const char *pointer;
    size_t id;
    size_t row;
    struct error *(*find)(struct work *, ident, const char *, int64_t *);
} links[] = {
    {"person_id", "/person_id", offsetof(struct fact, person_id), offsetof(struct fact, person),
     person_row_field},
    {"company_id", "/company_id", offsetof(struct fact, company_id), offsetof(struct fact, company),
     company_row_field},
    {"told_by", "/told_by", offsetof(struct fact, told_by), offsetof(struct fact, teller),
     person_row_field},
    {"conversation_id", "/conversation_id", offsetof(struct fact, conversation_id),
     offsetof(struct fact, conversation), conversation_row_field},
};

/* Finds the rows of the ids that were asked, and refuses what is about nobody, or about two. */
static struct error *resolve(struct work *w, const struct fact *asked, struct fact *fact)
{
    struct error *faults = NULL;
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
        const struct link *link = &links[i];
        ident id = *(const ident *)((const char *)asked + link->id);
        int64_t *row = (int64_t *)((char *)fact + link->row);
        bool asked_for = shape_given(&fact_shape, asked, link->name) || !ident_is_null(id);
        if (asked_for && !error_gather(&faults, link->find(w, id, link->pointer, row)))
            break;
    }
    if (faults)
        return faults;
    if (fact->person == NOTHING && fact->company == NOTHING)
        error_fault(w->arena, &faults, "/person_id",
                    "Say whom this is about: send person_id or company_id.");
    if (fact->person != NOTHING && fact->company != NOTHING)
        error_fault(w->arena, &faults, "/company_id",
                    "A fact is about a person or about a company, not both: set one to null.");
    return faults;
}

struct error *fact_check(struct work *w, const struct fact *asked)
{
    struct fact fact = *asked;
    return resolve(w, asked, &fact);
}

/* Unless it was asked, only the person who told a fact about themselves sees it. */
static void settle_shown(const struct fact *asked, struct fact *fact)
{
    if (!shape_given(&fact_shape, asked, "shown"))
        fact->shown = fact->person != NOTHING && fact->teller == fact->person;
}

/* Unless it was asked, a fact comes behind the others about the same person or company. */
static struct error *settle_position(struct work *w, const struct fact *asked, struct fact *fact)
{
    if (shape_given(&fact_shape, asked, "position") && asked->position != NOTHING)
        return NULL;
    int statement = fact->person != NOTHING ? BEHIND_PERSON : BEHIND_COMPANY;
    return db_number(w, &facts_statements[statement], fact, &fact->position);
}

static struct error *rise(struct work *w, int64_t person, int64_t company)
{
    struct error *err = person_story_rises(w, person);
    return err ? err : company_story_rises(w, company);
}

static struct error *fact_read(struct work *w, int64_t row, struct fact *ret_fact)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&fact_shape, ret_fact);
    struct error *err = db_find(w, &facts_statements[READ], &key, ret_fact, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such fact.");
    return err;
}

struct error *fact_find(struct work *w, ident id, struct fact *ret_fact)
{
    int64_t row;
    struct error *err = row_of(w, &facts_statements[ROW], "fact", id, &row);
    return err ? err : fact_read(w, row, ret_fact);
}

/* When nobody said so, we were told in the conversation, or just now. */
static struct error *tell_when(struct work *w, struct fact *made)
{
    if (made->told_at.ms != NOTHING)
        return NULL;
    struct error *err = db_number(w, &facts_statements[HAPPENED_AT], made, &made->told_at.ms);
    if (!err && made->told_at.ms == NOTHING)
        made->told_at = w->now;
    return err;
}

struct error *fact_make(struct work *w, const struct fact *asked, int64_t conversation,
                        struct fact *ret_made)
{
    struct fact made = *asked;
    made.id = ident_new(w->now);
    made.created_at = w->now;
    made.person = asked->person > 0 ? asked->person : NOTHING;
    made.company = made.teller = NOTHING;
    made.conversation = conversation > 0 ? conversation : NOTHING;
    struct error *err = resolve(w, asked, &made);
    if (made.conversation == NOTHING && conversation > 0)
        made.conversation = conversation;
    settle_shown(asked, &made);
    if (!err)
        err = settle_position(w, asked, &made);
    if (!err)
        err = tell_when(w, &made);
    if (!err)
        err = db_run(w, &facts_statements[MAKE], &made);
    if (err)
        return err;
    int64_t row = db_last_row(w);
    err = fact_passage(w, row);
    if (!err)
        err = rise(w, made.person, made.company);
    return err ? err : fact_read(w, row, ret_made);
}

struct error *fact_change(struct work *w, ident id, const struct fact *patch,
                          struct fact *ret_changed)
{
    struct fact fact;
    struct error *err = fact_find(w, id, &fact);
    if (err)
        return err;
    int64_t person = fact.person;
    int64_t company = fact.company;
    int64_t teller = fact.teller;
    int64_t position = fact.position;
    shape_merge(&fact_shape, &fact, patch);
    fact.updated_at = w->now;
    if (fact.position == NOTHING)
        fact.position = position;
    err = resolve(w, patch, &fact);
    bool moves = fact.person != person || fact.company != company;
    if (moves || fact.teller != teller)
        settle_shown(patch, &fact);
    if (!err && moves)
        err = settle_position(w, patch, &fact);
    if (!err)
        err = db_run(w, &facts_statements[CHANGE], &fact);
    if (!err)
        err = fact_passage(w, fact.row);
    if (!err)
        err = rise(w, fact.person, fact.company);
    if (!err && moves)
        err = rise(w, person, company);
    return err ? err : fact_read(w, fact.row, ret_changed);
}

struct error *fact_trash(struct work *w, ident id)
{
    struct fact fact;
    struct error *err = fact_find(w, id, &fact);
    if (err)
        return err;
    struct row_key key = {.row = fact.row, .at = w->now};
    err = db_run(w, &facts_statements[TRASH], &key);
    if (!err)
        err = fact_passage(w, fact.row);
    return err ? err : rise(w, fact.person, fact.company);
}
