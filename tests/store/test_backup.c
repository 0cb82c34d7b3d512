/* Copies of the database. */
#include "store/backup.h"
#include "support/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Stands before libc's own: a file system without hard links is made by a flag. */
static int link_fault;

int link(const char *from, const char *to)
{
    if (!link_fault)
        return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
    errno = link_fault;
    return -1;
}

static int with_words(void **state)
{
    link_fault = 0;
    if (store_open(state))
        return -1;
    struct store *store = *state;
    store_run(store->work.db,
              "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)"
              " INSERT INTO passage (id, field, owner, at, tokens, text)"
              " SELECT x, 1, x, 0, 'p' || x, 'words of passage ' || x FROM n");
    return 0;
}

#define WORDS_TEST(test) cmocka_unit_test_setup_teardown(test, with_words, store_close)

/* Copies as the command does it: by a connection of its own, beside the writer's. */
static struct error *copy_to(struct store *store, const char *path)
{
    struct db *copier = NULL;
    assert_fine(db_open(store->arena, store->path, DB_COPIER, &copier));
    struct error *err = backup_write(store->arena, copier, path);
    db_close(copier);
    return err;
}

static const char *content(struct store *store, const char *path)
{
    struct db *db = NULL;
    assert_fine(db_open(store->arena, path, DB_READER, &db));
    const char *found = store_text(
        store->arena, db,
        "SELECT (SELECT group_concat(id || tokens || text) FROM (SELECT * FROM passage ORDER BY"
        " id)) || (SELECT group_concat(name || value) FROM (SELECT * FROM counter ORDER BY name))"
        " || (SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_schema ORDER BY name))");
    db_close(db);
    assert_non_null(found);
    return found;
}

static int files_in(const char *folder)
{
    int files = 0;
    DIR *open = opendir(folder);
    for (struct dirent *entry = readdir(open); entry; entry = readdir(open))
        files += entry->d_name[0] != '.';
    closedir(open);
    return files;
}

static void a_copy_holds_what_the_database_holds(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    assert_fine(copy_to(store, path));
    assert_string_equal(content(store, path), content(store, store->path));
}

static void a_copy_is_whole_before_a_checkpoint(void **state)
{
    struct store *store = *state;
    struct stat log;
    assert_int_equal(stat(store_path(store, "kith.db-wal"), &log), 0);
    assert_true(log.st_size > 0);
    assert_fine(copy_to(store, store_path(store, "copy.db")));
    assert_fine(backup_check(store->arena, store_path(store, "copy.db")));
}

static void a_copy_is_one_file_alone(void **state)
{
    struct store *store = *state;
    const char *folder = store_path(store, "copies");
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_fine(copy_to(store, store_path(store, "copies/copy.db")));
    assert_int_equal(files_in(folder), 1);
}

static void only_the_owner_may_read_a_copy(void **state)
{
    struct store *store = *state;
    struct stat copy;
    assert_fine(copy_to(store, store_path(store, "copy.db")));
    assert_int_equal(stat(store_path(store, "copy.db"), &copy), 0);
    assert_int_equal(copy.st_mode & 0777, 0600);
}

static void a_copy_never_replaces_a_file(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    struct stat before;
    struct stat behind;
    assert_fine(copy_to(store, path));
    assert_int_equal(stat(path, &before), 0);
    struct error *err = copy_to(store, path);
    assert_kind(err, ERROR_CONFLICT);
    assert_non_null(strstr(err->sentence, path));
    assert_int_equal(stat(path, &behind), 0);
    assert_int_equal(before.st_ino, behind.st_ino);
}

static void without_hard_links_a_copy_is_made_all_the_same(void **state)
{
    static const int faults[] = {EPERM, ENOTSUP};
    struct store *store = *state;
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        const char *path = store_path(store, i ? "two.db" : "one.db");
        link_fault = faults[i];
        assert_fine(copy_to(store, path));
        assert_fine(backup_check(store->arena, path));
        assert_int_not_equal(access(arena_print(store->arena, "%s.unfinished", path), F_OK), 0);
        assert_kind(copy_to(store, path), ERROR_CONFLICT);
    }
}

static void a_copy_that_cannot_be_kept_is_told_by_its_own_name(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    link_fault = EIO;
    const char *kept = copy_to(store, path)->sentence;
    const char *made = copy_to(store, store_path(store, "none/copy.db"))->sentence;
    assert_non_null(strstr(kept, path));
    assert_non_null(strstr(kept, "another disk"));
    assert_non_null(strstr(made, "none/copy.db cannot be made"));
    assert_null(strstr(kept, "unfinished"));
    assert_null(strstr(made, "unfinished"));
}

static void what_an_earlier_try_left_is_not_in_the_way(void **state)
{
    struct store *store = *state;
    FILE *left = fopen(store_path(store, "copy.db.unfinished"), "w");
    fputs("half a copy", left);
    fclose(left);
    assert_fine(copy_to(store, store_path(store, "copy.db")));
    assert_int_not_equal(access(store_path(store, "copy.db.unfinished"), F_OK), 0);
}

static void a_copy_that_cannot_be_written_leaves_nothing(void **state)
{
    struct store *store = *state;
    assert_non_null(copy_to(store, store_path(store, "none/copy.db")));
    assert_int_not_equal(access(store_path(store, "none/copy.db"), F_OK), 0);
}

static void the_name_that_was_asked_for_is_told_with_a_cure(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "none/copy.db");
    struct error *err = copy_to(store, path);
    assert_non_null(strstr(err->sentence, path));
    assert_null(strstr(err->sentence, "unfinished"));
    assert_non_null(strstr(err->sentence, "Make the folder"));
}

static void a_copy_of_another_program_or_a_newer_kith_is_refused(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    struct db *db = NULL;
    assert_fine(copy_to(store, path));
    assert_fine(db_open(store->arena, path, DB_WRITER, &db));
    store_run(db, "PRAGMA user_version = 999");
    assert_kind(backup_check(store->arena, path), ERROR_CONFLICT);
    store_run(db, "PRAGMA user_version = 0; PRAGMA application_id = 7");
    assert_kind(backup_check(store->arena, path), ERROR_CONFLICT);
    db_close(db);
}

static void a_copy_of_an_older_schema_is_as_good(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    store_run(store->work.db, "PRAGMA user_version = 0");
    assert_fine(copy_to(store, path));
    assert_fine(backup_check(store->arena, path));
}

/* Writes nonsense over a page in the middle of a database file. */
static void damage(const char *path)
{
    char nonsense[4096];
    struct stat status;
    memset(nonsense, 0x5a, sizeof(nonsense));
    int file = open(path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(fstat(file, &status), 0);
    assert_true(status.st_size > 40 * 4096);
    for (off_t page = 20; page < 30; page++)
        assert_int_equal(pwrite(file, nonsense, sizeof(nonsense), page * 4096), 4096);
    close(file);
}

static void a_damaged_copy_is_seen(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    assert_fine(copy_to(store, path));
    damage(path);
    struct error *err = backup_check(store->arena, path);
    assert_kind(err, ERROR_BROKEN);
    assert_null(strstr(err->sentence, "(null)"));
}

static void a_copy_of_nothing_but_zeros_is_seen(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "zeros.db");
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 8192; i++)
        fputc(0, file);
    fclose(file);
    struct error *err = backup_check(store->arena, path);
    assert_kind(err, ERROR_BROKEN);
    assert_null(strstr(err->sentence, "(null)"));
}

static void an_empty_file_is_no_copy(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "empty.db");
    fclose(fopen(path, "w"));
    assert_kind(backup_check(store->arena, path), ERROR_BROKEN);
}

static void a_copy_that_is_not_there_is_told(void **state)
{
    struct store *store = *state;
    assert_kind(backup_check(store->arena, store_path(store, "none.db")), ERROR_BROKEN);
}

static void a_damaged_database_gives_no_copy(void **state)
{
    struct store *store = *state;
    const char *path = store_path(store, "copy.db");
    store_run(store->work.db, "PRAGMA wal_checkpoint(TRUNCATE)");
    db_close(store->work.db);
    store->work.db = NULL;
    damage(store->path);
    assert_non_null(copy_to(store, path));
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_not_equal(access(store_path(store, "copy.db.unfinished"), F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORDS_TEST(a_copy_holds_what_the_database_holds),
        WORDS_TEST(a_copy_is_whole_before_a_checkpoint),
        WORDS_TEST(a_copy_is_one_file_alone),
        WORDS_TEST(only_the_owner_may_read_a_copy),
        WORDS_TEST(a_copy_never_replaces_a_file),
        WORDS_TEST(without_hard_links_a_copy_is_made_all_the_same),
        WORDS_TEST(a_copy_that_cannot_be_kept_is_told_by_its_own_name),
        WORDS_TEST(what_an_earlier_try_left_is_not_in_the_way),
        WORDS_TEST(a_copy_that_cannot_be_written_leaves_nothing),
        WORDS_TEST(the_name_that_was_asked_for_is_told_with_a_cure),
        WORDS_TEST(a_copy_of_another_program_or_a_newer_kith_is_refused),
        WORDS_TEST(a_copy_of_an_older_schema_is_as_good),
        WORDS_TEST(a_damaged_copy_is_seen),
        WORDS_TEST(a_copy_of_nothing_but_zeros_is_seen),
        WORDS_TEST(an_empty_file_is_no_copy),
        WORDS_TEST(a_copy_that_is_not_there_is_told),
        WORDS_TEST(a_damaged_database_gives_no_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
