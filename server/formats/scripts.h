/* The language of words, as far as their script tells it. */
#ifndef KITH_FORMATS_SCRIPTS_H
#define KITH_FORMATS_SCRIPTS_H

#include <stddef.h>

enum script {
    SCRIPT_OTHER,
    SCRIPT_HAN,
    SCRIPT_KANA,
    SCRIPT_HANGUL,
    SCRIPT_ARABIC,
    SCRIPT_HEBREW,
    SCRIPT_THAI,
    SCRIPTS
};

/* Letters seen, by script. */
struct script_counts {
    size_t letters[SCRIPTS];
};

void scripts_count(struct script_counts *counts, const char *text, size_t length);

/* "ja", "zh", "ko", "ar", "he" or "th" when more than half of the letters are of its script, else
 * NULL. Han is Japanese with any kana beside it, and Chinese without. */
const char *scripts_language(const struct script_counts *counts);

#endif
