/* Moments and days. */
#include "base/instant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void moments_are_read_at_any_offset(void **state)
{
    static const struct {
        const char *text;
        int64_t ms;
        int offset_minutes;
    } moments[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"1969-12-31T23:59:59.999Z", -1, 0},
        {"2026-11-24T10:00:00Z", 1795514400000, 0},
        {"2026-11-24t10:00:00z", 1795514400000, 0},
        {"2026-11-24 10:00:00Z", 1795514400000, 0},
        {"2026-11-24T11:00:00+01:00", 1795514400000, 60},
        {"2026-11-24T04:30:00-05:30", 1795514400000, -330},
        {"2026-11-25T00:00:00+14:00", 1795514400000, 840},
        {"2026-11-25T09:59:00+23:59", 1795514400000, 1439},
        {"2026-11-24T10:00:00-00:00", 1795514400000, 0},
        {"2026-11-24T10:00:00.5Z", 1795514400500, 0},
        {"2026-11-24T10:00:00.05Z", 1795514400050, 0},
        {"2026-11-24T10:00:00.123Z", 1795514400123, 0},
        {"2026-11-24T10:00:00.1239Z", 1795514400123, 0},
        {"2026-11-24T10:00:00.123456789123456789Z", 1795514400123, 0},
        {"0001-01-01T00:00:00Z", -62135596800000, 0},
        {"9999-12-31T23:59:59.999Z", 253402300799999, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        instant read = {7};
        int offset_minutes = 7;
        if (!instant_read(moments[i].text, &read, &offset_minutes))
            fail_msg("%s was refused", moments[i].text);
        if (read.ms != moments[i].ms || offset_minutes != moments[i].offset_minutes)
            fail_msg("%s was read as %lld ms, %d minutes", moments[i].text, (long long)read.ms,
                     offset_minutes);
    }
}

static void what_is_no_moment_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "2026",
        "2026-11-24",
        "2026-11-24T10:00Z",
        "2026-11-24T10:00:00",
        "2026-11-24T10:00:00 Z",
        "2026-11-24T10:00:00Zx",
        "2026-11-24T10:00:00.Z",
        "2026-11-24T10:00:00,5Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T10:60:00Z",
        "2026-11-24T10:00:61Z",
        "2026-11-24T1:00:00Z",
        "2026-11-24T10:00:00+1:00",
        "2026-11-24T10:00:00+0100",
        "2026-11-24T10:00:00+24:00",
        "2026-11-24T10:00:00+01:60",
        "2026-11-24T10:00:00+",
        "2026-13-24T10:00:00Z",
        "2026-00-24T10:00:00Z",
        "2026-11-31T10:00:00Z",
        "2026-11-00T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "+2026-11-24T10:00:00Z",
        "-2026-11-24T10:00:00Z",
        "12026-11-24T10:00:00Z",
        " 2026-11-24T10:00:00Z",
        "2026-11-24T-1:00:00Z",
        "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6-11-24T10:00:00Z",
        "tomorrow",
    };
    instant read = {7};
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (instant_read(wrong[i], &read, NULL))
            fail_msg("%s was read", wrong[i]);
    }
    assert_int_equal(read.ms, 7);
}

/* RFC 3339, section 5.7: only the last minute of a day in UTC may have a second 60. */
static void a_leap_second_is_the_second_before_it(void **state)
{
    instant read;
    (void)state;
    assert_true(instant_read("1990-12-31T23:59:60Z", &read, NULL));
    assert_int_equal(read.ms, 662687999000);
    assert_true(instant_read("1990-12-31T15:59:60-08:00", &read, NULL));
    assert_int_equal(read.ms, 662687999000);
}

static void second_60_of_another_minute_is_refused(void **state)
{
    instant read;
    (void)state;
    assert_false(instant_read("1990-12-31T12:00:60Z", &read, NULL));
    assert_false(instant_read("1990-12-31T23:58:60Z", &read, NULL));
    assert_false(instant_read("1990-12-31T23:59:60+01:00", &read, NULL));
}

static void an_offset_never_leads_out_of_the_years_that_can_be_written(void **state)
{
    instant read;
    (void)state;
    assert_false(instant_read("0001-01-01T00:00:00+00:01", &read, NULL));
    assert_false(instant_read("9999-12-31T23:59:59-00:01", &read, NULL));
    assert_true(instant_read("0001-01-01T00:01:00+00:01", &read, NULL));
    assert_true(instant_read("9999-12-31T23:58:59-00:01", &read, NULL));
}

static void the_offset_is_not_asked_of_everyone(void **state)
{
    instant read;
    (void)state;
    assert_true(instant_read("1970-01-01T01:00:00+01:00", &read, NULL));
    assert_int_equal(read.ms, 0);
}

static void moments_are_written_in_utc_with_milliseconds(void **state)
{
    static const struct {
        int64_t ms;
        const char *text;
    } moments[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {1795514400007, "2026-11-24T10:00:00.007Z"},
        {951782400000, "2000-02-29T00:00:00.000Z"},
        {-62135596800000, "0001-01-01T00:00:00.000Z"},
        {253402300799999, "9999-12-31T23:59:59.999Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        char text[INSTANT_TEXT];
        instant_write((instant){moments[i].ms}, text);
        assert_string_equal(text, moments[i].text);
    }
}

static void every_written_moment_is_read_again(void **state)
{
    (void)state;
    for (int64_t ms = -62135596800000; ms <= 253402300799999; ms += 86399999 * 7 + 12345) {
        char text[INSTANT_TEXT];
        instant read;
        instant_write((instant){ms}, text);
        assert_true(instant_read(text, &read, NULL));
        assert_int_equal(read.ms, ms);
    }
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month)
{
    static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 2 && is_leap_year(year));
}

static void check_day(struct calendar date, int64_t number)
{
    day counted = day_of_calendar(date);
    struct calendar again = calendar_of_day(counted);
    assert_int_equal(counted.number, number);
    assert_int_equal(again.year, date.year);
    assert_int_equal(again.month, date.month);
    assert_int_equal(again.day, date.day);
    char text[DAY_TEXT];
    day read;
    day_write(counted, text);
    assert_true(day_read(text, &read));
    assert_int_equal(read.number, number);
}

/* 1600-01-01 is 135,140 days before 1970. */
static void every_day_of_800_years_comes_back(void **state)
{
    int64_t number = -135140;
    (void)state;
    for (int year = 1600; year <= 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int in_month = 1; in_month <= days_of_month(year, month); in_month++)
                check_day((struct calendar){year, month, in_month}, number++);
        }
    }
}

static void no_month_has_a_day_more_or_a_day_less(void **state)
{
    (void)state;
    for (int year = 1600; year <= 2400; year++) {
        for (int month = 1; month <= 12; month++) {
            int last = days_of_month(year, month);
            assert_true(calendar_exists((struct calendar){year, month, 1}));
            assert_true(calendar_exists((struct calendar){year, month, last}));
            assert_false(calendar_exists((struct calendar){year, month, 0}));
            assert_false(calendar_exists((struct calendar){year, month, last + 1}));
        }
    }
}

static void leap_days_are_days_of_leap_years_only(void **state)
{
    day read;
    (void)state;
    assert_true(day_read("2000-02-29", &read));
    assert_true(day_read("2024-02-29", &read));
    assert_false(day_read("1900-02-29", &read));
    assert_false(day_read("2023-02-29", &read));
    assert_false(day_read("2024-02-30", &read));
}

static void what_is_no_day_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "2026-11",
        "2026-11-2",
        "2026-11-024",
        "2026-11-24T",
        "2026-11-24 ",
        " 2026-11-24",
        "26-11-24",
        "2026/11/24",
        "20261124",
        "2026-1-24",
        "0000-12-31",
        "2026-13-01",
        "2026-12-32",
        "10000-01-01",
        "-001-01-01",
        "2026-11-+4",
        "2026-W48-2",
    };
    day read = {7};
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (day_read(wrong[i], &read))
            fail_msg("%s was read", wrong[i]);
    }
    assert_int_equal(read.number, 7);
}

static void the_calendar_has_no_year_below_1_or_above_9999(void **state)
{
    (void)state;
    assert_false(calendar_exists((struct calendar){0, 12, 31}));
    assert_true(calendar_exists((struct calendar){1, 1, 1}));
    assert_true(calendar_exists((struct calendar){9999, 12, 31}));
    assert_false(calendar_exists((struct calendar){10000, 1, 1}));
}

static void the_day_of_a_moment_depends_on_where_one_is(void **state)
{
    instant late = {1795514400000 + 13 * 3600000}; /* 2026-11-24T23:00:00Z */
    (void)state;
    int64_t in_utc = day_of_instant(late, 0).number;
    assert_int_equal(in_utc, 20781);
    assert_int_equal(day_of_instant(late, 59).number, in_utc);
    assert_int_equal(day_of_instant(late, 60).number, in_utc + 1);
    assert_int_equal(day_of_instant(late, -23 * 60).number, in_utc);
    assert_int_equal(day_of_instant(late, -23 * 60 - 1).number, in_utc - 1);
}

static void the_millisecond_before_1970_is_in_1969(void **state)
{
    (void)state;
    assert_int_equal(day_of_instant((instant){0}, 0).number, 0);
    assert_int_equal(day_of_instant((instant){-1}, 0).number, -1);
    assert_int_equal(day_of_instant((instant){-DAY_MS}, 0).number, -1);
    assert_int_equal(day_of_instant((instant){-DAY_MS - 1}, 0).number, -2);
}

static void no_moment_is_later_than_can_be_written(void **state)
{
    (void)state;
    instant last = {253402300799999};
    assert_int_equal(instant_later((instant){-1000}, 999).ms, -1);
    assert_int_equal(instant_later((instant){last.ms - 1}, 1).ms, last.ms);
    assert_int_equal(instant_later(last, 1).ms, last.ms);
    assert_int_equal(instant_later((instant){-62135596800000}, INT64_MAX / 2).ms, last.ms);
}

static void weekdays_go_from_monday_1_to_sunday_7(void **state)
{
    (void)state;
    assert_int_equal(day_weekday((day){0}), 4);       /* 1970-01-01 was a Thursday */
    assert_int_equal(day_weekday((day){-135140}), 6); /* 1600-01-01 was a Saturday */
    for (int64_t number = -1000; number < 1000; number++)
        assert_int_equal(day_weekday((day){number + 1}), day_weekday((day){number}) % 7 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_read_at_any_offset),
        cmocka_unit_test(what_is_no_moment_is_refused),
        cmocka_unit_test(a_leap_second_is_the_second_before_it),
        cmocka_unit_test(second_60_of_another_minute_is_refused),
        cmocka_unit_test(an_offset_never_leads_out_of_the_years_that_can_be_written),
        cmocka_unit_test(the_offset_is_not_asked_of_everyone),
        cmocka_unit_test(moments_are_written_in_utc_with_milliseconds),
        cmocka_unit_test(every_written_moment_is_read_again),
        cmocka_unit_test(every_day_of_800_years_comes_back),
        cmocka_unit_test(no_month_has_a_day_more_or_a_day_less),
        cmocka_unit_test(leap_days_are_days_of_leap_years_only),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(the_calendar_has_no_year_below_1_or_above_9999),
        cmocka_unit_test(the_day_of_a_moment_depends_on_where_one_is),
        cmocka_unit_test(the_millisecond_before_1970_is_in_1969),
        cmocka_unit_test(no_moment_is_later_than_can_be_written),
        cmocka_unit_test(weekdays_go_from_monday_1_to_sunday_7),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
