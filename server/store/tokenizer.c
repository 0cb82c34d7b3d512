/* Cuts text into the words of the full-text index. */
#include "store/tokenizer.h"

#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

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

/* Scripts that are written without spaces, and pictures. */
static bool stands_alone(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0e00, 0x0edf}, {0x1100, 0x11ff}, {0x1780, 0x17ff},   {0x2300, 0x23ff},
        {0x25a0, 0x27bf}, {0x2b00, 0x2bff}, {0x2e80, 0x2fdf},   {0x3040, 0x31ff},
        {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa960, 0xa97f},   {0xac00, 0xd7ff},
        {0xf900, 0xfaff}, {0xff66, 0xff9f}, {0x1f000, 0x1faff}, {0x20000, 0x3ffff},
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]) && c >= ranges[i].first; i++) {
        if (c <= ranges[i].last)
            return true;
    }
    return false;
}

/* Marks stay inside a word: they go when it is folded. */
static bool is_part_of_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) ||
           category == UTF8PROC_CATEGORY_CO;
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
        bool alone = c >= 0x0e00 && stands_alone(c);
        bool word = !alone && is_part_of_word(c);
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
