/* What follows from a body: its words and their themes, the customer's own words. */
#include "logbook/derive_parts.h"

#include "formats/quotes.h"
#include "logbook/names.h"
#include "logbook/parties.h"

#include <string.h>

enum {
    THREAD_OF_THEMES,
    WORD_OF,
    MAKE_THEME,
    MAKE_WORD,
    ADD_WORD,
    ADD_QUOTE,
    ADD_QUOTE_WORD,
    ADD_QUOTE_THEMES,
    FIRST_PERSON,
};

const struct statement derive_body_statements[] = {
    [THREAD_OF_THEMES] = {.sql = THREAD_INSERT
                          "SELECT 5, w.theme, :at, cw.conversation FROM conversation_word cw"
                          " JOIN theme_word w ON w.id = cw.word"
                          " WHERE cw.conversation = :conversation",
                          .in = &derived_shape},
    [WORD_OF] = {.sql = "SELECT id AS word, theme FROM theme_word WHERE folded = :folded",
                 .in = &derived_shape,
                 .out = &derived_shape},
    [MAKE_THEME] = {.sql = "INSERT INTO theme (uid, name, revision, created_at, updated_at)"
                           " VALUES (:id, :text, 1, :at, :at)",
                    .in = &derived_shape},
    [MAKE_WORD] = {.sql = "INSERT INTO theme_word (word, folded, theme)"
                          " VALUES (:text, :folded, :theme)",
                   .in = &derived_shape},
    [ADD_WORD] = {.sql = "INSERT OR IGNORE INTO conversation_word (conversation, word)"
                         " VALUES (:conversation, :word)",
                  .in = &derived_shape},
    [ADD_QUOTE] = {.sql = "INSERT INTO quote (id, conversation, person, said_at, text, translation)"
                          " VALUES (:quote, :conversation, :person, :at, :text, :translation)",
                   .in = &derived_shape},
    [ADD_QUOTE_WORD] = {.sql = "INSERT OR IGNORE INTO quote_word (quote, word)"
                               " VALUES (:quote, :word)",
                        .in = &derived_shape},
    [ADD_QUOTE_THEMES] = {.sql = "INSERT OR IGNORE INTO quote_theme (theme, said_at, quote)"
                                 " SELECT w.theme, :at, qw.quote FROM quote_word qw"
                                 " JOIN theme_word w ON w.id = qw.word WHERE qw.quote = :quote",
                          .in = &derived_shape},
    [FIRST_PERSON] = {.sql = "SELECT p.id FROM conversation_person cp"
                             " JOIN person o ON o.id = cp.person"
                             " JOIN person p ON p.id = coalesce(o.merged_into, o.id)"
                             " WHERE cp.conversation = :conversation AND p.trashed_at IS NULL"
                             " ORDER BY cp.position, cp.person LIMIT 1",
                      .in = &derived_shape},
    {0},
};

/* The row of a theme's word, made with its theme when it is new. */
static struct error *word_row(struct work *w, const struct theme_word *word, int64_t *ret_word)
{
    struct derived key = {.folded = word->folded, .text = word->word, .at = w->now.ms};
    bool found = false;
    struct error *err = db_find(w, &derive_body_statements[WORD_OF], &key, &key, &found);
    if (err || found) {
        *ret_word = key.word;
        return err;
    }
    key.id = ident_new(w->now);
    err = db_run(w, &derive_body_statements[MAKE_THEME], &key);
    if (err)
        return err;
    key.theme = db_last_row(w);
    err = db_run(w, &derive_body_statements[MAKE_WORD], &key);
    *ret_word = db_last_row(w);
    return err;
}

static struct error *derive_words(struct work *w, int64_t conversation,
                                  const struct theme_words *words, int64_t *rows)
{
    struct error *err = NULL;
    for (size_t i = 0; i < words->count && !err; i++) {
        err = word_row(w, &words->items[i], &rows[i]);
        struct derived key = {.conversation = conversation, .word = rows[i]};
        if (!err)
            err = db_run(w, &derive_body_statements[ADD_WORD], &key);
    }
    return err;
}

static bool bears_words(const struct theme_words *words, int quote)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].quote == quote)
            return true;
    }
    return false;
}

static struct error *derive_quote_words(struct work *w, const struct derived *quote, int place,
                                        const struct theme_words *words, const int64_t *rows)
{
    bool own = bears_words(words, place);
    struct error *err = NULL;
    for (size_t i = 0; i < words->count && !err; i++) {
        if (own && words->items[i].quote != place)
            continue;
        struct derived key = {.quote = quote->quote, .word = rows[i]};
        err = db_run(w, &derive_body_statements[ADD_QUOTE_WORD], &key);
    }
    return err ? err : db_run(w, &derive_body_statements[ADD_QUOTE_THEMES], quote);
}

enum { MOST_QUOTES = 4096 };

/* Sets who said a quote: the first person, unless it is signed; a member is none of the people. */
static struct error *find_speaker(struct work *w, const struct name_guess *signature,
                                  const struct parties *people, struct derived *quote)
{
    if (!signature->count)
        return NULL;
    struct named said_by;
    struct error *err = name_find(w, signature, people, &said_by);
    if (err)
        return err;
    if (said_by.sort == NAMED_PERSON)
        quote->person = said_by.row;
    if (said_by.sort == NAMED_MEMBER)
        quote->person = NOTHING;
    return NULL;
}

static struct error *derive_quotes(struct work *w, const struct derived *subject,
                                   const struct quotes *quotes, const struct theme_words *words,
                                   const int64_t *rows)
{
    int64_t first = NOTHING;
    struct parties people = {.count = 0};
    struct error *err = NULL;
    if (quotes->count)
        err = db_number(w, &derive_body_statements[FIRST_PERSON], subject, &first);
    if (!err && quotes->count)
        err = parties_seated_people(w, subject->conversation, &people);
    for (size_t i = 0; i < quotes->count && i < MOST_QUOTES && !err; i++) {
        const struct quote_text *text = &quotes->items[i];
        struct derived quote = *subject;
        quote.quote = subject->conversation << 12 | (int64_t)i;
        quote.person = first;
        quote.text = text->text;
        quote.translation = text->translation;
        err = find_speaker(w, &text->name, &people, &quote);
        if (!err)
            err = db_run(w, &derive_body_statements[ADD_QUOTE], &quote);
        if (!err)
            err = derive_quote_words(w, &quote, (int)i, words, rows);
    }
    return err;
}

struct error *derive_body(struct work *w, const struct derived *subject)
{
    struct quotes quotes = {0};
    struct theme_words words = {0};
    quotes_read(w->arena, subject->text, strlen(subject->text), &quotes, &words);
    int64_t *rows = arena_take(w->arena, sizeof(*rows) * (words.count + 1));
    struct error *err = derive_words(w, subject->conversation, &words, rows);
    if (!err && words.count)
        err = db_run(w, &derive_body_statements[THREAD_OF_THEMES], subject);
    return err ? err : derive_quotes(w, subject, &quotes, &words, rows);
}
