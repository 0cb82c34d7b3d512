/* A person in the trash, and out of it. */
#include "logbook/people_trash.h"

#include "logbook/conversations.h"
#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/person_words.h"

enum { MARK, TRASHED_AT, ALONE, WENT_ALONG };

#define CONVERSATIONS_OF                                                                           \
    "SELECT s.conversation AS row FROM conversation_person s"                                      \
    " JOIN conversation c ON c.id = s.conversation WHERE s.person = :row"

const struct statement people_trash_statements[] = {
    [MARK] = {.sql = "UPDATE person SET trashed_at = :at WHERE id = :row", .in = &row_key_shape},
    [TRASHED_AT] = {.sql = "SELECT trashed_at FROM person WHERE id = :row", .in = &row_key_shape},
    [ALONE] = {.sql = CONVERSATIONS_OF
               " AND c.trashed_at IS NULL"
               " AND NOT " SOMEBODY_LIVES("s.conversation") " ORDER BY s.conversation",
               .in = &row_key_shape,
               .out = &row_key_shape},
    /* It went in the same moment as the last of its people, who may be another one. An undo has
     * taken that moment from the person already: a version holds it when an undo had put it there.
     */
    [WENT_ALONG] = {.sql = CONVERSATIONS_OF " AND c.trashed_at IS NOT NULL"
                                            " AND (EXISTS (SELECT 1 FROM conversation_person o"
                                            "  JOIN person p ON p.id = o.person"
                                            "  WHERE o.conversation = s.conversation"
                                            "  AND p.trashed_at = c.trashed_at)"
                                            " OR EXISTS (SELECT 1 FROM version v"
                                            "  WHERE v.tab = 'person' AND v.row = :row"
                                            "  AND v.before ->> 'trashed_at' = c.trashed_at))"
                                            " ORDER BY s.conversation",
                    .in = &row_key_shape,
                    .out = &row_key_shape},
    {0},
};

static struct error *mark(struct work *w, int64_t person, instant at)
{
    struct row_key key = {.row = person, .at = at};
    return db_run(w, &people_trash_statements[MARK], &key);
}

static struct error *derive(struct work *w, int64_t person)
{
    struct error *err = person_threads(w, person);
    if (!err)
        err = person_passages(w, person);
    if (!err)
        err = person_words(w, person);
    if (!err)
        err = person_count(w, person);
    if (!err)
        err = company_story_rises_of(w, person);
    if (!err) /* their name stands in what they told about others */
        err = names_rise(w);
    return err;
}

static struct error *set_all(struct work *w, int statement, int64_t person, instant trashed_at)
{
    struct row_key key = {.row = person};
    struct list found = {0};
    struct error *err = db_list(w, &people_trash_statements[statement], &key, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        err = conversation_set_trashed(w, rows[i].row, trashed_at);
    return err;
}

struct error *person_to_trash(struct work *w, int64_t person)
{
    struct error *err = mark(w, person, w->now);
    if (!err)
        err = set_all(w, ALONE, person, w->now);
    return err ? err : derive(w, person);
}

struct error *person_from_trash(struct work *w, int64_t person)
{
    struct error *err = set_all(w, WENT_ALONG, person, (instant){NOTHING});
    if (!err)
        err = mark(w, person, (instant){NOTHING});
    return err ? err : derive(w, person);
}

struct error *person_trash_follows(struct work *w, int64_t person)
{
    struct row_key key = {.row = person};
    instant went = {NOTHING};
    struct error *err = db_number(w, &people_trash_statements[TRASHED_AT], &key, &went.ms);
    if (err)
        return err;
    return set_all(w, went.ms == NOTHING ? WENT_ALONG : ALONE, person, went);
}
