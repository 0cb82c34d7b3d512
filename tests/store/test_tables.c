/* The schema against the lists that name its tables, and against what the code expects of it. */
#include "store/tables.h"
#include "support/store.h"

#include <glob.h>

static const char *const each_table =
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    " AND name <> 'sqlite_schema' ORDER BY name";

static int times_in(const char *const *names, const char *name)
{
    int times = 0;
    for (; *names; names++)
        times += strcmp(*names, name) == 0;
    return times;
}

static int times_listed(const char *name)
{
    int times = times_in(derived_tables, name) + times_in(machinery_tables, name);
    for (const struct source_table *table = source_tables; table->name; table++)
        times += strcmp(table->name, name) == 0;
    return times;
}

static void every_table_is_in_exactly_one_list(void **state)
{
    struct store *store = *state;
    sqlite3_stmt *stmt = NULL;
    int tables = 0;
    assert_int_equal(sqlite3_prepare_v2(db_handle(store->work.db), each_table, -1, &stmt, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; tables++) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        if (times_listed(name) != 1)
            fail_msg("%s is in %d lists", name, times_listed(name));
    }
    sqlite3_finalize(stmt);
    assert_true(tables > 20);
}

static void assert_exists(struct store *store, const char *name)
{
    const char *sql =
        arena_print(store->arena, "SELECT count(*) FROM sqlite_schema WHERE name = '%s'", name);
    if (store_number(store->work.db, sql) != 1)
        fail_msg("there is no table %s", name);
}

static void every_listed_table_exists(void **state)
{
    for (const struct source_table *table = source_tables; table->name; table++)
        assert_exists(*state, table->name);
    for (const char *const *name = derived_tables; *name; name++)
        assert_exists(*state, *name);
    for (const char *const *name = machinery_tables; *name; name++)
        assert_exists(*state, *name);
}

static void a_source_table_is_found_by_its_name_only(void **state)
{
    (void)state;
    assert_string_equal(source_table_find("person")->name, "person");
    assert_null(source_table_find("passage"));
    assert_null(source_table_find("persons"));
}

/* Fails when the query about a source table, with %s for its name, gives any but 0. */
static void assert_none_of(struct store *store, const char *sql)
{
    for (const struct source_table *table = source_tables; table->name; table++) {
        char *query = sqlite3_mprintf(sql, table->name);
        int64_t found = store_number(store->work.db, query);
        sqlite3_free(query);
        if (found != 0)
            fail_msg("table %s", table->name);
    }
}

static void a_row_of_a_source_table_is_known_by_its_first_column_id(void **state)
{
    assert_none_of(*state, "SELECT NOT (cid = 0 AND name = 'id' AND type = 'INTEGER')"
                           " FROM pragma_table_info('%s') WHERE pk = 1");
}

/* Versions keep blobs as ids. */
static void blobs_of_source_tables_are_ids(void **state)
{
    assert_none_of(*state, "SELECT count(*) FROM pragma_table_info('%s')"
                           " WHERE type = 'BLOB' AND name <> 'uid'");
}

/* Versions know whole numbers, texts and ids. */
static void source_tables_have_whole_numbers_texts_and_ids_only(void **state)
{
    assert_none_of(*state, "SELECT count(*) FROM pragma_table_info('%s')"
                           " WHERE type NOT IN ('INTEGER', 'TEXT', 'BLOB')");
}

static void source_tables_have_no_more_columns_than_are_watched(void **state)
{
    assert_none_of(*state, "SELECT count(*) > 32 FROM pragma_table_info('%s')");
}

static void every_table_is_strict(void **state)
{
    struct store *store = *state;
    const char *lax = store_text(store->arena, store->work.db,
                                 "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type"
                                 " = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict");
    if (lax)
        fail_msg("%s", lax);
}

/* Undo and the trash delete rows; each is looked for wherever it may be referred to. */
static void no_row_that_is_deleted_is_looked_for_in_a_whole_table(void **state)
{
    struct store *store = *state;
    for (const struct source_table *table = source_tables; table->name; table++) {
        const char *sql = arena_print(
            store->arena, "EXPLAIN QUERY PLAN DELETE FROM %s WHERE id = 1", table->name);
        sqlite3_stmt *plan = NULL;
        assert_int_equal(sqlite3_prepare_v2(db_handle(store->work.db), sql, -1, &plan, NULL),
                         SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            if (strncmp(step, "SCAN ", 5) == 0 && !table->stays)
                fail_msg("a row of %s: %s", table->name, step);
        }
        sqlite3_finalize(plan);
    }
}

static void every_index_begins_differently_from_every_other(void **state)
{
    struct store *store = *state;
    const char *twice = store_text(
        store->arena, store->work.db,
        "WITH parts AS (SELECT i.tbl_name AS tab, i.name, (SELECT group_concat(coalesce(x.name,"
        " '?'), ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) x) || ','"
        " AS columns, coalesce(substr(i.sql, instr(i.sql, ' WHERE ')), '') AS part"
        " FROM sqlite_schema i WHERE i.type = 'index' AND i.sql IS NOT NULL"
        " AND instr(i.sql, 'lower(') = 0)"
        " SELECT a.name || ' and ' || b.name FROM parts a JOIN parts b ON a.tab = b.tab"
        " AND a.name <> b.name AND substr(b.columns, 1, length(a.columns)) = a.columns"
        " AND (instr(a.part, ' WHERE ') = 0) = (instr(b.part, ' WHERE ') = 0)"
        " AND (instr(a.part, ' WHERE ') = 0 OR a.part = b.part)");
    if (twice)
        fail_msg("%s", twice);
}

/* ---- comments ---- */

static char *read_file(struct arena *arena, const char *path)
{
    struct buffer text = {0};
    char piece[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (size_t got; (got = fread(piece, 1, sizeof(piece), file)) > 0;)
        buffer_append(&text, piece, got);
    fclose(file);
    char *copy = arena_copy(arena, text.bytes, text.length);
    buffer_free(&text);
    return copy;
}

/* A line such as "    name TEXT NOT NULL, -- as typed": its second word is a type. */
static bool is_column(const char *line)
{
    char name[64];
    char type[64];
    if (sscanf(line, " %63[a-z_] %63[A-Z]", name, type) != 2)
        return false;
    return strcmp(type, "INTEGER") == 0 || strcmp(type, "TEXT") == 0 || strcmp(type, "BLOB") == 0;
}

/* Gives how many columns the file has; those without a comment are added to `bare`. */
static int check_comments(struct arena *arena, const char *path, const char **bare)
{
    int columns = 0;
    const char *table = "";
    char *rest = read_file(arena, path);
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        if (strncmp(line, "CREATE TABLE", 12) == 0)
            table = line + 13;
        if (!is_column(line))
            continue;
        columns++;
        const char *comment = strstr(line, "-- ");
        if (!comment || strlen(comment) < 5)
            *bare = arena_print(arena, "%s\n%s%s", *bare, table, line);
    }
    return columns;
}

static void every_column_has_a_comment(void **state)
{
    struct store *store = *state;
    glob_t files;
    int columns = 0;
    const char *bare = "";
    assert_int_equal(glob("schema/*.sql", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        columns += check_comments(store->arena, files.gl_pathv[i], &bare);
    globfree(&files);
    if (*bare)
        fail_msg("no comment:%s", bare);
    assert_int_equal(columns,
                     store_number(store->work.db,
                                  "SELECT count(*) FROM pragma_table_list t,"
                                  " pragma_table_info(t.name) WHERE t.schema = 'main' AND t.type ="
                                  " 'table' AND t.name NOT LIKE 'sqlite_%'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(every_table_is_in_exactly_one_list),
        STORE_TEST(every_listed_table_exists),
        cmocka_unit_test(a_source_table_is_found_by_its_name_only),
        STORE_TEST(a_row_of_a_source_table_is_known_by_its_first_column_id),
        STORE_TEST(blobs_of_source_tables_are_ids),
        STORE_TEST(source_tables_have_whole_numbers_texts_and_ids_only),
        STORE_TEST(source_tables_have_no_more_columns_than_are_watched),
        STORE_TEST(every_table_is_strict),
        STORE_TEST(no_row_that_is_deleted_is_looked_for_in_a_whole_table),
        STORE_TEST(every_index_begins_differently_from_every_other),
        STORE_TEST(every_column_has_a_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
