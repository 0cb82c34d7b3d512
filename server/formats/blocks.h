/* A body as lines and bytes: what is code, link, heading or blockquote. Marks and quotes both
 * read it. */
#ifndef KITH_FORMATS_BLOCKS_H
#define KITH_FORMATS_BLOCKS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum line_kind {
    LINE_BLANK,
    LINE_WORDS,
    LINE_HEADING,
    LINE_UNDERLINE,  /* of = or -, below a heading or on its own */
    LINE_DEFINITION, /* of a link */
    LINE_CODE,       /* fences included */
};

struct line {
    size_t start; /* first byte */
    size_t words; /* behind the > signs; else start */
    size_t stop;  /* the line break, or the end of the body */
    size_t end;   /* behind the line break */
    enum line_kind kind;
    bool quoted;
};

enum byte_kind { BYTE_PLAIN, BYTE_CODE, BYTE_LINK };

struct blocks {
    struct line *lines;
    size_t count;
    unsigned char *bytes; /* an enum byte_kind each */
};

/* Scans a body in time proportional to its length. Lives in the arena. */
void blocks_read(struct arena *arena, const char *body, size_t length, struct blocks *ret_blocks);

/* The first line behind `first` that is not of the same blockquote. */
size_t blocks_quote_end(const struct blocks *blocks, size_t first);

#endif
