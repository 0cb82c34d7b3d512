/* Any text becomes HTML of the list's tags only, within the cap, and a sentence within its length.
 */
#include "formats/markdown.h"

#include "base/text.h"
#include "formats/html_check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_SENTENCE = 80 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    if (memchr(text, 0, length) || !text_is_utf8(text, length))
        return 0;
    struct buffer out = {0};
    (void)markdown_html(&out, text, length);
    must(out.length <= MARKDOWN_LONGEST_OUT);
    must(html_is_clean(out.bytes, out.length));
    must(text_is_utf8(out.bytes, out.length));
    buffer_free(&out);
    struct arena *arena = arena_new(1024);
    size_t limits[] = {LONGEST_SENTENCE, length % 8};
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        char *sentence = markdown_sentence(arena, text, length, limits[i]);
        must(strlen(sentence) <= limits[i] && text_is_utf8(sentence, strlen(sentence)));
    }
    arena_free(arena);
    return 0;
}
