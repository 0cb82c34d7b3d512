/* What the files about imports share with each other. Errors of the kinds that import_is_faulty
 * knows tell what is wrong with the file. */
#ifndef KITH_LOGBOOK_IMPORT_PARTS_H
#define KITH_LOGBOOK_IMPORT_PARTS_H

#include "base/sha256.h"
#include "formats/ndjson.h"
#include "logbook/export.h"
#include "logbook/export_lines.h"
#include "logbook/imports.h"

/* A file being read, and what was seen of it while it was verified. */
struct import_reader {
    struct arena *arena;
    struct ndjson lines;
    bool verified;
    struct head_line head;
    int64_t head_bytes;
    enum line_kind kind; /* of the last line */
    struct line_counts counts;
    struct sha256 hash;
};

struct error *import_read(struct work *w, int64_t row, struct import *ret_import);

/* When a step that begins now must end, on the monotonic clock, and whether it must. */
int64_t step_until(void);
bool step_is_over(int64_t until);

/* True when an error is the file's, and not the machine's. */
bool import_is_faulty(const struct error *err);

/* An error that is the file's, with the line in its sentence. NULL stays NULL. */
struct error *in_line(struct work *w, struct error *err, int64_t place);

/* Verifies lines until the file ends, which sets `verified`, or the step does. */
struct error *import_verify(struct work *w, struct import_reader *reader, int64_t until);

/* Reads the line behind the last one; a line that is none is an error. False at the end. */
struct error *import_next(struct work *w, struct import_reader *reader, const char **ret_line,
                          size_t *ret_length, bool *ret_found);

/* The name of the one member of a line's object; "" when it has none. */
enum { LONGEST_LINE_NAME = 32 };
void line_name(const char *line, size_t length, char ret_name[LONGEST_LINE_NAME]);

/* Reads a line as an object with one member `name` of a shape. Pointers begin with /name. */
struct error *line_parse(struct work *w, const char *name, const struct shape *shape,
                         const char *line, size_t length, void **ret_record);

/* Writes the record of a line, with all that follows from it. */
struct error *line_write(struct work *w, const char *line, size_t length);

/* The row that an id of that kind has by now, or NOTHING. */
struct error *line_row(struct work *w, enum line_kind kind, ident id, int64_t *ret_row);

/* Runs the INSERT of a record; one that adds nothing met an id that is there already. */
struct error *line_add(struct work *w, const struct statement *statement, const void *record);

/* Runs the INSERT of what `id` was merged into, whose own line may come later. Until then its
 * revision is 0. */
struct error *line_expect(struct work *w, const struct statement *statement, ident id,
                          ident merged_into);

/* One writer for every kind of line; references have been checked. */
struct error *company_line_write(struct work *w, void *record);
struct error *member_line_write(struct work *w, void *record);
struct error *tag_line_write(struct work *w, void *record);
struct error *kind_line_write(struct work *w, void *record);
struct error *theme_line_write(struct work *w, void *record);
struct error *person_line_write(struct work *w, void *record);
struct error *conversation_line_write(struct work *w, void *record);
struct error *version_line_write(struct work *w, void *record);
struct error *fact_line_write(struct work *w, void *record);
struct error *promise_line_write(struct work *w, void *record);
struct error *view_line_write(struct work *w, void *record);

/* One of several in a list of a row. */
struct seat_line {
    uint64_t given;
    int64_t row;
    int64_t position;
    ident id;
    const char *word;
    const char *folded;
};
extern const struct shape seat_line_shape;

/* The row behind an id, for statements whose references have been checked. */
#define REF(table, parameter) "(SELECT id FROM " table " WHERE uid = :" parameter ")"
/* The part of an upsert that lets only what was expected be filled in. */
#define EXPECTED " WHERE revision = 0"

/* Notes members, tags, kinds, themes and views as they are now. */
struct error *former_save(struct work *w, int64_t import);

/* Takes away everything but members and changes, until the step is over; then `ret_more` is true.
 */
struct error *logbook_clear(struct work *w, int64_t until, bool *ret_more);

/* Moves the changes of this Kith out of the way of those of the file, and notes the highest of
 * these: numbering goes on above it. */
struct error *changes_put_aside(struct work *w, int64_t highest);

/* After all lines: puts back views, and tags, kinds and themes whose names the file does not use,
 * and forgets the changes that were put aside. */
struct error *former_join(struct work *w, int64_t import);

/* After logbook_clear: everything as it was when former_save noted it. */
struct error *former_restore(struct work *w, int64_t import);

#endif
