/* Moments and days, after RFC 3339 and the civil calendar. */
#include "base/instant.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const int64_t last_ms = 253402300799999; /* 9999-12-31T23:59:59.999Z */

instant instant_later(instant moment, int64_t ms)
{
    return (instant){ms < last_ms - moment.ms ? moment.ms + ms : last_ms};
}

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

instant instant_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (instant){(int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000};
}

/* Days from civil, with years that start in March so that leap days come last. */
day day_of_calendar(struct calendar date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (day){era * 146097 + day_of_era - 719468};
}

struct calendar calendar_of_day(day date)
{
    int64_t z = date.number + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct calendar found;
    found.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    found.month = (int)(month < 10 ? month + 3 : month - 9);
    found.year = (int)(year_of_era + era * 400 + (found.month <= 2));
    return found;
}

bool calendar_exists(struct calendar date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1)
        return false;
    struct calendar same = calendar_of_day(day_of_calendar(date));
    return same.month == date.month && same.day == date.day;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

day day_of_instant(instant moment, int offset_minutes)
{
    return (day){floor_divide(moment.ms + (int64_t)offset_minutes * 60000, DAY_MS)};
}

int day_weekday(day date)
{
    return (int)(((date.number + 3) % 7 + 7) % 7) + 1;
}

/* Reads exactly `digits` digits; -1 when they are not there. */
static int read_number(const char **text, int digits)
{
    int number = 0;
    for (int i = 0; i < digits; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        number = number * 10 + (**text - '0');
    }
    return number;
}

static bool read_byte(const char **text, char byte)
{
    if (**text != byte)
        return false;
    (*text)++;
    return true;
}

static bool read_day(const char **text, day *ret_day)
{
    struct calendar date;
    date.year = read_number(text, 4);
    if (date.year < 0 || !read_byte(text, '-'))
        return false;
    date.month = read_number(text, 2);
    if (date.month < 0 || !read_byte(text, '-'))
        return false;
    date.day = read_number(text, 2);
    if (!calendar_exists(date))
        return false;
    *ret_day = day_of_calendar(date);
    return true;
}

bool day_read(const char *text, day *ret_day)
{
    day date;
    if (!read_day(&text, &date) || *text)
        return false;
    *ret_day = date;
    return true;
}

static bool read_offset(const char **text, int *ret_minutes)
{
    if (read_byte(text, 'Z') || read_byte(text, 'z')) {
        *ret_minutes = 0;
        return true;
    }
    int sign = **text == '-' ? -1 : 1;
    if (!read_byte(text, '+') && !read_byte(text, '-'))
        return false;
    int hours = read_number(text, 2);
    if (hours < 0 || hours > 23 || !read_byte(text, ':'))
        return false;
    int minutes = read_number(text, 2);
    if (minutes < 0 || minutes > 59)
        return false;
    *ret_minutes = sign * (hours * 60 + minutes);
    return true;
}

static bool read_fraction(const char **text, int *ret_ms)
{
    if (!read_byte(text, '.'))
        return true;
    int digits = 0;
    int ms = 0;
    for (; **text >= '0' && **text <= '9'; (*text)++, digits++) {
        if (digits < 3)
            ms = ms * 10 + (**text - '0');
    }
    for (int i = digits; i < 3; i++)
        ms *= 10;
    *ret_ms = ms;
    return digits > 0;
}

/* Reads "09:40:00"; second 60 is told by `ret_leap` and read as the one before it. */
static bool read_time(const char **text, int *ret_seconds, bool *ret_leap)
{
    int hour = read_number(text, 2);
    if (hour < 0 || hour > 23 || !read_byte(text, ':'))
        return false;
    int minute = read_number(text, 2);
    if (minute < 0 || minute > 59 || !read_byte(text, ':'))
        return false;
    int second = read_number(text, 2);
    if (second < 0 || second > 60)
        return false;
    *ret_leap = second == 60;
    *ret_seconds = hour * 3600 + minute * 60 + second - *ret_leap;
    return true;
}

bool instant_read(const char *text, instant *ret_instant, int *ret_offset_minutes)
{
    day date;
    if (!read_day(&text, &date) || (*text != 'T' && *text != 't' && *text != ' '))
        return false;
    text++;
    int seconds = 0;
    bool leap = false;
    int ms = 0;
    int offset = 0;
    if (!read_time(&text, &seconds, &leap) || !read_fraction(&text, &ms) ||
        !read_offset(&text, &offset) || *text)
        return false;
    instant moment = {date.number * DAY_MS + (int64_t)seconds * 1000 + ms -
                      (int64_t)offset * 60000};
    day in_utc = day_of_instant(moment, 0);
    if (!calendar_exists(calendar_of_day(in_utc)))
        return false;
    /* RFC 3339, section 5.7: leap seconds end a day in UTC. */
    if (leap && moment.ms - in_utc.number * DAY_MS < DAY_MS - 1000)
        return false;
    *ret_instant = moment;
    if (ret_offset_minutes)
        *ret_offset_minutes = offset;
    return true;
}

static void write_digits(char *at, int64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
}

void day_write(day date, char text[DAY_TEXT])
{
    struct calendar found = calendar_of_day(date);
    memcpy(text, "0000-00-00", DAY_TEXT);
    write_digits(text, found.year, 4);
    write_digits(text + 5, found.month, 2);
    write_digits(text + 8, found.day, 2);
}

void instant_write(instant moment, char text[INSTANT_TEXT])
{
    day date = day_of_instant(moment, 0);
    int64_t of_day = moment.ms - date.number * DAY_MS;
    day_write(date, text);
    memcpy(text + 10, "T00:00:00.000Z", INSTANT_TEXT - 10);
    write_digits(text + 11, of_day / 3600000, 2);
    write_digits(text + 14, of_day / 60000 % 60, 2);
    write_digits(text + 17, of_day / 1000 % 60, 2);
    write_digits(text + 20, of_day % 1000, 3);
}
