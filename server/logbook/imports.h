/* Imports: a file, taken in one bounded job at a time. */
#ifndef KITH_LOGBOOK_IMPORTS_H
#define KITH_LOGBOOK_IMPORTS_H

#include "logbook/shared.h"

enum import_state { IMPORT_WAITING, IMPORT_RUNNING, IMPORT_DONE, IMPORT_FAILED };

enum { IMPORT_MOST_ROWS = 200, IMPORT_MOST_MS = 10 };

struct import {
    uint64_t given;
    ident id;
    const char *format; /* kith */
    unsigned state;     /* enum import_state */
    int64_t rows;       /* records in the file, null until they were counted */
    int64_t done_rows;  /* written so far */
    const char *fault;  /* why it failed */
    instant created_at;
    instant ended_at;
    const char *file; /* in the spool */
    int64_t row;
    int64_t member; /* row of who sent it, null for the host */
    int64_t offset; /* byte of the file behind the last line written */
    bool prepared;  /* what was there before has been noted and may be gone */
};
extern const struct shape import_shape;

extern const struct statement imports_statements[];
extern const struct statement import_steps_statements[];
extern const struct statement import_lines_statements[];
extern const struct statement import_names_statements[];
extern const struct statement import_records_statements[];
extern const struct statement import_former_statements[];
extern const struct statement import_clear_statements[];

/* Notes a spooled file. Refused (ERROR_CONFLICT) while the logbook has a person, a company or a
 * conversation, in the trash or not, or another import waits or runs. */
struct error *import_make(struct work *w, const char *file, struct import *ret_made);
struct error *import_find(struct work *w, ident id, struct import *ret_import);

/* The import that waits or runs, if any. */
struct error *import_current(struct work *w, struct import *ret_import, bool *ret_found);

/* True while an import waits or runs: nothing else may write people, companies, conversations, or
 * what belongs to them, tags, kinds and themes included. */
struct error *import_blocks(struct work *w, bool *ret_blocked);

/* One bounded step, inside the writer's savepoint and without a change of its own: takes lines from
 * where the last step ended (its place is kept in the row, so a restart goes on), at most
 * IMPORT_MOST_ROWS or IMPORT_MOST_MS. The first steps verify the whole file (counts and SHA-256)
 * before anything is written. A faulty file or line is no error: the next steps take away all that
 * was written, and the import has failed with its `fault`. An error means that the step did nothing
 * and can be tried again. Of `import` only `row` is used; it gives how things stand, its texts in
 * w->arena. `reader` is kept between steps by the caller, NULL at first. When `ret_done` is true
 * and the step is committed, the caller removes the file from the spool. */
struct import_reader;
struct error *import_step(struct work *w, const char *spool_folder, struct import *import,
                          struct import_reader **reader, bool *ret_done);
void import_reader_free(struct import_reader *reader);

#endif
