/* Cuts text into the words of the full-text index. */
#include "store/tokenizer.h"

#include "base/text.h"
#include "base/tokens.h"

#include <string.h>

struct tokenizer {
    struct arena *scratch; /* of one connection, so of one thread at a time */
};

static int tokenizer_create(void *context, const char **arguments, int count,
                            Fts5Tokenizer **ret_tokenizer)
{
    (void)context, (void)arguments, (void)count;
    struct arena *scratch = arena_new(1024);
    struct tokenizer *tokenizer = sqlite3_malloc(sizeof(*tokenizer));
    if (!tokenizer) {
        arena_free(scratch);
        return SQLITE_NOMEM;
    }
    tokenizer->scratch = scratch;
    *ret_tokenizer = (Fts5Tokenizer *)tokenizer;
    return SQLITE_OK;
}

static void tokenizer_delete(Fts5Tokenizer *handle)
{
    struct tokenizer *tokenizer = (struct tokenizer *)handle;
    arena_free(tokenizer->scratch);
    sqlite3_free(tokenizer);
}

typedef int token_function(void *context, int flags, const char *token, int length, int start,
                           int end);

static int emit(struct tokenizer *tokenizer, token_function *token, void *context, const char *text,
                int start, int end)
{
    struct arena_mark mark = arena_mark(tokenizer->scratch);
    char *folded = text_fold(tokenizer->scratch, text + start, (size_t)(end - start));
    int length = (int)strlen(folded);
    int code = length ? token(context, 0, folded, length, start, end) : SQLITE_OK;
    arena_rewind(tokenizer->scratch, mark);
    return code;
}

static int tokenizer_run(Fts5Tokenizer *handle, void *context, int flags, const char *text,
                         int length, token_function *token)
{
    (void)flags;
    struct tokenizer *tokenizer = (struct tokenizer *)handle;
    struct token cut = {0};
    int code = SQLITE_OK;
    if (!text || !text_is_utf8(text, (size_t)length))
        return SQLITE_OK;
    while (code == SQLITE_OK && token_next(text, (size_t)length, cut.end, &cut))
        code = emit(tokenizer, token, context, text, (int)cut.start, (int)cut.end);
    return code;
}

/* The end of the character at `at`. */
static int next_character(const char *text, int length, int at)
{
    for (at++; at < length && ((unsigned char)text[at] & 0xc0) == 0x80;)
        at++;
    return at;
}

/* Every three characters in a row of one word and the space before it, and all of it when that is
 * more; a word of one letter is a piece with its space. */
static int emit_grams(token_function *token, void *context, const char *text, int start, int end)
{
    int code = SQLITE_OK;
    int from = start;
    for (int stop = start; stop < end && code == SQLITE_OK;) {
        int second = next_character(text, end, from);
        int third = second < end ? next_character(text, end, second) : end;
        stop = third < end ? next_character(text, end, third) : end;
        code = token(context, 0, text + from, stop - from, from, stop);
        if (stop < end)
            from = second;
    }
    if (code == SQLITE_OK && from > start)
        code = token(context, 0, text + start, end - start, start, end);
    return code;
}

static int gram_tokenizer_run(Fts5Tokenizer *handle, void *context, int flags, const char *text,
                              int length, token_function *token)
{
    (void)handle;
    int code = SQLITE_OK;
    if (!text || length == 0)
        return SQLITE_OK;
    if (flags & FTS5_TOKENIZE_QUERY) /* what is asked for is one piece already */
        return token(context, 0, text, length, 0, length);
    for (int start = 0, end = 0; start < length && code == SQLITE_OK; start = end) {
        end = start + 1;
        while (end < length && text[end] != ' ' && text[end] != '\n')
            end++;
        if (text[start] == ' ')
            code = emit_grams(token, context, text, start, end);
    }
    return code;
}

int fts5_of(sqlite3 *sqlite, fts5_api **ret_api)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(sqlite, "SELECT fts5(?1)", -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_pointer(stmt, 1, ret_api, "fts5_api_ptr", NULL);
    sqlite3_step(stmt);
    return sqlite3_finalize(stmt);
}

int tokenizer_register(sqlite3 *sqlite)
{
    fts5_api *api = NULL;
    int code = fts5_of(sqlite, &api);
    if (code != SQLITE_OK || !api)
        return code != SQLITE_OK ? code : SQLITE_ERROR;
    fts5_tokenizer words = {tokenizer_create, tokenizer_delete, tokenizer_run};
    fts5_tokenizer grams = {tokenizer_create, tokenizer_delete, gram_tokenizer_run};
    code = api->xCreateTokenizer(api, "kith", NULL, &words, NULL);
    return code != SQLITE_OK ? code : api->xCreateTokenizer(api, "kith_grams", NULL, &grams, NULL);
}
