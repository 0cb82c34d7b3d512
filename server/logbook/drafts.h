/* Drafts: words that are not saved yet, kept for the one member who writes them. */
#ifndef KITH_LOGBOOK_DRAFTS_H
#define KITH_LOGBOOK_DRAFTS_H

#include "logbook/shared.h"

enum { DRAFT_LONGEST = 256 * 1024, MOST_DRAFTS = 200, DRAFT_DAYS = 365 };

struct draft {
    uint64_t given;
    ident id;
    ident person_id;
    ident conversation_id;
    const char *content;
    instant created_at;
    instant updated_at;
    int64_t row;
    int64_t member;
};
extern const struct shape draft_shape;

struct drafts_filter {
    uint64_t given;
    ident person;
    int64_t limit;
    const char *cursor;
    int64_t after_at;
    int64_t after;
    int64_t member;
};
extern const struct shape drafts_filter_shape;

extern const struct statement drafts_statements[];

/* Keeps a draft of the actor under an id that they chose, in place of what it was. One who has too
 * many (MOST_DRAFTS) is told so (ERROR_CONFLICT). The host has none. */
struct error *draft_keep(struct work *w, ident id, const struct draft *asked,
                         struct draft *ret_kept);

/* Finds one of the actor's own; anybody else's is none. */
struct error *draft_find(struct work *w, ident id, struct draft *ret_draft);

/* Drops one; what is gone already is no fault. */
struct error *draft_drop(struct work *w, ident id);

/* The actor's own, the one kept last first. */
struct error *drafts_list(struct work *w, const struct drafts_filter *filter,
                          struct page *ret_page);

/* Forgets those that nobody has touched for a year, some at a time. */
struct error *drafts_purge(struct work *w);

#endif
