/* Looks whether all that is derived equals what people wrote, and makes it so again. */
#ifndef KITH_LOGBOOK_DOCTOR_H
#define KITH_LOGBOOK_DOCTOR_H

#include "base/buffer.h"
#include "logbook/shared.h"

extern const struct statement doctor_statements[];
extern const struct statement doctor_rebuild_statements[];

/* Runs SQLite's integrity check. When the file is damaged, appends one plain sentence a finding to
 * `out` and gives the error that names file and cure: nothing that is read from it can be trusted,
 * and nothing may be derived from it. */
struct error *doctor_look_at_file(struct work *w, struct buffer *out);

/* Compares every derived table, the counters and the full-text index of a sound file with the rows.
 * Appends one plain sentence a finding to `out`, each with a line break; `ret_findings` counts
 * them. Needs a writer's connection and memory for a copy of the derived tables; leaves everything
 * as it was. */
struct error *doctor_look(struct work *w, struct buffer *out, int64_t *ret_findings);

/* Empties the derived tables and the index, and derives everything anew, in one transaction that
 * the caller opened on a writer's connection, outside of the writer's jobs. Stories only rise. */
struct error *doctor_rebuild(struct work *w);

/* Derives what the newest step of the schema added, and nothing when that was done before. In one
 * transaction, as above. */
struct error *doctor_catch_up(struct work *w);

/* The same as rebuilding for the tables alone. */
struct error *doctor_derive(struct work *w);

#endif
