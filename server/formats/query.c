/* Reads the search language. What fits no rule of it is plain words. */
#include "formats/query.h"

#include "formats/days.h"
#include "formats/names.h"
#include "formats/query_items.h"
#include "formats/quotes.h"

#include <string.h>
#include <strings.h>

const char *const query_key_words[QUERY_KEYS] = {
    [QUERY_THEME] = "theme",   [QUERY_TAG] = "tag",     [QUERY_KIND] = "kind",
    [QUERY_WITH] = "with",     [QUERY_BY] = "by",       [QUERY_COMPANY] = "company",
    [QUERY_BEFORE] = "before", [QUERY_AFTER] = "after",
};

/* What may stand before the value of a key, since bodies have it there. */
static const char key_signs[QUERY_KEYS] = {
    [QUERY_THEME] = '#', [QUERY_WITH] = '@', [QUERY_BY] = '@'};

/* 2026 and 2026-11 mean their first day. */
static bool read_short_date(const char *value, day *ret_day)
{
    static const struct {
        size_t length;
        const char *rest;
    } forms[] = {{4, "-01-01"}, {7, "-01"}, {10, ""}};
    char date[DAY_TEXT];
    size_t length = strlen(value);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (length != forms[i].length)
            continue;
        memcpy(date, value, length);
        memcpy(date + length, forms[i].rest, strlen(forms[i].rest) + 1);
        return day_read(date, ret_day);
    }
    return false;
}

/* Reads a day that is the same whenever it is asked for: a phrase that needs a clock reads as
 * another day, seen from another one so far away. A time of day is too much. */
static bool read_day(const char *value, day *ret_day)
{
    static const day early = {0};
    static const day late = {50000};
    if (read_short_date(value, ret_day))
        return true;
    day first, second;
    char time[TIME_TEXT] = "";
    size_t length = strlen(value);
    if (day_phrase_read(value, length, early, &first, time) != DAY_IS_READ || time[0] ||
        day_phrase_read(value, length, late, &second, time) != DAY_IS_READ ||
        first.number != second.number)
        return false;
    *ret_day = first;
    return true;
}

/* The value of a key at the start of the plain words: its quoted words, or else all up to a comma
 * or semicolon at the end. False when there is no such key, or both. */
static bool find_value(const struct typed *typed, const struct item *item, enum query_key key,
                       struct piece *ret_value)
{
    const char *word = typed->text + item->plain.start;
    size_t length = strlen(query_key_words[key]);
    if (strncasecmp(word, query_key_words[key], length) != 0 || word[length] != ':')
        return false;
    struct piece value = {item->plain.start + length + 1, item->plain.end};
    if (item->quotes) {
        *ret_value = item->quoted;
        return value.start == value.end;
    }
    while (value.end > value.start && strchr(",;", typed->text[value.end - 1]))
        value.end--;
    *ret_value = value;
    return true;
}

/* Reads key:value. */
static bool read_keyed(const struct typed *typed, const struct item *item,
                       struct query_filter *filter)
{
    struct piece value = {0};
    enum query_key key = 0;
    while (key < QUERY_KEYS && !find_value(typed, item, key, &value))
        key++;
    if (key == QUERY_KEYS || !piece_bears_words(typed, value))
        return false;
    if (key_signs[key] && typed->text[value.start] == key_signs[key])
        value.start++;
    while (typed->text[value.start] == ' ')
        value.start++;
    filter->key = key;
    filter->value = piece_text(typed, value);
    bool is_day = key == QUERY_BEFORE || key == QUERY_AFTER;
    return !is_day || read_day(filter->value, &filter->day);
}

/* Where the theme or the first word of the name behind the sign at the start ends, or 0. */
static size_t signed_end(const struct typed *typed, struct piece plain)
{
    struct name_guess name = {0};
    switch (typed->text[plain.start]) {
    case '#':
        return theme_word_end(typed->arena, typed->text, plain.start, plain.end);
    case '@':
        name_read(typed->arena, typed->text, plain.start, plain.end, &name);
        return name.count > 0 ? name.ends[0] : 0;
    default:
        return 0;
    }
}

/* Reads #word, @name and @"a whole name". What follows may be a comma, but not one more word. */
static bool read_signed(const struct typed *typed, const struct item *item,
                        struct query_filter *filter)
{
    char sign = typed->text[item->plain.start];
    struct piece value = item->quoted;
    if (item->quotes && (sign != '@' || item->plain.end - item->plain.start != 1))
        return false;
    if (!item->quotes) {
        size_t end = signed_end(typed, item->plain);
        if (end == 0 || piece_bears_words(typed, (struct piece){end, item->plain.end}))
            return false;
        value = (struct piece){item->plain.start + 1, end};
    }
    if (!piece_bears_words(typed, value))
        return false;
    filter->key = sign == '#' ? QUERY_THEME : QUERY_WITH;
    filter->value = piece_text(typed, value);
    return true;
}

static bool read_filter(const struct typed *typed, const struct item *item,
                        struct query_filter *ret_filter)
{
    struct query_filter filter = {.day = {NOTHING}, .without = item->without};
    if (!item->starts || (!read_keyed(typed, item, &filter) && !read_signed(typed, item, &filter)))
        return false;
    *ret_filter = filter;
    return true;
}

static bool read_term(const struct typed *typed, const struct item *item,
                      struct query_term *ret_term)
{
    if (!piece_bears_words(typed, item->plain) && !piece_bears_words(typed, item->quoted))
        return false;
    bool is_last = item->end == typed->end && !item->closed;
    *ret_term = (struct query_term){
        .text = arena_print(typed->arena, "%s%s", piece_text(typed, item->plain),
                            piece_text(typed, item->quoted)),
        .phrase = item->closed,
        .without = item->without,
        .unfinished = is_last && typed_ends_in_a_word(typed),
    };
    return true;
}

void query_read(struct arena *arena, const char *text, size_t length, struct query *ret_query)
{
    struct typed typed;
    struct query query = {
        .terms = arena_take(arena, MOST_QUERY_TERMS * sizeof(struct query_term)),
        .filters = arena_take(arena, MOST_QUERY_FILTERS * sizeof(struct query_filter)),
    };
    typed_read(arena, text, length, &typed);
    for (size_t at = 0; at < typed.end;) {
        if (typed.text[at] == ' ') {
            at++;
            continue;
        }
        struct item item = item_at(&typed, at);
        struct query_filter filter;
        struct query_term term;
        if (read_filter(&typed, &item, &filter)) {
            if (query.filter_count < MOST_QUERY_FILTERS)
                query.filters[query.filter_count++] = filter;
        } else if (query.term_count < MOST_QUERY_TERMS && read_term(&typed, &item, &term)) {
            query.terms[query.term_count++] = term;
        }
        at = item.end;
    }
    *ret_query = query;
}
