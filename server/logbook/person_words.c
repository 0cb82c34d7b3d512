/* What a person is found by: the words of the name, of what it reads as, of the company and of
 * every handle; and the words of all people, each also without any one of its letters, for slips.
 */
#include "logbook/person_words.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/tokens.h"
#include "logbook/people.h"

#include <ctype.h>
#include <string.h>

struct word_row {
    uint64_t given;
    int64_t person;
    int64_t value;
    const char *text;
    const char *word;
};

static const struct field word_row_fields[] = {
    FIELD(word_row, person),
    FIELD(word_row, value),
    FIELD(word_row, text),
    FIELD(word_row, word),
    {0},
};
static const struct shape word_row_shape = SHAPE(word_row, word_row_fields);

enum {
    SUBJECT,
    FORMER,
    WRITE,
    FORGET,
    COUNT_WORD,
    COUNTED,
    NEW_WORD,
    FORGET_WORD,
    ADD_PART,
    FORGET_PART,
    ADD_SLIP,
    FORGET_SLIP,
    COLLEAGUES,
};

const struct statement person_words_statements[] = {
    [SUBJECT] = {.sql = "SELECT p.name, p.reads_as, c.name AS company, p.handles FROM person p"
                        " LEFT JOIN company c ON c.id = p.company AND c.trashed_at IS NULL"
                        " WHERE p.id = :row AND p.trashed_at IS NULL AND p.merged_into IS NULL",
                 .in = &row_key_shape,
                 .out = &person_shape},
    [FORMER] = {.sql = "SELECT text FROM person_words WHERE person = :person",
                .in = &word_row_shape,
                .out = &word_row_shape},
    [WRITE] = {.sql = "INSERT INTO person_words (person, text) VALUES (:person, :text)"
                      " ON CONFLICT (person) DO UPDATE SET text = :text",
               .in = &word_row_shape},
    [FORGET] = {.sql = "DELETE FROM person_words WHERE person = :person", .in = &word_row_shape},
    [COUNT_WORD] = {.sql = "UPDATE name_word SET people = people + :value WHERE word = :word",
                    .in = &word_row_shape},
    [COUNTED] = {.sql = "SELECT people FROM name_word WHERE word = :word", .in = &word_row_shape},
    [NEW_WORD] = {.sql = "INSERT INTO name_word (word, people) VALUES (:word, 1)",
                  .in = &word_row_shape},
    [FORGET_WORD] = {.sql = "DELETE FROM name_word WHERE word = :word", .in = &word_row_shape},
    [ADD_PART] = {.sql = "INSERT OR IGNORE INTO name_part (part, word) VALUES (:text, :word)",
                  .in = &word_row_shape},
    [FORGET_PART] = {.sql = "DELETE FROM name_part WHERE part = :text AND word = :word",
                     .in = &word_row_shape},
    [ADD_SLIP] = {.sql = "INSERT OR IGNORE INTO name_slip (slip, word) VALUES (:text, :word)",
                  .in = &word_row_shape},
    [FORGET_SLIP] = {.sql = "DELETE FROM name_slip WHERE slip = :text AND word = :word",
                     .in = &word_row_shape},
    [COLLEAGUES] = {.sql = "SELECT id AS row FROM person WHERE company = :row ORDER BY id",
                    .in = &row_key_shape,
                    .out = &row_key_shape},
    {0},
};

/* ---- the text ------------------------------------------------------------------------------- */

static void add_line(struct buffer *text, const char *words)
{
    if (!*words)
        return;
    if (text->length)
        buffer_byte(text, '\n');
    buffer_text(text, words);
}

/* A word as some write it without what stands inside: obrien, marieclaire, jr. */
static void add_joined(struct arena *arena, struct buffer *text, const char *word, size_t length)
{
    struct token token = {0};
    int parts = 0;
    while (token_next(word, length, token.end, &token)) {
        if (token.alone)
            return;
        parts++;
    }
    if (parts < 2)
        return;
    char *joined = text_words(arena, word, length);
    char *end = joined + 1;
    for (const char *at = joined + 1; *at; at++) {
        if (*at != ' ')
            *end++ = *at;
    }
    *end = 0;
    add_line(text, joined);
}

static void add_name(struct arena *arena, struct buffer *text, const char *name)
{
    if (!name)
        return;
    add_line(text, text_words(arena, name, strlen(name)));
    for (const char *at = name; *at;) {
        size_t length = strcspn(at, " \t");
        add_joined(arena, text, at, length);
        at += length;
        at += strspn(at, " \t");
    }
}

const char *handle_words(struct arena *arena, const char *kind, const char *value)
{
    if (strcmp(kind, "phone") == 0)
        return arena_print(arena, " %s", text_digits(arena, value));
    if (strcmp(kind, "email") == 0 || strcmp(kind, "url") == 0)
        return text_words(arena, value, strlen(value));
    const char *both = arena_print(arena, "%s:%s", kind, value);
    return text_words(arena, both, strlen(both));
}

static struct error *write_text(struct work *w, int64_t row, char **ret_text)
{
    struct row_key key = {.row = row};
    struct person person;
    struct buffer text = {0};
    bool found = false;
    shape_clear(&person_shape, &person);
    struct error *err = db_find(w, &person_words_statements[SUBJECT], &key, &person, &found);
    if (err || !found)
        return err;
    err = shape_items(w->arena, shape_field(&person_shape, "handles", NULL), &person.handles);
    if (err)
        return err;
    add_name(w->arena, &text, person.name);
    add_name(w->arena, &text, person.reads_as);
    add_name(w->arena, &text, person.company);
    const struct handle *handles = person.handles.items;
    for (size_t i = 0; i < person.handles.count; i++)
        add_line(&text, handle_words(w->arena, handles[i].kind, handles[i].value));
    *ret_text = arena_copy(w->arena, text.length ? text.bytes : "", text.length);
    buffer_free(&text);
    return NULL;
}

/* ---- the words of all people ---------------------------------------------------------------- */

enum { SHORTEST_WORD = 4, LONGEST_SLIP = 30, PART_LETTERS = 30 };

#define DIGITS "0123456789"

bool word_is_known(const char *word)
{
    return text_length(word) >= SHORTEST_WORD && word[strspn(word, DIGITS)];
}

bool word_has_slips(const char *word)
{
    return word_is_known(word) && text_length(word) <= LONGEST_SLIP && !strpbrk(word, DIGITS);
}

char *word_part(struct arena *arena, const char *part)
{
    return arena_copy(arena, part, text_bytes_of(part, PART_LETTERS));
}

/* The next word that is known, behind the space at `at`; NULL behind the last. */
static const char *next_word(struct arena *arena, const char **at)
{
    while (**at) {
        *at += strspn(*at, " \n");
        size_t length = strcspn(*at, " \n");
        const char *word = *at;
        *at += length;
        char *copy = arena_copy(arena, word, length);
        if (word_is_known(copy))
            return copy;
    }
    return NULL;
}

static bool stands_before(const char *text, const char *at, const char *word)
{
    size_t length = strlen(word);
    for (const char *found = strstr(text, word); found && found + length < at;
         found = strstr(found + 1, word)) {
        bool starts = found > text && (found[-1] == ' ' || found[-1] == '\n');
        if (starts && (found[length] == ' ' || found[length] == '\n'))
            return true;
    }
    return false;
}

char *word_without(struct arena *arena, const char *word, size_t letter)
{
    char *left = arena_text(arena, word);
    char *at = left;
    uint32_t c;
    for (; letter > 0; letter--)
        at += text_decode(at, &c);
    size_t size = (size_t)text_decode(at, &c);
    memmove(at, at + size, strlen(at + size) + 1);
    return left;
}

static struct error *each_part(struct work *w, int statement, const char *word)
{
    struct word_row row = {.word = word};
    struct error *err = NULL;
    for (const char *at = word; *at && !err; at += text_bytes_of(at, 1)) {
        row.text = word_part(w->arena, at);
        err = db_run(w, &person_words_statements[statement], &row);
    }
    return err;
}

/* The word itself, and what is left of it without each of its letters. */
static struct error *each_slip(struct work *w, int statement, const char *word)
{
    struct word_row row = {.word = word, .text = word};
    size_t letters = text_length(word);
    if (!word_has_slips(word))
        return NULL;
    struct error *err = db_run(w, &person_words_statements[statement], &row);
    for (size_t i = 0; i < letters && !err; i++) {
        row.text = word_without(w->arena, word, i);
        err = db_run(w, &person_words_statements[statement], &row);
    }
    return err;
}

static struct error *word_comes(struct work *w, const char *word)
{
    struct word_row row = {.word = word, .value = 1};
    struct error *err = db_run(w, &person_words_statements[COUNT_WORD], &row);
    if (err || db_changed(w) > 0)
        return err;
    err = db_run(w, &person_words_statements[NEW_WORD], &row);
    if (!err)
        err = each_part(w, ADD_PART, word);
    return err ? err : each_slip(w, ADD_SLIP, word);
}

static struct error *word_goes(struct work *w, const char *word)
{
    struct word_row row = {.word = word, .value = -1};
    int64_t left = 0;
    struct error *err = db_run(w, &person_words_statements[COUNT_WORD], &row);
    if (!err)
        err = db_number(w, &person_words_statements[COUNTED], &row, &left);
    if (err || left > 0)
        return err;
    err = each_part(w, FORGET_PART, word);
    if (!err)
        err = each_slip(w, FORGET_SLIP, word);
    return err ? err : db_run(w, &person_words_statements[FORGET_WORD], &row);
}

static struct error *each_word(struct work *w, const char *text,
                               struct error *(*each)(struct work *w, const char *word))
{
    struct error *err = NULL;
    const char *word;
    for (const char *at = text; at && !err && (word = next_word(w->arena, &at));) {
        if (!stands_before(text, at, word))
            err = each(w, word);
    }
    return err;
}

struct error *person_words(struct work *w, int64_t person)
{
    struct word_row row = {.person = person};
    struct word_row former = {0};
    char *text = NULL;
    bool found = false;
    struct error *err = write_text(w, person, &text);
    if (!err)
        err = db_find(w, &person_words_statements[FORMER], &row, &former, &found);
    if (err || (!text && !found) || (text && found && strcmp(text, former.text) == 0))
        return err;
    row.text = text;
    err = each_word(w, text, word_comes); /* before the former ones go: most words stay */
    if (!err)
        err = each_word(w, former.text, word_goes);
    return err ? err : db_run(w, &person_words_statements[text ? WRITE : FORGET], &row);
}

struct error *company_words(struct work *w, int64_t company)
{
    struct row_key key = {.row = company};
    struct list people = {0};
    struct error *err = db_list(w, &person_words_statements[COLLEAGUES], &key, &people);
    const struct row_key *rows = people.items;
    for (size_t i = 0; i < people.count && !err; i++)
        err = person_words(w, rows[i].row);
    return err;
}
