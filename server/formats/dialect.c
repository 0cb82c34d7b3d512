/* Calls md4c, on its good side. */
#include "formats/dialect.h"

#include "base/buffer.h"
#include "formats/definitions.h"
#include "formats/markdown.h"

/* Not MD_DIALECT_GITHUB: the bare addresses of md4c 0.4.8 cross the ends of links, which gives
 * texts of a negative length. */
enum {
    FLAGS = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML,
};

bool dialect_parse(const char *body, size_t length, const MD_PARSER *callbacks, void *userdata)
{
    if (length > MARKDOWN_LONGEST_IN || definitions_count(body, length) > MARKDOWN_MOST_DEFINITIONS)
        return false;
    MD_PARSER parser = *callbacks;
    parser.flags = FLAGS;
    /* md4c looks a byte beyond a text that does not end with a line break. */
    struct buffer copy = {0};
    buffer_append(&copy, body, length);
    buffer_text(&copy, "\n");
    buffer_byte(&copy, 0);
    bool is_whole = md_parse(copy.bytes, (MD_SIZE)length + 1, &parser, userdata) == 0;
    buffer_free(&copy);
    return is_whole;
}
