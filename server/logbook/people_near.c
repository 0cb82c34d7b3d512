/* Who is near a person: somebody who may be meant, or may be the same. */
#include "logbook/people_near.h"

#include "logbook/handles.h"

#include <string.h>

static const struct field near_person_fields[] = {
    FIELD(near_person, id, .help = "The id."),
    FIELD(near_person, name, .help = "The name."),
    FIELD(near_person, company, .help = "Where they work."),
    FIELD(near_person, email, .help = "Their first e-mail address."),
    {0},
};
const struct shape near_person_shape = SHAPE(near_person, near_person_fields);

enum { NAMESAKES };

const struct statement people_near_statements[] = {
    [NAMESAKES] = {.sql = "SELECT id AS row FROM person WHERE folded = :text AND id <> :row"
                          " AND trashed_at IS NULL AND merged_into IS NULL"
                          " ORDER BY id LIMIT :value",
                   .in = &row_key_shape,
                   .out = &row_key_shape},
    {0},
};

static const char *first_email(const struct person *person)
{
    const struct handle *handles = person->handles.items;
    for (size_t i = 0; i < person->handles.count; i++) {
        if (strcmp(handles[i].kind, "email") == 0)
            return handles[i].value;
    }
    return NULL;
}

static struct error *with_handles(struct work *w, int64_t row, struct person *ret_person)
{
    struct error *err = person_read(w, row, ret_person);
    const struct field *field = shape_field(&person_shape, "handles", NULL);
    return err ? err : shape_items(w->arena, field, &ret_person->handles);
}

struct error *near_read(struct work *w, const int64_t *rows, int count, struct list *ret_near)
{
    struct near_person *near = arena_take(w->arena, sizeof(*near) * ((size_t)count + 1));
    struct error *err = NULL;
    for (int i = 0; i < count && !err; i++) {
        struct person person;
        err = with_handles(w, rows[i], &person);
        if (!err)
            near[i] = (struct near_person){.given = UINT64_MAX,
                                           .id = person.id,
                                           .name = person.name,
                                           .company = person.company,
                                           .email = first_email(&person)};
    }
    if (!err)
        *ret_near = (struct list){.items = near, .count = (size_t)count};
    return err;
}

/* Adds a row unless it is there, or there is no room. */
static void add(int64_t *rows, int *count, int64_t row)
{
    for (int i = 0; i < *count; i++) {
        if (rows[i] == row)
            return;
    }
    if (*count < NEAR_MOST)
        rows[(*count)++] = row;
}

struct error *person_near(struct work *w, int64_t row, struct list *ret_near)
{
    int64_t sharing[NEAR_MOST + 1]; /* with the person, who has the handle too */
    int64_t rows[NEAR_MOST];
    int sharers = 0;
    int count = 0;
    struct person person;
    struct error *err = with_handles(w, row, &person);
    if (err)
        return err;
    const struct handle *handles = person.handles.items;
    for (size_t i = 0; i < person.handles.count && !err; i++)
        err = people_with_handle(w, &handles[i], NEAR_MOST + 1, sharing, &sharers);
    for (int i = 0; i < sharers; i++) {
        if (sharing[i] != row)
            add(rows, &count, sharing[i]);
    }
    struct row_key key = {.row = row, .value = NEAR_MOST, .text = person.folded};
    struct list namesakes = {0};
    if (!err)
        err = db_list(w, &people_near_statements[NAMESAKES], &key, &namesakes);
    const struct row_key *found = namesakes.items;
    for (size_t i = 0; i < namesakes.count; i++)
        add(rows, &count, found[i].row);
    return err ? err : near_read(w, rows, count, ret_near);
}
