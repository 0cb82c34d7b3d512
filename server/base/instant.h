/* Moments and days. A moment is milliseconds UTC since 1970; a day has no zone. */
#ifndef KITH_BASE_INSTANT_H
#define KITH_BASE_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The value of a number, a moment or a day that is null. */
#define NOTHING INT64_MIN

typedef struct {
    int64_t ms;
} instant;

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef struct {
    int64_t number;
} day;

enum { INSTANT_TEXT = 25, DAY_TEXT = 11, DAY_MS = 86400000 };

struct calendar {
    int year, month, day; /* month and day from 1 */
};

instant instant_now(void);

/* A clock that nobody sets, for how long something takes. */
int64_t monotonic_us(void);

/* Reads RFC 3339, section 5.6, years 0001 to 9999; any offset; fractions beyond milliseconds are
 * cut. `ret_offset_minutes` may be NULL. False when the text is no such moment. */
bool instant_read(const char *text, instant *ret_instant, int *ret_offset_minutes);

/* Writes "2026-11-24T09:40:00.000Z" and a NUL: INSTANT_TEXT bytes. */
void instant_write(instant moment, char text[INSTANT_TEXT]);

/* The moment so many milliseconds later, or the last one that can be written. */
instant instant_later(instant moment, int64_t ms);

/* Reads "2026-11-24", years 0001 to 9999. False when there is no such day. */
bool day_read(const char *text, day *ret_day);

/* Writes "2026-11-24" and a NUL: DAY_TEXT bytes. */
void day_write(day date, char text[DAY_TEXT]);

day day_of_calendar(struct calendar date);
struct calendar calendar_of_day(day date);

/* The day of a moment, seen at an offset from UTC. */
day day_of_instant(instant moment, int offset_minutes);

/* 1 for Monday to 7 for Sunday. */
int day_weekday(day date);

bool calendar_exists(struct calendar date);

#endif
