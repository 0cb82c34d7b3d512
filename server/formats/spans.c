/* Code spans and links of a line: one walk with one stack of brackets, so that no byte is looked
 * at more than a few times, whatever is sent. */
#include "formats/spans.h"

#include "formats/blocks.h"
#include "formats/words.h"

#include <string.h>
#include <strings.h>

/* A run of backticks and the next one of the same length, or 0. */
struct ticks {
    size_t start, length, closer;
};

struct bracket {
    char byte;    /* [ or ( */
    size_t start; /* where the link begins that this ( would end, or its own place */
    bool of_link; /* a ( right behind a ] */
};

struct walk {
    const char *body;
    size_t end;
    unsigned char *kinds;
    struct ticks *ticks; /* in order, with one of length 0 at the end */
    struct bracket *stack;
    size_t depth, squares, rounds; /* the open brackets, of both and of each kind */
    size_t painted;                /* the end of the last link */
    size_t address_end;            /* of the bare address we are in */
};

static bool is_punctuation(char byte)
{
    return byte > ' ' && byte < 0x7f && !(byte >= '0' && byte <= '9') &&
           !(byte >= 'A' && byte <= 'Z') && !(byte >= 'a' && byte <= 'z');
}

static size_t run_end(const char *body, size_t at, size_t end)
{
    while (at < end && body[at] == '`')
        at++;
    return at;
}

/* Finds all runs of backticks. Going back from the end, the last run seen of a length is the
 * closer of the next one before it. */
static struct ticks *ticks_read(struct arena *arena, const char *body, size_t start, size_t end)
{
    size_t runs = 0;
    size_t longest = 0;
    for (size_t at = start; at < end; at++) {
        size_t stop = run_end(body, at, end);
        if (stop == at)
            continue;
        runs++;
        longest = stop - at > longest ? stop - at : longest;
        at = stop;
    }
    struct ticks *ticks = arena_take(arena, (runs + 1) * sizeof(*ticks));
    size_t *last = arena_take(arena, (longest + 1) * sizeof(*last));
    for (size_t at = end, i = runs; at > start; at--) {
        if (body[at - 1] != '`')
            continue;
        size_t stop = at;
        while (at - 1 > start && body[at - 2] == '`')
            at--;
        i--;
        ticks[i] = (struct ticks){at - 1, stop - at + 1, last[stop - at + 1]};
        last[stop - at + 1] = at - 1;
    }
    return ticks;
}

static void paint(struct walk *walk, size_t start, size_t end, enum byte_kind kind)
{
    memset(walk->kinds + start, (int)kind, end - start);
}

/* Steps over a run of backticks, and over the code behind it when there is a closer. */
static size_t step_ticks(struct walk *walk, size_t at)
{
    while (walk->ticks->length > 0 && walk->ticks->start < at)
        walk->ticks++;
    const struct ticks *opener = walk->ticks;
    size_t stop = opener->closer ? opener->closer + opener->length : at + opener->length;
    if (opener->closer)
        paint(walk, at, stop, BYTE_CODE);
    return stop;
}

/* Steps over `<scheme:…>` and `<name@host>`, which hold no space. */
static size_t step_angle(struct walk *walk, size_t at)
{
    bool is_address = false;
    for (size_t i = at + 1; i < walk->end; i++) {
        char byte = walk->body[i];
        if (byte == '>' && is_address) {
            paint(walk, at, i + 1, BYTE_LINK);
            return i + 1;
        }
        if (byte == '<' || byte == '>' || space_at(walk->body, i, walk->end) > 0)
            break;
        is_address = is_address || byte == ':' || byte == '@';
    }
    return at + 1;
}

/* Paints a bare address. Its bytes are walked all the same: one may end a link, as in [a](b). */
static void read_address(struct walk *walk, size_t at)
{
    const char *text = walk->body + at;
    size_t left = walk->end - at;
    bool is_address = (left > 7 && strncasecmp(text, "http://", 7) == 0) ||
                      (left > 8 && strncasecmp(text, "https://", 8) == 0);
    if (!is_address || at < walk->address_end)
        return;
    size_t stop = at;
    while (stop < walk->end && walk->body[stop] != '<' && !space_at(walk->body, stop, walk->end))
        stop++;
    paint(walk, at, stop, BYTE_LINK);
    walk->address_end = stop;
}

static void push(struct walk *walk, struct bracket bracket)
{
    walk->stack[walk->depth++] = bracket;
    walk->squares += bracket.byte == '[';
    walk->rounds += bracket.byte == '(';
}

/* Takes the innermost open bracket of that kind, and those within it, off the stack. */
static struct bracket pop(struct walk *walk, char byte)
{
    struct bracket bracket;
    do {
        bracket = walk->stack[--walk->depth];
        walk->squares -= bracket.byte == '[';
        walk->rounds -= bracket.byte == '(';
    } while (bracket.byte != byte);
    return bracket;
}

static size_t step_square_end(struct walk *walk, size_t at)
{
    size_t opened = walk->squares > 0 ? pop(walk, '[').start : at;
    if (at + 1 == walk->end || walk->body[at + 1] != '(')
        return at + 1;
    push(walk, (struct bracket){'(', opened, true});
    return at + 2;
}

/* Of links within links only the inner one is painted whole, so that no byte is painted twice. */
static size_t step_round_end(struct walk *walk, size_t at)
{
    if (walk->rounds == 0)
        return at + 1;
    struct bracket opened = pop(walk, '(');
    if (opened.of_link) {
        paint(walk, opened.start > walk->painted ? opened.start : walk->painted, at + 1, BYTE_LINK);
        walk->painted = at + 1;
    }
    return at + 1;
}

static size_t step_backslash(const struct walk *walk, size_t at)
{
    if (at + 1 == walk->end || !is_punctuation(walk->body[at + 1]))
        return at + 1;
    return walk->body[at + 1] == '`' ? run_end(walk->body, at + 1, walk->end) : at + 2;
}

static size_t step(struct walk *walk, size_t at)
{
    switch (walk->body[at]) {
    case '\\':
        return step_backslash(walk, at);
    case '`':
        return step_ticks(walk, at);
    case '<':
        return step_angle(walk, at);
    case '[':
    case '(':
        push(walk, (struct bracket){walk->body[at], at, false});
        return at + 1;
    case ']':
        return step_square_end(walk, at);
    case ')':
        return step_round_end(walk, at);
    case 'h':
    case 'H':
        read_address(walk, at);
        return at + 1;
    default:
        return at + 1;
    }
}

void spans_read(struct arena *arena, const char *body, size_t start, size_t end,
                unsigned char *kinds)
{
    size_t brackets = 0;
    for (size_t at = start; at < end; at++)
        brackets += body[at] == '[' || body[at] == '(';
    struct arena_mark mark = arena_mark(arena);
    struct walk walk = {.body = body, .end = end, .kinds = kinds, .painted = start};
    walk.ticks = ticks_read(arena, body, start, end);
    walk.stack = arena_take(arena, (brackets + 1) * sizeof(*walk.stack));
    for (size_t at = start; at < end;)
        at = step(&walk, at);
    arena_rewind(arena, mark);
}
