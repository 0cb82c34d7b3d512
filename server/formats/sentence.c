/* The first sentence of a body, for lists that show one line of it. */
#include "formats/markdown.h"

#include "formats/dialect.h"
#include "formats/entities.h"

#include <string.h>
#include <strings.h>

enum { FOUND = 1, MORE_THAN_A_SENTENCE = 64 };

static const char ellipsis[] = "\u2026";

struct finder {
    struct buffer words;
    size_t enough; /* bytes of words that are surely a sentence, or too long for one */
    int skipped;   /* quotes and code blocks we are in */
};

static bool is_white(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_skipped(MD_BLOCKTYPE type)
{
    return type == MD_BLOCK_QUOTE || type == MD_BLOCK_CODE;
}

/* A block ends a sentence, with or without a full stop. */
static int verdict(const struct finder *finder)
{
    for (size_t i = 0; i < finder->words.length; i++) {
        if (!is_white(finder->words.bytes[i]))
            return FOUND;
    }
    return 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
    (void)detail;
    struct finder *finder = userdata;
    finder->skipped += is_skipped(type);
    return verdict(finder);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
    (void)detail;
    struct finder *finder = userdata;
    finder->skipped -= is_skipped(type);
    return verdict(finder);
}

static int pass_span(MD_SPANTYPE type, void *detail, void *userdata)
{
    (void)type, (void)detail, (void)userdata;
    return 0;
}

static int read_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata)
{
    struct finder *finder = userdata;
    if (size > MARKDOWN_LONGEST_IN)
        return FOUND;
    if (finder->skipped > 0)
        return 0;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR || type == MD_TEXT_NULLCHAR)
        buffer_byte(&finder->words, ' ');
    else if (type == MD_TEXT_ENTITY)
        entity_decode(&finder->words, text, size);
    else
        buffer_append(&finder->words, text, size);
    return finder->words.length > finder->enough ? FOUND : 0;
}

static void find_words(struct finder *finder, const char *body, size_t length)
{
    static const MD_PARSER callbacks = {
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = pass_span,
        .leave_span = pass_span,
        .text = read_text,
    };
    bool is_whole = dialect_parse(body, length, &callbacks, finder);
    if (!is_whole && finder->words.length == 0)
        buffer_append(&finder->words, body, length);
}

/* Makes one space of each white stretch, and none at the ends. Gives the new length. */
static size_t squeeze(char *text, size_t length)
{
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_white(text[i]))
            text[used++] = text[i];
        else if (used > 0 && text[used - 1] != ' ')
            text[used++] = ' ';
    }
    return used > 0 && text[used - 1] == ' ' ? used - 1 : used;
}

/* True when the full stop at `at` only shortens a word: "Dr.", "J.", "approx. five". */
static bool is_short_word(const char *text, size_t at, size_t length)
{
    static const char *const shortened[] = {"dr", "mr", "mrs", "ms", "prof", "st", "no", "vs"};
    if (at + 2 < length && text[at + 2] >= 'a' && text[at + 2] <= 'z')
        return true;
    size_t start = at;
    while (start > 0 && text[start - 1] != ' ')
        start--;
    if (at - start == 1 && text[start] >= 'A' && text[start] <= 'Z' && text[start] != 'I')
        return true;
    for (size_t i = 0; i < sizeof(shortened) / sizeof(shortened[0]); i++) {
        if (strlen(shortened[i]) == at - start &&
            strncasecmp(text + start, shortened[i], at - start) == 0)
            return true;
    }
    return false;
}

/* Bytes of a sign that ends a sentence at `at`, or 0. */
static size_t end_sign(const char *text, size_t at, size_t length)
{
    static const char *const wide[] = {"\u3002", "\uff01", "\uff1f"};
    if (text[at] == '.' || text[at] == '!' || text[at] == '?') {
        bool is_end = at + 1 == length || text[at + 1] == ' ';
        return is_end && !(text[at] == '.' && is_short_word(text, at, length)) ? 1 : 0;
    }
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        size_t size = strlen(wide[i]);
        if (length - at >= size && memcmp(text + at, wide[i], size) == 0)
            return size;
    }
    return 0;
}

static size_t sentence_length(const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        size_t size = end_sign(text, at, length);
        if (size > 0)
            return at + size;
    }
    return length;
}

/* Where to cut so that `most` bytes are not passed: at a space, or else between characters. */
static size_t cut_at(const char *text, size_t most)
{
    size_t cut = most;
    while (cut > 0 && text[cut] != ' ')
        cut--;
    if (cut > 0)
        return cut;
    for (cut = most; cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80;)
        cut--;
    return cut;
}

char *markdown_sentence(struct arena *arena, const char *body, size_t length, size_t longest)
{
    size_t dots = sizeof(ellipsis) - 1;
    struct finder finder = {.enough = longest + MORE_THAN_A_SENTENCE};
    buffer_reserve(&finder.words, 1);
    find_words(&finder, body, length);
    const char *text = finder.words.bytes;
    size_t words = squeeze(finder.words.bytes, finder.words.length);
    size_t used = sentence_length(text, words);
    char *sentence;
    if (used <= longest)
        sentence = arena_copy(arena, text, used);
    else if (longest < dots)
        sentence = arena_copy(arena, "", 0);
    else
        sentence = arena_print(arena, "%.*s%s", (int)cut_at(text, longest - dots), text, ellipsis);
    buffer_free(&finder.words);
    return sentence;
}
