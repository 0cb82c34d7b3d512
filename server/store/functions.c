/* SQL functions that write ids, moments, days and addresses in the forms of the outside, and fold
 * texts. */
#include "store/functions.h"

#include "base/href.h"
#include "base/ident.h"
#include "base/text.h"

#include <string.h>

static void ident_text(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_bytes(values[0]) != (int)sizeof(ident))
        return;
    ident id;
    char text[IDENT_TEXT];
    memcpy(&id, sqlite3_value_blob(values[0]), sizeof(id));
    ident_write(id, text);
    sqlite3_result_text(context, text, IDENT_TEXT - 1, SQLITE_TRANSIENT);
}

/* The other way round; NULL for what is no id. */
static void ident_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    ident id;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (text && ident_read(text, &id))
        sqlite3_result_blob(context, &id, sizeof(id), SQLITE_TRANSIENT);
}

static void instant_text(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    char text[INSTANT_TEXT];
    instant_write((instant){sqlite3_value_int64(values[0])}, text);
    sqlite3_result_text(context, text, INSTANT_TEXT - 1, SQLITE_TRANSIENT);
}

static void day_text(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    char text[DAY_TEXT];
    day_write((day){sqlite3_value_int64(values[0])}, text);
    sqlite3_result_text(context, text, DAY_TEXT - 1, SQLITE_TRANSIENT);
}

/* The Monday, as a day, of the week in which a moment lies in UTC. */
static void week_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    day date = day_of_instant((instant){sqlite3_value_int64(values[0])}, 0);
    sqlite3_result_int64(context, date.number - day_weekday(date) + 1);
}

/* The address under the path that Kith is served under. */
static void href(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *path = (const char *)sqlite3_value_text(values[0]);
    if (!path)
        return;
    char *whole = sqlite3_mprintf("%s%s", href_base(), path);
    if (whole)
        sqlite3_result_text(context, whole, -1, sqlite3_free);
    else
        sqlite3_result_error_nomem(context);
}

/* The text as it is compared. */
static void folded(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (!text)
        return;
    struct arena *arena = arena_new(1024);
    const char *compared = text_fold(arena, text, (size_t)sqlite3_value_bytes(values[0]));
    sqlite3_result_text(context, compared, -1, SQLITE_TRANSIENT);
    arena_free(arena);
}

int functions_register(sqlite3 *sqlite)
{
    static const struct {
        const char *name;
        void (*run)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        {"ident_text", ident_text},
        {"ident_of", ident_of},
        {"instant_text", instant_text},
        {"day_text", day_text},
        {"week_of", week_of},
        {"folded", folded},
        {"href", href},
    };
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
        int code = sqlite3_create_function_v2(sqlite, functions[i].name, 1, flags, NULL,
                                              functions[i].run, NULL, NULL, NULL);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}
