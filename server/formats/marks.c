/* Facts, promises and names of a body. */
#include "formats/marks.h"

#include "formats/blocks.h"
#include "formats/days.h"
#include "formats/items.h"
#include "formats/names.h"
#include "formats/words.h"

#include <string.h>
#include <strings.h>

static const struct {
    enum mark_kind kind;
    const char *sign;
} signs[] = {
    {MARK_FACT, "! "},
    {MARK_PROMISE, "[ ] "},
};

/* What all readers of one body need. */
struct reading {
    struct arena *arena;
    const char *body;
    struct blocks blocks;
    day today;
};

static size_t skip_name_end(const char *body, size_t at, size_t end)
{
    at = words_skip_space(body, at, end);
    if (at < end && (body[at] == ':' || body[at] == ','))
        at = words_skip_space(body, at + 1, end);
    return at;
}

/* Reads the name a mark begins with. False when nothing is left beside a name. */
static bool read_name(const struct reading *reading, struct mark *mark)
{
    struct name_guess name = {0};
    if (reading->body[mark->text_start] == '@')
        name_read(reading->arena, reading->body, mark->text_start, mark->text_end, &name);
    bool has_name = name.count > 0;
    while (name.count > 0 && skip_name_end(reading->body, name.ends[name.count - 1],
                                           mark->text_end) == mark->text_end)
        name.count--;
    mark->name = name;
    return !has_name || name.count > 0;
}

/* The last ` by ` outside of code behind `start`, or `end`. */
static size_t last_by(const struct reading *reading, size_t start, size_t end)
{
    static const char by[] = " by ";
    size_t length = sizeof(by) - 1;
    for (size_t at = end; at >= start + length; at--) {
        size_t found = at - length;
        if (strncasecmp(reading->body + found, by, length) == 0 &&
            reading->blocks.bytes[found + 1] != BYTE_CODE)
            return found;
    }
    return end;
}

/* True for "when it ships": one of four words, and more. */
static bool starts_due_words(const char *phrase, size_t length)
{
    static const char *const words[] = {"when ", "once ", "after ", "if "};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t word = strlen(words[i]);
        if (length > word && strncasecmp(phrase, words[i], word) == 0)
            return true;
    }
    return false;
}

/* A copy for one line: of what a body may hold, tabs and carriage returns have no place there. */
static char *copy_words(struct arena *arena, const char *words, size_t length)
{
    char *copy = arena_copy(arena, words, length);
    for (char *at = copy; *at; at++)
        *at = *at == '\t' || *at == '\r' ? ' ' : *at;
    return copy;
}

/* Reads what follows ` by `; false when it is neither a day nor due words. */
static bool read_due(const struct reading *reading, const char *phrase, size_t length,
                     struct mark *mark)
{
    char time[TIME_TEXT] = "";
    size_t bare = length > 0 && phrase[length - 1] == '.' ? length - 1 : length;
    size_t used = length;
    enum day_reading found = day_phrase_read(phrase, used, reading->today, &mark->due_on, time);
    /* A last full stop may belong to the day, as in 4.12., or to the sentence. */
    if (found == DAY_IS_NONE && bare < length) {
        used = bare;
        found = day_phrase_read(phrase, used, reading->today, &mark->due_on, time);
    }
    switch (found) {
    case DAY_IS_READ:
        mark->due_time = time[0] ? arena_text(reading->arena, time) : NULL;
        return true;
    case DAY_IS_MISSING:
        mark->no_such_day = arena_copy(reading->arena, phrase, used);
        return false;
    case DAY_IS_NONE:
        break;
    }
    if (!starts_due_words(phrase, length))
        return false;
    mark->due_words = copy_words(reading->arena, phrase, bare);
    return true;
}

/* Looks for ` by …` behind the first word that is no name. */
static void read_by(const struct reading *reading, struct mark *mark)
{
    size_t by = last_by(reading, mark->text_start, mark->text_end);
    if (by == mark->text_end)
        return;
    struct mark before = *mark;
    before.text_end = words_trim(reading->body, mark->text_start, by);
    if (before.text_end == before.text_start || !read_name(reading, &before))
        return;
    size_t phrase = words_skip_space(reading->body, by + strlen(" by "), mark->text_end);
    if (read_due(reading, reading->body + phrase, mark->text_end - phrase, mark)) {
        mark->text_end = before.text_end;
        mark->name = before.name;
    }
}

/* Reads the mark of a line; false when it bears none. */
static bool read_mark(const struct reading *reading, const struct line *line, struct mark *ret_mark)
{
    if (line->quoted || line->kind == LINE_CODE)
        return false;
    const char *text = reading->body + line->start;
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        size_t length = strlen(signs[i].sign);
        if (line->stop - line->start < length || memcmp(text, signs[i].sign, length) != 0)
            continue;
        struct mark mark = {.kind = signs[i].kind, .start = line->start, .end = line->end};
        mark.due_on.number = NOTHING;
        mark.text_start = words_skip_space(reading->body, line->start + length, line->stop);
        mark.text_end = words_trim(reading->body, mark.text_start, line->stop);
        if (mark.text_start == mark.text_end || !read_name(reading, &mark))
            return false;
        if (mark.kind == MARK_PROMISE)
            read_by(reading, &mark);
        *ret_mark = mark;
        return true;
    }
    return false;
}

static void add_mark(struct arena *arena, struct marks *marks, struct mark mark)
{
    marks->items = items_grow(arena, marks->items, marks->count, sizeof(mark));
    marks->items[marks->count++] = mark;
}

static void add_mention(struct arena *arena, struct marks *marks, struct mention mention)
{
    marks->mentions = items_grow(arena, marks->mentions, marks->mention_count, sizeof(mention));
    marks->mentions[marks->mention_count++] = mention;
}

static void read_mentions(const struct reading *reading, const struct line *line,
                          struct marks *marks)
{
    for (size_t at = line->words; at < line->stop; at++) {
        if (reading->body[at] != '@' || reading->blocks.bytes[at] != BYTE_PLAIN ||
            !word_may_start(reading->body, line->words, at))
            continue;
        struct mention mention = {.start = at};
        name_read(reading->arena, reading->body, at, line->stop, &mention.name);
        if (mention.name.count > 0)
            add_mention(reading->arena, marks, mention);
    }
}

/* Reads the name at the end of the quote that starts at line `first`; gives the line behind it. */
static size_t read_quote(const struct reading *reading, size_t first, struct marks *marks)
{
    size_t last = blocks_quote_end(&reading->blocks, first);
    struct signature signature;
    if (signature_find(reading->arena, reading->body, &reading->blocks, first, last, &signature))
        add_mention(reading->arena, marks,
                    (struct mention){.start = signature.start, .name = signature.name});
    return last;
}

void marks_read(struct arena *arena, const char *body, size_t length, instant at,
                int offset_minutes, struct marks *ret_marks)
{
    struct reading reading = {
        .arena = arena, .body = body, .today = day_of_instant(at, offset_minutes)};
    blocks_read(arena, body, length, &reading.blocks);
    struct marks marks = {0};
    for (size_t i = 0; i < reading.blocks.count; i++) {
        const struct line *line = &reading.blocks.lines[i];
        struct mark mark;
        if (line->quoted)
            i = read_quote(&reading, i, &marks) - 1;
        else if (read_mark(&reading, line, &mark))
            add_mark(arena, &marks, mark);
        else
            read_mentions(&reading, line, &marks);
    }
    *ret_marks = marks;
}

char *mark_text(struct arena *arena, const char *body, const struct mark *mark, int name_words)
{
    size_t start = mark->text_start;
    if (name_words > 0)
        start = skip_name_end(body, mark->name.ends[name_words - 1], mark->text_end);
    return copy_words(arena, body + start, mark->text_end - start);
}

char *marks_remainder(struct arena *arena, const char *body, size_t length,
                      const struct marks *marks, const bool *taken)
{
    char *remainder = arena_take(arena, length + 1);
    size_t used = 0;
    size_t from = 0;
    for (size_t i = 0; i <= marks->count; i++) {
        if (i < marks->count && !taken[i])
            continue;
        size_t to = i < marks->count ? marks->items[i].start : length;
        memcpy(remainder + used, body + from, to - from);
        used += to - from;
        from = i < marks->count ? marks->items[i].end : length;
    }
    return remainder;
}
