/* What people of a made-up logbook are called and say: words and sentences of our own writing. */
#ifndef KITH_BENCH_PROSE_H
#define KITH_BENCH_PROSE_H

#include "base/buffer.h"
#include "bench/chance.h"

enum { PROSE_LANGUAGES = 7, PROSE_VOCABULARY = 20000 };

struct prose {
    struct zipf words; /* of a language's own words, then of made-up ones */
    struct zipf themes;
};

struct prose prose_make(struct arena *arena);

/* The BCP 47 tag of a language from 0 to below PROSE_LANGUAGES. */
const char *prose_language(unsigned language);

/* A language; more than half of all are English. */
unsigned prose_pick_language(struct chance *chance);

/* Names in the arena. `number` keeps two of them apart where that matters. */
char *prose_person(struct arena *arena, struct chance *chance, unsigned language);
char *prose_company(struct arena *arena, struct chance *chance);
char *prose_address(struct arena *arena, const char *name, unsigned number, const char *domain);

/* One sentence, without a theme and without a line break. */
char *prose_sentence(struct arena *arena, const struct prose *prose, struct chance *chance,
                     unsigned language);

/* A body as somebody types it: paragraphs with themes, quotes, and the marks of facts and promises.
 * Of about 700 bytes; now and then a hundred, now and then some thousands. */
char *prose_body(struct arena *arena, const struct prose *prose, struct chance *chance,
                 unsigned language);

#endif
