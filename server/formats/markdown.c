/* Markdown to HTML. md4c parses; every byte of the answer is written here: tags from two tables,
 * everything else through one function that escapes it. */
#include "formats/markdown.h"

#include "formats/dialect.h"
#include "formats/entities.h"
#include "formats/html.h"
#include "formats/links.h"
#include "formats/scripts.h"

#include <string.h>

enum { HIGHEST_HEADING = 3, LOWEST_HEADING = 6, TOO_LONG = 1 };

/* An open span is one byte: its type, and whether it has a tag. */
enum { SPAN_TYPES = MD_SPAN_U + 1, SPAN_TYPE = 0x7f, SPAN_HAS_TAG = 0x80 };

struct emitter {
    struct buffer *out;
    size_t start;            /* of our part of it */
    struct buffer spans;     /* those open in this block */
    size_t open[SPAN_TYPES]; /* how many of them, by type */
    struct buffer address;   /* of the link that has a tag; empty when none has */
    size_t link_words;       /* where its words begin */
    int quotes;              /* blockquotes we are in */
    size_t quote_tag;        /* the > of the outermost one's tag */
    struct script_counts scripts;
    struct buffer decoded; /* the text at hand, references decoded */
};

static const char *const block_tags[] = {
    [MD_BLOCK_DOC] = NULL,      [MD_BLOCK_QUOTE] = "blockquote",
    [MD_BLOCK_UL] = "ul",       [MD_BLOCK_OL] = "ol",
    [MD_BLOCK_LI] = "li",       [MD_BLOCK_HR] = "hr",
    [MD_BLOCK_H] = NULL,        [MD_BLOCK_CODE] = "pre",
    [MD_BLOCK_HTML] = NULL,     [MD_BLOCK_P] = "p",
    [MD_BLOCK_TABLE] = "table", [MD_BLOCK_THEAD] = "thead",
    [MD_BLOCK_TBODY] = "tbody", [MD_BLOCK_TR] = "tr",
    [MD_BLOCK_TH] = "th",       [MD_BLOCK_TD] = "td",
};

static const char *const span_tags[] = {
    [MD_SPAN_EM] = "em",        [MD_SPAN_STRONG] = "strong",
    [MD_SPAN_A] = NULL,         [MD_SPAN_IMG] = NULL,
    [MD_SPAN_CODE] = "code",    [MD_SPAN_DEL] = "del",
    [MD_SPAN_LATEXMATH] = NULL, [MD_SPAN_LATEXMATH_DISPLAY] = NULL,
    [MD_SPAN_WIKILINK] = NULL,  [MD_SPAN_U] = NULL,
};

/* What callbacks give back: md4c stops at anything but 0. */
static int verdict(const struct emitter *emitter)
{
    return emitter->out->length - emitter->start > MARKDOWN_LONGEST_OUT ? TOO_LONG : 0;
}

static void open_tag(struct emitter *emitter, const char *name)
{
    if (name)
        buffer_print(emitter->out, "<%s>", name);
}

static void close_tag(struct emitter *emitter, const char *name)
{
    if (name)
        buffer_print(emitter->out, "</%s>", name);
}

/* A link without words, such as an image without alternative text, shows its address. */
static void close_link(struct emitter *emitter)
{
    if (emitter->out->length == emitter->link_words)
        html_escape(emitter->out, emitter->address.bytes, emitter->address.length);
    buffer_text(emitter->out, "</a>");
    emitter->address.length = 0;
}

static MD_SPANTYPE close_span(struct emitter *emitter)
{
    unsigned char span = (unsigned char)emitter->spans.bytes[--emitter->spans.length];
    MD_SPANTYPE type = (MD_SPANTYPE)(span & SPAN_TYPE);
    emitter->open[type]--;
    if (!(span & SPAN_HAS_TAG))
        return type;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        close_link(emitter);
    else
        close_tag(emitter, span_tags[type]);
    return type;
}

/* md4c sometimes forgets the end of a span, or tells it twice; none outlives its block. */
static void close_spans(struct emitter *emitter)
{
    while (emitter->spans.length > 0)
        close_span(emitter);
}

static void open_quote(struct emitter *emitter)
{
    buffer_text(emitter->out, "<blockquote dir=\"auto\">");
    if (emitter->quotes++ > 0)
        return;
    emitter->quote_tag = emitter->out->length - 1;
    emitter->scripts = (struct script_counts){0};
}

/* Only the outermost quote gets a language: those within have it from there, and the rest of the
 * text is moved once. */
static void close_quote(struct emitter *emitter)
{
    struct buffer *out = emitter->out;
    buffer_text(out, "</blockquote>");
    const char *language = --emitter->quotes == 0 ? scripts_language(&emitter->scripts) : NULL;
    if (!language)
        return;
    char attribute[] = " lang=\"xx\"";
    size_t length = sizeof(attribute) - 1;
    memcpy(attribute + length - 3, language, 2);
    buffer_reserve(out, length);
    char *tag = out->bytes + emitter->quote_tag;
    memmove(tag + length, tag, out->length - emitter->quote_tag);
    memcpy(tag, attribute, length);
    out->length += length;
}

static unsigned heading_level(const MD_BLOCK_H_DETAIL *detail)
{
    unsigned level = detail->level + HIGHEST_HEADING - 1;
    return level < LOWEST_HEADING ? level : LOWEST_HEADING;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
    struct emitter *emitter = userdata;
    close_spans(emitter);
    if (type == MD_BLOCK_QUOTE)
        open_quote(emitter);
    else if (type == MD_BLOCK_H)
        buffer_print(emitter->out, "<h%u>", heading_level(detail));
    else
        open_tag(emitter, block_tags[type]);
    if (type == MD_BLOCK_CODE)
        open_tag(emitter, "code");
    const MD_BLOCK_LI_DETAIL *item = type == MD_BLOCK_LI ? detail : NULL;
    if (item && item->is_task)
        buffer_text(emitter->out, item->task_mark == ' ' ? "\u2610 " : "\u2611 ");
    return verdict(emitter);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
    struct emitter *emitter = userdata;
    close_spans(emitter);
    if (type == MD_BLOCK_CODE)
        close_tag(emitter, "code");
    if (type == MD_BLOCK_QUOTE)
        close_quote(emitter);
    else if (type == MD_BLOCK_H)
        buffer_print(emitter->out, "</h%u>", heading_level(detail));
    else if (type != MD_BLOCK_HR)
        close_tag(emitter, block_tags[type]);
    return verdict(emitter);
}

static void decode(struct buffer *decoded, MD_TEXTTYPE type, const char *text, size_t length)
{
    if (type == MD_TEXT_NULLCHAR)
        buffer_text(decoded, "\ufffd");
    else if (type == MD_TEXT_ENTITY)
        entity_decode(decoded, text, length);
    else
        buffer_append(decoded, text, length);
}

static void open_anchor(struct emitter *emitter, const char *address, size_t length)
{
    buffer_text(emitter->out, "<a href=\"");
    html_escape(emitter->out, address, length);
    buffer_text(emitter->out, "\" rel=\"noopener noreferrer\">");
}

/* Opens a link outside of others. It is judged as a browser would see it: decoded. */
static bool open_link(struct emitter *emitter, const MD_ATTRIBUTE *attribute)
{
    struct buffer *address = &emitter->address;
    if (address->length > 0 || emitter->open[MD_SPAN_IMG] > 0 ||
        attribute->size > MARKDOWN_LONGEST_IN)
        return false;
    for (size_t i = 0; attribute->size > 0 && attribute->substr_offsets[i] < attribute->size; i++) {
        MD_OFFSET from = attribute->substr_offsets[i];
        decode(address, attribute->substr_types[i], attribute->text + from,
               attribute->substr_offsets[i + 1] - from);
    }
    if (!link_is_allowed(address->bytes, address->length)) {
        address->length = 0;
        return false;
    }
    open_anchor(emitter, address->bytes, address->length);
    emitter->link_words = emitter->out->length;
    return true;
}

/* Within an image there is only text. */
static int enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
    struct emitter *emitter = userdata;
    bool has_tag = false;
    if (type == MD_SPAN_A) {
        has_tag = open_link(emitter, &((const MD_SPAN_A_DETAIL *)detail)->href);
    } else if (type == MD_SPAN_IMG) {
        has_tag = open_link(emitter, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
    } else if (emitter->open[MD_SPAN_IMG] == 0) {
        has_tag = span_tags[type] != NULL;
        open_tag(emitter, span_tags[type]);
    }
    emitter->open[type]++;
    buffer_byte(&emitter->spans, (char)(type | (has_tag ? SPAN_HAS_TAG : 0)));
    return verdict(emitter);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
    (void)detail;
    struct emitter *emitter = userdata;
    bool is_open = emitter->open[type] > 0;
    while (is_open && close_span(emitter) != type)
        continue;
    return verdict(emitter);
}

/* Writes words, and links the bare addresses in them unless they are in a link already. */
static void write_words(struct emitter *emitter, const char *text, size_t length)
{
    size_t from = 0;
    size_t start;
    size_t end;
    bool is_linked = emitter->open[MD_SPAN_A] + emitter->open[MD_SPAN_IMG] > 0;
    while (!is_linked && link_find(text, length, from, &start, &end)) {
        html_escape(emitter->out, text + from, start - from);
        open_anchor(emitter, text + start, end - start);
        html_escape(emitter->out, text + start, end - start);
        buffer_text(emitter->out, "</a>");
        from = end;
    }
    html_escape(emitter->out, text + from, length - from);
}

static int write_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata)
{
    struct emitter *emitter = userdata;
    if (size > MARKDOWN_LONGEST_IN)
        return TOO_LONG;
    if (type == MD_TEXT_BR && emitter->open[MD_SPAN_IMG] == 0)
        open_tag(emitter, "br");
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        buffer_byte(emitter->out, '\n');
        return verdict(emitter);
    }
    emitter->decoded.length = 0;
    decode(&emitter->decoded, type, text, size);
    if (emitter->quotes > 0)
        scripts_count(&emitter->scripts, emitter->decoded.bytes, emitter->decoded.length);
    if (type == MD_TEXT_NORMAL)
        write_words(emitter, emitter->decoded.bytes, emitter->decoded.length);
    else
        html_escape(emitter->out, emitter->decoded.bytes, emitter->decoded.length);
    return verdict(emitter);
}

static bool write_parsed(struct buffer *out, const char *body, size_t length)
{
    static const MD_PARSER callbacks = {
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = write_text,
    };
    struct emitter emitter = {.out = out, .start = out->length};
    buffer_reserve(&emitter.decoded, 1);
    buffer_reserve(&emitter.address, 1);
    bool is_whole = dialect_parse(body, length, &callbacks, &emitter);
    buffer_free(&emitter.decoded);
    buffer_free(&emitter.address);
    buffer_free(&emitter.spans);
    return is_whole;
}

/* The text as it is, cut where it might not fit. */
static void write_plain(struct buffer *out, const char *body, size_t length)
{
    size_t most = MARKDOWN_LONGEST_OUT / HTML_LONGEST_ESCAPE - sizeof("<pre>\u2026</pre>");
    size_t end = length < most ? length : most;
    while (end < length && ((unsigned char)body[end] & 0xc0) == 0x80)
        end--;
    buffer_text(out, "<pre>");
    html_escape(out, body, end);
    buffer_text(out, end < length ? "\u2026</pre>" : "</pre>");
}

bool markdown_html(struct buffer *out, const char *body, size_t length)
{
    size_t start = out->length;
    if (write_parsed(out, body, length))
        return true;
    out->length = start;
    write_plain(out, body, length);
    return false;
}
