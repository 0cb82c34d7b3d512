/* The audit log: appending to it, erasing words, listing it. Following the chain is in
 * audit_verify.c. */
#include "logbook/audit_parts.h"

#include <sodium.h>
#include <string.h>

static const struct field audit_subject_fields[] = {
    FIELD(audit_subject, kind, .help = "person, member, token, change and so on."),
    FIELD(audit_subject, id, .help = "Its id."),
    {0},
};
static const struct shape audit_subject_shape = SHAPE(audit_subject, audit_subject_fields);

static const struct field audit_fields[] = {
    {.name = "number",
     .type = FIELD_INTEGER,
     .offset = offsetof(struct audit, number_),
     .help = "In the order of writing, without a gap."},
    FIELD(audit, at, .help = "When."),
    FIELD(audit, actor,
          .help = "member; host: somebody on the machine itself; or stranger: nobody known."),
    RECORD(audit, member, &ref_shape, .help = "Which member."),
    FIELD(audit, verb, .help = "What was done."),
    RECORD(audit, subject, &audit_subject_shape, .help = "To what."),
    FIELD(audit, words, .help = "More about it; null when there is no more, or it was erased."),
    FIELD(audit, erased, .help = "Whether there were words that were erased."),
    {0},
};
const struct shape audit_shape = SHAPE(audit, audit_fields);

static const struct field audit_filter_fields[] = {
    FIELD(audit_filter, member, .help = "By this member."),
    FIELD(audit_filter, verb, .help = "Only this, such as token made."),
    FIELD(audit_filter, subject, .help = "Done to this."),
    FIELD(audit_filter, from, .help = "At or after."),
    FIELD(audit_filter, to, .help = "Before."),
    FIELD(audit_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(audit_filter, cursor, .help = "From the Link of the page before."),
    FIELD(audit_filter, after, .rules = HIDDEN),
    {0},
};
const struct shape audit_filter_shape = SHAPE(audit_filter, audit_filter_fields);

/* A row as it is stored. */
struct audit_row {
    uint64_t given;
    int64_t number_;
    instant at;
    const char *actor;
    int64_t member;
    const char *verb;
    const char *subject;
    ident subject_uid;
    const char *commitment;
    const char *hash;
    const char *salt;
    const char *words;
    const char *bytes; /* what is hashed */
};

static const struct field audit_row_fields[] = {
    {.name = "number", .type = FIELD_INTEGER, .offset = offsetof(struct audit_row, number_)},
    FIELD(audit_row, at),
    FIELD(audit_row, actor),
    FIELD(audit_row, member),
    FIELD(audit_row, verb),
    FIELD(audit_row, subject),
    FIELD(audit_row, subject_uid),
    FIELD(audit_row, commitment),
    FIELD(audit_row, hash),
    FIELD(audit_row, salt),
    FIELD(audit_row, words),
    FIELD(audit_row, bytes),
    {0},
};
static const struct shape audit_row_shape = SHAPE(audit_row, audit_row_fields);

/* Times rise with numbers unless somebody set the clock back: they bound what is walked, and each
 * row is looked at all the same. The plus signs keep SQLite from looking for the first number along
 * the table. */
#define FILTERED                                                                                   \
    {.with = "member", .text = "AND a.member = (SELECT id FROM member WHERE uid = :member)"},      \
        {.with = "verb", .text = "AND a.verb = :verb"},                                            \
        {.with = "subject", .text = "AND a.subject_uid = :subject"},                               \
        {.with = "from",                                                                           \
         .text = "AND a.at >= :from AND a.number >= (SELECT min(+number) FROM audit"               \
                 " WHERE at >= :from)"},                                                           \
    {                                                                                              \
        .with = "to",                                                                              \
        .text = "AND a.at < :to AND a.number <= (SELECT max(+number) FROM audit WHERE at < :to)"   \
    }

enum { LAST, HIGHEST, BYTES, ADD, ADD_WORDS, FORGET_WORDS, LIST, COUNT };

const struct statement audit_statements[] = {
    [LAST] = {.sql = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
              .in = &audit_row_shape,
              .out = &audit_row_shape},
    [HIGHEST] = {.sql = "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
                        " ORDER BY rowid LIMIT 1",
                 .in = &audit_row_shape},
    [BYTES] = {.sql = "SELECT " AUDIT_BYTES(":") " AS bytes",
               .in = &audit_row_shape,
               .out = &audit_row_shape},
    [ADD] = {.sql = "INSERT INTO audit (number, at, actor, member, verb, subject, subject_uid,"
                    " commitment, hash) VALUES (:number, :at, :actor, :member, :verb, :subject,"
                    " :subject_uid, :commitment, :hash)",
             .in = &audit_row_shape},
    [ADD_WORDS] = {.sql = "INSERT INTO audit_words (number, salt, words)"
                          " VALUES (:number, :salt, :words)",
                   .in = &audit_row_shape},
    [FORGET_WORDS] = {.sql = "DELETE FROM audit_words WHERE number = :row", .in = &row_key_shape},
    [LIST] = {.sql = "SELECT a.number, a.at, a.actor, iif(m.id IS NULL, NULL,"
                     " json_object('id', ident_text(m.uid), 'name', m.name)) AS member, a.verb,"
                     " iif(a.subject IS NULL, NULL, json_object('kind', a.subject,"
                     " 'id', ident_text(a.subject_uid))) AS subject, w.words,"
                     " a.commitment IS NOT NULL AND w.number IS NULL AS erased FROM audit a"
                     " LEFT JOIN member m ON m.id = a.member"
                     " LEFT JOIN audit_words w ON w.number = a.number WHERE TRUE",
              .pieces = {FILTERED,
                         {.with = "after", .text = "AND a.number < :after"},
                         {.text = "ORDER BY a.number DESC LIMIT :limit"}},
              .in = &audit_filter_shape,
              .out = &audit_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM audit a WHERE TRUE",
               .pieces = {FILTERED, {.text = "ORDER BY a.number DESC LIMIT 1001)"}},
               .in = &audit_filter_shape},
    {0},
};

static const char *word_of(const struct actor *actor)
{
    if (!actor || actor->host)
        return "host";
    return actor->member ? "member" : "stranger";
}

void audit_hash(const char *before, const char *bytes, char ret_hash[AUDIT_HEX])
{
    unsigned char hash[AUDIT_HASH];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    crypto_generichash_update(&state, (const unsigned char *)before, strlen(before));
    crypto_generichash_update(&state, (const unsigned char *)bytes, strlen(bytes));
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(ret_hash, AUDIT_HEX, hash, sizeof(hash));
}

bool audit_commit(const char *words, const char *salt, char ret_commitment[AUDIT_HEX])
{
    unsigned char key[AUDIT_HASH];
    unsigned char hash[AUDIT_HASH];
    size_t length = 0;
    if (sodium_hex2bin(key, sizeof(key), salt, strlen(salt), NULL, &length, NULL) != 0 ||
        length != sizeof(key))
        return false;
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)words, strlen(words), key,
                       sizeof(key));
    sodium_bin2hex(ret_commitment, AUDIT_HEX, hash, sizeof(hash));
    return true;
}

/* Without the salt nobody can find out the words by trying. */
static void seal_words(struct work *w, struct audit_row *row)
{
    unsigned char bytes[AUDIT_HASH];
    char *salt = arena_take(w->arena, AUDIT_HEX);
    char *commitment = arena_take(w->arena, AUDIT_HEX);
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(salt, AUDIT_HEX, bytes, sizeof(bytes));
    audit_commit(row->words, salt, commitment);
    row->salt = salt;
    row->commitment = commitment;
}

/* Gives the row its number and its hash. Where rows were cut off behind the last, their numbers are
 * not used again, so that the gap stays to be seen. */
static struct error *join_chain(struct work *w, struct audit_row *row)
{
    struct audit_row last = {.number_ = 0, .hash = ""};
    int64_t highest = NOTHING;
    bool found = false;
    struct error *err = db_find(w, &audit_statements[LAST], row, &last, &found);
    if (!err)
        err = db_number(w, &audit_statements[HIGHEST], row, &highest);
    row->number_ = (highest > last.number_ ? highest : last.number_) + 1;
    if (!err)
        err = db_find(w, &audit_statements[BYTES], row, row, &found);
    if (err)
        return err;
    char *hash = arena_take(w->arena, AUDIT_HEX);
    audit_hash(last.hash, row->bytes, hash);
    row->hash = hash;
    return NULL;
}

struct error *audit_write(struct work *w, const char *verb, const char *subject, ident subject_id,
                          const char *words)
{
    const struct actor *actor = w->actor;
    struct audit_row row = {
        .at = w->now,
        .actor = word_of(actor),
        .member = actor && actor->member ? actor->member : NOTHING,
        .verb = verb,
        .subject = subject,
        .subject_uid = subject_id,
        .words = words,
    };
    if (words)
        seal_words(w, &row);
    struct error *err = join_chain(w, &row);
    if (!err)
        err = db_run(w, &audit_statements[ADD], &row);
    return err || !words ? err : db_run(w, &audit_statements[ADD_WORDS], &row);
}

struct error *audit_forget_words(struct work *w, int64_t number_of_it)
{
    struct row_key key = {.row = number_of_it};
    return db_run(w, &audit_statements[FORGET_WORDS], &key);
}

struct error *audit_list(struct work *w, const struct audit_filter *filter, struct page *ret_page)
{
    struct audit_filter asked = *filter;
    bool limited = shape_given(&audit_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &audit_shape};
    struct error *err = db_list(w, &audit_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &audit_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct audit *items = page.items.items;
    if (page.items.count)
        page.next_row = items[page.items.count - 1].number_;
    *ret_page = page;
    return NULL;
}
