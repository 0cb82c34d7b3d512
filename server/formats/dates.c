/* Dates of the calendar. */
#include "formats/phrase.h"

#include <string.h>

enum { YEARS_TO_A_LEAP_DAY = 8, CENTURY = 2000 };

static const char *const months[] = {
    "january", "february",  "march",   "april",    "may",      "june", "july",
    "august",  "september", "october", "november", "december", NULL,
};

static struct day_match match_date(int words, struct calendar date)
{
    if (!calendar_exists(date))
        return (struct day_match){.words = words, .is_missing = true};
    return match_day(words, day_of_calendar(date));
}

/* A date without a year: the next one, today included. */
static struct day_match match_next(int words, struct calendar date, day today)
{
    int year = calendar_of_day(today).year;
    for (date.year = year; date.year <= year + YEARS_TO_A_LEAP_DAY; date.year++) {
        if (calendar_exists(date) && day_of_calendar(date).number >= today.number)
            return match_date(words, date);
    }
    return (struct day_match){.words = words, .is_missing = true};
}

struct day_match date_iso(const struct phrase *phrase)
{
    const char *text = phrase->words[0];
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return (struct day_match){0};
    struct calendar date;
    date.year = digits_read(&text, 4);
    text++;
    date.month = digits_read(&text, 2);
    text++;
    date.day = digits_read(&text, 2);
    if (*text || date.year < 0 || date.month < 0 || date.day < 0)
        return (struct day_match){0};
    return match_date(1, date);
}

struct day_match date_numbers(const struct phrase *phrase)
{
    const char *text = phrase->words[0];
    struct calendar date = {0};
    date.day = digits_read(&text, 2);
    char mark = *text;
    if (date.day < 0 || (mark != '/' && mark != '.'))
        return (struct day_match){0};
    text++;
    date.month = digits_read(&text, 2);
    bool is_short = mark == '.' ? word_is(text, ".") : word_is(text, "");
    if (date.month < 0 || (!is_short && *text != mark))
        return (struct day_match){0};
    if (is_short)
        return match_next(1, date, phrase->today);
    const char *year = text + 1;
    date.year = word_number(year, 4);
    if (date.year < 0 || strlen(year) % 2 != 0)
        return (struct day_match){0};
    if (strlen(year) == 2)
        date.year += CENTURY;
    return match_date(1, date);
}

static int month_of(const char *word)
{
    char name[LONGEST_PHRASE + 1];
    size_t length = strlen(word);
    memcpy(name, word, length + 1);
    if (length == 4 && (name[3] == '.' || word_is(name, "sept")))
        name[3] = 0;
    return word_place(name, months, 3);
}

/* 4, or 4th. */
static int day_of_month_of(const char *word)
{
    static const char *const endings[] = {"", "st", "nd", "rd", "th"};
    int number = digits_read(&word, 2);
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (word_is(word, endings[i]))
            return number;
    }
    return -1;
}

struct day_match date_month(const struct phrase *phrase)
{
    struct calendar date = {0};
    int words = word_is(phrase->words[0], "the") ? 1 : 0;
    date.month = month_of(phrase->words[words]);
    date.day = day_of_month_of(phrase->words[date.month > 0 ? words + 1 : words]);
    words++;
    if (date.month == 0) {
        words += word_is(phrase->words[words], "of") ? 1 : 0;
        date.month = month_of(phrase->words[words]);
    }
    words++;
    if (date.month == 0 || date.day < 0)
        return (struct day_match){0};
    const char *year = phrase->words[words];
    date.year = word_number(year, 4);
    if (strlen(year) == 4 && date.year >= 0)
        return match_date(words + 1, date);
    return match_next(words, date, phrase->today);
}
