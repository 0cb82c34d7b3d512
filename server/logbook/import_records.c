/* Writes the lines of people, conversations, facts, promises and views, with all that follows from
 * them. */
#include "logbook/import_parts.h"

#include "base/text.h"
#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/views.h"

#include <string.h>

enum {
    ADD_PERSON,
    EXPECT_PERSON,
    PUT_TAG_ON,
    ADD_CONVERSATION,
    ADD_TURNS,
    SEAT_PERSON,
    SEAT_MEMBER,
    ADD_CHANGE,
    ADD_VERSION,
    ADD_FACT,
    ADD_PROMISE,
    ADD_VIEW,
};

const struct statement import_records_statements[] = {
    [ADD_PERSON] =
        {.sql =
             "INSERT INTO person (uid, name, folded, reads_as, company, role, place,"
             " time_zone, languages, prefers, known_by, since, handles, dates,"
             " rested_until, merged_into, revision, created_at, updated_at,"
             " trashed_at) VALUES (:id, :name, :folded, :reads_as, " REF(
                 "company",
                 "company_id") ", :role, :place, :time_zone, :languages,"
                               " :prefers, " REF(
                                   "member",
                                   "known_by") ", :since, :handles, :dates,"
                                               " :rested_until, " REF(
                                                   "person",
                                                   "merged_into") ", :revision,"
                                                                  " :created_at, :updated_at, "
                                                                  ":trashed_at)"
                                                                  " ON CONFLICT (uid) DO UPDATE "
                                                                  "SET name = excluded.name,"
                                                                  " folded = excluded.folded, "
                                                                  "reads_as = excluded.reads_as,"
                                                                  " company = excluded.company, "
                                                                  "role = excluded.role,"
                                                                  " place = excluded.place, "
                                                                  "time_zone = excluded.time_zone,"
                                                                  " languages = "
                                                                  "excluded.languages, prefers = "
                                                                  "excluded.prefers,"
                                                                  " known_by = excluded.known_by, "
                                                                  "since = excluded.since,"
                                                                  " handles = excluded.handles, "
                                                                  "dates = excluded.dates,"
                                                                  " rested_until = "
                                                                  "excluded.rested_until,"
                                                                  " merged_into = "
                                                                  "excluded.merged_into, revision "
                                                                  "= excluded.revision,"
                                                                  " created_at = "
                                                                  "excluded.created_at, updated_at "
                                                                  "= excluded.updated_at,"
                                                                  " trashed_at = "
                                                                  "excluded.trashed_at" EXPECTED,
         .in = &person_line_shape},
    [EXPECT_PERSON] = {.sql = "INSERT INTO person (uid, name, folded, languages, handles, dates,"
                              " revision, created_at, updated_at)"
                              " VALUES (:id, '', '', '[]', '[]', '[]', 0, 0, 0)"
                              " ON CONFLICT (uid) DO NOTHING",
                       .in = &id_key_shape},
    [PUT_TAG_ON] = {.sql =
                        "INSERT INTO person_tag (person, tag) VALUES (:row, " REF("tag", "id") ")",
                    .in = &seat_line_shape},
    [ADD_CONVERSATION] =
        {.sql =
             "INSERT INTO conversation (uid, kind, direction, happened_at,"
             " minutes, summary, body, sent, source, logged_by, revision,"
             " created_at, edited_at, trashed_at) VALUES (:id, " REF(
                 "kind", "kind_id") ", :direction, :happened_at, :minutes,"
                                    " :summary, :body, :sent, :source, " REF(
                                        "member",
                                        "logged_by") ", :revision, :created_at, :edited_at,"
                                                     " :trashed_at) ON CONFLICT (uid) DO NOTHING",
         .in = &conversation_line_shape},
    [ADD_TURNS] = {.sql = "INSERT INTO conversation_turns (id, turns)"
                          " VALUES (" REF("conversation", "id") ", :turns)",
                   .in = &conversation_line_shape},
    [SEAT_PERSON] = {.sql = "INSERT INTO conversation_person (conversation, person, position)"
                            " VALUES (:row, " REF("person", "id") ", :position)",
                     .in = &seat_line_shape},
    [SEAT_MEMBER] = {.sql = "INSERT INTO conversation_member (conversation, member, position)"
                            " VALUES (:row, " REF("member", "id") ", :position)",
                     .in = &seat_line_shape},
    /* One change can have touched several conversations, and be the highest, which is noted. */
    [ADD_CHANGE] =
        {.sql = "INSERT INTO change (number, act, member, at, what, moved)"
                " VALUES (:change, :change, " REF(
                    "member",
                    "changed_by") ", :changed_at, 'moved', 1) ON CONFLICT (number) DO UPDATE"
                                  " SET member = excluded.member, at = excluded.at WHERE moved = 1",
         .in = &version_line_shape},
    [ADD_VERSION] = {.sql = "INSERT INTO version (tab, row, change, before)"
                            " SELECT 'conversation', c.id, :change, json_object('id', c.id,"
                            " 'uid', json_object('id', ident_text(c.uid)),"
                            " 'kind', " REF(
                                "kind",
                                "kind_id") ", 'direction', :direction,"
                                           " 'happened_at', :happened_at, 'minutes', :minutes,"
                                           " 'summary', :summary, 'body', :body, 'sent', c.sent,"
                                           " 'source', c.source, 'logged_by', c.logged_by,"
                                           " 'revision', :revision, 'created_at', c.created_at,"
                                           " 'edited_at', :edited_at, 'trashed_at', :trashed_at)"
                                           " FROM conversation c WHERE c.uid = :conversation_id",
                     .in = &version_line_shape},
    [ADD_FACT] =
        {.sql = "INSERT INTO fact (uid, person, company, text, told_by, told_at,"
                " conversation, shown, position, revision, created_at, updated_at,"
                " trashed_at) VALUES (:id, " REF("person", "person_id") ", " REF(
                    "company",
                    "company_id") ", :text, " REF("person",
                                                  "told_by") ", :told_at, " REF("conversation",
                                                                                "conversation_"
                                                                                "id") ", :shown,"
                                                                                      " :"
                                                                                      "position,"
                                                                                      " :"
                                                                                      "revision,"
                                                                                      " :"
                                                                                      "created_"
                                                                                      "at, "
                                                                                      ":updated_"
                                                                                      "at, "
                                                                                      ":trashed_"
                                                                                      "at)"
                                                                                      " ON "
                                                                                      "CONFLICT "
                                                                                      "(uid) DO "
                                                                                      "NOTHING",
         .in = &fact_line_shape},
    [ADD_PROMISE] =
        {.sql = "INSERT INTO promise (uid, person, conversation, text, due_on,"
                " due_time, due_words, by, state, closed_words, told_at, closed_at,"
                " kept_by, revision, created_at, updated_at, trashed_at)"
                " VALUES (:id, " REF("person", "person_id") ", " REF(
                    "conversation",
                    "conversation_id") ", :text, :due_on, :due_time,"
                                       " :due_words, " REF(
                                           "member",
                                           "by") ", :state, :closed_words,"
                                                 " :told_at, :closed_at, " REF(
                                                     "member",
                                                     "kept_by") ", :revision,"
                                                                " :created_at, :updated_at, "
                                                                ":trashed_at)"
                                                                " ON CONFLICT (uid) DO NOTHING",
         .in = &promise_line_shape},
    [ADD_VIEW] = {.sql = "INSERT INTO view (uid, name, folded, filter, everyone, made_by, revision,"
                         " created_at, updated_at) VALUES (:id, :name, :folded, :filter, :everyone,"
                         " " REF("member", "made_by") ", :revision, :created_at, :updated_at)"
                                                      " ON CONFLICT (uid) DO NOTHING",
                  .in = &view_line_shape},
    {0},
};

/* Runs a statement for every id of a list. */
static struct error *write_seats(struct work *w, int statement, int64_t row, const struct list *ids)
{
    struct error *err = NULL;
    const char *const *texts = ids->items;
    for (size_t i = 0; i < ids->count && !err; i++) {
        struct seat_line seat = {.row = row, .position = (int64_t)i};
        if (!ident_read(texts[i], &seat.id))
            continue; /* references were checked */
        err = db_run(w, &import_records_statements[statement], &seat);
    }
    return err;
}

struct error *person_line_write(struct work *w, void *record)
{
    struct person_line *person = record;
    int64_t row = NOTHING;
    struct error *err = NULL;
    person->folded = text_fold(w->arena, person->name, strlen(person->name));
    if (!ident_is_null(person->merged_into))
        err = line_expect(w, &import_records_statements[EXPECT_PERSON], person->id,
                          person->merged_into);
    if (!err)
        err = line_add(w, &import_records_statements[ADD_PERSON], person);
    if (!err)
        err = line_row(w, LINE_PERSON, person->id, &row);
    if (!err)
        err = write_seats(w, PUT_TAG_ON, row, &person->tags);
    if (!err)
        err = person_index(w, row);
    return err ? err : person_count(w, row);
}

struct error *conversation_line_write(struct work *w, void *record)
{
    const struct conversation_line *conversation = record;
    struct error *err = line_add(w, &import_records_statements[ADD_CONVERSATION], conversation);
    int64_t row = db_last_row(w);
    if (!err && conversation->turns.count)
        err = db_run(w, &import_records_statements[ADD_TURNS], conversation);
    if (!err)
        err = write_seats(w, SEAT_PERSON, row, &conversation->people);
    if (!err)
        err = write_seats(w, SEAT_MEMBER, row, &conversation->members);
    return err ? err : conversation_derive(w, row);
}

struct error *version_line_write(struct work *w, void *record)
{
    const struct version_line *version = record;
    struct row_key key = {0};
    int64_t highest = NOTHING;
    struct error *err = db_number(w, &export_statements[MOVED_UP_TO], &key, &highest);
    if (!err && version->change > highest)
        error_fault(w->arena, &err, "/change", "This is above the highest_change of the file.");
    if (!err)
        err = db_run(w, &import_records_statements[ADD_CHANGE], version);
    return err ? err : db_run(w, &import_records_statements[ADD_VERSION], version);
}

struct error *fact_line_write(struct work *w, void *record)
{
    const struct fact_line *fact = record;
    struct error *err = NULL;
    if (ident_is_null(fact->person_id) == ident_is_null(fact->company_id))
        error_fault(w->arena, &err, "/person_id",
                    "A fact is about a person or a company, and not about both.");
    if (!err)
        err = line_add(w, &import_records_statements[ADD_FACT], fact);
    return err ? err : fact_passage(w, db_last_row(w));
}

struct error *promise_line_write(struct work *w, void *record)
{
    const struct promise_line *promise = record;
    struct error *err = line_add(w, &import_records_statements[ADD_PROMISE], promise);
    return err ? err : promise_passage(w, db_last_row(w));
}

struct error *view_line_write(struct work *w, void *record)
{
    struct view_line *view = record;
    view->folded = text_fold(w->arena, view->name, strlen(view->name));
    view_filter_complete(view->filter.items);
    return line_add(w, &import_records_statements[ADD_VIEW], view);
}
