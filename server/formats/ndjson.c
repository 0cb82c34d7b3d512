/* Reads a file in slices and cuts them at line feeds. */
#include "formats/ndjson.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { SLICE = 64 * 1024 };

/* Forgets the lines given so far and reads more behind the rest. Gives what read gives. */
static ssize_t read_more(struct ndjson *reader)
{
    struct buffer *ahead = &reader->ahead;
    ahead->length -= reader->start;
    if (ahead->length && reader->start)
        memmove(ahead->bytes, ahead->bytes + reader->start, ahead->length);
    reader->start = 0;
    buffer_reserve(ahead, SLICE);
    ssize_t count;
    do
        count = read(reader->file, ahead->bytes + ahead->length, SLICE);
    while (count < 0 && errno == EINTR);
    if (count > 0)
        ahead->length += (size_t)count;
    return count;
}

static void give(struct ndjson *reader, size_t length, size_t with_its_end, const char **ret_line,
                 size_t *ret_length)
{
    *ret_line = reader->ahead.bytes + reader->start;
    *ret_length = length;
    reader->start += with_its_end;
    reader->searched = 0;
    reader->offset += (int64_t)with_its_end;
    reader->lines++;
}

enum ndjson_found ndjson_next(struct ndjson *reader, const char **ret_line, size_t *ret_length)
{
    for (;;) {
        size_t here = reader->ahead.length - reader->start;
        const char *next = here ? reader->ahead.bytes + reader->start : "";
        const char *end = memchr(next + reader->searched, '\n', here - reader->searched);
        size_t length = end ? (size_t)(end - next) : here;
        if (length > NDJSON_LONGEST)
            return NDJSON_TOO_LONG;
        if (end) {
            give(reader, length, length + 1, ret_line, ret_length);
            return NDJSON_LINE;
        }
        reader->searched = here;
        ssize_t count = read_more(reader);
        if (count < 0)
            return NDJSON_BROKEN;
        if (count > 0)
            continue;
        if (here == 0)
            return NDJSON_END;
        give(reader, here, here, ret_line, ret_length);
        return NDJSON_CUT;
    }
}

bool ndjson_seek(struct ndjson *reader, int64_t offset, int64_t lines)
{
    if (lseek(reader->file, (off_t)offset, SEEK_SET) < 0)
        return false;
    reader->ahead.length = 0;
    reader->start = 0;
    reader->searched = 0;
    reader->offset = offset;
    reader->lines = lines;
    return true;
}

void ndjson_free(struct ndjson *reader)
{
    buffer_free(&reader->ahead);
}
