/* A term of a query as the full-text index is asked for it. The index knows at once who begins with
 * up to five letters. Of a longer beginning it would read every passage that has it before it gives
 * the newest, so that the words which begin so are asked for one by one, unless they are many. */
#include "logbook/search_parts.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/tokens.h"

#include <string.h>

enum {
    LONGEST_PREFIX = 5, /* letters; as the index is made (schema) */
    MOST_WORDS = 64,    /* that begin so, and are asked for one by one */
};

struct term_range {
    uint64_t given;
    const char *text;
    const char *behind;
};
static const struct field term_range_fields[] = {
    FIELD(term_range, text),
    FIELD(term_range, behind),
    {0},
};
static const struct shape term_range_shape = SHAPE(term_range, term_range_fields);

enum { NEXT_TERM };

const struct statement search_terms_statements[] = {
    [NEXT_TERM] = {.sql = "SELECT term AS text FROM find_terms WHERE term >= :text"
                          " AND term < :behind ORDER BY term LIMIT 1",
                   .in = &term_range_shape,
                   .out = &term_range_shape},
    {0},
};

struct beginnings {
    const char *words[MOST_WORDS];
    size_t count;
    bool cut; /* there are more */
};

/* The words of the index that begin so. */
static struct error *list_words(struct work *w, const char *beginning, struct beginnings *ret_words)
{
    struct term_range range = {.text = beginning,
                               .behind = arena_print(w->arena, "%s\xf4\x8f\xbf\xbf", beginning)};
    struct error *err = NULL;
    bool found = true;
    *ret_words = (struct beginnings){.count = 0};
    while (found && !err && !ret_words->cut) {
        struct term_range next = {.given = 0};
        err = db_find(w, &search_terms_statements[NEXT_TERM], &range, &next, &found);
        if (err || !found)
            break;
        ret_words->cut = ret_words->count == MOST_WORDS;
        if (!ret_words->cut)
            ret_words->words[ret_words->count++] = next.text;
        /* One instance of each word is enough: no word has a control sign in it. */
        range.text = arena_print(w->arena, "%s\x01", next.text);
    }
    return err;
}

/* In quotes, as FTS5 reads a phrase: those within are doubled. */
static void add_phrase(struct buffer *out, const char *text, size_t length, const char *last_word)
{
    buffer_byte(out, '"');
    for (size_t at = 0; at < length; at++) {
        if (text[at] == '"')
            buffer_byte(out, '"');
        buffer_byte(out, text[at]);
    }
    buffer_text(out, last_word);
    buffer_byte(out, '"');
}

/* Every phrase that the last word may be the beginning of. Writes nothing when the words are too
 * many, or would not be cut as they are in the index. */
static struct error *add_finished(struct work *w, const char *text, size_t start_of_last,
                                  const char *beginning, struct buffer *out)
{
    struct beginnings *found = arena_take(w->arena, sizeof(*found));
    struct error *err = list_words(w, beginning, found);
    bool usable = !err && !found->cut && found->count > 0;
    for (size_t i = 0; usable && i < found->count; i++) {
        const char *word = found->words[i];
        usable = strcmp(text_words(w->arena, word, strlen(word)) + 1, word) == 0;
    }
    for (size_t i = 0; usable && i < found->count; i++) {
        buffer_text(out, i == 0 ? "(" : " OR ");
        add_phrase(out, text, start_of_last, found->words[i]);
    }
    if (usable)
        buffer_byte(out, ')');
    return err;
}

struct error *term_match(struct work *w, const struct query_term *term, const char **ret_text)
{
    struct error *err = NULL;
    struct buffer out = {0};
    struct token token = {0};
    struct token last = {0};
    size_t length = strlen(term->text);
    size_t words = 0;
    for (; token_next(term->text, length, token.end, &token); words++)
        last = token;
    const char *word = text_fold(w->arena, term->text + last.start, last.end - last.start);
    size_t letters = last.alone ? 0 : text_length(word);
    if (term->unfinished && letters > LONGEST_PREFIX)
        err = add_finished(w, term->text, last.start, word, &out);
    if (out.length == 0) {
        add_phrase(&out, term->text, length, "");
        /* One letter begins too much to be of use, and two do behind another word: "l-lo". They
         * stand for themselves. */
        size_t least = words > 1 ? 3 : 2;
        buffer_text(&out, term->unfinished && letters >= least ? " *" : "");
    }
    *ret_text = arena_copy(w->arena, out.bytes, out.length);
    buffer_free(&out);
    return err;
}
