/* Where what is looked for stands in a text, and the part of the text around it. */
#include "logbook/search_parts.h"

#include "base/tokens.h"

#include <stdlib.h>
#include <string.h>

enum { BEFORE = 40, MOST_MARKS = 32 };

static const char *find_words(const char *wanted, const struct needle *needle, const char *words)
{
    size_t length = strlen(wanted);
    for (const char *at = strstr(words, wanted); at; at = strstr(at + 1, wanted)) {
        bool ends = at[length] == ' ' || at[length] == '\n' || at[length] == 0;
        if (!needle->whole || ends)
            return at;
    }
    return NULL;
}

const char *needle_find(const struct needle *needle, const char *words)
{
    const char *found =
        find_words(needle->anywhere ? needle->words + 1 : needle->words, needle, words);
    for (const char **other = needle->meant; !found && other && *other; other++) {
        struct needle whole = {.whole = true};
        found = find_words(*other, &whole, words);
    }
    return found;
}

/* Bytes of a text. */
struct range {
    size_t start, end;
};

/* Bytes of what was found at `found`. What was perhaps meant is marked as whole words. */
static size_t length_of(const struct needle *needle, const char *found)
{
    size_t lead = *found == ' ';
    if (strncmp(found + lead, needle->words + 1, strlen(needle->words) - 1) == 0)
        return strlen(needle->words) - 1 + lead;
    return lead + strcspn(found + lead, " \n");
}

static int compare_ranges(const void *left, const void *right)
{
    const struct range *one = left;
    const struct range *other = right;
    return (one->start > other->start) - (one->start < other->start);
}

/* All that was found, in order, without what overlaps. */
static size_t find_all(struct arena *arena, const struct needles *needles, const char *text,
                       struct range *ret_ranges)
{
    size_t *places;
    const char *words = text_words_placed(arena, text, strlen(text), &places);
    size_t count = 0;
    for (size_t i = 0; i < needles->count; i++) {
        const struct needle *needle = &needles->items[i];
        const char *at = needle->without ? NULL : needle_find(needle, words);
        for (; at && count < MOST_MARKS; at = needle_find(needle, at + 1)) {
            size_t start = (size_t)(at - words) + (*at == ' ');
            size_t end = (size_t)(at - words) + length_of(needle, at);
            while (words[end] && places[end] == places[end - 1]) /* one character became several */
                end++;
            ret_ranges[count++] = (struct range){places[start], places[end]};
        }
    }
    qsort(ret_ranges, count, sizeof(*ret_ranges), compare_ranges);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || ret_ranges[i].start >= ret_ranges[kept - 1].end)
            ret_ranges[kept++] = ret_ranges[i];
    }
    return kept;
}

static bool is_inside_character(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xc0) == 0x80;
}

/* A place to cut at or before `at`, behind a space if there is one near. */
static size_t cut_before(const char *text, size_t at)
{
    size_t lowest = at > BEFORE / 2 ? at - BEFORE / 2 : 0;
    for (size_t space = at; space > lowest; space--) {
        if (text[space - 1] == ' ' || text[space - 1] == '\n')
            return space;
    }
    while (at > 0 && is_inside_character(text, at))
        at--;
    return at;
}

/* A line of a text on one line with others: without its break, and without the mark of a quote. */
static void add_part(struct arena *arena, struct list *snippet, const char *text, size_t length,
                     bool found)
{
    struct snippet_part *part = (struct snippet_part *)snippet->items + snippet->count++;
    char *copy = arena_copy(arena, text, length);
    char *end = copy;
    bool starts = false;
    for (const char *at = copy; *at; at++) {
        bool breaks = *at == '\n' || *at == '\r';
        starts = breaks || (starts && (*at == ' ' || *at == '\t' || *at == '>'));
        if (!starts)
            *end++ = *at == '\t' ? ' ' : *at;
        else if (breaks && (end == copy || end[-1] != ' '))
            *end++ = ' ';
    }
    *end = 0;
    *part = (struct snippet_part){.given = UINT64_MAX, .text = copy, .found = found};
}

static void add_between(struct arena *arena, struct list *snippet, const char *text, size_t from,
                        size_t to, const char *before, const char *behind)
{
    const char *plain = arena_copy(arena, text + from, to - from);
    const char *whole = arena_print(arena, "%s%s%s", before, plain, behind);
    if (*whole)
        add_part(arena, snippet, whole, strlen(whole), false);
}

void snippet_cut(struct arena *arena, const struct needles *needles, const char *text, size_t most,
                 struct list *ret_snippet, size_t *ret_at)
{
    struct range ranges[MOST_MARKS];
    size_t length = strlen(text);
    size_t count = find_all(arena, needles, text, ranges);
    size_t first = count ? ranges[0].start : 0;
    size_t start = length <= most || first <= BEFORE ? 0 : cut_before(text, first - BEFORE);
    size_t end = length - start <= most ? length : cut_before(text, start + most);
    if (count && end < ranges[0].end)
        end = ranges[0].end;
    struct list snippet = {
        .items = arena_take(arena, sizeof(struct snippet_part) * (MOST_MARKS * 2 + 1))};
    size_t at = start;
    for (size_t i = 0; i < count && ranges[i].end <= end; i++) {
        add_between(arena, &snippet, text, at, ranges[i].start, at == start && start ? "…" : "",
                    "");
        add_part(arena, &snippet, text + ranges[i].start, ranges[i].end - ranges[i].start, true);
        at = ranges[i].end;
    }
    add_between(arena, &snippet, text, at, end, at == start && start ? "…" : "",
                end < length ? "…" : "");
    *ret_snippet = snippet;
    if (ret_at)
        *ret_at = first;
}
