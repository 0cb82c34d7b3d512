/* What is shown of somebody who was found: why, and the one line that matters now. */
#include "logbook/search_parts.h"

#include "base/tokens.h"
#include "logbook/people.h"
#include "logbook/person_words.h"

#include <string.h>

enum { SHOWN, PROMISE, FACT, SUMMARY };

const struct statement search_shown_statements[] = {
    [SHOWN] = {.sql = "SELECT p.uid AS id, p.name, p.reads_as, c.name AS company, p.place,"
                      " p.prefers, p.handles, s.last_heard_at FROM person p"
                      " LEFT JOIN company c ON c.id = p.company AND c.trashed_at IS NULL"
                      " LEFT JOIN person_state s ON s.person = p.id WHERE p.id = :row",
               .in = &row_key_shape,
               .out = &person_shape},
    [PROMISE] = {.sql = "SELECT text, due_on FROM promise INDEXED BY promise_of_person WHERE "
                        "person = :row AND state = 'open'"
                        " AND trashed_at IS NULL ORDER BY due_on IS NULL, due_on, id LIMIT 1",
                 .in = &row_key_shape,
                 .out = &now_shape},
    [FACT] = {.sql = "SELECT text FROM fact INDEXED BY fact_by_person WHERE person = :row AND "
                     "trashed_at IS NULL"
                     " ORDER BY position, id LIMIT 1",
              .in = &row_key_shape,
              .out = &now_shape},
    [SUMMARY] = {.sql = "SELECT c.summary AS text FROM thread t"
                        " CROSS JOIN conversation c ON c.id = t.conversation"
                        " WHERE t.sort = 1 AND t.owner = :row"
                        " ORDER BY t.at DESC, t.conversation DESC LIMIT 1",
                 .in = &row_key_shape,
                 .out = &now_shape},
    {0},
};

static struct error *add_now(struct work *w, int64_t row, const struct person *person,
                             struct found_person *shown)
{
    static const int statements[] = {
        [NOW_PROMISE] = PROMISE, [NOW_FACT] = FACT, [NOW_SUMMARY] = SUMMARY};
    struct now *now = shape_new(w->arena, &now_shape);
    struct row_key key = {.row = row};
    struct error *err = NULL;
    for (unsigned kind = NOW_PROMISE; kind <= NOW_SUMMARY && !err && !now->text; kind++) {
        bool found = false;
        if (kind == NOW_PREFERS)
            now->text = person->prefers;
        else
            err = db_find(w, &search_shown_statements[statements[kind]], &key, now, &found);
        now->kind = kind;
    }
    now->given = UINT64_MAX;
    if (now->text)
        shown->now = (struct list){.items = now, .count = 1};
    return err;
}

/* Marks what was found in a field; false when nothing was. */
static bool mark(struct arena *arena, const struct needles *needles, const char *words,
                 const char *text, struct found_person *shown)
{
    bool any = false;
    for (size_t i = 0; words && i < needles->count; i++)
        any = any || (!needles->items[i].without && needle_find(&needles->items[i], words));
    if (!any)
        return false;
    snippet_cut(arena, needles, text, SIZE_MAX, &shown->snippet, NULL);
    struct snippet_part *parts = shown->snippet.items;
    if (shown->snippet.count == 1) /* a number that is written in other groups than it was typed */
        parts[0].found = true;
    return true;
}

static void tell_why(struct arena *arena, const struct needles *needles, struct person *person,
                     struct found_person *shown)
{
    const char *const texts[] = {person->name, person->reads_as, person->company};
    for (shown->why = WHY_NAME; shown->why < WHY_HANDLE; shown->why++) {
        const char *text = texts[shown->why];
        if (text && mark(arena, needles, text_words(arena, text, strlen(text)), text, shown))
            return;
    }
    const struct handle *handles = person->handles.items;
    for (size_t i = 0; i < person->handles.count; i++) {
        const char *words = handle_words(arena, handles[i].kind, handles[i].value);
        if (mark(arena, needles, words, handles[i].value, shown))
            return;
    }
    shown->why = WHY_NAME; /* written without what stands inside it */
    snippet_cut(arena, needles, person->name, SIZE_MAX, &shown->snippet, NULL);
}

struct error *person_shown(struct work *w, const struct needles *needles, int64_t row,
                           struct found_person *ret_shown)
{
    struct person person;
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&person_shape, &person);
    struct error *err = db_find(w, &search_shown_statements[SHOWN], &key, &person, &found);
    if (!err)
        err = shape_items(w->arena, shape_field(&person_shape, "handles", NULL), &person.handles);
    if (err)
        return err;
    *ret_shown = (struct found_person){.given = UINT64_MAX,
                                       .id = person.id,
                                       .name = person.name,
                                       .company = person.company,
                                       .place = person.place,
                                       .last_heard_at = person.last_heard_at};
    tell_why(w->arena, needles, &person, ret_shown);
    return add_now(w, row, &person, ret_shown);
}
