/* Moves values between records and SQL, field by field. */
#include "store/record.h"

#include <string.h>

static int bind_list(sqlite3_stmt *stmt, int parameter, const struct field *field,
                     const struct list *list)
{
    if (!list->items && list->json)
        return sqlite3_bind_text(stmt, parameter, list->json, -1, SQLITE_STATIC);
    if (field->type == FIELD_RECORD && list->count == 0)
        return sqlite3_bind_null(stmt, parameter);
    struct buffer json = {0};
    shape_write_list(&json, field, list);
    int code = sqlite3_bind_text(stmt, parameter, json.bytes, (int)json.length, SQLITE_TRANSIENT);
    buffer_free(&json);
    return code;
}

int record_bind(sqlite3_stmt *stmt, int parameter, const struct field *field, const void *record)
{
    const void *at = field_at(field, record);
    const char *text;
    int64_t value;
    switch (field->type) {
    case FIELD_TEXT:
        text = *(const char *const *)at;
        return sqlite3_bind_text(stmt, parameter, text, -1, SQLITE_STATIC);
    case FIELD_INTEGER:
    case FIELD_INSTANT:
    case FIELD_DAY:
    case FIELD_NUMBER:
        value = *(const int64_t *)at;
        return value == NOTHING ? sqlite3_bind_null(stmt, parameter)
                                : sqlite3_bind_int64(stmt, parameter, value);
    case FIELD_BOOLEAN:
        return sqlite3_bind_int(stmt, parameter, *(const bool *)at);
    case FIELD_IDENT:
        if (ident_is_null(*(const ident *)at))
            return sqlite3_bind_null(stmt, parameter);
        return sqlite3_bind_blob(stmt, parameter, at, sizeof(ident), SQLITE_STATIC);
    case FIELD_CHOICE:
        text = field->choices[*(const unsigned *)at];
        return *text ? sqlite3_bind_text(stmt, parameter, text, -1, SQLITE_STATIC)
                     : sqlite3_bind_null(stmt, parameter);
    case FIELD_LIST:
    case FIELD_RECORD:
        return bind_list(stmt, parameter, field, at);
    }
    return SQLITE_MISUSE;
}

static const char *column_text(struct arena *arena, sqlite3_stmt *stmt, int column,
                               enum row_texts texts)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    if (!text || texts == ROW_BORROWS)
        return text;
    return arena_copy(arena, text, (size_t)sqlite3_column_bytes(stmt, column));
}

static bool read_choice(const struct field *field, const char *text, unsigned *ret_choice)
{
    if (!text) {
        *ret_choice = 0;
        return true;
    }
    for (unsigned i = 0; field->choices[i]; i++) {
        if (strcmp(field->choices[i], text) == 0) {
            *ret_choice = i;
            return true;
        }
    }
    return false;
}

bool record_read(struct arena *arena, sqlite3_stmt *stmt, int column, const struct field *field,
                 enum row_texts texts, void *record)
{
    void *at = field_at(field, record);
    bool null = sqlite3_column_type(stmt, column) == SQLITE_NULL;
    switch (field->type) {
    case FIELD_TEXT:
        *(const char **)at = column_text(arena, stmt, column, texts);
        return true;
    case FIELD_INTEGER:
    case FIELD_INSTANT:
    case FIELD_DAY:
        *(int64_t *)at = null ? NOTHING : sqlite3_column_int64(stmt, column);
        return true;
    case FIELD_NUMBER:
        *(int64_t *)at = sqlite3_column_int64(stmt, column);
        return true;
    case FIELD_BOOLEAN:
        *(bool *)at = sqlite3_column_int(stmt, column) != 0;
        return true;
    case FIELD_IDENT:
        memset(at, 0, sizeof(ident));
        if (null)
            return true;
        if (sqlite3_column_bytes(stmt, column) != (int)sizeof(ident))
            return false;
        memcpy(at, sqlite3_column_blob(stmt, column), sizeof(ident));
        return true;
    case FIELD_CHOICE:
        return read_choice(field, (const char *)sqlite3_column_text(stmt, column), at);
    case FIELD_LIST:
    case FIELD_RECORD:
        *(struct list *)at = (struct list){.json = column_text(arena, stmt, column, texts)};
        return true;
    }
    return false;
}
