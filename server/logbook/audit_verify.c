/* Follows the chain of the audit log, and tells what is not as it was written. */
#include "logbook/audit_parts.h"

#include <string.h>

/* A row of the chain, with its words where it has any. */
struct audit_link {
    uint64_t given;
    int64_t number_;
    const char *bytes; /* what is hashed */
    const char *hash;
    const char *commitment;
    bool kept; /* its words are there */
    const char *salt;
    const char *words;
};

static const struct field audit_link_fields[] = {
    {.name = "number", .type = FIELD_INTEGER, .offset = offsetof(struct audit_link, number_)},
    FIELD(audit_link, bytes),
    FIELD(audit_link, hash),
    FIELD(audit_link, commitment),
    FIELD(audit_link, kept),
    FIELD(audit_link, salt),
    FIELD(audit_link, words),
    {0},
};
static const struct shape audit_link_shape = SHAPE(audit_link, audit_link_fields);

/* What stands behind a NUL would not be looked at. */
#define WHOLE(column) "iif(instr(" column ", char(0)), NULL, " column ")"

enum { CHAIN, HIGHEST };

const struct statement audit_verify_statements[] = {
    [CHAIN] = {.sql = "SELECT a.number, " AUDIT_BYTES("a.") " AS bytes, " WHOLE(
                   "a.hash") " AS hash, a.commitment, w.number IS NOT NULL AS "
                             "kept, " WHOLE("w.salt") " AS salt, " WHOLE("w.words") " AS "
                                                                                    "words"
                                                                                    " FROM"
                                                                                    " audi"
                                                                                    "t a"
                                                                                    " LEFT"
                                                                                    " JOIN"
                                                                                    " audi"
                                                                                    "t_"
                                                                                    "words"
                                                                                    " w "
                                                                                    "ON "
                                                                                    "w."
                                                                                    "numbe"
                                                                                    "r = "
                                                                                    "a."
                                                                                    "numbe"
                                                                                    "r "
                                                                                    "ORDER"
                                                                                    " BY "
                                                                                    "a."
                                                                                    "numbe"
                                                                                    "r",
               .in = &audit_link_shape,
               .out = &audit_link_shape,
               .whole = true},
    [HIGHEST] = {.sql = "SELECT seq FROM sqlite_sequence WHERE name = 'audit'"
                        " ORDER BY rowid LIMIT 1",
                 .in = &audit_link_shape},
    {0},
};

/* How far the chain was followed. */
struct following {
    struct audit_faults faults;
    char before[AUDIT_HEX]; /* the hash of the row before */
};

/* Words that were erased are fine; words that nobody wrote are not. */
static bool words_are_those(const struct audit_link *link)
{
    char commitment[AUDIT_HEX];
    if (!link->kept)
        return true;
    return link->commitment && link->words && link->salt &&
           audit_commit(link->words, link->salt, commitment) &&
           strcmp(commitment, link->commitment) == 0;
}

/* The first of its sort is kept. */
static void note(int64_t *fault, int64_t number_of_it)
{
    if (!*fault)
        *fault = number_of_it;
}

/* Behind a gap or a fault it goes on with the hash that is stored, so that one fault is one. */
static struct error *follow(struct work *w, void *record, void *context)
{
    (void)w;
    const struct audit_link *link = record;
    struct following *following = context;
    struct audit_faults *faults = &following->faults;
    char hash[AUDIT_HEX];
    audit_hash(following->before, link->bytes, hash);
    bool gap = link->number_ != faults->last + 1;
    bool fits = link->hash && strcmp(link->hash, hash) == 0;
    if (gap)
        note(&faults->missing, faults->last + 1);
    else if (!fits)
        note(&faults->changed, link->number_);
    if (!words_are_those(link))
        note(&faults->words, link->number_);
    faults->last = link->number_;
    snprintf(following->before, sizeof(following->before), "%s", link->hash ? link->hash : "");
    return NULL;
}

struct error *audit_verify(struct work *w, struct audit_faults *ret_faults)
{
    const struct audit_link none = {.given = 0};
    struct following following = {.before = ""};
    int64_t highest = NOTHING;
    struct error *err = db_each(w, &audit_verify_statements[CHAIN], &none, follow, &following);
    if (!err)
        err = db_number(w, &audit_verify_statements[HIGHEST], &none, &highest);
    if (err)
        return err;
    following.faults.written = highest == NOTHING ? 0 : highest;
    *ret_faults = following.faults;
    return NULL;
}

static void tell(const struct audit_faults *faults, struct buffer *out)
{
    const long long last = faults->last;
    const long long written = faults->written;
    if (faults->missing)
        buffer_print(out, "Row %lld of the audit log is missing.\n", (long long)faults->missing);
    if (faults->changed == 1)
        buffer_text(out, "Row 1 of the audit log was changed.\n");
    if (faults->changed > 1)
        buffer_print(out,
                     "Row %lld of the audit log was changed, or row %lld was: the one does not "
                     "follow from the other.\n",
                     (long long)faults->changed, (long long)faults->changed - 1);
    if (faults->words)
        buffer_print(out,
                     "The words of row %lld of the audit log are not those it was written with.\n",
                     (long long)faults->words);
    if (written > last)
        buffer_print(out, "The audit log was cut off: rows %lld to %lld are missing.\n", last + 1,
                     written);
    if (written < last)
        buffer_print(out,
                     "The count of audit rows was changed: it says %lld, and row %lld is there.\n",
                     written, last);
}

struct error *audit_look(struct work *w, struct buffer *out, int64_t *ret_count)
{
    struct audit_faults faults = {.last = 0};
    struct error *err = audit_verify(w, &faults);
    if (err)
        return err;
    tell(&faults, out);
    *ret_count = (faults.missing != 0) + (faults.changed != 0) + (faults.words != 0) +
                 (faults.written != faults.last);
    return NULL;
}
