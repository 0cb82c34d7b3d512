/* Reads, puts back and deletes rows of any source table, with statements that are composed once per
 * connection from the table's own columns: a column that a later schema adds needs no line here. */
#include "store/rows.h"

#include "store/db_private.h"
#include "store/tables.h"

#include <string.h>

struct row_key {
    uint64_t given;
    int64_t row;
    const char *json;
    const char *tab;
};

static const struct field row_key_fields[] = {
    FIELD(row_key, row),
    FIELD(row_key, json),
    FIELD(row_key, tab),
    {0},
};
static const struct shape row_key_shape = SHAPE(row_key, row_key_fields);

/* The statements of one table; those of a table that nobody asked for yet have no SQL. */
struct row_statements {
    struct statement read;
    struct statement put_back;
    struct statement take;
    struct statement misses;
};

enum { MOST_COLUMNS = 32 };

struct column_of_table {
    const char *name;
    const char *fallback; /* SQL of its default */
    bool is_id;
};

struct columns {
    struct column_of_table items[MOST_COLUMNS];
    int count;
};

static struct error *read_columns(struct work *w, const char *table, struct columns *columns)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(w->db->sqlite,
                                  "SELECT name, coalesce(dflt_value, 'NULL'), type = 'BLOB'"
                                  " FROM pragma_table_info(?1) ORDER BY cid",
                                  -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return db_error(w->arena, w->db, code);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW && columns->count < MOST_COLUMNS) {
        struct column_of_table *column = &columns->items[columns->count++];
        column->name = arena_text(w->arena, (const char *)sqlite3_column_text(stmt, 0));
        column->fallback = arena_text(w->arena, (const char *)sqlite3_column_text(stmt, 1));
        column->is_id = sqlite3_column_int(stmt, 2) != 0;
    }
    code = sqlite3_finalize(stmt);
    return code == SQLITE_OK ? NULL : db_error(w->arena, w->db, code);
}

/* The text of a statement, which lives as long as the connection. */
static const char *kept(struct work *w, struct buffer *sql)
{
    const char *copy = arena_copy(w->db->arena, sql->bytes, sql->length);
    buffer_free(sql);
    return copy;
}

static const char *comma(int place)
{
    return place ? ", " : "";
}

static const char *read_sql(struct work *w, const char *table, const struct columns *columns)
{
    struct buffer sql = {0};
    buffer_text(&sql, "SELECT json_object(");
    for (int i = 0; i < columns->count; i++) {
        const char *name = columns->items[i].name;
        buffer_print(&sql, "%s'%s', ", comma(i), name);
        if (columns->items[i].is_id)
            buffer_print(&sql, "json_object('id', ident_text(%s))", name);
        else
            buffer_text(&sql, name);
    }
    buffer_print(&sql, ") AS json FROM %s WHERE id = :row", table);
    return kept(w, &sql);
}

/* What a column of a new row gets. */
static void put_value(struct buffer *sql, const struct column_of_table *column)
{
    const char *name = column->name;
    buffer_print(sql, "iif(json_type(:json, '$.%s') IS NULL, %s, ", name, column->fallback);
    if (column->is_id)
        buffer_print(sql, "ident_of(json_extract(:json, '$.%s.id')))", name);
    else if (strcmp(name, "revision") == 0)
        buffer_print(sql, "json_extract(:json, '$.%s') + 1)", name);
    else
        buffer_print(sql, "json_extract(:json, '$.%s'))", name);
}

/* What a column of a row that is there gets. Not REPLACE: that would delete the row, and with it
 * the references of others. */
static void put_change(struct buffer *sql, const char *table, const char *name)
{
    if (strcmp(name, "revision") == 0)
        buffer_print(sql, "%s = max(%s.%s + 1, excluded.%s)", name, table, name, name);
    else
        buffer_print(sql, "%s = iif(json_type(:json, '$.%s') IS NULL, %s.%s, excluded.%s)", name,
                     name, table, name, name);
}

static const char *put_back_sql(struct work *w, const char *table, const struct columns *columns)
{
    struct buffer sql = {0};
    buffer_print(&sql, "INSERT INTO %s (", table);
    for (int i = 0; i < columns->count; i++)
        buffer_print(&sql, "%s%s", comma(i), columns->items[i].name);
    buffer_text(&sql, ") VALUES (");
    for (int i = 0; i < columns->count; i++) {
        buffer_text(&sql, comma(i));
        put_value(&sql, &columns->items[i]);
    }
    buffer_text(&sql, ") ON CONFLICT (id) DO UPDATE SET ");
    for (int i = 1; i < columns->count; i++) { /* column 0 is id */
        buffer_text(&sql, comma(i - 1));
        put_change(&sql, table, columns->items[i].name);
    }
    return kept(w, &sql);
}

/* A SELECT for each column that refers to another table. */
static struct error *misses_sql(struct work *w, const char *table, const char **ret_sql)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(w->db->sqlite,
                                  "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)"
                                  " ORDER BY id",
                                  -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return db_error(w->arena, w->db, code);
    struct buffer sql = {0};
    buffer_text(&sql, "SELECT '' AS tab, 0 AS row WHERE 0");
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *column = (const char *)sqlite3_column_text(stmt, 0);
        const char *other = (const char *)sqlite3_column_text(stmt, 1);
        buffer_print(&sql,
                     " UNION ALL SELECT '%s', x.%s FROM %s x WHERE x.id = :row"
                     " AND x.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s y WHERE y.id = x.%s)",
                     other, column, table, column, other, column);
    }
    code = sqlite3_finalize(stmt);
    *ret_sql = kept(w, &sql);
    return code == SQLITE_OK ? NULL : db_error(w->arena, w->db, code);
}

static struct error *compose(struct work *w, const char *table, struct row_statements *statements)
{
    struct columns columns = {.count = 0};
    const char *misses = NULL;
    struct error *err = read_columns(w, table, &columns);
    if (!err)
        err = misses_sql(w, table, &misses);
    if (err)
        return err;
    struct buffer take = {0};
    buffer_print(&take, "DELETE FROM %s WHERE id = :row", table);
    statements->take = (struct statement){.sql = kept(w, &take), .in = &row_key_shape};
    statements->put_back =
        (struct statement){.sql = put_back_sql(w, table, &columns), .in = &row_key_shape};
    statements->misses =
        (struct statement){.sql = misses, .in = &row_key_shape, .out = &row_key_shape};
    statements->read = (struct statement){
        .sql = read_sql(w, table, &columns), .in = &row_key_shape, .out = &row_key_shape};
    return NULL;
}

static struct error *statements_of(struct work *w, const char *table,
                                   const struct row_statements **ret_statements)
{
    size_t place = 0;
    size_t count = 0;
    for (; source_tables[count].name; count++) {
        if (strcmp(source_tables[count].name, table) == 0)
            place = count;
    }
    if (strcmp(source_tables[place].name, table) != 0)
        return error_new(w->arena, ERROR_BROKEN, "There is no source table %s.", table);
    if (!w->db->rows)
        w->db->rows = arena_take(w->db->arena, count * sizeof(*w->db->rows));
    struct row_statements *statements = &w->db->rows[place];
    *ret_statements = statements;
    return statements->read.sql ? NULL : compose(w, source_tables[place].name, statements);
}

struct error *row_json(struct work *w, const char *table, int64_t row, const char **ret_json)
{
    const struct row_statements *statements = NULL;
    struct error *err = statements_of(w, table, &statements);
    struct row_key key = {.row = row};
    bool found = false;
    if (!err)
        err = db_find(w, &statements->read, &key, &key, &found);
    if (!err)
        *ret_json = found ? key.json : NULL;
    return err;
}

struct error *row_put_back(struct work *w, const char *table, const char *json)
{
    const struct row_statements *statements = NULL;
    struct error *err = statements_of(w, table, &statements);
    struct row_key key = {.json = json};
    return err ? err : db_run(w, &statements->put_back, &key);
}

struct error *row_misses(struct work *w, const char *table, int64_t row, const char **ret_table,
                         int64_t *ret_row)
{
    const struct row_statements *statements = NULL;
    struct error *err = statements_of(w, table, &statements);
    struct row_key key = {.row = row};
    bool found = false;
    if (!err)
        err = db_find(w, &statements->misses, &key, &key, &found);
    if (err)
        return err;
    *ret_table = found ? key.tab : NULL;
    *ret_row = found ? key.row : NOTHING;
    return NULL;
}

struct error *row_delete(struct work *w, const char *table, int64_t row)
{
    const struct row_statements *statements = NULL;
    struct error *err = statements_of(w, table, &statements);
    struct row_key key = {.row = row};
    return err ? err : db_run(w, &statements->take, &key);
}
