/* Merging people: fields and lists are joined, links move, and what follows is derived anew. */
#include "logbook/people_merge.h"

#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/person_words.h"

#include <string.h>
#include <strings.h>

#define TAKEABLE "name, reads_as, company_id, role, place, time_zone, prefers, known_by, since"

static const char *check_take(const char *text)
{
    static const char *const takeable[] = {"name",  "reads_as",  "company_id", "role",     "place",
                                           "since", "time_zone", "prefers",    "known_by", NULL};
    for (int i = 0; takeable[i]; i++) {
        if (strcmp(takeable[i], text) == 0)
            return NULL;
    }
    return "This must be one of: " TAKEABLE ".";
}

static const struct field person_merge_fields[] = {
    FIELD(person_merge, other, .rules = REQUIRED,
          .help = "Who is taken in; this id leads to the person from now on."),
    LIST(person_merge, take, NULL, .longest = 9, .check = check_take,
         .help = "Of: " TAKEABLE ". These are the other's from now on, like all that is lacking."),
    {0},
};
const struct shape person_merge_shape = SHAPE(person_merge, person_merge_fields);

/* The lists of both, and what else is written into the row of the person who stays. */
struct joined {
    uint64_t given;
    int64_t row;
    int64_t other;
    instant at;
    const char *take; /* ",name,role,", or "," */
    struct list languages;
    struct list handles;
    struct list dates;
};

static const struct field joined_fields[] = {
    FIELD(joined, row),
    FIELD(joined, other),
    FIELD(joined, at),
    FIELD(joined, take),
    LIST(joined, languages, NULL),
    LIST(joined, handles, &handle_shape),
    LIST(joined, dates, &person_date_shape),
    {0},
};
static const struct shape joined_shape = SHAPE(joined, joined_fields);

enum {
    OTHER,
    MEETINGS,
    JOIN,
    FIRST_MOVE,
    LEAVE_ONE_SEAT = FIRST_MOVE,
    MOVE_SEATS,
    MOVE_FACTS,
    MOVE_TOLD,
    MOVE_PROMISES,
    TAKE_OFF_DOUBLES,
    MOVE_TAGS,
    MOVE_MERGED,
    MERGE,
    LAST_MOVE = MERGE,
    WORN,
    COMPANY,
};

#define TAKEN(word, column)                                                                        \
    " " column " = iif(instr(:take, '," word ",'), o." column ", coalesce(person." column          \
    ", o." column ")),"
#define NAMES_TAKEN TAKEN("name", "name") TAKEN("name", "folded") TAKEN("reads_as", "reads_as")
#define PLACE_TAKEN TAKEN("company_id", "company") TAKEN("role", "role") TAKEN("place", "place")
#define MANNER_TAKEN TAKEN("time_zone", "time_zone") TAKEN("prefers", "prefers")
#define REST_TAKEN TAKEN("known_by", "known_by") TAKEN("since", "since")

/* In each that has both, `row` is the person who goes and `value` the one who stays; but JOIN calls
 * them `other` and `row`. */
const struct statement people_merge_statements[] = {
    [OTHER] = {.sql = "SELECT id AS row, name AS text, merged_into AS value, trashed_at AS at"
                      " FROM person WHERE uid = :id",
               .in = &id_key_shape,
               .out = &row_key_shape},
    /* Where they were, or where their words are quoted. */
    [MEETINGS] = {.sql = "SELECT conversation AS row FROM conversation_person WHERE person = :row"
                         " UNION SELECT conversation FROM quote WHERE person = :row ORDER BY 1",
                  .in = &row_key_shape,
                  .out = &row_key_shape},
    [JOIN] = {.sql = "UPDATE person SET " NAMES_TAKEN PLACE_TAKEN MANNER_TAKEN REST_TAKEN
                     " languages = :languages, handles = :handles, dates = :dates,"
                     " revision = person.revision + 1, updated_at = :at"
                     " FROM person o WHERE o.id = :other AND person.id = :row",
              .in = &joined_shape},
    /* Both were in one conversation: the later place goes. */
    [LEAVE_ONE_SEAT] = {.sql = "DELETE FROM conversation_person WHERE id IN"
                               " (SELECT iif((g.position, g.person) > (s.position, s.person),"
                               " g.id, s.id) FROM conversation_person g"
                               " CROSS JOIN conversation_person s ON s.person = :value"
                               " AND s.conversation = g.conversation WHERE g.person = :row)",
                        .in = &row_key_shape},
    [MOVE_SEATS] = {.sql = "UPDATE conversation_person SET person = :value WHERE person = :row",
                    .in = &row_key_shape},
    [MOVE_FACTS] = {.sql = "UPDATE fact SET person = :value WHERE person = :row",
                    .in = &row_key_shape},
    [MOVE_TOLD] = {.sql = "UPDATE fact SET told_by = :value WHERE told_by = :row",
                   .in = &row_key_shape},
    [MOVE_PROMISES] = {.sql = "UPDATE promise SET person = :value WHERE person = :row",
                       .in = &row_key_shape},
    [TAKE_OFF_DOUBLES] = {.sql = "DELETE FROM person_tag WHERE person = :row AND tag IN"
                                 " (SELECT tag FROM person_tag WHERE person = :value)",
                          .in = &row_key_shape},
    [MOVE_TAGS] = {.sql = "UPDATE person_tag SET person = :value WHERE person = :row",
                   .in = &row_key_shape},
    [MOVE_MERGED] = {.sql = "UPDATE person SET merged_into = :value WHERE merged_into = :row",
                     .in = &row_key_shape},
    [MERGE] = {.sql = "UPDATE person SET merged_into = :value, revision = revision + 1,"
                      " updated_at = :at WHERE id = :row",
               .in = &row_key_shape},
    [WORN] = {.sql = "SELECT count(*) FROM person_tag WHERE person = :value", .in = &row_key_shape},
    [COMPANY] = {.sql = "SELECT company FROM person WHERE id = :value", .in = &row_key_shape},
    {0},
};

/* ---- who ------------------------------------------------------------------------------------ */

static struct error *not_so(struct work *w, const char *name, const char *why)
{
    struct error *err = error_new(w->arena, ERROR_CONFLICT, "%s %s", name, why);
    err->pointer = "/other";
    return err;
}

static struct error *find_other(struct work *w, ident id, int64_t person, int64_t *ret_row)
{
    struct id_key key = {.id = id};
    struct row_key other;
    bool found = false;
    shape_clear(&row_key_shape, &other);
    struct error *err = db_find(w, &people_merge_statements[OTHER], &key, &other, &found);
    if (err)
        return err;
    if (!found)
        error_fault(w->arena, &err, "/other", "There is no such person.");
    else if (other.row == person)
        err = not_so(w, other.text, "cannot be merged with themselves.");
    else if (other.value != NOTHING)
        err = not_so(w, other.text, "was merged already.");
    else if (other.at.ms != NOTHING)
        err = not_so(w, other.text, "is in the trash. Bring them back first.");
    *ret_row = other.row;
    return err;
}

/* ---- fields and lists ----------------------------------------------------------------------- */

typedef bool alike_function(struct arena *arena, const void *one, const void *other);

static bool languages_alike(struct arena *arena, const void *one, const void *other)
{
    (void)arena;
    return strcasecmp(*(const char *const *)one, *(const char *const *)other) == 0;
}

static bool handles_alike(struct arena *arena, const void *one, const void *other)
{
    return handle_same(arena, one, other);
}

static bool dates_alike(struct arena *arena, const void *one, const void *other)
{
    (void)arena;
    const struct person_date *left = one;
    const struct person_date *right = other;
    return left->on.number == right->on.number && strcmp(left->what, right->what) == 0;
}

static const struct joining {
    const char *name;
    size_t offset; /* in struct joined */
    alike_function *alike;
} joinings[] = {
    {"languages", offsetof(struct joined, languages), languages_alike},
    {"handles", offsetof(struct joined, handles), handles_alike},
    {"dates", offsetof(struct joined, dates), dates_alike},
};

static struct error *too_many(struct work *w, const char *name, int64_t most)
{
    return error_new(w->arena, ERROR_CONFLICT,
                     "Together they have more than %lld %s. Take some away first.", (long long)most,
                     name);
}

/* The items of both, the person's own first, none twice. */
static struct error *join_list(struct work *w, const struct joining *joining,
                               const struct person *person, const struct person *other,
                               struct list *ret_joined)
{
    const struct field *field = shape_field(&person_shape, joining->name, NULL);
    struct list own = *(const struct list *)field_at(field, person);
    struct list more = *(const struct list *)field_at(field, other);
    struct error *err = shape_items(w->arena, field, &own);
    if (!err)
        err = shape_items(w->arena, field, &more);
    if (err)
        return err;
    size_t size = field->items ? field->items->size : sizeof(char *);
    char *items = arena_take(w->arena, (own.count + more.count + 1) * size);
    if (own.count)
        memcpy(items, own.items, own.count * size);
    size_t count = own.count;
    for (size_t i = 0; i < more.count; i++) {
        const char *item = (const char *)more.items + i * size;
        bool there = false;
        for (size_t j = 0; j < count; j++)
            there = there || joining->alike(w->arena, items + j * size, item);
        if (!there)
            memcpy(items + count++ * size, item, size);
    }
    *ret_joined = (struct list){.items = items, .count = count};
    bool fits = count <= own.count || (int64_t)count <= field->longest;
    return fits ? NULL : too_many(w, joining->name, field->longest);
}

static const char *words_taken(struct arena *arena, const struct list *take)
{
    const char *const *words = take->items;
    const char *text = ",";
    for (size_t i = 0; i < take->count; i++)
        text = arena_print(arena, "%s%s,", text, words[i]);
    return text;
}

static struct error *join(struct work *w, const struct row_key *key,
                          const struct person_merge *asked)
{
    struct joined joined = {.row = key->value, .other = key->row, .at = w->now};
    struct person person;
    struct person other;
    struct error *err = person_read(w, key->value, &person);
    if (!err)
        err = person_read(w, key->row, &other);
    for (size_t i = 0; i < sizeof(joinings) / sizeof(joinings[0]) && !err; i++)
        err = join_list(w, &joinings[i], &person, &other,
                        (struct list *)((char *)&joined + joinings[i].offset));
    joined.take = words_taken(w->arena, &asked->take);
    return err ? err : db_run(w, &people_merge_statements[JOIN], &joined);
}

/* ---- links, and what follows ---------------------------------------------------------------- */

static struct error *move(struct work *w, const struct row_key *key)
{
    int64_t worn = 0;
    int64_t before = 0;
    struct error *err = db_number(w, &people_merge_statements[WORN], key, &before);
    for (int i = FIRST_MOVE; i <= LAST_MOVE && !err; i++)
        err = db_run(w, &people_merge_statements[i], key);
    if (!err)
        err = db_number(w, &people_merge_statements[WORN], key, &worn);
    int64_t most = shape_field(&person_shape, "tags", NULL)->longest;
    return err || worn <= before || worn <= most ? err : too_many(w, "tags", most);
}

static struct error *derive_meetings(struct work *w, const struct list *meetings)
{
    const struct row_key *rows = meetings->items;
    struct error *err = NULL;
    for (size_t i = 0; i < meetings->count && !err; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        err = conversation_withdraw(w, rows[i].row);
        if (!err)
            err = conversation_derive(w, rows[i].row);
        if (!err)
            arena_rewind(w->arena, mark);
    }
    return err;
}

/* A person who comes to another company takes along what was theirs before, too. */
static struct error *derive(struct work *w, const struct row_key *key, const struct list *meetings,
                            int64_t company_before)
{
    int64_t company = NOTHING;
    struct error *err = derive_meetings(w, meetings);
    if (!err)
        err = db_number(w, &people_merge_statements[COMPANY], key, &company);
    if (!err && company != company_before)
        err = person_threads(w, key->value);
    if (!err)
        err = person_index(w, key->value);
    if (!err)
        err = person_words(w, key->row);
    if (!err)
        err = person_count(w, key->value);
    if (!err)
        err = person_count(w, key->row);
    if (!err)
        err = company_story_rises_of(w, key->value);
    return err ? err : names_rise(w);
}

/* Both as they are, before anything moves. */
static struct error *look_back(struct work *w, const struct row_key *key, struct list *ret_meetings,
                               int64_t *ret_company)
{
    struct error *err = db_list(w, &people_merge_statements[MEETINGS], key, ret_meetings);
    if (!err)
        err = db_number(w, &people_merge_statements[COMPANY], key, ret_company);
    if (!err)
        err = company_story_rises_of(w, key->value);
    return err ? err : company_story_rises_of(w, key->row);
}

struct error *person_merge(struct work *w, ident id, const struct person_merge *asked,
                           struct person *ret_merged)
{
    struct row_key key = {.at = w->now};
    struct list meetings = {0};
    int64_t company = NOTHING;
    struct error *err = person_row(w, id, &key.value);
    if (!err)
        err = find_other(w, asked->other, key.value, &key.row);
    if (!err)
        err = look_back(w, &key, &meetings, &company);
    if (!err)
        err = join(w, &key, asked);
    if (!err)
        err = move(w, &key);
    if (!err)
        err = derive(w, &key, &meetings, company);
    return err ? err : person_read(w, key.value, ret_merged);
}
