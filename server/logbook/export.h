/* The canonical export: everything the team wrote, one object a line. */
#ifndef KITH_LOGBOOK_EXPORT_H
#define KITH_LOGBOOK_EXPORT_H

#include "base/buffer.h"
#include "logbook/shared.h"

struct export;

extern const struct statement export_statements[];

/* What the audit log says of an export, and what more there is to say, or NULL. */
extern const char export_what[];
const char *export_words(struct arena *arena, int64_t since, bool as_json);

/* What an export would be refused for: an import that runs (ERROR_CONFLICT), or a `since` of which
 * nobody can be told what happened after it. */
struct error *export_check(struct work *w, int64_t since);

/* Begins an export in the read transaction that `w` is in; `w`'s connection and arena serve nothing
 * else until export_end. `since` is a change number, 0 for everything. `as_json` gives one JSON
 * document instead of lines. */
struct error *export_begin(struct work *w, int64_t since, bool as_json, struct export **ret_export);

/* Appends the next lines to `out`, about 64 KiB of them. `ret_done` is true behind the last line,
 * which holds the counts and a SHA-256 of all lines before it. Memory does not grow with the
 * logbook. */
struct error *export_next(struct export *export, struct buffer *out, bool *ret_done);
void export_end(struct export *export);

#endif
