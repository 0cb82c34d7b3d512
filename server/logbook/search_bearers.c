/* Which words of people bear what is looked for. Their pieces of three letters stand in many words
 * each; whole words stand with few people, so that these are asked for where they are not many. */
#include "logbook/search_parts.h"

#include "base/text.h"
#include "logbook/person_words.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BEARERS = 64, ENOUGH_PEOPLE = FOUND_EXACT + FOUND_EXACT / 4 };

/* Words, from one part or word on to another. */
struct bearer {
    uint64_t given;
    const char *word;
    const char *first, *behind;
    int64_t people; /* who have it */
    int64_t limit;
};
static const struct field bearer_fields[] = {
    FIELD(bearer, word),   FIELD(bearer, first), FIELD(bearer, behind),
    FIELD(bearer, people), FIELD(bearer, limit), {0},
};
static const struct shape bearer_shape = SHAPE(bearer, bearer_fields);

enum { BEGINNING, WITHIN };

const struct statement search_bearers_statements[] = {
    [BEGINNING] = {.sql =
                       "SELECT word, people FROM name_word WHERE word >= :first AND word < :behind"
                       " ORDER BY word LIMIT :limit",
                   .in = &bearer_shape,
                   .out = &bearer_shape},
    [WITHIN] = {.sql = "SELECT p.word, w.people FROM name_part p CROSS JOIN name_word w"
                       " ON w.word = p.word WHERE p.part >= :first AND p.part < :behind"
                       " ORDER BY p.part LIMIT :limit",
                .in = &bearer_shape,
                .out = &bearer_shape},
    {0},
};

/* One word of a needle. */
struct wanted {
    const char *text;
    bool starts; /* nothing stands before it in the word that bears it ... */
    bool ends;   /* ... or behind it */
};

static struct error *list_bearers(struct work *w, const struct wanted *wanted,
                                  struct list *ret_bearers)
{
    const char *part = word_part(w->arena, wanted->text);
    bool exact = wanted->ends && strlen(part) == strlen(wanted->text);
    struct bearer wish = {.first = part, .limit = MOST_BEARERS + 1};
    wish.behind = arena_print(w->arena, exact ? "%s " : "%s\xf4\x8f\xbf\xbf", part);
    return db_list(w, &search_bearers_statements[wanted->starts ? BEGINNING : WITHIN], &wish,
                   ret_bearers);
}

static void add_pieces(struct arena *arena, const struct wanted *wanted, struct buffer *match)
{
    const char *words = arena_print(arena, " %s", wanted->text);
    if (wanted->starts && wanted->ends)
        match_add_words(match, words, true);
    else
        match_add_pieces(match, words + !wanted->starts);
}

static int compare_people(const void *left, const void *right)
{
    const struct bearer *one = left;
    const struct bearer *other = right;
    return one->people > other->people ? -1 : one->people < other->people;
}

/* All of these words, or, `some`, as many as it takes for more people than are told exactly:
 * whoever has one of them is found, and that there are more need not be known. */
static const char *match_of(struct arena *arena, const struct list *bearers, bool some)
{
    struct buffer match = {0};
    struct bearer *items = bearers->items;
    int64_t people = 0;
    if (some)
        qsort(items, bearers->count, sizeof(*items), compare_people);
    for (size_t i = 0; i < bearers->count && !(some && people > ENOUGH_PEOPLE); i++) {
        buffer_text(&match, i ? " OR " : "");
        match_add_words(&match, arena_print(arena, " %s", items[i].word), true);
        people += items[i].people;
    }
    const char *text = arena_copy(arena, match.bytes, match.length);
    buffer_free(&match);
    return text;
}

static struct error *add_wanted(struct work *w, const struct wanted *wanted, struct buffer *match,
                                struct needle *needle)
{
    struct list bearers = {0};
    struct error *err = NULL;
    bool asked = word_is_known(wanted->text) && !(wanted->starts && wanted->ends);
    if (match->length)
        buffer_text(match, " AND ");
    buffer_byte(match, '(');
    if (asked)
        err = list_bearers(w, wanted, &bearers);
    bool listed = asked && bearers.count <= MOST_BEARERS;
    needle->nobody = listed && bearers.count == 0;
    needle->exact = listed || text_length(wanted->text) <= LETTERS_OF_GRAM;
    const char *words = asked && bearers.count ? match_of(w->arena, &bearers, !listed) : NULL;
    needle->some = listed ? NULL : words;
    if (!listed)
        add_pieces(w->arena, wanted, match);
    else if (words)
        buffer_text(match, words);
    buffer_byte(match, ')');
    return err;
}

struct error *needle_bearers(struct work *w, struct needle *needle)
{
    struct buffer match = {0};
    struct error *err = NULL;
    for (const char *at = needle->words; *at && !err && !needle->nobody;) {
        size_t length = strcspn(at + 1, " ");
        struct wanted wanted = {.text = arena_copy(w->arena, at + 1, length),
                                .starts = at > needle->words || !needle->anywhere,
                                .ends = at[1 + length] || needle->whole};
        err = add_wanted(w, &wanted, &match, needle);
        at += 1 + length;
    }
    /* Of several words, any order would do for the index. */
    bool one = !strchr(needle->words + 1, ' ');
    needle->exact = needle->exact && one;
    needle->some = one ? needle->some : NULL;
    needle->bearers = arena_copy(w->arena, match.length ? match.bytes : "", match.length);
    buffer_free(&match);
    return err;
}
