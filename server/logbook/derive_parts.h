/* What the files that derive share with each other. */
#ifndef KITH_LOGBOOK_DERIVE_PARTS_H
#define KITH_LOGBOOK_DERIVE_PARTS_H

#include "logbook/derive.h"

/* Parameters and columns of what is derived. */
struct derived {
    uint64_t given;
    int64_t conversation;
    int64_t sort;
    int64_t owner;
    int64_t at;
    int64_t word;
    int64_t theme;
    int64_t quote;
    int64_t person;
    const char *text;
    const char *translation;
    const char *folded;
    ident id;
};
extern const struct shape derived_shape;

#define THREAD_INSERT "INSERT OR IGNORE INTO thread (sort, owner, at, conversation) "

/* SQL: the tokens of passage x with merged people as whom they are now, none twice. Their words
 * keep the token that they were logged with. */
#define TOKENS_NOW                                                                                 \
    "(SELECT group_concat(token, ' ') FROM (SELECT coalesce('p' || m.merged_into, j.value)"        \
    " AS token FROM json_each('[\"' || replace(x.tokens, ' ', '\",\"') || '\"]') j"                \
    " LEFT JOIN person m ON m.id = iif(j.value GLOB 'p[0-9]*', CAST(substr(j.value, 2) AS "        \
    "INTEGER),"                                                                                    \
    " NULL) GROUP BY token ORDER BY min(j.key)))"

/* Words, themes and quotes of the body `subject->text` of a conversation whose people stand. */
struct error *derive_body(struct work *w, const struct derived *subject);

extern const struct statement derive_body_statements[];

#endif
