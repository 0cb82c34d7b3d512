/* What the writer does on a disk that fails or is full, and how it gets out of that. */
#include "acts.h"

#include "support/failing_disk.h"

#include <sched.h>
#include <sys/stat.h>
#include <time.h>

enum { PATIENCE_S = 20 };

static int disk_open(void **state)
{
    failing_disk_install();
    return acts_open(state);
}

#define DISK_TEST(test) cmocka_unit_test_setup_teardown(test, disk_open, acts_close)

static const char *start_with_reserve(struct acts *acts)
{
    const char *reserve = store_path(&acts->store, "kith.reserve");
    acts_start(acts, &(struct writer_settings){.reserve = reserve, .retry_ms = 10});
    return reserve;
}

static struct act *act_wait(struct acts *acts, struct act *act)
{
    sem_wait(&acts->done);
    return act;
}

static struct act *act_add_freeing(struct acts *acts)
{
    struct act *act = act_new(
        acts, arena_print(acts->store.arena,
                          "INSERT INTO counter (name, value) VALUES ('act%02d', 1)", acts->count));
    act->job.frees = true;
    assert_true(writer_add(acts->writer, &act->job));
    return act;
}

/* Waits until the writer is in or out of trouble. */
static void assert_writable(struct acts *acts, bool writable)
{
    time_t until = time(NULL) + PATIENCE_S;
    while (writer_health(acts->writer).writable != writable && time(NULL) < until)
        sched_yield();
    assert_int_equal(writer_health(acts->writer).writable, writable);
}

static void a_commit_that_the_disk_failed_is_told_as_unsure_and_not_done_twice(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *one = act_add_row(acts);
    struct act *refused = act_add_row(acts);
    struct act *other = act_add_row(acts);
    refused->refused = error_new(acts->store.arena, ERROR_INVALID, "No.");
    failing_disk.syncs_to_fail = 1;
    acts_finish(acts);
    assert_kind(one->err, ERROR_UNSURE);
    assert_kind(other->err, ERROR_UNSURE);
    assert_kind(refused->err, ERROR_INVALID);
    assert_int_equal(one->runs, 1);
    assert_non_null(strstr(one->err->sentence, "Idempotency-Key"));
}

static void a_disk_that_failed_once_is_written_on(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    failing_disk.syncs_to_fail = 1;
    assert_kind(act_wait(acts, act_add_row(acts))->err, ERROR_UNSURE);
    assert_writable(acts, true);
    assert_null(act_wait(acts, act_add_row(acts))->err);
}

/* Writes nonsense over pages in the middle of the database file. */
static void damage(struct acts *acts)
{
    char nonsense[4096];
    memset(nonsense, 0x5a, sizeof(nonsense));
    FILE *file = fopen(acts->store.path, "r+");
    for (long page = 30; page < 60; page++) {
        fseek(file, page * 4096, SEEK_SET);
        fwrite(nonsense, sizeof(nonsense), 1, file);
    }
    fclose(file);
}

static void a_database_found_damaged_after_a_failure_is_written_no_more(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &(struct writer_settings){.retry_ms = 10});
    writer_stop(acts->writer); /* all is in the database file */
    acts_start(acts, &(struct writer_settings){.retry_ms = 10});
    damage(acts);
    failing_disk.syncs_to_fail = 1;
    assert_kind(act_wait(acts, act_add_row(acts))->err, ERROR_UNSURE);
    time_t until = time(NULL) + PATIENCE_S;
    while (writer_health(acts->writer).trouble != TROUBLE_DAMAGED && time(NULL) < until)
        sched_yield();
    assert_int_equal(writer_health(acts->writer).trouble, TROUBLE_DAMAGED);
    struct act *refused = act_wait(acts, act_add_row(acts));
    assert_true(refused->err->kind == ERROR_BUSY || refused->err->kind == ERROR_BROKEN);
    assert_int_equal(refused->runs, 0);
}

static void a_full_disk_heals_without_a_write(void **state)
{
    struct acts *acts = *state;
    start_with_reserve(acts);
    failing_disk.full = 1;
    assert_kind(act_wait(acts, act_add_row(acts))->err, ERROR_FULL);
    assert_writable(acts, false);
    assert_int_equal(writer_health(acts->writer).trouble, TROUBLE_FULL);
    failing_disk.full = 0;
    assert_writable(acts, true);
    assert_null(act_wait(acts, act_add_row(acts))->err);
}

static void on_a_full_disk_deleting_goes_on_from_the_reserve(void **state)
{
    struct acts *acts = *state;
    const char *reserve = start_with_reserve(acts);
    assert_int_equal(access(reserve, F_OK), 0);
    failing_disk.room_made = reserve;
    failing_disk.full = 1;
    acts_close_gate(acts);
    struct act *writing = act_add_row(acts);
    struct act *deleting = act_add_freeing(acts);
    acts_finish(acts);
    assert_kind(writing->err, ERROR_FULL);
    assert_null(deleting->err);
    assert_int_equal(acts_rows(acts->other), 1);
}

static void the_reserve_is_made_again_when_there_is_room(void **state)
{
    struct acts *acts = *state;
    struct stat file;
    const char *reserve = start_with_reserve(acts);
    failing_disk.full = 1;
    assert_kind(act_wait(acts, act_add_row(acts))->err, ERROR_FULL);
    failing_disk.full = 0;
    assert_writable(acts, true);
    assert_int_equal(stat(reserve, &file), 0);
    assert_int_equal(file.st_size, 4 << 20);
    assert_true(file.st_blocks * 512 >= file.st_size);
}

static void a_job_that_failed_alone_is_tried_once_more(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    struct act *act = act_wait(acts, act_add(acts, "ROLLBACK"));
    assert_kind(act->err, ERROR_BROKEN);
    assert_int_equal(act->runs, 2);
}

static void a_job_that_found_the_disk_full_is_not_tried_again(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    failing_disk.full = 1;
    struct act *act = act_wait(acts, act_add_row(acts));
    assert_kind(act->err, ERROR_FULL);
    assert_int_equal(act->runs, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DISK_TEST(a_commit_that_the_disk_failed_is_told_as_unsure_and_not_done_twice),
        DISK_TEST(a_disk_that_failed_once_is_written_on),
        DISK_TEST(a_database_found_damaged_after_a_failure_is_written_no_more),
        DISK_TEST(a_full_disk_heals_without_a_write),
        DISK_TEST(on_a_full_disk_deleting_goes_on_from_the_reserve),
        DISK_TEST(the_reserve_is_made_again_when_there_is_room),
        DISK_TEST(a_job_that_failed_alone_is_tried_once_more),
        DISK_TEST(a_job_that_found_the_disk_full_is_not_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
