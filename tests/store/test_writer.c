/* Group commit: what stands together, what falls alone, and when it is told. */
#include "acts.h"

#include <sys/stat.h>
#include <time.h>

static int64_t commits_of(struct acts *acts)
{
    return writer_health(acts->writer).commits;
}

static void jobs_that_wait_together_are_one_commit(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    for (int i = 0; i < 20; i++)
        act_add_row(acts);
    acts_finish(acts);
    assert_int_equal(commits_of(acts), 2); /* the gate's, and theirs */
    assert_int_equal(writer_health(acts->writer).jobs, 21);
    assert_int_equal(acts_rows(acts->other), 20);
}

static void a_job_is_told_after_its_commit_only(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *first = act_add_row(acts);
    struct act *last = act_add_row(acts);
    acts_finish(acts);
    assert_int_equal(first->seen_running, 0);
    assert_int_equal(last->seen_running, 0);
    assert_int_equal(first->seen_done, 2);
    assert_int_equal(last->seen_done, 2);
}

static void an_error_rolls_back_that_job_alone(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *before = act_add_row(acts);
    struct act *refused = act_add_row(acts);
    struct act *behind = act_add_row(acts);
    refused->refused = error_new(acts->store.arena, ERROR_INVALID, "No.");
    acts_finish(acts);
    assert_null(before->err);
    assert_null(behind->err);
    assert_kind(refused->err, ERROR_INVALID);
    assert_int_equal(acts_rows(acts->other), 2);
    assert_int_equal(commits_of(acts), 2);
}

static void an_error_makes_no_job_run_twice(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *before = act_add_row(acts);
    struct act *refused = act_add_row(acts);
    refused->refused = error_new(acts->store.arena, ERROR_INVALID, "No.");
    acts_finish(acts);
    assert_int_equal(before->runs, 1);
    assert_int_equal(refused->runs, 1);
}

static void the_error_of_a_job_is_told_as_it_is(void **state)
{
    struct acts *acts = *state;
    struct error *faults = NULL;
    error_fault(acts->store.arena, &faults, "/a", "One.");
    error_fault(acts->store.arena, &faults, "/b", "Two.");
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *refused = act_add_row(acts);
    refused->refused = faults;
    acts_finish(acts);
    assert_ptr_equal(refused->err, faults);
}

static void what_a_constraint_refuses_falls_alone(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    act_add_row(acts);
    struct act *refused = act_add(acts, "INSERT INTO counter (name, value) VALUES ('act99', 1),"
                                        " ('names', 1)");
    act_add_row(acts);
    acts_finish(acts);
    assert_kind(refused->err, ERROR_CONFLICT);
    assert_int_equal(acts_rows(acts->other), 2);
}

static void a_job_that_ends_the_transaction_takes_no_other_along(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *before = act_add_row(acts);
    struct act *ending = act_add(acts, "INSERT INTO counter (name, value) VALUES ('act99', 1);"
                                       " ROLLBACK");
    struct act *behind = act_add_row(acts);
    acts_finish(acts);
    assert_null(before->err);
    assert_null(behind->err);
    assert_kind(ending->err, ERROR_BROKEN);
    assert_int_equal(acts_rows(acts->other), 2);
}

static void after_an_ended_transaction_each_runs_once_more_alone(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *before = act_add_row(acts);
    struct act *ending = act_add(acts, "ROLLBACK");
    struct act *behind = act_add_row(acts);
    acts_finish(acts);
    assert_int_equal(before->runs, 2);
    assert_int_equal(ending->runs, 2);
    assert_int_equal(behind->runs, 1);     /* its turn had not come */
    assert_int_equal(commits_of(acts), 3); /* the gate's, and one for each that stands */
}

static void a_job_that_commits_by_itself_is_refused(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *ending = act_add(acts, "COMMIT");
    acts_finish(acts);
    assert_kind(ending->err, ERROR_BROKEN);
}

static void a_trigger_that_rolls_all_back_takes_no_other_along(void **state)
{
    struct acts *acts = *state;
    struct db *db = NULL;
    assert_fine(db_open(acts->store.arena, acts->store.path, DB_WRITER, &db));
    store_run(db, "CREATE TRIGGER refuse BEFORE INSERT ON counter WHEN NEW.name = 'refused'"
                  " BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END");
    db_close(db);
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *before = act_add_row(acts);
    struct act *refused = act_add(acts, "INSERT INTO counter (name, value) VALUES ('refused', 1)");
    struct act *behind = act_add_row(acts);
    acts_finish(acts);
    assert_kind(refused->err, ERROR_CONFLICT);
    assert_null(before->err);
    assert_null(behind->err);
    assert_int_equal(acts_rows(acts->other), 2);
}

static void the_writer_writes_on_after_a_broken_transaction(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    act_add(acts, "ROLLBACK");
    acts_finish(acts);
    assert_false(writer_health(acts->writer).writable);
    struct act *next = act_add_row(acts);
    sem_wait(&acts->done);
    assert_null(next->err);
    assert_true(writer_health(acts->writer).writable);
}

static void a_commit_takes_no_more_jobs_than_it_may(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &(struct writer_settings){.most_jobs = 3});
    acts_close_gate(acts);
    for (int i = 0; i < 7; i++)
        act_add_row(acts);
    acts_finish(acts);
    assert_int_equal(commits_of(acts), 1 + 3);
    assert_int_equal(acts_rows(acts->other), 7);
}

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct error *work_for_two_ms(struct job *job, struct db *db, const struct touches *touches)
{
    int64_t end_ms = monotonic_ms() + 2;
    while (monotonic_ms() < end_ms)
        ;
    return act_run(job, db, touches);
}

static void a_commit_takes_no_more_jobs_once_its_time_is_over(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &(struct writer_settings){.most_ms = 1});
    acts_close_gate(acts);
    for (int i = 0; i < 5; i++) {
        struct act *act = act_new(acts, NULL);
        act->job.run = work_for_two_ms;
        assert_true(writer_add(acts->writer, &act->job));
    }
    acts_finish(acts);
    assert_int_equal(commits_of(acts), 1 + 5);
}

static void jobs_run_in_the_order_of_their_coming(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    for (int i = 0; i < 20; i++)
        act_add_row(acts);
    acts_finish(acts);
    for (int i = 1; i <= 20; i++)
        assert_int_equal(acts->items[i].place, i);
}

static struct act *act_add_behind(struct acts *acts)
{
    struct act *act = act_new(acts, NULL);
    act->job.behind = true;
    assert_true(writer_add(acts->writer, &act->job));
    return act;
}

static void jobs_behind_run_when_no_other_waits(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *behind = act_add_behind(acts);
    struct act *last = act_add_behind(acts);
    struct act *first = act_add_row(acts);
    struct act *second = act_add_row(acts);
    acts_finish(acts);
    assert_int_equal(first->place, 1);
    assert_int_equal(second->place, 2);
    assert_int_equal(behind->place, 3);
    assert_int_equal(last->place, 4);
}

static void a_job_behind_has_a_commit_of_its_own(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    act_add_behind(acts);
    act_add_behind(acts);
    acts_finish(acts);
    assert_int_equal(commits_of(acts), 1 + 2);
}

static void a_job_alone_shares_no_commit(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    act_add_row(acts);
    struct act *alone = act_add_row(acts);
    act_add_row(acts);
    act_add_row(acts);
    alone->job.alone = true; /* the writer waits at the gate */
    acts_finish(acts);
    assert_int_equal(commits_of(acts), 4); /* the gate's, the first's, this one's, the others' */
    assert_int_equal(acts_rows(acts->other), 4);
}

static void an_error_of_a_job_alone_leaves_nothing(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    struct act *refused = act_add_row(acts);
    struct act *behind = act_add_row(acts);
    refused->job.alone = true;
    refused->refused = error_new(acts->store.arena, ERROR_INVALID, "No.");
    acts_finish(acts);
    assert_kind(refused->err, ERROR_INVALID);
    assert_null(behind->err);
    assert_int_equal(refused->runs, 1);
    assert_int_equal(acts_rows(acts->other), 1);
}

static void a_full_queue_leaves_the_job_with_its_owner(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &(struct writer_settings){.most_waiting = 2});
    acts_close_gate(acts);
    act_add_row(acts);
    act_add_row(acts);
    struct act *refused = act_new(acts, NULL);
    assert_false(writer_add(acts->writer, &refused->job));
    assert_kind(writer_run(acts->writer, &refused->job), ERROR_BUSY);
    assert_int_equal(writer_health(acts->writer).waiting, 2);
    sem_post(&acts->done); /* nobody tells of the refused one */
    acts_finish(acts);
    assert_int_equal(refused->runs, 0);
}

static void running_one_job_waits_for_its_commit(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    struct act *act = act_new(acts, "INSERT INTO counter (name, value) VALUES ('act01', 1)");
    assert_fine(writer_run(acts->writer, &act->job));
    assert_int_equal(acts_rows(acts->other), 1);
    act->sql = "INSERT INTO counter (name, value) VALUES ('act01', 1)";
    assert_kind(writer_run(acts->writer, &act->job), ERROR_CONFLICT);
}

static void stopping_finishes_what_waits(void **state)
{
    struct acts *acts = *state;
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    for (int i = 0; i < 10; i++)
        act_add_row(acts);
    act_add_behind(acts);
    sem_post(&acts->go);
    writer_stop(acts->writer);
    acts->writer = NULL;
    for (int i = 1; i < acts->count; i++)
        assert_int_equal(acts->items[i].runs, 1);
    assert_int_equal(acts_rows(acts->other), 10);
}

static void stopping_carries_the_log_into_the_database(void **state)
{
    struct acts *acts = *state;
    struct stat log = {.st_size = 0};
    acts_start(acts, &usual_settings);
    acts_close_gate(acts);
    act_add_row(acts);
    acts_finish(acts);
    writer_stop(acts->writer);
    acts->writer = NULL;
    stat(store_path(&acts->store, "kith.db-wal"), &log);
    assert_int_equal(log.st_size, 0);
}

static void stopping_no_writer_is_fine(void **state)
{
    (void)state;
    writer_stop(NULL);
}

static void a_database_that_is_none_starts_no_writer(void **state)
{
    struct store *store = *state;
    struct writer *writer = NULL;
    const struct writer_settings settings = {.path = store->folder};
    assert_kind(writer_start(store->arena, &settings, &writer), ERROR_BROKEN);
    assert_null(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACTS_TEST(jobs_that_wait_together_are_one_commit),
        ACTS_TEST(a_job_is_told_after_its_commit_only),
        ACTS_TEST(an_error_rolls_back_that_job_alone),
        ACTS_TEST(an_error_makes_no_job_run_twice),
        ACTS_TEST(the_error_of_a_job_is_told_as_it_is),
        ACTS_TEST(what_a_constraint_refuses_falls_alone),
        ACTS_TEST(a_job_that_ends_the_transaction_takes_no_other_along),
        ACTS_TEST(after_an_ended_transaction_each_runs_once_more_alone),
        ACTS_TEST(a_job_that_commits_by_itself_is_refused),
        ACTS_TEST(a_trigger_that_rolls_all_back_takes_no_other_along),
        ACTS_TEST(the_writer_writes_on_after_a_broken_transaction),
        ACTS_TEST(a_commit_takes_no_more_jobs_than_it_may),
        ACTS_TEST(a_commit_takes_no_more_jobs_once_its_time_is_over),
        ACTS_TEST(jobs_run_in_the_order_of_their_coming),
        ACTS_TEST(jobs_behind_run_when_no_other_waits),
        ACTS_TEST(a_job_behind_has_a_commit_of_its_own),
        ACTS_TEST(a_job_alone_shares_no_commit),
        ACTS_TEST(an_error_of_a_job_alone_leaves_nothing),
        ACTS_TEST(a_full_queue_leaves_the_job_with_its_owner),
        ACTS_TEST(running_one_job_waits_for_its_commit),
        ACTS_TEST(stopping_finishes_what_waits),
        ACTS_TEST(stopping_carries_the_log_into_the_database),
        cmocka_unit_test(stopping_no_writer_is_fine),
        FOLDER_TEST(a_database_that_is_none_starts_no_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
