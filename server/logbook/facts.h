/* Facts: a line to remember about a person or a company. */
#ifndef KITH_LOGBOOK_FACTS_H
#define KITH_LOGBOOK_FACTS_H

#include "logbook/shared.h"

struct fact {
    uint64_t given;
    ident id;
    ident person_id;
    ident company_id;
    const char *text;
    ident told_by; /* a person */
    const char *told_by_name;
    instant told_at;
    ident conversation_id;
    bool shown;
    int64_t position;
    int64_t revision;
    instant created_at;
    instant updated_at;
    int64_t row;
    int64_t person; /* rows behind the ids; NOTHING for none */
    int64_t company;
    int64_t teller;
    int64_t conversation;
};
extern const struct shape fact_shape;

struct facts_filter {
    uint64_t given;
    ident person;
    ident company;
    ident conversation;
    instant from; /* created at or after */
    instant to;   /* created before */
    int64_t limit;
    const char *cursor;
    int64_t after;    /* row of the last fact of the page before, */
    int64_t after_at; /* and its position (with person or company) or created_at */
};
extern const struct shape facts_filter_shape;

extern const struct statement facts_statements[];

/* What is wrong with a fact that is to be made; nothing is written. */
struct error *fact_check(struct work *w, const struct fact *asked);

/* Makes a fact about exactly one of person_id and company_id. When not given: `shown` is true if
 * told_by is that person, `position` is behind the others, `told_at` is when the conversation took
 * place, else now. The person may also be set by its row `person`; `conversation` is a row, or
 * NOTHING. */
struct error *fact_make(struct work *w, const struct fact *asked, int64_t conversation,
                        struct fact *ret_made);
struct error *fact_find(struct work *w, ident id, struct fact *ret_fact);

/* Changes what is given. Under another person or company a fact comes last; there, or told by
 * somebody else, it is shown as a new one would be, unless told otherwise. */
struct error *fact_change(struct work *w, ident id, const struct fact *patch,
                          struct fact *ret_changed);
struct error *fact_trash(struct work *w, ident id);

/* With person or company: in their order; else newest first. */
struct error *facts_list(struct work *w, const struct facts_filter *filter, struct page *ret_page);

/* All facts captured or told in one conversation, by row. */
struct error *facts_of_conversation(struct work *w, int64_t conversation, struct list *ret_facts);

#endif
