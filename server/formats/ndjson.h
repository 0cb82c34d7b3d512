/* Lines of a file, one at a time, in memory that does not grow with the file. */
#ifndef KITH_FORMATS_NDJSON_H
#define KITH_FORMATS_NDJSON_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

enum { NDJSON_LONGEST = 4 * 1024 * 1024 }; /* bytes of a line, without its line feed */

enum ndjson_found {
    NDJSON_LINE,     /* a line with its line feed */
    NDJSON_CUT,      /* a last line without one */
    NDJSON_END,      /* nothing more */
    NDJSON_TOO_LONG, /* the next line is longer than NDJSON_LONGEST */
    NDJSON_BROKEN,   /* the file cannot be read; errno tells why */
};

/* Begins zeroed, with `file` a descriptor that stays the caller's. */
struct ndjson {
    int file;
    int64_t offset; /* byte of the file behind the lines given so far */
    int64_t lines;  /* given so far */
    struct buffer ahead;
    size_t start;    /* of the next line in `ahead` */
    size_t searched; /* bytes of it that hold no line feed */
};

/* The next line without its line feed; borrowed until the next call. No NUL is behind it. */
enum ndjson_found ndjson_next(struct ndjson *reader, const char **ret_line, size_t *ret_length);

/* Goes on behind the first `lines` lines, which end at byte `offset`. False as lseek. */
bool ndjson_seek(struct ndjson *reader, int64_t offset, int64_t lines);

void ndjson_free(struct ndjson *reader);

#endif
