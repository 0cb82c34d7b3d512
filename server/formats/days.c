/* Reads days. Each way to write one is a reader; the first that fits the whole phrase wins. */
#include "formats/days.h"

#include "formats/phrase.h"

#include <string.h>

enum { WEEK = 7, SHORTEST_MONTH = 28, LONGEST_COUNT = 3 /* digits */ };

static const char *const weekdays[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL,
};
static const char *const counts[] = {
    "one",   "two",  "three", "four",   "five",   "six", "seven",
    "eight", "nine", "ten",   "eleven", "twelve", NULL,
};

struct day_match match_day(int words, day found)
{
    return (struct day_match){.words = words, .found = found};
}

static day month_later(day from, int months_later)
{
    struct calendar date = calendar_of_day(from);
    int month = date.month - 1 + months_later;
    date.year += month / 12;
    date.month = month % 12 + 1;
    while (date.day > SHORTEST_MONTH && !calendar_exists(date))
        date.day--;
    return day_of_calendar(date);
}

static day month_first(day from)
{
    return (day){from.number - calendar_of_day(from).day + 1};
}

/* The days to the next such weekday, 1 to 7. */
static int days_to(int weekday, day today)
{
    return (weekday - day_weekday(today) + 2 * WEEK - 1) % WEEK + 1;
}

static struct day_match read_near(const struct phrase *phrase)
{
    day today = phrase->today;
    const char *word = phrase->words[0];
    if (word_is(word, "today"))
        return match_day(1, today);
    if (word_is(word, "tomorrow"))
        return match_day(1, (day){today.number + 1});
    int lead = word_is(word, "this") || word_is(word, "next") ? 1 : 0;
    int weekday = word_place(phrase->words[lead], weekdays, 3);
    if (weekday == 0)
        return (struct day_match){0};
    int later = word_is(word, "next") ? WEEK : 0;
    return match_day(lead + 1, (day){today.number + days_to(weekday, today) + later});
}

static int count_of(const char *word)
{
    if (word_is(word, "a") || word_is(word, "an"))
        return 1;
    int named = word_place(word, counts, SIZE_MAX);
    return named > 0 ? named : word_number(word, LONGEST_COUNT);
}

static struct day_match read_in(const struct phrase *phrase)
{
    int count = word_is(phrase->words[0], "in") ? count_of(phrase->words[1]) : -1;
    const char *unit = phrase->words[2];
    if (count < 0)
        return (struct day_match){0};
    if (word_is(unit, "day") || word_is(unit, "days"))
        return match_day(3, (day){phrase->today.number + count});
    if (word_is(unit, "week") || word_is(unit, "weeks"))
        return match_day(3, (day){phrase->today.number + count * WEEK});
    if (word_is(unit, "month") || word_is(unit, "months"))
        return match_day(3, month_later(phrase->today, count));
    return (struct day_match){0};
}

static struct day_match read_next(const struct phrase *phrase)
{
    if (!word_is(phrase->words[0], "next"))
        return (struct day_match){0};
    if (word_is(phrase->words[1], "week"))
        return match_day(2, (day){phrase->today.number + days_to(1, phrase->today)});
    if (word_is(phrase->words[1], "month"))
        return match_day(2, month_later(month_first(phrase->today), 1));
    return (struct day_match){0};
}

static struct day_match read_end_of(const struct phrase *phrase)
{
    int at = word_is(phrase->words[0], "the") ? 1 : 0;
    if (!word_is(phrase->words[at], "end") || !word_is(phrase->words[at + 1], "of"))
        return (struct day_match){0};
    at += word_is(phrase->words[at + 2], "the") ? 3 : 2;
    day yesterday = {phrase->today.number - 1};
    if (word_is(phrase->words[at], "week"))
        return match_day(at + 1, (day){yesterday.number + days_to(5, yesterday)});
    if (word_is(phrase->words[at], "month"))
        return match_day(at + 1, (day){month_later(month_first(phrase->today), 1).number - 1});
    return (struct day_match){0};
}

/* True when the words from `at` on are a time, or there are none. */
static bool read_time(const struct phrase *phrase, int at, char ret_time[TIME_TEXT])
{
    if (at == phrase->count)
        return true;
    if (word_is(phrase->words[at], "at"))
        at++;
    int left = phrase->count - at;
    return (left == 1 || left == 2) &&
           phrase_clock(phrase->words[at], phrase->words[at + 1], ret_time);
}

enum day_reading day_phrase_read(const char *phrase, size_t length, day today, day *ret_day,
                                 char ret_time[TIME_TEXT])
{
    typedef struct day_match reader(const struct phrase *phrase);
    static reader *const readers[] = {
        read_near, read_in, read_next, read_end_of, date_iso, date_numbers, date_month,
    };
    struct phrase cut = {.today = today};
    if (!phrase_cut(phrase, length, &cut))
        return DAY_IS_NONE;
    for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
        struct day_match match = readers[i](&cut);
        if (match.words == 0 || !read_time(&cut, match.words, ret_time))
            continue;
        if (match.is_missing)
            return DAY_IS_MISSING;
        if (!calendar_exists(calendar_of_day(match.found)))
            return DAY_IS_NONE;
        *ret_day = match.found;
        return DAY_IS_READ;
    }
    return DAY_IS_NONE;
}
