/* Tags and who knows them best, for many people at once. */
#include "logbook/people_actions.h"

#include "logbook/derive.h"
#include "logbook/members.h"
#include "logbook/people.h"
#include "logbook/tags.h"

#include <stdlib.h>

static const struct field people_action_fields[] = {
    LIST(people_action, people, NULL, .rules = REQUIRED, .longest = PEOPLE_AT_ONCE,
         .help = "Ids of people."),
    LIST(people_action, tag, NULL, .longest = MOST_TAGS,
         .help = "Names of tags to put on them; new ones are made."),
    LIST(people_action, untag, NULL, .longest = MOST_TAGS,
         .help = "Names of tags to take off them."),
    FIELD(people_action, known_by, .help = "The member who knows them best; null means counted."),
    {0},
};
const struct shape people_action_shape = SHAPE(people_action, people_action_fields);

static const struct field people_acted_fields[] = {
    FIELD(people_acted, changed, .help = "How many of them are not as they were."),
    {0},
};
const struct shape people_acted_shape = SHAPE(people_acted, people_acted_fields);

enum { KNOW, EDIT };

const struct statement people_actions_statements[] = {
    [KNOW] = {.sql = "UPDATE person SET known_by = :value, revision = revision + 1,"
                     " updated_at = :at WHERE id = :row AND known_by IS NOT :value",
              .in = &row_key_shape},
    [EDIT] = {.sql = "UPDATE person SET revision = revision + 1, updated_at = :at WHERE id = :row",
              .in = &row_key_shape},
    {0},
};

struct rows {
    int64_t *items;
    size_t count;
};

/* An action whose names are rows. */
struct action {
    struct rows people, tag, untag;
    bool knows;
    int64_t known_by;
};

static int compare_rows(const void *left, const void *right)
{
    int64_t one = *(const int64_t *)left;
    int64_t other = *(const int64_t *)right;
    return (one > other) - (one < other);
}

/* Whoever is named twice, or under the id of somebody merged, is one person. */
static void keep_each_once(struct rows *rows)
{
    size_t kept = 0;
    if (rows->count)
        qsort(rows->items, rows->count, sizeof(rows->items[0]), compare_rows);
    for (size_t i = 0; i < rows->count; i++) {
        if (kept == 0 || rows->items[kept - 1] != rows->items[i])
            rows->items[kept++] = rows->items[i];
    }
    rows->count = kept;
}

static struct error *find_people(struct work *w, const struct list *ids, struct rows *ret_rows)
{
    struct error *faults = NULL;
    const char *const *texts = ids->items;
    struct rows rows = {.items = arena_take(w->arena, (ids->count + 1) * sizeof(int64_t))};
    for (size_t i = 0; i < ids->count; i++) {
        ident id = {{0}};
        bool is_id = ident_read(texts[i], &id);
        struct error *err = is_id ? person_row(w, id, &rows.items[rows.count]) : NULL;
        if (err && err->kind != ERROR_NOT_FOUND)
            return err;
        if (is_id && !err)
            rows.count++;
        else
            error_fault(w->arena, &faults, arena_print(w->arena, "/people/%zu", i), "%s",
                        is_id ? err->sentence : "This is no id.");
    }
    keep_each_once(&rows);
    *ret_rows = rows;
    return faults;
}

static struct error *check_tags(struct work *w, const struct action *action)
{
    struct error *faults = NULL;
    for (size_t i = 0; i < action->tag.count; i++) {
        for (size_t j = 0; j < action->untag.count; j++) {
            if (action->tag.items[i] == action->untag.items[j])
                error_fault(w->arena, &faults, "/untag",
                            "One of these is to be put on as well. Leave it out here or there.");
        }
    }
    return faults;
}

static struct error *find_all(struct work *w, const struct people_action *asked,
                              struct action *action)
{
    struct error *faults = NULL;
    action->knows = shape_given(&people_action_shape, asked, "known_by");
    action->tag.items = arena_take(w->arena, (asked->tag.count + 1) * sizeof(int64_t));
    action->untag.items = arena_take(w->arena, (asked->untag.count + 1) * sizeof(int64_t));
    if (!action->knows && !asked->tag.count && !asked->untag.count)
        return error_new(w->arena, ERROR_INVALID,
                         "Nothing is to be done. Send tag, untag or known_by.");
    if (error_gather(&faults, find_people(w, &asked->people, &action->people)))
        error_gather(&faults, member_row_field(w, asked->known_by, "/known_by", &action->known_by));
    if (!faults)
        faults = tags_made(w, &asked->tag, action->tag.items, &action->tag.count);
    if (!faults)
        faults = tags_found(w, &asked->untag, action->untag.items, &action->untag.count);
    return faults ? faults : check_tags(w, action);
}

static struct error *label(struct work *w, const struct action *action, int64_t person,
                           bool *ret_labelled)
{
    struct error *err = NULL;
    bool labelled = false;
    for (size_t i = 0; i < action->untag.count && !err; i++) {
        err = tag_take_off(w, person, action->untag.items[i]);
        labelled = labelled || db_changed(w);
    }
    for (size_t i = 0; i < action->tag.count && !err; i++) {
        err = tag_put_on(w, person, action->tag.items[i]);
        labelled = labelled || db_changed(w);
    }
    if (!err && labelled)
        err = tags_check(w, person);
    *ret_labelled = labelled;
    return err;
}

static struct error *act_on(struct work *w, const struct action *action, int64_t person,
                            bool *ret_changed)
{
    struct row_key key = {.row = person, .value = action->known_by, .at = w->now};
    bool labelled = false;
    bool known = false;
    struct error *err = label(w, action, person, &labelled);
    if (!err && action->knows) {
        err = db_run(w, &people_actions_statements[KNOW], &key);
        known = db_changed(w) > 0;
    }
    if (!err && labelled && !known)
        err = db_run(w, &people_actions_statements[EDIT], &key);
    if (!err && known)
        err = person_count(w, person);
    if (!err && (labelled || known))
        err = person_story_rises(w, person);
    *ret_changed = labelled || known;
    return err;
}

struct error *people_act(struct work *w, const struct people_action *asked,
                         struct people_acted *ret_acted)
{
    struct action action = {.known_by = NOTHING};
    struct people_acted acted = {.changed = 0};
    struct error *err = find_all(w, asked, &action);
    for (size_t i = 0; i < action.people.count && !err; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        bool changed = false;
        err = act_on(w, &action, action.people.items[i], &changed);
        acted.changed += changed;
        if (!err)
            arena_rewind(w->arena, mark);
    }
    if (err)
        return err;
    shape_give(&people_acted_shape, &acted, "changed");
    *ret_acted = acted;
    return NULL;
}
