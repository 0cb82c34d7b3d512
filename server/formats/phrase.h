/* What the readers of days share: a phrase cut into words, and what they made of it. */
#ifndef KITH_FORMATS_PHRASE_H
#define KITH_FORMATS_PHRASE_H

#include "formats/days.h"

enum { LONGEST_PHRASE = 64, MOST_PHRASE_WORDS = 8 };

struct phrase {
    char text[LONGEST_PHRASE + 1];
    const char *words[MOST_PHRASE_WORDS + 1]; /* in lower case; those that are not there are "" */
    int count;
    day today;
};

/* What a reader finds at the start of a phrase. */
struct day_match {
    int words; /* how many the day takes; 0 when there is none */
    bool is_missing;
    day found;
};

bool word_is(const char *word, const char *other);

/* The place of a word in a list ended by NULL, from 1, its first `shortest` letters being enough;
 * or 0. */
int word_place(const char *word, const char *const *list, size_t shortest);

/* Steps over one to `most` digits and gives the number; -1 when there are none, or more. */
int digits_read(const char **text, int most);

/* The number a word of one to `most` digits is; or -1. */
int word_number(const char *word, int most);

/* Cuts a text into words at spaces and commas, for a phrase that is zero but for `today`. False
 * when it is too long for a day, or blank. */
bool phrase_cut(const char *text, size_t length, struct phrase *phrase);

/* Reads 17:00, 9:30, 5pm or 5:30 pm, of which `next` is the word behind. */
bool phrase_clock(const char *word, const char *next, char ret_time[TIME_TEXT]);

struct day_match match_day(int words, day found);

/* Readers of dates: 2027-12-04; the day before the month in 4/12, 4/12/2027, 4.12., 4.12.27; and
 * 4 December, 4th of December, December 4, each perhaps with a year of four digits. */
struct day_match date_iso(const struct phrase *phrase);
struct day_match date_numbers(const struct phrase *phrase);
struct day_match date_month(const struct phrase *phrase);

#endif
