/* How near two names are: words that are equal are struck out on both sides, then those that stand
 * for each other; what is left decides. */
#include "logbook/near_names.h"

#include "base/text.h"
#include "base/tokens.h"
#include "logbook/search_parts.h"

#include <string.h>

enum { SHORTEST_WITH_SLIP = 4, LEAST_AGREEING = 2 };

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(word, *words) == 0)
            return true;
    }
    return false;
}

static bool is_title(const struct name_word *word)
{
    static const char *const titles[] = {"mr",   "mrs",  "ms",  "miss", "mx",  "dr",   "prof",
                                         "herr", "frau", "sra", "srta", "mme", "mlle", NULL};
    return is_one_of(word->text, titles);
}

static bool is_light(const char *word)
{
    static const char *const words[] = {"al",    "ap",  "av",  "bin",   "bint", "da",  "das", "de",
                                        "degli", "dei", "del", "della", "den",  "der", "des", "di",
                                        "do",    "dos", "du",  "el",    "ibn",  "jr",  "la",  "las",
                                        "le",    "les", "los", "mac",   "ni",   "of",  "sr",  "ten",
                                        "ter",   "van", "vom", "von",   "zu",   "zum", "zur", NULL};
    return is_one_of(word, words);
}

/* ---- words ---------------------------------------------------------------------------------- */

/* A picture, or a dot between words. */
static bool is_sign(const char *text, const struct token *token)
{
    uint32_t c;
    text_decode(text + token->start, &c);
    return token->alone && !text_is_word_part(c);
}

/* A word from its first token on: in a script without spaces it has many. */
static struct token rest_of_word(const char *text, size_t length, struct token first)
{
    struct token word = first;
    struct token next;
    while (token_next(text, length, word.end, &next) && next.start == word.end &&
           !is_sign(text, &next))
        word.end = next.end;
    return word;
}

bool name_word_counts(const struct name_word *word)
{
    return !word->light && (word->letters > 1 || word->alone);
}

static struct name_word read_word(struct arena *arena, const char *typed, size_t length, bool alone)
{
    const char *text = text_fold(arena, typed, length);
    return (struct name_word){.typed = arena_copy(arena, typed, length),
                              .text = text,
                              .letters = text_length(text),
                              .alone = alone,
                              .light = is_light(text)};
}

void name_words(struct arena *arena, const char *name, struct name_words *ret_words)
{
    size_t length = strlen(name);
    struct token token = {0};
    size_t titles = 0;
    ret_words->count = 0;
    while (ret_words->count < MOST_NAME_WORDS && token_next(name, length, token.end, &token)) {
        if (is_sign(name, &token))
            continue;
        bool alone = token.alone;
        token = rest_of_word(name, length, token);
        struct name_word *word = &ret_words->items[ret_words->count];
        *word = read_word(arena, name + token.start, token.end - token.start, alone);
        ret_words->count += word->letters > 0; /* marks alone fold to nothing */
    }
    while (titles + 1 < ret_words->count && is_title(&ret_words->items[titles]))
        titles++;
    ret_words->count -= titles;
    memmove(ret_words->items, ret_words->items + titles,
            ret_words->count * sizeof(*ret_words->items));
}

/* ---- two names ------------------------------------------------------------------------------ */

/* One of two names while its words are struck out. */
struct side {
    const struct name_words *words;
    bool struck[MOST_NAME_WORDS];
};

static bool is_same(const struct name_word *one, const struct name_word *other)
{
    return strcmp(one->text, other->text) == 0;
}

static bool stands_for(const struct name_word *letter, const struct name_word *word)
{
    return letter->letters == 1 && word->letters > 1 && !letter->alone && !word->alone &&
           strncmp(letter->text, word->text, strlen(letter->text)) == 0;
}

static bool is_initial(const struct name_word *one, const struct name_word *other)
{
    return stands_for(one, other) || stands_for(other, one);
}

static bool may_slip(const struct name_word *word)
{
    return word->letters >= SHORTEST_WITH_SLIP && !word->alone &&
           !strpbrk(word->text, "0123456789");
}

static bool is_slip(const struct name_word *one, const struct name_word *other)
{
    return may_slip(one) && may_slip(other) && words_differ_by_slip(one->text, other->text);
}

typedef bool agree_function(const struct name_word *one, const struct name_word *other);

/* Strikes out at most that many pairs of words that agree, and gives how many. */
static size_t strike(struct side *one, struct side *other, agree_function *agree, size_t most)
{
    size_t pairs = 0;
    for (size_t i = 0; i < one->words->count; i++) {
        for (size_t j = 0; j < other->words->count && !one->struck[i] && pairs < most; j++) {
            if (other->struck[j] || !agree(&one->words->items[i], &other->words->items[j]))
                continue;
            one->struck[i] = other->struck[j] = true;
            pairs++;
        }
    }
    return pairs;
}

/* How many words from `at` on, one behind the other, are that text when written as one; or 0. */
static size_t words_joined(const struct side *side, size_t at, const char *text)
{
    size_t end = at;
    while (*text && end < side->words->count && !side->struck[end]) {
        const char *word = side->words->items[end].text;
        size_t length = strlen(word);
        if (strncmp(text, word, length) != 0)
            return 0;
        text += length;
        end++;
    }
    return *text ? 0 : end - at;
}

/* Strikes out words that are several words on the other side: Minjun, Min-jun. */
static void strike_joined(struct side *one, struct side *other)
{
    for (size_t i = 0; i < one->words->count; i++) {
        for (size_t j = 0; j < other->words->count && !one->struck[i]; j++) {
            size_t joined = words_joined(other, j, one->words->items[i].text);
            memset(other->struck + j, joined > 0, joined);
            one->struck[i] = joined > 0;
        }
    }
}

/* What is left of a side, or was struck out. */
struct tally {
    size_t left, left_that_count, struck_that_count;
};

static struct tally tally(const struct side *side)
{
    struct tally tally = {0};
    for (size_t i = 0; i < side->words->count; i++) {
        const struct name_word *word = &side->words->items[i];
        tally.left += !side->struck[i];
        tally.left_that_count += !side->struck[i] && !word->light;
        tally.struck_that_count += side->struck[i] && name_word_counts(word);
    }
    return tally;
}

static bool is_written_same(const struct name_words *one, const struct name_words *other)
{
    const char *left = "";
    const char *right = "";
    for (size_t i = 0, j = 0;;) {
        while (!*left && i < one->count)
            left = one->items[i++].text;
        while (!*right && j < other->count)
            right = other->items[j++].text;
        if (!*left || !*right)
            return !*left && !*right;
        if (*left++ != *right++)
            return false;
    }
}

enum nearness names_near(const struct name_words *one, const struct name_words *other)
{
    struct side left = {.words = one};
    struct side right = {.words = other};
    if (!one->count || !other->count)
        return NEAR_NOT;
    if (is_written_same(one, other))
        return NEAR_SAME;
    strike(&left, &right, is_same, MOST_NAME_WORDS);
    strike_joined(&left, &right);
    strike_joined(&right, &left);
    size_t of_left = tally(&left).struck_that_count;
    size_t of_right = tally(&right).struck_that_count;
    size_t whole = of_left < of_right ? of_left : of_right;
    size_t initials = strike(&left, &right, is_initial, MOST_NAME_WORDS);
    bool both_left = tally(&left).left && tally(&right).left;
    size_t slips = both_left ? strike(&left, &right, is_slip, 1) : 0;
    struct tally rest = tally(&left).left ? tally(&left) : tally(&right);
    if (tally(&left).left && tally(&right).left)
        return NEAR_NOT;
    if (initials && (!whole || slips))
        return NEAR_NOT;
    if (rest.left && whole + initials + slips < LEAST_AGREEING)
        return NEAR_NOT;
    if (rest.left_that_count && whole < LEAST_AGREEING)
        return NEAR_NOT;
    if (initials)
        return NEAR_INITIALS;
    if (rest.left)
        return NEAR_PART;
    return slips ? NEAR_SLIP : NEAR_ORDER;
}
