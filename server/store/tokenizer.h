/* The tokenizers of the full-text indexes. */
#ifndef KITH_STORE_TOKENIZER_H
#define KITH_STORE_TOKENIZER_H

#include <sqlite3.h>

/* `kith`: the words of a text (base/tokens.h), each folded by text_fold, so that case, accents,
 * width and strokes never matter. `kith_grams`: of words as text_words gives them, the letters that
 * stand together, three by three, and each word whole; the space before a word counts as a letter.
 * What is asked for is taken as one piece, as it is. Gives an SQLite code. */
int tokenizer_register(sqlite3 *sqlite);

/* The API of the FTS5 that a connection has. Gives an SQLite code. */
int fts5_of(sqlite3 *sqlite, fts5_api **ret_api);

#endif
