/* What people are found by. */
#ifndef KITH_LOGBOOK_PERSON_WORDS_H
#define KITH_LOGBOOK_PERSON_WORDS_H

#include "logbook/shared.h"

extern const struct statement person_words_statements[];

/* Writes a person's words as the rows are now; nobody in the trash or merged has any. */
struct error *person_words(struct work *w, int64_t person);

/* The words of all who work at a company: after it was renamed, went to or came from the trash. */
struct error *company_words(struct work *w, int64_t company);

/* The words of one handle, a space before each; a phone is its digits. Lives in the arena. */
const char *handle_words(struct arena *arena, const char *kind, const char *value);

/* True for the words of people that are kept by themselves: four letters or more, not digits
 * alone. */
bool word_is_known(const char *word);

/* True for the words that are found with a slip of the pen: letters alone, neither few nor many. */
bool word_has_slips(const char *word);

/* What begins so, as it is kept: its first letters when they are many. Lives in the arena. */
char *word_part(struct arena *arena, const char *part);

/* A word without one of its letters, counted from 0. Lives in the arena. */
char *word_without(struct arena *arena, const char *word, size_t letter);

#endif
