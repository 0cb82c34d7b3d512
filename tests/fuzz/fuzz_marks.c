/* Any text: what is read lies within it, what is taken leaves nothing behind that could be taken
 * again, and not a byte of the rest changes. */
#include "formats/marks.h"
#include "formats/quotes.h"

#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_BODY = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_name(const struct name_guess *name, size_t start, size_t end)
{
    must(name->count >= 0 && name->count <= MOST_NAME_WORDS);
    for (int i = 0; i < name->count; i++) {
        must(name->words[i][0] != 0 && name->ends[i] > start && name->ends[i] <= end);
        must(strlen(name->words[i]) == name->ends[i] - start - 1);
    }
}

static void check_mark(struct arena *arena, const char *body, const struct mark *mark, size_t from,
                       size_t length)
{
    must(mark->start >= from && mark->end <= length && mark->start < mark->text_start);
    must(mark->text_start < mark->text_end && mark->text_end <= mark->end);
    must(mark->kind == MARK_PROMISE || (mark->due_on.number == NOTHING && !mark->due_words));
    must(!mark->due_time || (mark->due_on.number != NOTHING && strlen(mark->due_time) == 5));
    must((mark->due_on.number != NOTHING) + (mark->due_words != NULL) +
             (mark->no_such_day != NULL) <=
         1);
    check_name(&mark->name, mark->text_start, mark->text_end);
    for (int i = 0; i <= mark->name.count; i++)
        must(mark_text(arena, body, mark, i)[0] != 0);
}

static void check_marks(struct arena *arena, const char *body, size_t length, instant at)
{
    struct marks marks;
    struct marks again;
    marks_read(arena, body, length, at, 60, &marks);
    bool *taken = arena_take(arena, marks.count + 1);
    size_t from = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < marks.count; i++) {
        taken[i] = true;
        check_mark(arena, body, &marks.items[i], from, length);
        from = marks.items[i].end;
        bytes += from - marks.items[i].start;
    }
    for (size_t i = 0; i < marks.mention_count; i++) {
        must(body[marks.mentions[i].start] == '@' && marks.mentions[i].name.count > 0);
        check_name(&marks.mentions[i].name, marks.mentions[i].start, length);
    }
    const char *left = marks_remainder(arena, body, length, &marks, taken);
    must(strlen(left) == length - bytes);
    marks_read(arena, left, strlen(left), at, 60, &again);
    must(again.count == 0);
}

static void check_quotes(struct arena *arena, const char *body, size_t length)
{
    struct quotes quotes;
    struct theme_words themes;
    quotes_read(arena, body, length, &quotes, &themes);
    size_t from = 0;
    for (size_t i = 0; i < quotes.count; i++) {
        must(quotes.items[i].start >= from && quotes.items[i].end <= length);
        from = quotes.items[i].end;
        must(quotes.items[i].text[0] != 0);
        must(text_is_utf8(quotes.items[i].text, strlen(quotes.items[i].text)));
    }
    for (size_t i = 0; i < themes.count; i++) {
        const struct theme_word *theme = &themes.items[i];
        must(body[theme->start] == '#' && theme->folded[0] != 0);
        must(text_length(theme->word) <= MOST_THEME_CHARACTERS);
        must(memcmp(theme->word, body + theme->start + 1, strlen(theme->word)) == 0);
        must(theme->quote < (int)quotes.count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    if (length > LONGEST_BODY || memchr(text, 0, length) || !text_is_utf8(text, length))
        return 0;
    struct arena *arena = arena_new(1 << 16);
    /* The length moves the day, so that all of a year's days are met. */
    instant at = {1795514400000 + (int64_t)(length % 400) * DAY_MS};
    check_marks(arena, text, length, at);
    check_quotes(arena, text, length);
    arena_free(arena);
    return 0;
}
