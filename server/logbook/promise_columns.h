/* How promises are read, for the files about promises alone. */
#ifndef KITH_LOGBOOK_PROMISE_COLUMNS_H
#define KITH_LOGBOOK_PROMISE_COLUMNS_H

#include "store/db.h"

/* r is the promise, p the person, v the conversation, m does it, k kept it. */
#define PROMISE_COLUMNS                                                                            \
    "SELECT r.id AS row, r.uid AS id, p.uid AS person_id, p.name AS person_name,"                  \
    " v.uid AS conversation_id, r.text, r.due_on, r.due_time, r.due_words, m.uid AS by,"           \
    " m.name AS by_name, r.state, r.closed_words, r.told_at, r.closed_at, k.uid AS kept_by,"       \
    " r.revision, r.created_at, r.updated_at, r.person, r.conversation"
#define PROMISE_PERSON " CROSS JOIN person p ON p.id = r.person"
#define PROMISE_REFS                                                                               \
    " LEFT JOIN conversation v ON v.id = r.conversation AND v.trashed_at IS NULL"                  \
    " LEFT JOIN member m ON m.id = r.by LEFT JOIN member k ON k.id = r.kept_by"
#define PROMISE_LIVES "r.trashed_at IS NULL AND p.trashed_at IS NULL"

/* The words of enum promise_state. */
extern const char *const promise_states[];

extern const struct statement promise_list_statements[];

#endif
