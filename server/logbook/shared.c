/* Small records that several things of the logbook are made of, and what all lists share. */
#include "logbook/shared.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static const struct field row_key_fields[] = {
    FIELD(row_key, row), FIELD(row_key, value), FIELD(row_key, at), FIELD(row_key, text), {0},
};
const struct shape row_key_shape = SHAPE(row_key, row_key_fields);

static const struct field id_key_fields[] = {
    FIELD(id_key, id),
    {0},
};
const struct shape id_key_shape = SHAPE(id_key, id_key_fields);

static const struct field ref_fields[] = {
    FIELD(ref, id, .help = "The id."),
    FIELD(ref, name, .help = "The name to show for it."),
    {0},
};
const struct shape ref_shape = SHAPE(ref, ref_fields);

static const struct field source_fields[] = {
    FIELD(source, system, .rules = REQUIRED, .help = "The other system, such as helpscout."),
    FIELD(source, id, .rules = REQUIRED, .help = "The id that it has there."),
    {0},
};
const struct shape source_shape = SHAPE(source, source_fields);

enum { NAMES_RISE, COUNTER, KEEP_COUNTER };

const struct statement shared_statements[] = {
    [NAMES_RISE] = {.sql = "UPDATE counter SET value = value + 1 WHERE name = 'names'",
                    .in = &row_key_shape},
    [COUNTER] = {.sql = "SELECT value FROM counter WHERE name = :text", .in = &row_key_shape},
    [KEEP_COUNTER] = {.sql = "INSERT INTO counter (name, value) VALUES (:text, :value)"
                             " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                      .in = &row_key_shape},
    {0},
};

void page_cut(struct page *page, int64_t limit)
{
    page->more = (int64_t)page->items.count > limit;
    if (page->more)
        page->items.count = (size_t)limit;
}

struct error *row_of(struct work *w, const struct statement *statement, const char *noun, ident id,
                     int64_t *ret_row)
{
    struct id_key key = {.id = id};
    int64_t row = NOTHING;
    struct error *err = db_number(w, statement, &key, &row);
    if (err)
        return err;
    if (row == NOTHING)
        return error_new(w->arena, ERROR_NOT_FOUND, "There is no such %s.", noun);
    *ret_row = row;
    return NULL;
}

struct error *row_of_field(struct work *w, const struct statement *statement, const char *noun,
                           ident id, const char *pointer, int64_t *ret_row)
{
    if (ident_is_null(id)) {
        *ret_row = NOTHING;
        return NULL;
    }
    struct error *err = row_of(w, statement, noun, id, ret_row);
    if (err && err->kind == ERROR_NOT_FOUND) {
        err->kind = ERROR_INVALID;
        err->pointer = pointer;
    }
    return err;
}

struct error *names_rise(struct work *w)
{
    struct row_key key = {0};
    return db_run(w, &shared_statements[NAMES_RISE], &key);
}

struct error *counter_read(struct work *w, const char *name, int64_t *ret_value)
{
    struct row_key key = {.text = name};
    return db_number(w, &shared_statements[COUNTER], &key, ret_value);
}

struct error *counter_keep(struct work *w, const char *name, int64_t value)
{
    struct row_key key = {.text = name, .value = value};
    return db_run(w, &shared_statements[KEEP_COUNTER], &key);
}

const char *check_email(const char *text)
{
    const char *at = strchr(text, '@');
    bool good = at && at > text && at[1] && !strchr(at + 1, '@') && !strpbrk(text, " \t<>,;\"()");
    return good ? NULL : "This is no e-mail address.";
}

static bool only(const char *text, const char *others)
{
    for (; *text; text++) {
        if (!isalnum((unsigned char)*text) && !strchr(others, *text))
            return false;
    }
    return true;
}

const char *check_language(const char *text)
{
    size_t first = strcspn(text, "-");
    bool good = first >= 2 && first <= 8 && strlen(text) <= 35 && only(text, "-");
    return good ? NULL : "This must be a language tag such as en or pt-BR.";
}

const char *check_time_zone(const char *text)
{
    bool good = strlen(text) <= 64 && isalpha((unsigned char)*text) && only(text, "/_-+");
    return good ? NULL : "This must be a time zone such as Europe/Lisbon.";
}

const char *check_time_of_day(const char *text)
{
    int hour = 0;
    int minute = 0;
    bool good = strlen(text) == 5 && text[2] == ':' && isdigit((unsigned char)text[0]) &&
                isdigit((unsigned char)text[1]) && isdigit((unsigned char)text[3]) &&
                isdigit((unsigned char)text[4]);
    if (good) {
        hour = (text[0] - '0') * 10 + text[1] - '0';
        minute = (text[3] - '0') * 10 + text[4] - '0';
    }
    return good && hour < 24 && minute < 60 ? NULL : "This must be a time such as 17:00.";
}

const char *check_theme_name(const char *text)
{
    const char *wrong = "This must begin with a letter and hold letters, digits, - and _ only, at "
                        "most 64 of them.";
    if (text_length(text) > 64)
        return wrong;
    for (const char *at = text; *at;) {
        uint32_t c;
        int size = text_decode(at, &c);
        bool good = text_is_letter(c) || (at > text && (text_is_digit(c) || c == '-' || c == '_'));
        if (!good)
            return wrong;
        at += size;
    }
    return *text ? NULL : wrong;
}

const char *check_kind_name(const char *text)
{
    bool good = !strpbrk(text, ",;/?&#%+\"\\");
    return good ? NULL : "A kind's name cannot hold , ; / ? & # % + \" or \\.";
}
