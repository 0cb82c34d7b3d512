/* How facts are read, for the files about facts alone. */
#ifndef KITH_LOGBOOK_FACT_COLUMNS_H
#define KITH_LOGBOOK_FACT_COLUMNS_H

#include "store/db.h"

/* f is the fact, p and c are whom and what it is about, t told us, v is the conversation. */
#define FACT_COLUMNS                                                                               \
    "SELECT f.id AS row, f.uid AS id, p.uid AS person_id, c.uid AS company_id, f.text,"            \
    " t.uid AS told_by, t.name AS told_by_name, f.told_at, v.uid AS conversation_id, f.shown,"     \
    " f.position, f.revision, f.created_at, f.updated_at, f.person, f.company,"                    \
    " f.told_by AS teller, f.conversation"
#define FACT_OWNERS " LEFT JOIN person p ON p.id = f.person LEFT JOIN company c ON c.id = f.company"
#define FACT_REFS                                                                                  \
    " LEFT JOIN person o ON o.id = f.told_by"                                                      \
    " LEFT JOIN person t ON t.id = coalesce(o.merged_into, o.id) AND t.trashed_at IS NULL"         \
    " LEFT JOIN conversation v ON v.id = f.conversation AND v.trashed_at IS NULL"
#define FACT_LIVES "f.trashed_at IS NULL AND p.trashed_at IS NULL AND c.trashed_at IS NULL"

extern const struct statement fact_list_statements[];

#endif
