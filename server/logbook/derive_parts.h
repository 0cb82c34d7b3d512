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

/* Words, themes and quotes of the body `subject->text` of a conversation whose people stand. */
struct error *derive_body(struct work *w, const struct derived *subject);

extern const struct statement derive_body_statements[];

#endif
