/* Any file: its lines put together again are the file, and seeking gives the same line. */
#include "formats/ndjson.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Reads the line again that was given last. */
static void check_seek(int file, int64_t offset, int64_t lines, const char *line, size_t length)
{
    off_t place = lseek(file, 0, SEEK_CUR);
    struct ndjson again = {.file = file};
    const char *same = NULL;
    size_t same_length = 0;
    must(ndjson_seek(&again, offset, lines));
    must(ndjson_next(&again, &same, &same_length) <= NDJSON_CUT);
    must(same_length == length && memcmp(same, line, length) == 0 && again.lines == lines + 1);
    ndjson_free(&again);
    lseek(file, place, SEEK_SET);
}

static void check_lines(int file, const uint8_t *bytes, size_t total)
{
    struct ndjson reader = {.file = file};
    size_t from = 0;
    enum ndjson_found found;
    const char *line = NULL;
    size_t length = 0;
    while ((found = ndjson_next(&reader, &line, &length)) <= NDJSON_CUT) {
        must(from + length <= total && memcmp(line, bytes + from, length) == 0);
        must(!memchr(line, '\n', length));
        must(length > 0 || found == NDJSON_LINE);
        check_seek(file, (int64_t)from, reader.lines - 1, line, length);
        from += length + (found == NDJSON_LINE);
        must(reader.offset == (int64_t)from);
        must(found == NDJSON_CUT || bytes[from - 1] == '\n');
    }
    must(found == NDJSON_END ? from == total : found == NDJSON_TOO_LONG);
    ndjson_free(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    int file = memfd_create("lines", MFD_CLOEXEC);
    must(file >= 0 && write(file, bytes, length) == (ssize_t)length);
    lseek(file, 0, SEEK_SET);
    check_lines(file, bytes, length);
    close(file);
    return 0;
}
