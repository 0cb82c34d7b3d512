/* The words that were perhaps meant: a slip of the pen away from what was typed. */
#include "logbook/search_parts.h"

#include "base/text.h"
#include "logbook/person_words.h"

#include <string.h>

enum {
    SHORTEST_SLIP = 4,      /* letters of a word that is looked for with a slip in it */
    SHORTEST_BEGINNING = 5, /* and of one that may be the beginning of a longer one */
    MOST_MEANT = 20,        /* words that were perhaps meant */
    MOST_SLIPS = 400,
};

struct slip {
    uint64_t given;
    const char *word;
    const char *slip;
    const char *behind; /* the end of a range of slips */
    int64_t limit;
};
static const struct field slip_fields[] = {
    FIELD(slip, word), FIELD(slip, slip), FIELD(slip, behind), FIELD(slip, limit), {0},
};
static const struct shape slip_shape = SHAPE(slip, slip_fields);

enum { SLIPS };

const struct statement search_slips_statements[] = {
    [SLIPS] = {.sql = "SELECT word FROM name_slip WHERE slip >= :slip AND slip < :behind"
                      " ORDER BY slip LIMIT :limit",
               .in = &slip_shape,
               .out = &slip_shape},
    {0},
};

/* True when one letter more, less or other, or two swapped, makes `typed` of `word`, or, with
 * `beginning`, of a beginning of it. */
static bool is_slip_of(const char *typed, const char *word, bool beginning)
{
    while (*typed && *typed == *word) {
        typed++;
        word++;
    }
    if (!*typed)
        return beginning || !*word || !word[text_bytes_of(word, 1)];
    size_t of_typed = text_bytes_of(typed, 1);
    size_t of_word = text_bytes_of(word, 1);
    const char *const rests[][2] = {
        {typed + of_typed, word + of_word}, {typed + of_typed, word}, {typed, word + of_word}};
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(rests[i][0]);
        if (strncmp(rests[i][0], rests[i][1], length) == 0 && (beginning || !rests[i][1][length]))
            return true;
    }
    size_t second = text_bytes_of(typed + of_typed, 1);
    const char *rest = typed + of_typed + second;
    bool swapped = second && strncmp(typed + of_typed, word, second) == 0 &&
                   strncmp(typed, word + second, of_typed) == 0;
    size_t length = strlen(rest);
    const char *behind = word + of_typed + second;
    return swapped && strncmp(rest, behind, length) == 0 && (beginning || !behind[length]);
}

bool words_differ_by_slip(const char *one, const char *other)
{
    bool beginning = false;
    return is_slip_of(one, other, beginning);
}

static struct error *add_meant(struct work *w, const char *typed, const char *slip, bool beginning,
                               const char **meant, size_t *count)
{
    struct slip wish = {.slip = slip, .limit = MOST_SLIPS};
    struct list found = {0};
    wish.behind = arena_print(w->arena, beginning ? "%s\xf4\x8f\xbf\xbf" : "%s ", slip);
    struct error *err = db_list(w, &search_slips_statements[SLIPS], &wish, &found);
    const struct slip *slips = found.items;
    for (size_t i = 0; !err && i < found.count && *count < MOST_MEANT; i++) {
        bool known = !is_slip_of(typed, slips[i].word, beginning);
        for (size_t j = 0; j < *count && !known; j++)
            known = strcmp(meant[j] + 1, slips[i].word) == 0;
        if (!known)
            meant[(*count)++] = arena_print(w->arena, " %s", slips[i].word);
    }
    return err;
}

struct error *needle_slips(struct work *w, struct needle *needle)
{
    const char *typed = needle->words + 1;
    size_t letters = text_length(typed);
    size_t count = 0;
    if (needle->without || letters < SHORTEST_SLIP || strpbrk(typed, " 0123456789"))
        return NULL;
    bool beginning = letters >= SHORTEST_BEGINNING && !needle->whole;
    const char **meant = arena_take(w->arena, sizeof(*meant) * (MOST_MEANT + 1));
    struct error *err = add_meant(w, typed, typed, beginning, meant, &count);
    for (size_t i = 0; i < letters && !err; i++)
        err = add_meant(w, typed, word_without(w->arena, typed, i), beginning, meant, &count);
    needle->meant = count ? meant : NULL;
    return err;
}
