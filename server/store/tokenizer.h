/* The tokenizer `kith` of the full-text index. */
#ifndef KITH_STORE_TOKENIZER_H
#define KITH_STORE_TOKENIZER_H

#include <sqlite3.h>

/* Words are runs of letters and digits, folded by text_fold, so that case, accents, width and
 * strokes never matter. Each Chinese, Japanese, Korean, Thai or emoji code point is a word of its
 * own. Gives an SQLite code. */
int tokenizer_register(sqlite3 *sqlite);

#endif
