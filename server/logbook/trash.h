/* The trash: what was deleted and can come back for 30 days. */
#ifndef KITH_LOGBOOK_TRASH_H
#define KITH_LOGBOOK_TRASH_H

#include "logbook/shared.h"

enum { TRASH_DAYS = 30 };

/* Something in the trash. */
struct trashed {
    uint64_t given;
    const char *kind; /* person, company, conversation, fact, promise */
    ident id;
    const char *title; /* a name, or the first words */
    instant trashed_at;
    instant erased_from; /* when it goes for good; NOTHING for a person */
    int64_t row;
};
extern const struct shape trashed_shape;

struct trash_filter {
    uint64_t given;
    const char *kind;
    int64_t limit;
    const char *cursor;
    int64_t after;
    int64_t after_at;
};
extern const struct shape trash_filter_shape;

extern const struct statement trash_statements[];
extern const struct statement trash_purge_statements[];

/* Newest in the trash first. */
struct error *trash_list(struct work *w, const struct trash_filter *filter, struct page *ret_page);

/* Takes a thing out of the trash. ERROR_NOT_FOUND when it is not there, ERROR_CONFLICT when whoever
 * it belongs to is in the trash. */
struct error *trash_restore(struct work *w, ident id, struct trashed *ret_restored);

struct purged {
    int64_t erased;
    bool more; /* the time of others is over too */
};

/* Erases for good at most `most` facts, promises, conversations and companies whose 30 days are
 * over, with their versions; the change in which this happens keeps nothing of them either, but
 * `export?since=` tells that they are gone. Facts and promises told in an erased conversation live
 * on without it, and so do the people of a company; facts about it go. A company with many people
 * takes more than one call. People stay in the trash until they are forgotten. */
struct error *trash_purge(struct work *w, int most, struct purged *ret_purged);

#endif
