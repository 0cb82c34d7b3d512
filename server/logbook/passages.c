/* Passages: the words of conversations, facts and promises, in the order in which they were said.
 */
#include "logbook/derive_parts.h"

#include "base/buffer.h"
#include "base/text.h"
#include "logbook/conversations.h"

#include <string.h>

enum { MOST_TURNS_IN_A_RUN = 20, LONGEST_RUN = 2048 };

struct passage {
    uint64_t given;
    int64_t id;
    int64_t field; /* enum passage_field */
    int64_t owner;
    int64_t at;
    const char *tokens;
    const char *text;
    int64_t first; /* a range of ids */
    int64_t last;
};

static const struct field passage_fields[] = {
    FIELD(passage, id),    FIELD(passage, field),  FIELD(passage, owner),
    FIELD(passage, at),    FIELD(passage, tokens), FIELD(passage, text),
    FIELD(passage, first), FIELD(passage, last),   {0},
};
static const struct shape passage_shape = SHAPE(passage, passage_fields);

enum {
    FORGET,
    STORED,
    LAST_ID,
    ADD,
    WORDS,
    FIRST_TOKENS,
    TOKENS_OF_PEOPLE = FIRST_TOKENS,
    TOKEN_OF_KIND,
    TOKENS_OF_MEMBERS,
    TOKENS_OF_WORDS,
    LAST_TOKENS = TOKENS_OF_WORDS,
    FACT,
    PROMISE,
    FACTS_OF_PERSON,
    FACTS_OF_COMPANY,
    PROMISES_OF_PERSON,
    PROMISES_ELSEWHEN,
};

const struct statement passages_statements[] = {
    [FORGET] = {.sql = "DELETE FROM passage WHERE field = :field AND owner = :owner",
                .in = &passage_shape},
    [STORED] = {.sql = "SELECT x.at, iif(x.tokens = :tokens, x.tokens, " TOKENS_NOW ") AS tokens,"
                       " x.text FROM passage x WHERE x.field = :field AND x.owner = :owner"
                       " ORDER BY x.id",
                .in = &passage_shape,
                .out = &passage_shape},
    [LAST_ID] = {.sql = "SELECT max(id) FROM passage WHERE id BETWEEN :first AND :last",
                 .in = &passage_shape},
    [ADD] = {.sql = "INSERT INTO passage (id, field, owner, at, tokens, text)"
                    " VALUES (:id, :field, :owner, :at, :tokens, :text)",
             .in = &passage_shape},
    [WORDS] = {.sql = "SELECT c.happened_at, c.body, c.summary, t.turns FROM conversation c"
                      " LEFT JOIN conversation_turns t ON t.id = c.id"
                      " WHERE c.id = :row AND c.trashed_at IS NULL",
               .in = &row_key_shape,
               .out = &conversation_shape},
    [TOKENS_OF_PEOPLE] = {.sql = "SELECT 'p' || person AS text FROM conversation_person"
                                 " WHERE conversation = :row ORDER BY position, person",
                          .in = &row_key_shape,
                          .out = &row_key_shape},
    [TOKEN_OF_KIND] = {.sql = "SELECT 'k' || kind AS text FROM conversation WHERE id = :row",
                       .in = &row_key_shape,
                       .out = &row_key_shape},
    [TOKENS_OF_MEMBERS] = {.sql = "SELECT 'm' || member AS text FROM conversation_member"
                                  " WHERE conversation = :row ORDER BY position, member",
                           .in = &row_key_shape,
                           .out = &row_key_shape},
    [TOKENS_OF_WORDS] = {.sql = "SELECT 't' || word AS text FROM conversation_word"
                                " WHERE conversation = :row ORDER BY word",
                         .in = &row_key_shape,
                         .out = &row_key_shape},
    [FACT] = {.sql = "SELECT coalesce(f.told_at, f.created_at) AS at, f.text,"
                     " coalesce('p' || f.person, 'c' || f.company) AS tokens FROM fact f"
                     " LEFT JOIN person p ON p.id = f.person"
                     " LEFT JOIN company c ON c.id = f.company WHERE f.id = :owner"
                     " AND f.trashed_at IS NULL AND p.trashed_at IS NULL"
                     " AND c.trashed_at IS NULL",
              .in = &passage_shape,
              .out = &passage_shape},
    [PROMISE] = {.sql = "SELECT coalesce(c.happened_at, r.created_at) AS at, r.text,"
                        " 'p' || r.person AS tokens FROM promise r"
                        " JOIN person p ON p.id = r.person"
                        " LEFT JOIN conversation c ON c.id = r.conversation WHERE r.id = :owner"
                        " AND r.trashed_at IS NULL AND p.trashed_at IS NULL",
                 .in = &passage_shape,
                 .out = &passage_shape},
    [FACTS_OF_PERSON] = {.sql = "SELECT id AS row FROM fact WHERE person = :row"
                                " AND trashed_at IS NULL ORDER BY position, id",
                         .in = &row_key_shape,
                         .out = &row_key_shape},
    [FACTS_OF_COMPANY] = {.sql = "SELECT id AS row FROM fact WHERE company = :row"
                                 " AND trashed_at IS NULL ORDER BY position, id",
                          .in = &row_key_shape,
                          .out = &row_key_shape},
    [PROMISES_OF_PERSON] = {.sql = "SELECT id AS row FROM promise WHERE person = :row"
                                   " AND trashed_at IS NULL ORDER BY id",
                            .in = &row_key_shape,
                            .out = &row_key_shape},
    [PROMISES_ELSEWHEN] = {.sql = "SELECT r.id AS row FROM promise r"
                                  " JOIN conversation c ON c.id = r.conversation"
                                  " CROSS JOIN passage s ON s.field = 4 AND s.owner = r.id"
                                  " WHERE r.conversation = :row AND s.at <> c.happened_at"
                                  " ORDER BY r.id",
                           .in = &row_key_shape,
                           .out = &row_key_shape},
    {0},
};

/* The first id that is free for a field in the millisecond of `at`, or in the first one behind it
 * that is not full. */
static struct error *free_id(struct work *w, int64_t at, int64_t field, int64_t *ret_id)
{
    struct passage range = {.first = at * PASSAGE_IDS_OF_A_MILLISECOND};
    for (;;) {
        int64_t last = NOTHING;
        range.last = range.first + PASSAGE_IDS_OF_A_MILLISECOND - 1;
        struct error *err = db_number(w, &passages_statements[LAST_ID], &range, &last);
        if (err)
            return err;
        int64_t next = last == NOTHING ? range.first : (last | (PASSAGE_IDS_OF_A_FIELD - 1)) + 1;
        if (next <= range.last) {
            *ret_id = next + field;
            return NULL;
        }
        range.first += PASSAGE_IDS_OF_A_MILLISECOND;
    }
}

static bool stands(const struct list *stored, const struct passage *wanted,
                   const char *const *texts, size_t count)
{
    const struct passage *items = stored->items;
    bool same = stored->count == count;
    for (size_t i = 0; i < count && same; i++)
        same = items[i].at == wanted->at && strcmp(items[i].tokens, wanted->tokens) == 0 &&
               strcmp(items[i].text, texts[i]) == 0;
    return same;
}

/* Has a field of an owner stand in these texts. What stands already is not written anew: a person
 * of many words can be merged, and unmerged, without a touch of the index. */
static struct error *passages_settle(struct work *w, struct passage wanted,
                                     const char *const *texts, size_t count)
{
    struct list stored = {0};
    struct error *err = db_list(w, &passages_statements[STORED], &wanted, &stored);
    if (err || stands(&stored, &wanted, texts, count))
        return err;
    err = db_run(w, &passages_statements[FORGET], &wanted);
    for (size_t i = 0; i < count && !err; i++) {
        wanted.text = texts[i];
        err = free_id(w, wanted.at, wanted.field, &wanted.id);
        if (!err)
            err = db_run(w, &passages_statements[ADD], &wanted);
    }
    return err;
}

/* The same for one text, or none when it has no words. */
static struct error *passage_settle(struct work *w, struct passage wanted, const char *text)
{
    return passages_settle(w, wanted, &text, text && !text_is_blank(text));
}

/* What a query can narrow a conversation by: "p12 p13 k1 m2 t5". */
static struct error *conversation_tokens(struct work *w, int64_t conversation,
                                         const char **ret_tokens)
{
    struct row_key key = {.row = conversation};
    struct buffer tokens = {0};
    struct error *err = NULL;
    for (int i = FIRST_TOKENS; i <= LAST_TOKENS && !err; i++) {
        struct list found = {0};
        err = db_list(w, &passages_statements[i], &key, &found);
        const struct row_key *items = found.items;
        for (size_t j = 0; j < found.count; j++)
            buffer_print(&tokens, "%s%s", tokens.length ? " " : "", items[j].text);
    }
    if (!err)
        *ret_tokens = arena_copy(w->arena, tokens.bytes, tokens.length);
    buffer_free(&tokens);
    return err;
}

static void put_turn(struct buffer *run, const struct turn *turn)
{
    if (!turn->text)
        return;
    if (run->length)
        buffer_byte(run, '\n');
    if (turn->who)
        buffer_print(run, "%s: ", turn->who);
    buffer_text(run, turn->text);
}

/* Turns in runs: short enough for a found place to say where it is, long enough to keep an answer
 * with its question. */
static struct error *turns_settle(struct work *w, struct passage wanted, struct list *turns)
{
    const struct field *field = shape_field(&conversation_shape, "turns", NULL);
    struct error *err = shape_items(w->arena, field, turns);
    const struct turn *items = turns->items;
    const char **texts = arena_take(w->arena, (turns->count + 1) * sizeof(*texts));
    size_t count = 0;
    struct buffer run = {0};
    buffer_reserve(&run, LONGEST_RUN);
    for (size_t i = 0; i < turns->count && !err;) {
        run.length = 0;
        for (int many = 0; i < turns->count && many < MOST_TURNS_IN_A_RUN; many++, i++) {
            size_t more = items[i].text ? strlen(items[i].text) : 0;
            if (many && run.length + more > LONGEST_RUN)
                break;
            put_turn(&run, &items[i]);
        }
        texts[count] = arena_copy(w->arena, run.bytes, run.length);
        count += !text_is_blank(texts[count]);
    }
    buffer_free(&run);
    return err ? err : passages_settle(w, wanted, texts, count);
}

struct error *conversation_passages_forget(struct work *w, int64_t conversation)
{
    struct passage key = {.owner = conversation};
    struct error *err = NULL;
    for (key.field = PASSAGE_BODY; key.field <= PASSAGE_TURNS && !err; key.field++)
        err = db_run(w, &passages_statements[FORGET], &key);
    return err;
}

/* The one passage of a fact or promise, read by a statement that gives nothing for the trash. */
static struct error *line_passage(struct work *w, int statement, enum passage_field field,
                                  int64_t owner)
{
    struct passage wanted = {.field = field, .owner = owner};
    bool found = false;
    struct error *err = db_find(w, &passages_statements[statement], &wanted, &wanted, &found);
    return err ? err : passage_settle(w, wanted, wanted.text);
}

struct error *fact_passage(struct work *w, int64_t fact)
{
    return line_passage(w, FACT, PASSAGE_FACT, fact);
}

struct error *promise_passage(struct work *w, int64_t promise)
{
    return line_passage(w, PROMISE, PASSAGE_PROMISE, promise);
}

static struct error *each_passage(struct work *w, int statement, int64_t owner,
                                  struct error *(*write)(struct work *, int64_t))
{
    struct row_key key = {.row = owner};
    struct list found = {0};
    struct error *err = db_list(w, &passages_statements[statement], &key, &found);
    const struct row_key *rows = found.items;
    for (size_t i = 0; i < found.count && !err; i++)
        err = write(w, rows[i].row);
    return err;
}

struct error *conversation_passages(struct work *w, int64_t conversation)
{
    struct row_key key = {.row = conversation};
    struct conversation words;
    bool found = false;
    shape_clear(&conversation_shape, &words);
    struct error *err = db_find(w, &passages_statements[WORDS], &key, &words, &found);
    if (err || !found)
        return err ? err : conversation_passages_forget(w, conversation);
    struct passage wanted = {.owner = conversation, .at = words.happened_at.ms};
    err = conversation_tokens(w, conversation, &wanted.tokens);
    if (err)
        return err;
    wanted.field = PASSAGE_BODY;
    err = passage_settle(w, wanted, words.body);
    if (err)
        return err;
    wanted.field = PASSAGE_SUMMARY;
    err = passage_settle(w, wanted, words.summary);
    if (err)
        return err;
    wanted.field = PASSAGE_TURNS;
    err = turns_settle(w, wanted, &words.turns);
    /* A promise stands where its conversation does, which may have been moved. */
    return err ? err : each_passage(w, PROMISES_ELSEWHEN, conversation, promise_passage);
}

struct error *person_passages(struct work *w, int64_t person)
{
    struct error *err = each_passage(w, FACTS_OF_PERSON, person, fact_passage);
    return err ? err : each_passage(w, PROMISES_OF_PERSON, person, promise_passage);
}

struct error *company_passages(struct work *w, int64_t company)
{
    return each_passage(w, FACTS_OF_COMPANY, company, fact_passage);
}
