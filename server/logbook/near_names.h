/* How near two names are: whether they may be two spellings of one person's name. */
#ifndef KITH_LOGBOOK_NEAR_NAMES_H
#define KITH_LOGBOOK_NEAR_NAMES_H

#include "base/arena.h"

#include <stdbool.h>

/* From far to near. */
enum nearness {
    NEAR_NOT,
    NEAR_INITIALS, /* I. Solberg, Ingrid Solberg */
    NEAR_PART,     /* one has words that the other leaves out: Ingrid K. Solberg */
    NEAR_SLIP,     /* one letter more, less or other, or two swapped: Ingird Solberg */
    NEAR_ORDER,    /* Solberg Ingrid */
    NEAR_SAME,
};

enum { MOST_NAME_WORDS = 16 };

/* A word of a name. What stands together without a space in a script that has none is one word. */
struct name_word {
    const char *typed;
    const char *text; /* as compared */
    size_t letters;
    bool alone; /* of such a script: no letter of it may be another, nor stands for the word */
    bool light; /* de, van, jr: says little by itself, and is often left out */
};

struct name_words {
    struct name_word items[MOST_NAME_WORDS];
    size_t count; /* those behind the sixteenth are not compared */
};

/* The words of a name without the titles before it. Live in the arena. */
void name_words(struct arena *arena, const char *name, struct name_words *ret_words);

/* True for a word that says something by itself: it is not light, and no single letter. */
bool name_word_counts(const struct name_word *word);

/* How near two names are. Names that share only a given name, or only a surname, are not near. */
enum nearness names_near(const struct name_words *one, const struct name_words *other);

#endif
