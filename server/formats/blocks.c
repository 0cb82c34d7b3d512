/* The lines of a body. A small and fixed part of CommonMark: no containers but blockquotes, and
 * every rule is about one line and the state the lines before it left. */
#include "formats/blocks.h"

#include "formats/definitions.h"
#include "formats/spans.h"

#include <stdint.h>
#include <string.h>

enum { DEEPEST_INDENT = 3, SHORTEST_FENCE = 3, LONGEST_HEADING_MARK = 6 };

/* What the lines before leave behind; one for the body, one for the blockquote at hand. */
struct flow {
    char fence; /* ` or ~ of an open fence, or 0 */
    size_t fence_length;
    size_t fence_depth;  /* the > signs before it: those beyond are code */
    bool code_may_start; /* behind a blank line, indented code, or nothing */
};

static size_t skip_indent(const char *body, size_t at, size_t stop)
{
    size_t most = at + DEEPEST_INDENT;
    while (at < stop && at < most && body[at] == ' ')
        at++;
    return at;
}

static bool is_blank_at(const char *body, size_t at, size_t stop)
{
    return at < stop && (body[at] == ' ' || body[at] == '\t');
}

static size_t skip_blanks(const char *body, size_t at, size_t stop)
{
    while (is_blank_at(body, at, stop))
        at++;
    return at;
}

static size_t skip_run(const char *body, size_t at, size_t stop)
{
    char byte = body[at];
    while (at < stop && body[at] == byte)
        at++;
    return at;
}

/* Steps over at most `most` signs of a blockquote and gives how many there were. */
static size_t quote_signs(const char *body, struct line *line, size_t most)
{
    size_t depth = 0;
    size_t at = line->start;
    for (; depth < most; depth++) {
        size_t sign = skip_indent(body, at, line->stop);
        if (sign == line->stop || body[sign] != '>')
            break;
        at = sign + 1;
        if (is_blank_at(body, at, line->stop))
            at++;
    }
    line->words = at;
    return depth;
}

static bool is_indented(const char *body, const struct line *line)
{
    return is_blank_at(body, skip_indent(body, line->words, line->stop), line->stop);
}

/* The length of the fence that a line opens, or 0. */
static size_t fence_opened(const char *body, size_t at, size_t stop)
{
    if (at == stop || (body[at] != '`' && body[at] != '~'))
        return 0;
    size_t run_end = skip_run(body, at, stop);
    if (run_end - at < SHORTEST_FENCE)
        return 0;
    if (body[at] == '`' && memchr(body + run_end, '`', stop - run_end))
        return 0;
    return run_end - at;
}

static bool closes_fence(const char *body, size_t at, size_t stop, const struct flow *flow)
{
    if (at == stop || body[at] != flow->fence)
        return false;
    size_t run_end = skip_run(body, at, stop);
    return run_end - at >= flow->fence_length && skip_blanks(body, run_end, stop) == stop;
}

static bool is_heading(const char *body, size_t at, size_t stop)
{
    if (at == stop || body[at] != '#')
        return false;
    size_t run_end = skip_run(body, at, stop);
    return run_end - at <= LONGEST_HEADING_MARK &&
           (run_end == stop || is_blank_at(body, run_end, stop));
}

static bool is_underline(const char *body, size_t at, size_t stop)
{
    return at < stop && (body[at] == '=' || body[at] == '-') &&
           skip_blanks(body, skip_run(body, at, stop), stop) == stop;
}

static enum line_kind line_kind_of(const char *body, const struct line *line, struct flow *flow)
{
    size_t at = skip_indent(body, line->words, line->stop);
    bool code_may_start = flow->code_may_start;
    flow->code_may_start = false;
    if (flow->fence) {
        if (closes_fence(body, at, line->stop, flow))
            flow->fence = 0;
        return LINE_CODE;
    }
    if (skip_blanks(body, at, line->stop) == line->stop) {
        flow->code_may_start = true;
        return LINE_BLANK;
    }
    if (code_may_start && is_indented(body, line)) {
        flow->code_may_start = true;
        return LINE_CODE;
    }
    flow->fence_length = fence_opened(body, at, line->stop);
    if (flow->fence_length > 0) {
        flow->fence = body[at];
        return LINE_CODE;
    }
    if (is_heading(body, at, line->stop))
        return LINE_HEADING;
    if (is_underline(body, at, line->stop))
        return LINE_UNDERLINE;
    return definition_is_line(body, at, line->stop) ? LINE_DEFINITION : LINE_WORDS;
}

static bool is_list_item(const char *body, const struct line *line)
{
    size_t at = skip_indent(body, line->words, line->stop);
    size_t digits = at;
    while (digits < line->stop && body[digits] >= '0' && body[digits] <= '9')
        digits++;
    if (digits == line->stop || !strchr(digits > at ? ".)" : "-+*", body[digits]))
        return false;
    return digits + 1 == line->stop || is_blank_at(body, digits + 1, line->stop);
}

/* Turns the paragraph above an underline into a heading, unless it is a list. */
static void underline(const char *body, struct line *lines, size_t below)
{
    size_t first = below;
    while (first > 0 && lines[first - 1].kind == LINE_WORDS &&
           lines[first - 1].quoted == lines[below].quoted) {
        first--;
        if (is_list_item(body, &lines[first]))
            return;
    }
    for (size_t i = first; i < below; i++)
        lines[i].kind = LINE_HEADING;
}

static void line_cut(const char *body, size_t length, size_t start, struct line *ret_line)
{
    const char *found = memchr(body + start, '\n', length - start);
    size_t broken = found ? (size_t)(found - body) : length;
    ret_line->start = start;
    ret_line->words = start;
    ret_line->end = found ? broken + 1 : length;
    ret_line->stop = found && broken > start && body[broken - 1] == '\r' ? broken - 1 : broken;
}

static void lines_read(const char *body, size_t length, struct blocks *blocks)
{
    struct flow outer = {.code_may_start = true};
    struct flow quote = {0};
    bool in_quote = false;
    for (size_t start = 0; start < length; start = blocks->lines[blocks->count - 1].end) {
        struct line *line = &blocks->lines[blocks->count++];
        line_cut(body, length, start, line);
        size_t most = in_quote && quote.fence ? quote.fence_depth : SIZE_MAX;
        size_t depth = outer.fence ? 0 : quote_signs(body, line, most);
        line->quoted = depth > 0;
        if (line->quoted && !in_quote)
            quote = (struct flow){.code_may_start = true};
        in_quote = line->quoted;
        if (!line->quoted) {
            line->kind = line_kind_of(body, line, &outer);
        } else {
            bool was_fence = quote.fence != 0;
            line->kind = line_kind_of(body, line, &quote);
            if (quote.fence && !was_fence)
                quote.fence_depth = depth;
            outer.code_may_start = false;
        }
        if (line->kind == LINE_UNDERLINE)
            underline(body, blocks->lines, blocks->count - 1);
    }
}

static size_t lines_count(const char *body, size_t length)
{
    size_t count = 1;
    for (size_t at = 0; at < length; at++)
        count += body[at] == '\n';
    return count;
}

void blocks_read(struct arena *arena, const char *body, size_t length, struct blocks *ret_blocks)
{
    struct blocks blocks = {0};
    blocks.lines = arena_take(arena, lines_count(body, length) * sizeof(*blocks.lines));
    blocks.bytes = arena_take(arena, length + 1);
    lines_read(body, length, &blocks);
    for (size_t i = 0; i < blocks.count; i++) {
        const struct line *line = &blocks.lines[i];
        size_t bytes = line->stop - line->words;
        if (line->kind == LINE_CODE)
            memset(blocks.bytes + line->words, BYTE_CODE, bytes);
        else if (line->kind == LINE_DEFINITION)
            memset(blocks.bytes + line->words, BYTE_LINK, bytes);
        else
            spans_read(arena, body, line->words, line->stop, blocks.bytes);
    }
    *ret_blocks = blocks;
}

size_t blocks_quote_end(const struct blocks *blocks, size_t first)
{
    while (first < blocks->count && blocks->lines[first].quoted)
        first++;
    return first;
}
