/* Handles: stored as JSON with their person, found through a table that follows from it. */
#include "logbook/handles.h"

#include "base/text.h"
#include "logbook/person_words.h"

#include <string.h>

enum { SHORTEST_PHONE = 7, LONGEST_DIGITS = 40 };

struct handle_row {
    uint64_t given;
    int64_t person;
    int64_t position;
    const char *kind;
    const char *folded;
    const char *upper; /* end of a range of folded */
    const char *domain;
    day on_day;
    int64_t month_day;
    const char *language;
    int64_t most;
};

static const struct field handle_row_fields[] = {
    FIELD(handle_row, person),
    FIELD(handle_row, position),
    FIELD(handle_row, kind),
    FIELD(handle_row, folded),
    FIELD(handle_row, upper),
    FIELD(handle_row, domain),
    FIELD(handle_row, on_day),
    FIELD(handle_row, month_day),
    FIELD(handle_row, language),
    FIELD(handle_row, most),
    {0},
};
static const struct shape handle_row_shape = SHAPE(handle_row, handle_row_fields);

#define FOUND_PEOPLE                                                                               \
    "SELECT DISTINCT p.id AS person FROM handle h JOIN person p ON p.id = h.person"                \
    " WHERE p.trashed_at IS NULL AND p.merged_into IS NULL"
#define IN_ORDER " ORDER BY p.id LIMIT :most"

enum {
    FORGET_HANDLES,
    FORGET_DATES,
    FORGET_LANGUAGES,
    ADD_HANDLE,
    ADD_DATE,
    ADD_LANGUAGE,
    BY_VALUE,
    BY_DOMAIN,
    BY_LONGER,
    BY_SHORTER,
    LISTS,
};

const struct statement handles_statements[] = {
    [FORGET_HANDLES] = {.sql = "DELETE FROM handle WHERE person = :person",
                        .in = &handle_row_shape},
    [FORGET_DATES] = {.sql = "DELETE FROM person_date WHERE person = :person",
                      .in = &handle_row_shape},
    [FORGET_LANGUAGES] = {.sql = "DELETE FROM person_language WHERE person = :person",
                          .in = &handle_row_shape},
    [ADD_HANDLE] = {.sql = "INSERT INTO handle (person, position, kind, folded, domain)"
                           " VALUES (:person, :position, :kind, :folded, :domain)",
                    .in = &handle_row_shape},
    [ADD_DATE] = {.sql = "INSERT INTO person_date (person, position, on_day, month_day)"
                         " VALUES (:person, :position, :on_day, :month_day)",
                  .in = &handle_row_shape},
    [ADD_LANGUAGE] = {.sql = "INSERT OR IGNORE INTO person_language (person, language)"
                             " VALUES (:person, lower(:language))",
                      .in = &handle_row_shape},
    [BY_VALUE] = {.sql = FOUND_PEOPLE " AND h.kind = :kind AND h.folded = :folded" IN_ORDER,
                  .in = &handle_row_shape,
                  .out = &handle_row_shape},
    [BY_DOMAIN] = {.sql = FOUND_PEOPLE " AND h.domain = :domain" IN_ORDER,
                   .in = &handle_row_shape,
                   .out = &handle_row_shape},
    [BY_LONGER] = {.sql = FOUND_PEOPLE " AND h.kind = 'phone' AND h.folded >= :folded"
                                       " AND h.folded < :upper" IN_ORDER,
                   .in = &handle_row_shape,
                   .out = &handle_row_shape},
    /* Every beginning of the reversed digits that is long enough to be a number of its own. */
    [BY_SHORTER] = {.sql = "WITH RECURSIVE cut (size) AS (SELECT 7 UNION ALL"
                           " SELECT size + 1 FROM cut WHERE size < length(:folded))"
                           " SELECT DISTINCT p.id AS person FROM cut"
                           " CROSS JOIN handle h ON h.kind = 'phone'"
                           " AND h.folded = substr(:folded, 1, size)"
                           " CROSS JOIN person p ON p.id = h.person"
                           " WHERE p.trashed_at IS NULL AND p.merged_into IS NULL" IN_ORDER,
                    .in = &handle_row_shape,
                    .out = &handle_row_shape},
    [LISTS] = {.sql = "SELECT handles, dates, languages FROM person WHERE id = :row",
               .in = &row_key_shape,
               .out = &person_shape},
    {0},
};

static char *reversed(struct arena *arena, const char *digits)
{
    size_t length = strlen(digits);
    char *text = arena_take(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        text[i] = digits[length - 1 - i];
    return text;
}

/* The value as it is compared: phones by their last digits first, all else folded. */
static const char *compared(struct arena *arena, const char *kind, const char *value)
{
    if (strcmp(kind, "phone") == 0)
        return reversed(arena, text_digits(arena, value));
    if (strcmp(kind, "email") == 0 || strcmp(kind, "url") == 0)
        return text_fold(arena, value, strlen(value));
    return value;
}

bool handle_same(struct arena *arena, const struct handle *one, const struct handle *other)
{
    return strcmp(one->kind, other->kind) == 0 &&
           strcmp(compared(arena, one->kind, one->value),
                  compared(arena, other->kind, other->value)) == 0;
}

static const char *domain_of(struct arena *arena, const char *kind, const char *value)
{
    const char *at = strcmp(kind, "email") == 0 ? strrchr(value, '@') : NULL;
    return at ? text_fold(arena, at + 1, strlen(at + 1)) : NULL;
}

/* The kind as it is kept and compared. */
static const char *folded_kind(struct arena *arena, const char *kind)
{
    return text_trim(arena, text_fold(arena, kind, strlen(kind)));
}

/* Folding can leave nothing of a kind, or make it longer than it was sent. */
static const char *wrong_with_kind(const char *kind)
{
    if (!*kind)
        return "This must not be empty.";
    if (strlen(kind) > LONGEST_KIND)
        return "This is too long as it is compared; at most 40 bytes fit.";
    return strchr(kind, ':') ? "The kind of a handle cannot hold a colon." : NULL;
}

static const char *wrong_with_value(struct arena *arena, const struct handle *handle)
{
    if (strcmp(handle->kind, "email") == 0)
        return check_email(handle->value);
    if (strcmp(handle->kind, "phone") == 0) {
        size_t digits = strlen(text_digits(arena, handle->value));
        return digits >= 3 && digits <= LONGEST_DIGITS ? NULL : "This is no telephone number.";
    }
    return *handle->value ? NULL : "This must not be empty.";
}

static bool stands_before(const struct handle *handles, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(handles[i].kind, handles[at].kind) == 0 &&
            strcmp(handles[i].value, handles[at].value) == 0)
            return true;
    }
    return false;
}

struct error *handles_complete(struct work *w, struct list *handles)
{
    struct error *faults = NULL;
    struct handle *items = handles->items;
    for (size_t i = 0; items && i < handles->count; i++) {
        items[i].given = 7;
        items[i].kind = folded_kind(w->arena, items[i].kind);
        items[i].value = text_trim(w->arena, items[i].value);
        const char *field = "kind";
        const char *wrong = wrong_with_kind(items[i].kind);
        if (!wrong) {
            field = "value";
            wrong = wrong_with_value(w->arena, &items[i]);
        }
        if (!wrong && stands_before(items, i))
            wrong = "This handle stands twice.";
        if (wrong)
            error_fault(w->arena, &faults, arena_print(w->arena, "/handles/%zu/%s", i, field), "%s",
                        wrong);
    }
    return faults;
}

static struct error *index_handles(struct work *w, int64_t row, struct person *person)
{
    struct error *err =
        shape_items(w->arena, shape_field(&person_shape, "handles", NULL), &person->handles);
    const struct handle *handles = person->handles.items;
    for (size_t i = 0; !err && i < person->handles.count; i++) {
        struct handle_row handle = {.person = row, .position = (int64_t)i};
        handle.kind = handles[i].kind;
        handle.folded = compared(w->arena, handle.kind, handles[i].value);
        handle.domain = domain_of(w->arena, handle.kind, handles[i].value);
        err = db_run(w, &handles_statements[ADD_HANDLE], &handle);
    }
    return err;
}

static struct error *index_dates(struct work *w, int64_t row, struct person *person)
{
    struct error *err =
        shape_items(w->arena, shape_field(&person_shape, "dates", NULL), &person->dates);
    const struct person_date *dates = person->dates.items;
    for (size_t i = 0; !err && i < person->dates.count; i++) {
        struct calendar found = calendar_of_day(dates[i].on);
        struct handle_row date = {.person = row, .position = (int64_t)i, .on_day = dates[i].on};
        date.month_day =
            dates[i].repeats == REPEATS_YEARLY ? found.month * 100 + found.day : NOTHING;
        err = db_run(w, &handles_statements[ADD_DATE], &date);
    }
    return err;
}

static struct error *index_languages(struct work *w, int64_t row, struct person *person)
{
    struct error *err =
        shape_items(w->arena, shape_field(&person_shape, "languages", NULL), &person->languages);
    const char *const *languages = person->languages.items;
    for (size_t i = 0; !err && i < person->languages.count; i++) {
        struct handle_row language = {.person = row, .language = languages[i]};
        err = db_run(w, &handles_statements[ADD_LANGUAGE], &language);
    }
    return err;
}

struct error *person_index(struct work *w, int64_t row)
{
    struct handle_row key = {.person = row};
    struct error *err = NULL;
    for (int i = FORGET_HANDLES; i <= FORGET_LANGUAGES && !err; i++)
        err = db_run(w, &handles_statements[i], &key);
    if (err)
        return err;
    struct row_key which = {.row = row};
    struct person person;
    bool found = false;
    shape_clear(&person_shape, &person);
    err = db_find(w, &handles_statements[LISTS], &which, &person, &found);
    if (err)
        return err;
    if (!found)
        return person_words(w, row);
    err = index_handles(w, row, &person);
    if (!err)
        err = index_dates(w, row, &person);
    if (!err)
        err = index_languages(w, row, &person);
    return err ? err : person_words(w, row);
}

/* The first text behind every text that begins with `start`; digits end before ':'. */
static const char *end_of_range(struct arena *arena, const char *start)
{
    return arena_print(arena, "%s:", start);
}

static struct error *collect(struct work *w, const struct statement *statement,
                             const struct handle_row *wish, int most, int64_t *rows, int *count)
{
    struct list found = {0};
    struct error *err = db_list(w, statement, wish, &found);
    const struct handle_row *people = found.items;
    for (size_t i = 0; !err && i < found.count && *count < most; i++) {
        bool known = false;
        for (int j = 0; j < *count; j++)
            known = known || rows[j] == people[i].person;
        if (!known)
            rows[(*count)++] = people[i].person;
    }
    return err;
}

static struct error *by_phone(struct work *w, const char *phone, int most, int64_t *rows,
                              int *count)
{
    const char *digits = text_digits(w->arena, phone);
    struct handle_row wish = {.kind = "phone", .most = most};
    wish.folded = reversed(w->arena, digits);
    if (strlen(digits) < SHORTEST_PHONE)
        return collect(w, &handles_statements[BY_VALUE], &wish, most, rows, count);
    wish.upper = end_of_range(w->arena, wish.folded);
    struct error *err = collect(w, &handles_statements[BY_LONGER], &wish, most, rows, count);
    if (err)
        return err;
    if (strlen(wish.folded) > LONGEST_DIGITS)
        wish.folded = arena_copy(w->arena, wish.folded, LONGEST_DIGITS);
    return collect(w, &handles_statements[BY_SHORTER], &wish, most, rows, count);
}

static struct error *by_value(struct work *w, const char *kind, const char *value, int most,
                              int64_t *rows, int *count)
{
    struct handle_row wish = {.kind = kind, .most = most};
    wish.folded = compared(w->arena, kind, text_trim(w->arena, value));
    return collect(w, &handles_statements[BY_VALUE], &wish, most, rows, count);
}

struct handle handle_read(struct arena *arena, const char *text)
{
    const char *colon = strchr(text, ':');
    const char *kind = colon ? arena_copy(arena, text, (size_t)(colon - text)) : NULL;
    if (!colon || strchr(kind, '@'))
        return (struct handle){.kind = "email", .value = text};
    return (struct handle){.kind = kind, .value = colon + 1};
}

struct error *people_with_handle(struct work *w, const struct handle *handle, int most,
                                 int64_t *rows, int *count)
{
    const char *kind = folded_kind(w->arena, handle->kind);
    if (strcmp(kind, "phone") == 0)
        return by_phone(w, handle->value, most, rows, count);
    return by_value(w, kind, handle->value, most, rows, count);
}

struct error *people_by_handle(struct work *w, const struct handle_wish *wish, int most,
                               int64_t *ret_rows, int *ret_count)
{
    *ret_count = 0;
    if (wish->email)
        return by_value(w, "email", wish->email, most, ret_rows, ret_count);
    if (wish->phone)
        return by_phone(w, wish->phone, most, ret_rows, ret_count);
    if (wish->handle) {
        struct handle handle = handle_read(w->arena, wish->handle);
        return people_with_handle(w, &handle, most, ret_rows, ret_count);
    }
    struct handle_row domain = {.most = most};
    domain.domain = text_fold(w->arena, wish->domain, strlen(wish->domain));
    return collect(w, &handles_statements[BY_DOMAIN], &domain, most, ret_rows, ret_count);
}
