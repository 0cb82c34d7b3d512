/* By which clock something may be erased. */
#include "logbook/clock.h"

#include "support/logbook.h"

/* A Kith that runs: its clock, the time that no clock moves, and what it knows. */
struct running {
    struct work *w;
    int64_t monotonic_ms;
    struct clock_watch watch;
};

static const int64_t hour_ms = 3600000;
static const int64_t day_ms = DAY_MS;

static const char *look(struct running *kith)
{
    const char *doubt = NULL;
    assert_fine(clock_check(kith->w, kith->monotonic_ms, &kith->watch, &doubt));
    return doubt;
}

static const char *look_after(struct running *kith, int64_t ms)
{
    kith->w->now.ms += ms;
    kith->monotonic_ms += ms;
    return look(kith);
}

static struct running start_after(struct work *w, int64_t ms)
{
    w->now.ms += ms;
    return (struct running){.w = w, .monotonic_ms = 5000};
}

/* A logbook in which Kith has run for some hours. */
static struct work *has_run(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct running kith = start_after(w, 0);
    assert_null(look(&kith));
    assert_null(look_after(&kith, 5 * hour_ms));
    return w;
}

static void a_clock_that_goes_on_is_trusted(void **state)
{
    struct running kith = start_after(has_run(state), 10000);
    assert_null(look(&kith));
    for (int i = 0; i < 100; i++)
        assert_null(look_after(&kith, hour_ms));
}

static void a_month_without_kith_is_as_good_as_a_stop(void **state)
{
    struct running kith = start_after(has_run(state), 29 * day_ms);
    assert_null(look(&kith));
}

static void a_clock_far_ahead_at_a_start_is_trusted_after_a_day_of_running(void **state)
{
    struct running kith = start_after(has_run(state), 31 * day_ms);
    assert_non_null(strstr(look(&kith), "ahead"));
    assert_non_null(look_after(&kith, day_ms - hour_ms));
    assert_null(look_after(&kith, hour_ms));
}

static void a_clock_behind_the_kept_time_is_trusted_after_a_day_of_running(void **state)
{
    struct running kith = start_after(has_run(state), -1000);
    assert_non_null(strstr(look(&kith), "behind"));
    assert_non_null(look_after(&kith, day_ms - hour_ms));
    assert_null(look_after(&kith, hour_ms));
}

static void a_clock_that_steps_behind_the_kept_time_is_in_doubt_for_a_day(void **state)
{
    struct running kith = start_after(has_run(state), 1000);
    assert_null(look(&kith));
    kith.w->now.ms -= 2 * hour_ms;
    assert_non_null(strstr(look_after(&kith, hour_ms), "behind"));
    assert_non_null(look_after(&kith, DAY_MS - hour_ms));
    assert_null(look_after(&kith, hour_ms));
}

static void a_kept_time_far_ahead_is_given_up_after_a_day_of_running(void **state)
{
    struct running kith = start_after(has_run(state), -400 * (int64_t)DAY_MS);
    assert_non_null(strstr(look(&kith), "behind"));
    assert_null(look_after(&kith, DAY_MS));
    assert_null(look_after(&kith, hour_ms));
}

static void a_start_within_that_day_begins_it_anew(void **state)
{
    struct work *w = has_run(state);
    struct running kith = start_after(w, 400 * day_ms);
    assert_non_null(look(&kith));
    assert_non_null(look_after(&kith, 20 * hour_ms));
    struct running again = start_after(w, 1000);
    assert_non_null(look(&again));
    assert_non_null(look_after(&again, 20 * hour_ms));
}

static void a_clock_that_jumps_while_kith_runs_is_in_doubt_for_a_day(void **state)
{
    static const int64_t jumps[] = {INT64_C(2) * DAY_MS, INT64_C(-2) * DAY_MS};
    for (int i = 0; i < 2; i++) {
        struct running kith = start_after(has_run(state), 1000);
        assert_null(look(&kith));
        kith.w->now.ms += jumps[i];
        assert_non_null(strstr(look_after(&kith, hour_ms), "jumped"));
        assert_non_null(look_after(&kith, hour_ms));
        assert_null(look_after(&kith, day_ms));
    }
}

static void a_logbook_that_kept_no_time_yet_trusts_the_clock(void **state)
{
    struct running kith = start_after(&((struct logbook *)*state)->work, 400 * day_ms);
    assert_null(look(&kith));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_clock_that_goes_on_is_trusted),
        LOGBOOK_TEST(a_month_without_kith_is_as_good_as_a_stop),
        LOGBOOK_TEST(a_clock_far_ahead_at_a_start_is_trusted_after_a_day_of_running),
        LOGBOOK_TEST(a_clock_behind_the_kept_time_is_trusted_after_a_day_of_running),
        LOGBOOK_TEST(a_clock_that_steps_behind_the_kept_time_is_in_doubt_for_a_day),
        LOGBOOK_TEST(a_kept_time_far_ahead_is_given_up_after_a_day_of_running),
        LOGBOOK_TEST(a_start_within_that_day_begins_it_anew),
        LOGBOOK_TEST(a_clock_that_jumps_while_kith_runs_is_in_doubt_for_a_day),
        LOGBOOK_TEST(a_logbook_that_kept_no_time_yet_trusts_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
