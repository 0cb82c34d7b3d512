/* Composes, prepares and keeps statements, and ties their names to fields once. */
#include "store/statements.h"

#include "base/buffer.h"

#include <string.h>

/* Only the bits that a piece asks for make a difference to the text. */
static uint64_t asked_bits(const struct statement *statement)
{
    uint64_t asked = 0;
    for (int i = 0; i < MOST_PIECES && statement->pieces[i].text; i++) {
        const struct piece *piece = &statement->pieces[i];
        int bit = 0;
        if (piece->with && shape_field(statement->in, piece->with, &bit))
            asked |= UINT64_C(1) << bit;
        if (piece->without && shape_field(statement->in, piece->without, &bit))
            asked |= UINT64_C(1) << bit;
    }
    return asked;
}

static bool piece_stands(const struct statement *statement, const struct piece *piece,
                         uint64_t given, const char **ret_wrong)
{
    int bit = 0;
    if (piece->with) {
        if (!shape_field(statement->in, piece->with, &bit)) {
            *ret_wrong = piece->with;
            return false;
        }
        if (!(given >> bit & 1))
            return false;
    }
    if (piece->without) {
        if (!shape_field(statement->in, piece->without, &bit)) {
            *ret_wrong = piece->without;
            return false;
        }
        if (given >> bit & 1)
            return false;
    }
    return true;
}

static void compose(const struct statement *statement, uint64_t given, struct buffer *sql,
                    const char **ret_wrong)
{
    buffer_text(sql, statement->sql);
    for (int i = 0; i < MOST_PIECES && statement->pieces[i].text; i++) {
        if (!piece_stands(statement, &statement->pieces[i], given, ret_wrong))
            continue;
        buffer_byte(sql, ' ');
        buffer_text(sql, statement->pieces[i].text);
    }
    buffer_byte(sql, 0);
}

static int tie_parameters(struct statements *statements, struct prepared *prepared,
                          const char **ret_wrong)
{
    prepared->parameter_count = sqlite3_bind_parameter_count(prepared->stmt);
    size_t bytes = sizeof(struct field *) * (size_t)(prepared->parameter_count + 1);
    prepared->parameters = arena_take(statements->arena, bytes);
    for (int i = 0; i < prepared->parameter_count; i++) {
        const char *name = sqlite3_bind_parameter_name(prepared->stmt, i + 1);
        const struct shape *in = prepared->statement->in;
        prepared->parameters[i] = name && in ? shape_field(in, name + 1, NULL) : NULL;
        if (!prepared->parameters[i]) {
            *ret_wrong = name ? name : "?";
            return SQLITE_MISUSE;
        }
    }
    return SQLITE_OK;
}

static int tie_columns(struct statements *statements, struct prepared *prepared,
                       const char **ret_wrong)
{
    const struct shape *out = prepared->statement->out;
    if (!out)
        return SQLITE_OK;
    prepared->column_count = sqlite3_column_count(prepared->stmt);
    size_t bytes = sizeof(struct column) * (size_t)(prepared->column_count + 1);
    prepared->columns = arena_take(statements->arena, bytes);
    for (int i = 0; i < prepared->column_count; i++) {
        struct column *column = &prepared->columns[i];
        const char *name = sqlite3_column_name(prepared->stmt, i);
        column->field = shape_field(out, name, &column->bit);
        if (!column->field) {
            *ret_wrong = name;
            return SQLITE_MISUSE;
        }
    }
    return SQLITE_OK;
}

static int prepare(struct statements *statements, struct prepared *prepared, const char **ret_wrong)
{
    struct buffer sql = {0};
    *ret_wrong = NULL;
    compose(prepared->statement, prepared->given, &sql, ret_wrong);
    int code = SQLITE_MISUSE;
    if (!*ret_wrong)
        code = sqlite3_prepare_v3(statements->sqlite, sql.bytes, (int)sql.length,
                                  SQLITE_PREPARE_PERSISTENT, &prepared->stmt, NULL);
    buffer_free(&sql);
    if (code == SQLITE_OK)
        code = tie_parameters(statements, prepared, ret_wrong);
    if (code == SQLITE_OK)
        code = tie_columns(statements, prepared, ret_wrong);
    if (code != SQLITE_OK) {
        *ret_wrong =
            arena_text(statements->arena, *ret_wrong); /* the name ends with its statement */
        sqlite3_finalize(prepared->stmt);
    }
    return code;
}

static size_t bucket_of(const struct statement *statement, uint64_t given)
{
    uint64_t hash = (uint64_t)(uintptr_t)statement / sizeof(void *) + given * 31;
    return (hash * UINT64_C(0x9e3779b97f4a7c15)) >> 56;
}

int statements_take(struct statements *statements, const struct statement *statement,
                    uint64_t given, struct prepared **ret_prepared, const char **ret_wrong)
{
    if (statement->pieces[0].text)
        given &= asked_bits(statement);
    else
        given = 0;
    struct prepared **bucket = &statements->buckets[bucket_of(statement, given)];
    for (struct prepared *kept = *bucket; kept; kept = kept->next) {
        if (kept->statement == statement && kept->given == given && !kept->busy) {
            kept->busy = true;
            *ret_prepared = kept;
            return SQLITE_OK;
        }
    }
    struct prepared *fresh = arena_take(statements->arena, sizeof(*fresh));
    fresh->statement = statement;
    fresh->given = given;
    int code = prepare(statements, fresh, ret_wrong);
    if (code != SQLITE_OK)
        return code;
    fresh->busy = true;
    fresh->next = *bucket;
    *bucket = fresh;
    *ret_prepared = fresh;
    return SQLITE_OK;
}

void statements_give(struct prepared *prepared)
{
    sqlite3_reset(prepared->stmt);
    prepared->busy = false;
}

void statements_free(struct statements *statements)
{
    for (int i = 0; i < STATEMENT_BUCKETS; i++) {
        for (struct prepared *kept = statements->buckets[i]; kept; kept = kept->next)
            sqlite3_finalize(kept->stmt);
        statements->buckets[i] = NULL;
    }
}
