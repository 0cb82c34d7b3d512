/* Who is near a person: somebody who may be meant, or may be the same. */
#include "logbook/people_near.h"

#include "base/text.h"
#include "base/tokens.h"
#include "logbook/handles.h"
#include "logbook/near_names.h"
#include "logbook/person_words.h"
#include "logbook/search_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_WORDS = 6,       /* of a name that others are looked for by */
    MOST_LOOKED_AT = 300, /* others who bear two words of it, the newest */
    MOST_NAMES = 2,       /* of a person: the name, and what it reads as */
};

static const char *const near_whys[] = {"",     "handle", "name",     "reads_as", "order",
                                        "slip", "part",   "initials", NULL};
static const struct field near_person_fields[] = {
    FIELD(near_person, id, .help = "The id."),
    FIELD(near_person, name, .help = "The name."),
    FIELD(near_person, company, .help = "Where they work."),
    FIELD(near_person, email, .help = "Their first e-mail address."),
    FIELD(near_person, why, .choices = near_whys,
          .help =
              "Why they may be the same: they share a handle or the name; it reads as the same; "
              "its words stand in another order, one has a slip of the pen, some are left out, "
              "or are initials. Told of a person who is made."),
    {0},
};
const struct shape near_person_shape = SHAPE(near_person, near_person_fields);

/* Somebody who has words of a name, and which ones. */
struct namesake {
    uint64_t given;
    int64_t row;
    const char *name;
    const char *reads_as;
    int64_t colleague; /* 1: of the same company */
    const char *match;
    int64_t limit;
    unsigned why; /* enum near_why */
};
static const struct field namesake_fields[] = {
    FIELD(namesake, row),
    FIELD(namesake, name),
    FIELD(namesake, reads_as),
    FIELD(namesake, colleague),
    FIELD(namesake, match),
    FIELD(namesake, limit),
    {0},
};
static const struct shape namesake_shape = SHAPE(namesake, namesake_fields);

enum { SAME_NAME, WORDS_OF_NAME };

const struct statement people_near_statements[] = {
    [SAME_NAME] = {.sql = "SELECT id AS row FROM person WHERE folded = :text AND id <> :row"
                          " AND trashed_at IS NULL AND merged_into IS NULL"
                          " ORDER BY id LIMIT :value",
                   .in = &row_key_shape,
                   .out = &row_key_shape},
    [WORDS_OF_NAME] = {.sql = "SELECT p.id AS row, p.name, p.reads_as, p.company ="
                              " (SELECT company FROM person WHERE id = :row) AS colleague"
                              " FROM find_people y CROSS JOIN person p ON p.id = y.rowid"
                              " WHERE y.find_people MATCH :match AND p.id <> :row"
                              " AND p.trashed_at IS NULL AND p.merged_into IS NULL"
                              " ORDER BY y.rowid DESC LIMIT :limit",
                       .in = &namesake_shape,
                       .out = &namesake_shape},
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

/* All but why. */
static void near_gives(struct near_person *near)
{
    int why = 0;
    shape_field(&near_person_shape, "why", &why);
    near->given = UINT64_MAX & ~(UINT64_C(1) << why);
}

struct error *near_read(struct work *w, const int64_t *rows, int count, struct list *ret_near)
{
    struct near_person *near = arena_take(w->arena, sizeof(*near) * ((size_t)count + 1));
    struct error *err = NULL;
    for (int i = 0; i < count && !err; i++) {
        struct person person;
        err = with_handles(w, rows[i], &person);
        if (!err)
            near[i] = (struct near_person){.id = person.id,
                                           .name = person.name,
                                           .company = person.company,
                                           .email = first_email(&person)};
        near_gives(&near[i]);
    }
    if (!err)
        *ret_near = (struct list){.items = near, .count = (size_t)count};
    return err;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* What somebody is called: the name, and what it reads as. */
struct names {
    struct name_words items[MOST_NAMES];
    size_t count;
};

static void read_names(struct arena *arena, const char *name, const char *reads_as,
                       struct names *ret_names)
{
    ret_names->count = 1;
    name_words(arena, name, &ret_names->items[0]);
    if (reads_as)
        name_words(arena, reads_as, &ret_names->items[ret_names->count++]);
}

static enum near_why why_near(const struct names *one, const struct names *other)
{
    static const enum near_why whys[] = {
        [NEAR_NOT] = NEAR_BY_NOTHING, [NEAR_INITIALS] = NEAR_BY_INITIALS,
        [NEAR_PART] = NEAR_BY_PART,   [NEAR_SLIP] = NEAR_BY_SLIP,
        [NEAR_ORDER] = NEAR_BY_ORDER, [NEAR_SAME] = NEAR_BY_NAME};
    enum nearness best = NEAR_NOT;
    enum nearness of_names = names_near(&one->items[0], &other->items[0]);
    for (size_t i = 0; i < one->count; i++) {
        for (size_t j = 0; j < other->count; j++) {
            enum nearness near = names_near(&one->items[i], &other->items[j]);
            best = near > best ? near : best;
        }
    }
    return best > of_names ? NEAR_BY_READS_AS : whys[of_names];
}

/* A word as the index of people is asked for it: itself and what is a slip from it, as far as
 * people bear such words; its initial; and with the word before it, as in Minjun and O'Brien. */
static struct error *read_needle(struct work *w, const struct name_words *name, size_t at,
                                 struct needle *ret_needle)
{
    enum { MOST_MEANT = 24 };
    const struct name_word *word = &name->items[at];
    struct needle needle = {.words = text_words(w->arena, word->typed, strlen(word->typed)),
                            .whole = word->alone || word->letters > 1};
    struct error *err = needle_slips(w, &needle);
    const char **slip = needle.meant;
    if (!err && !word->alone && word->letters > 1) {
        const char **meant = arena_take(w->arena, sizeof(*meant) * (MOST_MEANT + 1));
        size_t count = 0;
        meant[count++] =
            arena_print(w->arena, " %.*s", (int)text_bytes_of(word->text, 1), word->text);
        if (at > 0)
            meant[count++] = arena_print(w->arena, " %s%s", word[-1].text, word->text);
        for (; slip && *slip && count < MOST_MEANT; slip++)
            meant[count++] = *slip;
        needle.meant = meant;
        needle.words = word_has_slips(word->text) ? NULL : needle.words;
    }
    *ret_needle = needle;
    return err;
}

/* What others have who bear this name, or nearly; NULL when it has no words. Letters are asked for
 * where no two words can be: many have a word that begins so. */
static struct error *match_name(struct work *w, const struct name_words *name,
                                const char **ret_match)
{
    struct needle items[MOST_WORDS];
    struct needles needles = {.items = items};
    struct error *err = NULL;
    size_t telling = 0;
    for (size_t i = 0; i < name->count; i++)
        telling += name_word_counts(&name->items[i]);
    for (size_t i = 0; i < name->count && needles.count < MOST_WORDS && !err; i++) {
        const struct name_word *word = &name->items[i];
        if (name_word_counts(word) || (telling < 2 && !word->light))
            err = read_needle(w, name, i, &items[needles.count++]);
    }
    if (!err)
        *ret_match = people_match_two(w->arena, &needles);
    return err;
}

static int compare_namesakes(const void *left, const void *right)
{
    const struct namesake *one = left;
    const struct namesake *other = right;
    if (one->why != other->why)
        return one->why < other->why ? -1 : 1;
    if (one->colleague != other->colleague)
        return one->colleague == 1 ? -1 : 1;
    return one->row > other->row ? -1 : one->row < other->row;
}

/* Those who bear nearly that name, the best first. */
static struct error *find_namesakes(struct work *w, int64_t row, const struct names *names,
                                    struct list *ret_namesakes)
{
    struct namesake wish = {.row = row, .limit = MOST_LOOKED_AT};
    struct error *err = NULL;
    for (size_t i = 0; i < names->count && !err; i++) {
        const char *match = NULL;
        err = match_name(w, &names->items[i], &match);
        if (match)
            wish.match = wish.match ? arena_print(w->arena, "%s OR %s", wish.match, match) : match;
    }
    if (err || !wish.match)
        return err;
    err = db_list(w, &people_near_statements[WORDS_OF_NAME], &wish, ret_namesakes);
    struct namesake *items = ret_namesakes->items;
    size_t kept = 0;
    for (size_t i = 0; i < ret_namesakes->count; i++) {
        struct names other;
        read_names(w->arena, items[i].name, items[i].reads_as, &other);
        items[i].why = why_near(names, &other);
        if (items[i].why)
            items[kept++] = items[i];
    }
    ret_namesakes->count = kept;
    qsort(items, kept, sizeof(*items), compare_namesakes);
    return err;
}

/* ---- who is near ---------------------------------------------------------------------------- */

struct near_rows {
    int64_t rows[NEAR_MOST];
    enum near_why whys[NEAR_MOST];
    int count;
};

/* Adds a row unless it is there, or there is no room. */
static void add(struct near_rows *near, int64_t row, enum near_why why)
{
    for (int i = 0; i < near->count; i++) {
        if (near->rows[i] == row)
            return;
    }
    if (near->count == NEAR_MOST)
        return;
    near->rows[near->count] = row;
    near->whys[near->count++] = why;
}

static struct error *add_sharers(struct work *w, const struct person *person, int64_t row,
                                 struct near_rows *near)
{
    int64_t sharing[NEAR_MOST + 1]; /* with the person, who has the handle too */
    int sharers = 0;
    struct error *err = NULL;
    const struct handle *handles = person->handles.items;
    for (size_t i = 0; i < person->handles.count && !err; i++)
        err = people_with_handle(w, &handles[i], NEAR_MOST + 1, sharing, &sharers);
    for (int i = 0; i < sharers; i++) {
        if (sharing[i] != row)
            add(near, sharing[i], NEAR_BY_HANDLE);
    }
    return err;
}

static struct error *add_same(struct work *w, const struct person *person, int64_t row,
                              struct near_rows *near)
{
    struct row_key key = {.row = row, .value = NEAR_MOST, .text = person->folded};
    struct list found = {0};
    struct error *err = db_list(w, &people_near_statements[SAME_NAME], &key, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count; i++)
        add(near, rows[i].row, NEAR_BY_NAME);
    return err;
}

static struct error *add_nearly(struct work *w, const struct person *person, int64_t row,
                                struct near_rows *near)
{
    struct names names;
    struct list found = {0};
    read_names(w->arena, person->name, person->reads_as, &names);
    struct error *err = find_namesakes(w, row, &names, &found);
    const struct namesake *namesakes = found.items;
    for (size_t i = 0; i < found.count; i++)
        add(near, namesakes[i].row, namesakes[i].why);
    return err;
}

struct error *person_near(struct work *w, int64_t row, struct list *ret_near)
{
    struct near_rows near = {.count = 0};
    struct person person;
    struct error *err = with_handles(w, row, &person);
    if (!err)
        err = add_sharers(w, &person, row, &near);
    if (!err)
        err = add_same(w, &person, row, &near);
    if (!err && near.count < NEAR_MOST)
        err = add_nearly(w, &person, row, &near);
    if (!err)
        err = near_read(w, near.rows, near.count, ret_near);
    struct near_person *items = ret_near->items;
    for (int i = 0; i < near.count && !err; i++) {
        items[i].why = near.whys[i];
        shape_give(&near_person_shape, &items[i], "why");
    }
    return err;
}
