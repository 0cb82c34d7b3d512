/* Every statement of every resource: it can be prepared, its names are fields, and it never walks a
 * table that grows. */
#include "api/resource.h"
#include "plans.h"
#include "store/fulltext.h"
#include "support/store.h"

#include <glob.h>
#include <regex.h>

/* Adds a fault to the others, unless it was found before with other pieces. */
static void add_fault(struct buffer *faults, const char *fault)
{
    buffer_byte(faults, 0);
    faults->length--;
    if (!fault || strstr(faults->bytes, fault))
        return;
    buffer_text(faults, "\n");
    buffer_text(faults, fault);
}

/* Bare, with each field, and with all: what no piece asks for makes no other statement. */
static void check_statement(struct work *w, const struct statement *statement,
                            struct buffer *faults)
{
    add_fault(faults, statement_fault(w, statement, 0));
    for (int bit = 0; bit < 64 && statement->pieces[0].text; bit++)
        add_fault(faults, statement_fault(w, statement, UINT64_C(1) << bit));
    add_fault(faults, statement_fault(w, statement, UINT64_MAX));
}

static int check_statements(struct work *w, const struct statement *statements,
                            struct buffer *faults)
{
    int count = 0;
    for (; statements[count].sql; count++)
        check_statement(w, &statements[count], faults);
    return count;
}

static void assert_none(struct buffer *faults)
{
    int count = 0;
    buffer_byte(faults, 0);
    char *rest = faults->bytes;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        if (*line)
            print_error("%d: %.900s\n", ++count, line);
    }
    buffer_free(faults);
    assert_int_equal(count, 0);
}

static void every_statement_of_every_resource_searches(void **state)
{
    struct store *store = *state;
    struct buffer faults = {0};
    int count = 0;
    for (const struct resource *const *at = resources; *at; at++) {
        for (int i = 0; (*at)->statements && (*at)->statements[i]; i++)
            count += check_statements(&store->work, (*at)->statements[i], &faults);
    }
    assert_none(&faults);
    assert_true(count > 200);
    print_message("%d statements\n", count);
}

static void every_statement_of_the_index_searches(void **state)
{
    struct store *store = *state;
    struct buffer faults = {0};
    check_statements(&store->work, fulltext_statements, &faults);
    assert_none(&faults);
}

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

/* The texts of all files of a pattern, one behind the other. */
static char *read_files(struct arena *arena, const char *pattern)
{
    glob_t files;
    char *all = arena_text(arena, "");
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        all = arena_print(arena, "%s%s", all, read_file(arena, files.gl_pathv[i]));
    globfree(&files);
    return all;
}

/* Adds the names of all arrays of statements that no resource names. */
static void check_arrays(struct arena *arena, const char *sources, const char *resources_text,
                         struct buffer *faults)
{
    static const char head[] = "\nconst struct statement ";
    for (const char *at = strstr(sources, head); at; at = strstr(at + 1, head)) {
        const char *name = at + strlen(head);
        name = arena_copy(arena, name, strcspn(name, "[ "));
        if (!has_words(resources_text, arena_print(arena, "%s,", name)) &&
            !strstr(resources_text, arena_print(arena, "{%s,", name)) &&
            !strstr(resources_text, arena_print(arena, " %s,", name)))
            add_fault(faults, name);
    }
}

static void every_array_of_statements_belongs_to_a_resource(void **state)
{
    struct store *store = *state;
    struct buffer faults = {0};
    const char *api = read_files(store->arena, "server/api/*.c");
    check_arrays(store->arena, read_files(store->arena, "server/logbook/*.c"), api, &faults);
    check_arrays(store->arena, api, api, &faults);
    assert_none(&faults);
}

/* A statement that is in no array would escape these checks. */
static void statements_of_the_business_stand_in_arrays(void **state)
{
    static const char *const floors[] = {"server/logbook/*.c", "server/api/*.c",
                                         "server/commands/*.c", "server/formats/*.c"};
    struct store *store = *state;
    regex_t alone;
    assert_int_equal(regcomp(&alone, "static const struct statement |struct statement [a-z_]+ = ",
                             REG_EXTENDED | REG_NOSUB),
                     0);
    for (size_t i = 0; i < sizeof(floors) / sizeof(floors[0]); i++) {
        char *lines = read_files(store->arena, floors[i]);
        for (char *line = strsep(&lines, "\n"); line; line = strsep(&lines, "\n")) {
            bool list = strstr(line, "struct statement *const statements[]");
            if (!list && regexec(&alone, line, 0, NULL, 0) == 0)
                fail_msg("%s: %s", floors[i], line);
        }
    }
    regfree(&alone);
}

/* ---- what the checks must see ---- */

struct planted {
    uint64_t given;
    int64_t id;
    const char *text;
};

static const struct field planted_fields[] = {
    FIELD(planted, id),
    FIELD(planted, text),
    {0},
};
static const struct shape planted_shape = SHAPE(planted, planted_fields);

static const char *fault_of(void **state, const char *sql)
{
    struct store *store = *state;
    struct statement *planted = arena_take(store->arena, sizeof(*planted));
    *planted = (struct statement){.sql = sql, .in = &planted_shape};
    return statement_fault(&store->work, planted, 0);
}

static void a_planted_walk_is_seen(void **state)
{
    static const char *const walks[] = {
        "SELECT count(*) FROM conversation WHERE minutes = :id",
        "SELECT id FROM conversation ORDER BY body LIMIT 1",
        "SELECT id FROM company WHERE place = :text ORDER BY folded, id",
        "SELECT c.id FROM company c, person p WHERE p.place = c.place AND c.id = :id",
        "SELECT id FROM company WHERE id IN (SELECT company FROM person WHERE role = :text)",
        "SELECT rowid FROM find",
        "SELECT rowid FROM find ORDER BY rowid DESC LIMIT 5",
        "UPDATE person SET place = :text",
        "UPDATE person SET place = :text WHERE role = :text",
        "DELETE FROM passage WHERE owner = :id",
        "DELETE FROM thread",
        "SELECT role, count(*) FROM person GROUP BY role LIMIT 5",
        "WITH c AS MATERIALIZED (SELECT id FROM person WHERE role = :text) SELECT id FROM c",
        "SELECT (SELECT count(*) FROM person WHERE role = c.name) FROM company c WHERE id = :id",
        "SELECT id FROM kind WHERE uid <> :text",
    };
    for (size_t i = 0; i < sizeof(walks) / sizeof(walks[0]); i++) {
        if (!fault_of(state, walks[i]))
            fail_msg("not seen: %s", walks[i]);
    }
}

static void what_searches_is_fine(void **state)
{
    static const char *const searches[] = {
        "SELECT id FROM person WHERE uid = :id",
        "SELECT id FROM company WHERE trashed_at IS NULL ORDER BY folded, id LIMIT 50",
        "SELECT id FROM kind ORDER BY position, id LIMIT 200",
        "SELECT p.id FROM json_each(:text) j JOIN person p ON p.id = j.value",
        "SELECT p.id FROM find f JOIN passage p ON p.id = f.rowid WHERE find MATCH :text",
        "WITH RECURSIVE n (x) AS (SELECT :id UNION ALL SELECT x + 1 FROM n WHERE x < 9)"
        " SELECT k.x FROM n k",
        "SELECT max(number) FROM change",
        "INSERT INTO counter (name, value) VALUES (:text, :id)",
        "DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency"
        " WHERE at < :id ORDER BY at LIMIT 500)",
    };
    for (size_t i = 0; i < sizeof(searches) / sizeof(searches[0]); i++) {
        const char *fault = fault_of(state, searches[i]);
        if (fault)
            fail_msg("%s", fault);
    }
}

static void a_planted_parameter_that_is_no_field_is_seen(void **state)
{
    assert_non_null(strstr(fault_of(state, "SELECT id FROM person WHERE id = :person"), ":person"));
}

static void a_planted_column_that_is_no_field_is_seen(void **state)
{
    struct store *store = *state;
    static const struct statement planted = {.sql = "SELECT id, name FROM person WHERE id = :id",
                                             .in = &planted_shape,
                                             .out = &planted_shape};
    assert_non_null(strstr(statement_fault(&store->work, &planted, 0), "name"));
}

static void a_walk_planted_in_a_piece_is_seen(void **state)
{
    struct store *store = *state;
    struct buffer faults = {0};
    static const struct statement planted[] = {
        {.sql = "SELECT id FROM person WHERE",
         .pieces = {{.without = "text", .text = "id = :id"},
                    {.with = "text", .text = "role = :text"}},
         .in = &planted_shape,
         .out = &planted_shape},
        {0},
    };
    check_statements(&store->work, planted, &faults);
    buffer_byte(&faults, 0);
    assert_non_null(strstr(faults.bytes, "SCAN person"));
    buffer_free(&faults);
}

static void a_walk_that_is_marked_whole_is_fine(void **state)
{
    struct store *store = *state;
    static const struct statement planted = {.sql =
                                                 "SELECT count(*) FROM person WHERE role = :text",
                                             .in = &planted_shape,
                                             .whole = true};
    assert_null(statement_fault(&store->work, &planted, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(every_statement_of_every_resource_searches),
        STORE_TEST(every_statement_of_the_index_searches),
        STORE_TEST(every_array_of_statements_belongs_to_a_resource),
        STORE_TEST(statements_of_the_business_stand_in_arrays),
        STORE_TEST(a_planted_walk_is_seen),
        STORE_TEST(what_searches_is_fine),
        STORE_TEST(a_planted_parameter_that_is_no_field_is_seen),
        STORE_TEST(a_planted_column_that_is_no_field_is_seen),
        STORE_TEST(a_walk_planted_in_a_piece_is_seen),
        STORE_TEST(a_walk_that_is_marked_whole_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
