/* `@name`: what may be meant by it, and who is named at the end of a quote. */
#ifndef KITH_FORMATS_NAMES_H
#define KITH_FORMATS_NAMES_H

#include "formats/blocks.h"
#include "formats/marks.h"

/* Reads the guesses at the @ at `at`; none is count 0. Texts live in the arena. */
void name_read(struct arena *arena, const char *body, size_t at, size_t end,
               struct name_guess *ret_name);

/* `— @name` or `-- @name`, as or at the end of a quote's last line with words. */
struct signature {
    size_t line;      /* its number */
    size_t words_end; /* where the words before it end */
    size_t start;     /* of the @ */
    struct name_guess name;
};

/* Finds who signs the quote of the lines from `first` to before `last`. False when nobody does. */
bool signature_find(struct arena *arena, const char *body, const struct blocks *blocks,
                    size_t first, size_t last, struct signature *ret_signature);

#endif
