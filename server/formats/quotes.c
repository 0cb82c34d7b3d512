/* Quotes and themes of a body. */
#include "formats/quotes.h"

#include "base/buffer.h"
#include "base/text.h"
#include "formats/blocks.h"
#include "formats/items.h"
#include "formats/names.h"
#include "formats/words.h"

#include <string.h>

enum { NO_QUOTE = -1 };

/* What all readers of one body need. */
struct reading {
    struct arena *arena;
    const char *body;
    struct blocks blocks;
    struct theme_words themes;
};

/* The words of a quote as they are put together: both at most as long as the body. */
struct words {
    char *bytes;
    size_t length;
};

static void add_line(struct words *words, const char *line, size_t length)
{
    if (words->length > 0)
        words->bytes[words->length++] = '\n';
    memcpy(words->bytes + words->length, line, length);
    words->length += length;
}

size_t theme_word_end(struct arena *arena, const char *body, size_t at, size_t end)
{
    size_t stop = at + 1;
    size_t characters = 0;
    for (size_t size = letter_at(body, stop, end); size > 0; characters++) {
        if (characters == MOST_THEME_CHARACTERS)
            return 0;
        stop += size;
        bool is_sign = stop < end && (body[stop] == '-' || body[stop] == '_');
        size = is_sign ? 1 : word_part_at(arena, body, stop, end);
    }
    return characters > 0 ? stop : 0;
}

/* Reads the word at the # at `at`. False when it is none, or is too long. */
static bool read_theme(struct arena *arena, const char *body, size_t at, size_t end,
                       struct theme_word *ret_theme)
{
    size_t first = at + 1;
    size_t stop = theme_word_end(arena, body, at, end);
    if (stop == 0)
        return false;
    struct theme_word theme = {.start = at};
    theme.folded = text_fold(arena, body + first, stop - first);
    if (theme.folded[0] == 0)
        return false;
    theme.word = arena_copy(arena, body + first, stop - first);
    *ret_theme = theme;
    return true;
}

static void read_themes(struct reading *reading, const struct line *line, int quote)
{
    if (line->kind != LINE_WORDS)
        return;
    for (size_t at = line->words; at < line->stop; at++) {
        struct theme_word theme;
        if (reading->body[at] != '#' || reading->blocks.bytes[at] != BYTE_PLAIN ||
            !word_may_start(reading->body, line->words, at) ||
            !read_theme(reading->arena, reading->body, at, line->stop, &theme))
            continue;
        theme.quote = quote;
        struct theme_words *themes = &reading->themes;
        themes->items = items_grow(reading->arena, themes->items, themes->count, sizeof(theme));
        themes->items[themes->count++] = theme;
    }
}

/* Adds a line of a quote to its words or its translation; code keeps its spaces. */
static void read_line(const char *body, const struct line *line, size_t stop, struct words *text,
                      struct words *translation)
{
    if (line->kind == LINE_CODE) {
        add_line(text, body + line->words, stop - line->words);
        return;
    }
    size_t start = words_skip_space(body, line->words, stop);
    stop = words_trim(body, start, stop);
    if (stop - start < 2 || body[start] != '=' || body[start + 1] != ' ') {
        add_line(text, body + start, stop - start);
        return;
    }
    start = words_skip_space(body, start + 2, stop);
    add_line(translation, body + start, stop - start);
}

static char *words_close(struct words *words)
{
    while (words->length > 0 && words->bytes[words->length - 1] == '\n')
        words->length--;
    words->bytes[words->length] = 0;
    return words->bytes;
}

/* Reads the quote of the lines from `first` to before `last`. False when it has no words. */
static bool read_quote(const struct reading *reading, size_t first, size_t last,
                       struct quote_text *ret_quote)
{
    const struct line *lines = reading->blocks.lines;
    struct quote_text quote = {.start = lines[first].start, .end = lines[last - 1].stop};
    struct signature signature = {.line = last};
    if (signature_find(reading->arena, reading->body, &reading->blocks, first, last, &signature))
        quote.name = signature.name;
    size_t room = quote.end - quote.start + 2;
    struct words text = {.bytes = arena_take(reading->arena, room)};
    struct words translation = {.bytes = arena_take(reading->arena, room)};
    for (size_t i = first; i < last; i++) {
        size_t stop = i == signature.line ? signature.words_end : lines[i].stop;
        read_line(reading->body, &lines[i], stop, &text, &translation);
    }
    quote.text = words_close(&text);
    words_close(&translation);
    quote.translation = translation.length > 0 ? translation.bytes : NULL;
    *ret_quote = quote;
    return text.length > 0;
}

void quotes_read(struct arena *arena, const char *body, size_t length, struct quotes *ret_quotes,
                 struct theme_words *ret_themes)
{
    struct reading reading = {.arena = arena, .body = body};
    blocks_read(arena, body, length, &reading.blocks);
    struct quotes quotes = {0};
    for (size_t i = 0; i < reading.blocks.count;) {
        size_t last = blocks_quote_end(&reading.blocks, i);
        if (last == i) {
            read_themes(&reading, &reading.blocks.lines[i++], NO_QUOTE);
            continue;
        }
        struct quote_text quote;
        bool has_words = read_quote(&reading, i, last, &quote);
        int number = has_words ? (int)quotes.count : NO_QUOTE;
        for (; i < last; i++)
            read_themes(&reading, &reading.blocks.lines[i], number);
        if (has_words) {
            quotes.items = items_grow(arena, quotes.items, quotes.count, sizeof(quote));
            quotes.items[quotes.count++] = quote;
        }
    }
    *ret_quotes = quotes;
    *ret_themes = reading.themes;
}
