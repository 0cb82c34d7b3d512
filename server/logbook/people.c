/* People: making, finding, changing. */
#include "logbook/people.h"

#include "base/text.h"
#include "logbook/companies.h"
#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/members.h"
#include "logbook/people_trash.h"
#include "logbook/tags.h"

#include <string.h>

static const struct field handle_fields[] = {
    FIELD(handle, kind, .rules = REQUIRED, .longest = LONGEST_KIND,
          .help = "email, phone, url, or the name of another system."),
    FIELD(handle, value, .rules = REQUIRED, .longest = 300, .help = "The address or the id there."),
    FIELD(handle, label, .longest = 60, .help = "Such as work, studio."),
    {0},
};
const struct shape handle_shape = SHAPE(handle, handle_fields);

static const char *const repeats_words[] = {"never", "yearly", NULL};

static const struct field person_date_fields[] = {
    FIELD(person_date, on, .rules = REQUIRED, .help = "The day."),
    FIELD(person_date, what, .rules = REQUIRED, .help = "What day it is to them."),
    FIELD(person_date, repeats, .choices = repeats_words, .help = "yearly, or never."),
    {0},
};
const struct shape person_date_shape = SHAPE(person_date, person_date_fields);

static const struct field person_fields[] = {
    FIELD(person, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(person, name, .rules = REQUIRED, .help = "The name as they write it."),
    FIELD(person, reads_as, .help = "A transcription, for finding and for initials."),
    FIELD(person, company_id, .help = "Where they work."),
    FIELD(person, company, .rules = READ_ONLY | DERIVED, .help = "Its name."),
    FIELD(person, role, .help = "What they do there."),
    FIELD(person, place, .help = "Their city."),
    FIELD(person, time_zone, .check = check_time_zone, .help = "An IANA time zone."),
    LIST(person, languages, NULL, .longest = 10, .check = check_language,
         .help = "BCP 47 tags, the one they like best first."),
    FIELD(person, prefers, .longest = 300, .help = "Free words after \"Prefers\"."),
    FIELD(person, known_by, .help = "The member who knows them best; null means counted."),
    FIELD(person, known_by_name, .rules = READ_ONLY | DERIVED, .help = "That member's name."),
    FIELD(person, since, .help = "Since when they are with us."),
    LIST(person, handles, &handle_shape, .longest = 50, .help = "Ways to reach them."),
    LIST(person, tags, NULL, .longest = MOST_TAGS, .help = "Names of tags; new ones are made."),
    LIST(person, dates, &person_date_shape, .longest = 50, .help = "Days that matter to them."),
    FIELD(person, last_heard_at, .rules = READ_ONLY | DERIVED,
          .help = "When the newest conversation took place."),
    FIELD(person, usual_gap_days, .rules = READ_ONLY | DERIVED,
          .help = "Median of the last 50 gaps between conversations."),
    FIELD(person, quiet_from, .rules = READ_ONLY | DERIVED,
          .help = "From when on silence is more than usual; null when never."),
    FIELD(person, rested_until, .rules = READ_ONLY, .help = "\"Not now\" lasts until then."),
    FIELD(person, conversations, .rules = READ_ONLY | DERIVED,
          .href = "/api/v1/conversations?person={id}", .help = "Conversations with them."),
    RECORD(person, known_by_counted, NULL, .rules = READ_ONLY | DERIVED,
           .help = "Who talked with them most."),
    FIELD(person, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(person, created_at, .rules = READ_ONLY, .help = "When they were written down."),
    FIELD(person, updated_at, .rules = READ_ONLY, .help = "When they were last edited."),
    FIELD(person, merged_into, .rules = READ_ONLY, .help = "Who they turned out to be."),
    LIST(person, near, &near_person_shape, .rules = READ_ONLY | DERIVED,
         .help = "Told when they are made: who may be the same, by a handle or nearly the name."),
    FIELD(person, folded, .rules = HIDDEN),
    FIELD(person, row, .rules = HIDDEN),
    FIELD(person, story, .rules = HIDDEN),
    FIELD(person, trashed_at, .rules = HIDDEN),
    {0},
};
const struct shape person_shape = SHAPE(person, person_fields);

#define PERSON_COLUMNS                                                                             \
    "SELECT p.id AS row, p.uid AS id, p.name, p.reads_as, c.uid AS company_id, c.name AS company," \
    " p.role, p.place, p.time_zone, p.languages, p.prefers, k.uid AS known_by,"                    \
    " k.name AS known_by_name, p.since, p.handles,"                                                \
    " (SELECT json_group_array(name) FROM (SELECT t.name FROM person_tag pt"                       \
    "  JOIN tag t ON t.id = pt.tag WHERE pt.person = p.id ORDER BY t.folded)) AS tags, p.dates,"   \
    " s.last_heard_at, (s.usual_gap_ms + 43200000) / 86400000 AS usual_gap_days, s.quiet_from,"    \
    " p.rested_until, s.conversations,"                                                            \
    " (SELECT json_object('id', ident_text(o.uid), 'name', o.name, 'conversations', json_object("  \
    "   'count', min(pm.times, 1000), 'more', json(iif(pm.times > 1000, 'true', 'false')),"        \
    "   'href', href('/api/v1/conversations?person=' || ident_text(p.uid)"                         \
    "    || '&member=' || ident_text(o.uid))))"                                                    \
    "  FROM person_member pm JOIN member o ON o.id = pm.member WHERE pm.person = p.id"             \
    "  ORDER BY pm.times DESC, pm.member DESC LIMIT 1) AS known_by_counted,"                       \
    " p.revision, p.created_at, p.updated_at, p.folded, s.story"
#define PERSON_JOINS                                                                               \
    " LEFT JOIN company c ON c.id = p.company AND c.trashed_at IS NULL"                            \
    " LEFT JOIN member k ON k.id = p.known_by LEFT JOIN person_state s ON s.person = p.id"

enum { MAKE, READ, ROW, CHANGE, REST, NAMED };

const struct statement people_statements[] = {
    [MAKE] = {.sql = "INSERT INTO person (uid, name, folded, reads_as, company, role, place,"
                     " time_zone, languages, prefers, known_by, since, handles, dates, revision,"
                     " created_at, updated_at)"
                     " VALUES (:id, :name, :folded, :reads_as,"
                     " (SELECT id FROM company WHERE uid = :company_id), :role, :place, :time_zone,"
                     " :languages, :prefers, (SELECT id FROM member WHERE uid = :known_by), :since,"
                     " :handles, :dates, 1, :created_at, :created_at)",
              .in = &person_shape},
    [READ] = {.sql = PERSON_COLUMNS " FROM person p" PERSON_JOINS " WHERE p.id = :row",
              .in = &row_key_shape,
              .out = &person_shape},
    [ROW] = {.sql =
                 "SELECT q.id FROM person p JOIN person q ON q.id = coalesce(p.merged_into, p.id)"
                 " WHERE p.uid = :id AND q.trashed_at IS NULL",
             .in = &id_key_shape},
    /* A company in the trash is not shown, and must not be lost by an edit of something else. */
    [CHANGE] = {.sql = "UPDATE person SET name = :name, folded = :folded, reads_as = :reads_as,"
                       " role = :role, place = :place, time_zone = :time_zone,"
                       " languages = :languages, prefers = :prefers,"
                       " known_by = (SELECT id FROM member WHERE uid = :known_by), since = :since,"
                       " handles = :handles, dates = :dates, revision = revision + 1,"
                       " updated_at = :updated_at",
                .pieces = {{.with = "company_id",
                            .text = ", company = (SELECT id FROM company WHERE uid = :company_id)"},
                           {.text = "WHERE id = :row"}},
                .in = &person_shape},
    [REST] = {.sql = "UPDATE person SET rested_until = :at WHERE id = :row", .in = &row_key_shape},
    [NAMED] = {.sql = "SELECT iif(count(*) > 1, -1, max(id)) FROM (SELECT id FROM person"
                      " WHERE folded = :text AND trashed_at IS NULL AND merged_into IS NULL"
                      " LIMIT 2)",
               .in = &row_key_shape},
    {0},
};

struct error *person_row(struct work *w, ident id, int64_t *ret_row)
{
    return row_of(w, &people_statements[ROW], "person", id, ret_row);
}

struct error *person_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row)
{
    return row_of_field(w, &people_statements[ROW], "person", id, pointer, ret_row);
}

struct error *person_read(struct work *w, int64_t row, struct person *ret_person)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&person_shape, ret_person);
    struct error *err = db_find(w, &people_statements[READ], &key, ret_person, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such person.");
    return err;
}

struct error *person_find(struct work *w, ident id, struct person *ret_person)
{
    int64_t row;
    struct error *err = person_row(w, id, &row);
    return err ? err : person_read(w, row, ret_person);
}

struct error *person_named(struct work *w, const char *name, int64_t *ret_row)
{
    struct row_key key = {.text = text_fold(w->arena, name, strlen(name))};
    return db_number(w, &people_statements[NAMED], &key, ret_row);
}

/* What the database needs beside what was asked; whether there is a name, and every id is known. */
static struct error *complete(struct work *w, struct person *person)
{
    struct error *faults = NULL;
    int64_t row;
    person->name = text_trim(w->arena, person->name);
    person->folded = text_fold(w->arena, person->name, strlen(person->name));
    if (!*person->name)
        error_fault(w->arena, &faults, "/name", "A person needs a name.");
    if (error_gather(&faults, company_row_field(w, person->company_id, "/company_id", &row)) &&
        error_gather(&faults, member_row_field(w, person->known_by, "/known_by", &row)))
        error_gather(&faults, handles_complete(w, &person->handles));
    return faults;
}

/* What was never given is an empty list in the database, not nothing. */
static void fill_lists(struct person *person)
{
    struct list *lists[] = {&person->languages, &person->handles, &person->dates};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (!lists[i]->items && !lists[i]->json)
            lists[i]->json = "[]";
    }
}

/* Every field of a date is kept, so that stored lists read alike. */
static void complete_dates(struct list *dates)
{
    struct person_date *items = dates->items;
    for (size_t i = 0; items && i < dates->count; i++)
        items[i].given = 7;
}

static struct error *write_rest(struct work *w, int64_t row, const struct person *asked)
{
    struct error *err = NULL;
    if (shape_given(&person_shape, asked, "tags"))
        err = person_set_tags(w, row, &asked->tags);
    if (!err)
        err = person_index(w, row);
    return err ? err : person_count(w, row);
}

struct error *person_make(struct work *w, const struct person *asked, struct person *ret_made)
{
    struct person made = *asked;
    made.id = ident_is_null(asked->id) ? ident_new(w->now) : asked->id;
    made.created_at = w->now;
    struct error *err = complete(w, &made);
    if (err)
        return err;
    fill_lists(&made);
    complete_dates(&made.dates);
    err = db_run(w, &people_statements[MAKE], &made);
    if (err)
        return err;
    int64_t row = db_last_row(w);
    err = write_rest(w, row, asked);
    if (!err)
        err = company_story_rises_of(w, row);
    return err ? err : person_read(w, row, ret_made);
}

struct error *person_change(struct work *w, ident id, const struct person *patch,
                            struct person *ret_changed)
{
    struct person person;
    struct error *err = person_find(w, id, &person);
    if (err)
        return err;
    int64_t row = person.row;
    /* A company in the trash is read as none, so that sending none may still be a move. */
    bool moves = shape_given(&person_shape, patch, "company_id");
    bool renames = shape_given(&person_shape, patch, "name");
    err = company_story_rises_of(w, row);
    if (err)
        return err;
    shape_merge(&person_shape, &person, patch);
    person.updated_at = w->now;
    err = complete(w, &person);
    if (err)
        return err;
    complete_dates(&person.dates);
    person.given = patch->given;
    err = db_run(w, &people_statements[CHANGE], &person);
    if (!err)
        err = write_rest(w, row, patch);
    if (!err && moves)
        err = person_threads(w, row);
    if (!err && renames)
        err = names_rise(w);
    if (!err)
        err = company_story_rises_of(w, row);
    return err ? err : person_read(w, row, ret_changed);
}

struct error *person_trash(struct work *w, ident id)
{
    int64_t row;
    struct error *err = person_row(w, id, &row);
    return err ? err : person_to_trash(w, row);
}

struct error *person_rest(struct work *w, ident id, struct person *ret_person)
{
    struct person person;
    struct error *err = person_find(w, id, &person);
    if (err)
        return err;
    int64_t days = person.usual_gap_days == NOTHING ? 21 : person.usual_gap_days;
    struct row_key key = {.row = person.row};
    key.at = instant_later(w->now, (days > 0 ? days : 1) * DAY_MS);
    err = db_run(w, &people_statements[REST], &key);
    if (!err)
        err = person_count(w, person.row);
    return err ? err : person_read(w, person.row, ret_person);
}
