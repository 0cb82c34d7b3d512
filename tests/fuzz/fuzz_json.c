/* Any body: what is read is written, and read again as the same; what is refused says why. */
#include "../base/rich_shape.h"

#include "base/json.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

enum { LONGEST_BODY = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_faults(const struct error *err)
{
    int count = 0;
    for (const struct error *fault = err; fault; fault = fault->next, count++) {
        must(fault->kind == ERROR_INVALID || (fault == err && fault->kind == ERROR_MALFORMED));
        must(fault->sentence && *fault->sentence);
        must(text_is_utf8(fault->sentence, strlen(fault->sentence)));
        must(!fault->pointer || fault->pointer[0] == '/');
    }
    must(count <= 100);
}

static void check_text(const char *text, size_t longest)
{
    must(!text || (strlen(text) <= longest && text_is_utf8(text, strlen(text))));
}

static void check_record(const struct rich *record)
{
    check_text(record->title, 20);
    check_text(record->note, 100);
    check_text(record->code, 200);
    must(record->minutes == NOTHING || (record->minutes >= 1 && record->minutes <= 600));
    must(record->state <= RICH_KEPT && record->side <= 1);
    must(record->tags.count <= 5 && record->stones.count <= 4 && record->place.count <= 1);
}

/* A number is never sent: its form in an answer is none that can be read. */
static uint64_t bit_of(const char *name)
{
    uint64_t given = 0;
    shape_give(&rich_shape, &given, name);
    return given;
}

static void check_again(struct arena *arena, const struct rich *record)
{
    struct rich written = *record;
    struct buffer once = {0};
    struct buffer twice = {0};
    void *again = NULL;
    written.given &= ~bit_of("people");
    shape_write(&once, &rich_shape, &written);
    must(json_is_shallow(once.bytes, once.length, 8));
    must(!shape_parse(arena, &rich_shape, once.bytes, once.length, SHAPE_KEEP, &again));
    shape_write(&twice, &rich_shape, again);
    must(once.length == twice.length && memcmp(once.bytes, twice.bytes, once.length) == 0);
    must(*(uint64_t *)again == (written.given & ~bit_of("secret")));
    buffer_free(&once);
    buffer_free(&twice);
}

static void check_use(const char *bytes, size_t length, enum shape_use use)
{
    struct arena *arena = arena_new(4096);
    void *record = NULL;
    struct error *err = shape_parse(arena, &rich_shape, bytes, length, use, &record);
    must((err == NULL) == (record != NULL));
    check_faults(err);
    if (record) {
        check_record(record);
        check_again(arena, record);
    }
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length > LONGEST_BODY)
        return 0;
    check_use((const char *)bytes, length, SHAPE_MAKE);
    check_use((const char *)bytes, length, SHAPE_CHANGE);
    check_use((const char *)bytes, length, SHAPE_KEEP);
    return 0;
}
