/* Any bytes are a query: each term is a word of the index, only the last is unfinished, and white
 * space around it all changes nothing but that. */
#include "formats/query.h"

#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool bears_words(struct arena *arena, const char *text)
{
    for (const char *at = text; *at;) {
        uint32_t codepoint;
        int size = text_decode(at, &codepoint);
        if ((text_is_word_part(codepoint) || text_stands_alone(codepoint)) &&
            text_fold(arena, at, (size_t)size)[0] != 0)
            return true;
        at += size;
    }
    return false;
}

static void check_text(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    must(text_is_utf8(text, length) && bears_words(arena, text));
    must(text[0] != ' ' && text[length - 1] != ' ');
}

static void check_query(struct arena *arena, const struct query *query)
{
    must(query->term_count <= MOST_QUERY_TERMS && query->filter_count <= MOST_QUERY_FILTERS);
    for (size_t i = 0; i < query->term_count; i++) {
        const struct query_term *term = &query->terms[i];
        check_text(arena, term->text);
        must(!term->unfinished || (!term->phrase && i == query->term_count - 1));
    }
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];
        char text[DAY_TEXT];
        day again;
        bool is_day = filter->key == QUERY_BEFORE || filter->key == QUERY_AFTER;
        must(filter->key < QUERY_KEYS && is_day == (filter->day.number != NOTHING));
        check_text(arena, filter->value);
        if (!is_day)
            continue;
        day_write(filter->day, text);
        must(day_read(text, &again) && again.number == filter->day.number);
    }
}

static void check_same(const struct query *one, const struct query *other)
{
    must(one->term_count == other->term_count && one->filter_count == other->filter_count);
    for (size_t i = 0; i < one->term_count; i++) {
        const struct query_term *term = &one->terms[i];
        must(strcmp(term->text, other->terms[i].text) == 0 && !other->terms[i].unfinished);
        must(term->phrase == other->terms[i].phrase && term->without == other->terms[i].without);
    }
    for (size_t i = 0; i < one->filter_count; i++) {
        const struct query_filter *filter = &one->filters[i];
        must(strcmp(filter->value, other->filters[i].value) == 0);
        must(filter->key == other->filters[i].key && filter->without == other->filters[i].without);
        must(filter->day.number == other->filters[i].day.number);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char space[] = "\u3000";
    size_t space_bytes = sizeof(space) - 1;
    struct arena *arena = arena_new(1 << 14);
    struct query query, padded;
    query_read(arena, (const char *)bytes, length, &query);
    check_query(arena, &query);
    char *text = arena_take(arena, length + 2 * space_bytes);
    memcpy(text, space, space_bytes);
    memcpy(text + space_bytes, bytes, length);
    memcpy(text + space_bytes + length, space, space_bytes);
    query_read(arena, text, length + 2 * space_bytes, &padded);
    check_same(&query, &padded);
    arena_free(arena);
    return 0;
}
