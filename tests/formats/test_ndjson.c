/* Lines of files of every form. */
#include "formats/ndjson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int file_of(const char *bytes, size_t length)
{
    int file = memfd_create("lines", MFD_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), length);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    return file;
}

static struct ndjson reading(const char *text)
{
    return (struct ndjson){.file = file_of(text, strlen(text))};
}

static void done_with(struct ndjson *reader)
{
    close(reader->file);
    ndjson_free(reader);
}

static void assert_line(struct ndjson *reader, enum ndjson_found wanted, const char *text)
{
    const char *line = NULL;
    size_t length = 0;
    assert_int_equal(ndjson_next(reader, &line, &length), wanted);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(line, text, length);
}

static enum ndjson_found next(struct ndjson *reader)
{
    const char *line = NULL;
    size_t length = 0;
    return ndjson_next(reader, &line, &length);
}

static void lines_come_in_order_with_their_numbers_and_bytes(void **state)
{
    (void)state;
    struct ndjson reader = reading("{\"a\":1}\n{}\n");
    assert_line(&reader, NDJSON_LINE, "{\"a\":1}");
    assert_int_equal(reader.lines, 1);
    assert_int_equal(reader.offset, 8);
    assert_line(&reader, NDJSON_LINE, "{}");
    assert_int_equal(reader.lines, 2);
    assert_int_equal(reader.offset, 11);
    assert_int_equal(next(&reader), NDJSON_END);
    assert_int_equal(next(&reader), NDJSON_END);
    done_with(&reader);
}

static void a_last_line_without_its_end_is_told_as_cut(void **state)
{
    (void)state;
    struct ndjson reader = reading("{}\n{\"a\":");
    assert_line(&reader, NDJSON_LINE, "{}");
    assert_line(&reader, NDJSON_CUT, "{\"a\":");
    assert_int_equal(reader.offset, 8);
    assert_int_equal(next(&reader), NDJSON_END);
    done_with(&reader);
}

static void an_empty_file_has_no_line(void **state)
{
    (void)state;
    struct ndjson reader = reading("");
    assert_int_equal(next(&reader), NDJSON_END);
    assert_int_equal(reader.lines, 0);
    done_with(&reader);
}

static void an_empty_line_is_a_line(void **state)
{
    (void)state;
    struct ndjson reader = reading("\n\n");
    assert_line(&reader, NDJSON_LINE, "");
    assert_line(&reader, NDJSON_LINE, "");
    assert_int_equal(next(&reader), NDJSON_END);
    done_with(&reader);
}

static void a_carriage_return_belongs_to_its_line(void **state)
{
    (void)state;
    struct ndjson reader = reading("{}\r\n");
    assert_line(&reader, NDJSON_LINE, "{}\r");
    done_with(&reader);
}

/* A file of one line with that many bytes, and a short one behind it. */
static struct ndjson with_a_line_of(size_t length)
{
    char *bytes = malloc(length + 4);
    memset(bytes, 'x', length);
    memcpy(bytes + length, "\n{}\n", 4);
    struct ndjson reader = {.file = file_of(bytes, length + 4)};
    free(bytes);
    return reader;
}

static void the_longest_line_is_taken(void **state)
{
    (void)state;
    struct ndjson reader = with_a_line_of(NDJSON_LONGEST);
    const char *line = NULL;
    size_t length = 0;
    assert_int_equal(ndjson_next(&reader, &line, &length), NDJSON_LINE);
    assert_int_equal(length, NDJSON_LONGEST);
    assert_line(&reader, NDJSON_LINE, "{}");
    done_with(&reader);
}

static void a_longer_line_is_refused(void **state)
{
    (void)state;
    struct ndjson reader = with_a_line_of(NDJSON_LONGEST + 1);
    assert_int_equal(next(&reader), NDJSON_TOO_LONG);
    assert_int_equal(reader.lines, 0);
    done_with(&reader);
}

static void a_file_without_line_feeds_is_not_read_to_its_end(void **state)
{
    (void)state;
    struct ndjson reader = with_a_line_of((size_t)NDJSON_LONGEST * 4);
    assert_int_equal(next(&reader), NDJSON_TOO_LONG);
    assert_true(reader.ahead.capacity <= (size_t)NDJSON_LONGEST * 2);
    done_with(&reader);
}

static void reading_goes_on_at_a_place_that_was_noted(void **state)
{
    (void)state;
    struct ndjson reader = reading("one\ntwo\nthree\n");
    assert_int_equal(next(&reader), NDJSON_LINE);
    int64_t offset = reader.offset;
    assert_int_equal(next(&reader), NDJSON_LINE);
    assert_int_equal(next(&reader), NDJSON_LINE);
    assert_true(ndjson_seek(&reader, offset, 1));
    assert_line(&reader, NDJSON_LINE, "two");
    assert_int_equal(reader.lines, 2);
    assert_int_equal(reader.offset, 8);
    done_with(&reader);
}

static void a_file_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    struct ndjson reader = {.file = -1};
    assert_int_equal(next(&reader), NDJSON_BROKEN);
    assert_int_equal(errno, EBADF);
    ndjson_free(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_in_order_with_their_numbers_and_bytes),
        cmocka_unit_test(a_last_line_without_its_end_is_told_as_cut),
        cmocka_unit_test(an_empty_file_has_no_line),
        cmocka_unit_test(an_empty_line_is_a_line),
        cmocka_unit_test(a_carriage_return_belongs_to_its_line),
        cmocka_unit_test(the_longest_line_is_taken),
        cmocka_unit_test(a_longer_line_is_refused),
        cmocka_unit_test(a_file_without_line_feeds_is_not_read_to_its_end),
        cmocka_unit_test(reading_goes_on_at_a_place_that_was_noted),
        cmocka_unit_test(a_file_that_cannot_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
