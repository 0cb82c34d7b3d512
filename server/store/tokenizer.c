/* Cuts text into the words of the full-text index. */
#include "store/tokenizer.h"

#include "base/text.h"

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
    if (!text || !text_is_utf8(text, (size_t)length))
        return SQLITE_OK;
    int start = -1;
    int code = SQLITE_OK;
    for (int at = 0; at < length && code == SQLITE_OK;) {
        uint32_t c;
        int size = text_decode(text + at, &c);
        bool alone = text_stands_alone(c);
        bool word = !alone && text_is_word_part(c);
        if (start >= 0 && !word) {
            code = emit(tokenizer, token, context, text, start, at);
            start = -1;
        }
        if (code == SQLITE_OK && alone)
            code = emit(tokenizer, token, context, text, at, at + size);
        if (word && start < 0)
            start = at;
        at += size;
    }
    if (code == SQLITE_OK && start >= 0)
        code = emit(tokenizer, token, context, text, start, length);
    return code;
}

static int fts5_of(sqlite3 *sqlite, fts5_api **ret_api)
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
    fts5_tokenizer tokenizer = {tokenizer_create, tokenizer_delete, tokenizer_run};
    return api->xCreateTokenizer(api, "kith", NULL, &tokenizer, NULL);
}
