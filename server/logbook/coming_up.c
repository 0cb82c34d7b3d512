/* Days that people told us about, as they come up. */
#include "logbook/coming_up.h"

#include <stdlib.h>

enum { DAYS_AHEAD = 14, MOST_DAYS = 50 };

static const struct field coming_day_fields[] = {
    RECORD(coming_day, person, &ref_shape, .help = "Whose day it is."),
    FIELD(coming_day, on, .help = "The day on which it falls now."),
    FIELD(coming_day, what, .help = "What day it is to them."),
    FIELD(coming_day, since, .help = "The day as told."),
    FIELD(coming_day, row, .rules = HIDDEN),
    {0},
};
const struct shape coming_day_shape = SHAPE(coming_day, coming_day_fields);

/* Days of a calendar: as days, or as month * 100 + day when they come every year. */
struct day_range {
    uint64_t given;
    int64_t first;
    int64_t last;
};
static const struct field day_range_fields[] = {
    FIELD(day_range, first),
    FIELD(day_range, last),
    {0},
};
static const struct shape day_range_shape = SHAPE(day_range, day_range_fields);

/* The join is a loop along the index, whose order is the order of the answer. */
#define COMING_DAYS(index, condition)                                                              \
    "SELECT json_object('id', ident_text(p.uid), 'name', p.name) AS person, d.on_day AS since,"    \
    " json_extract(p.dates, '$[' || d.position || '].what') AS what, p.id AS row"                  \
    " FROM person_date d INDEXED BY " index " CROSS JOIN person p ON p.id = d.person"              \
    " WHERE p.trashed_at IS NULL AND p.merged_into IS NULL AND " condition

enum { ONCE, YEARLY };

const struct statement coming_up_statements[] = {
    [ONCE] = {.sql = COMING_DAYS("person_date_once",
                                 "d.month_day IS NULL AND d.on_day BETWEEN :first AND :last"
                                 " ORDER BY d.on_day, d.person LIMIT 50"),
              .in = &day_range_shape,
              .out = &coming_day_shape},
    [YEARLY] = {.sql =
                    COMING_DAYS("person_date_yearly", "d.month_day BETWEEN :first AND :last"
                                                      " ORDER BY d.month_day, d.person LIMIT 50"),
                .in = &day_range_shape,
                .out = &coming_day_shape},
    {0},
};

static int64_t month_day(struct calendar date)
{
    return date.month * 100 + date.day;
}

/* The day of a year on which a day that comes every year falls. */
static day in_year(day since, int year)
{
    struct calendar date = calendar_of_day(since);
    date.year = year;
    if (!calendar_exists(date))
        date.day = 28;
    return day_of_calendar(date);
}

/* Adds the yearly days of one year from `first` to `last`, which lie in that year. */
static struct error *add_yearly(struct work *w, day first, day last, struct list *days)
{
    struct calendar end = calendar_of_day(last);
    struct day_range range = {.first = month_day(calendar_of_day(first)), .last = month_day(end)};
    struct calendar leap_day = {.year = end.year, .month = 2, .day = 29};
    if (range.last == 228 && !calendar_exists(leap_day))
        range.last = 229;
    struct list found = {0};
    struct error *err = db_list(w, &coming_up_statements[YEARLY], &range, &found);
    const struct coming_day *items = found.items;
    for (size_t i = 0; i < found.count && !err; i++) {
        struct coming_day coming = items[i];
        coming.on = in_year(coming.since, end.year);
        shape_give(&coming_day_shape, &coming, "on");
        if (coming.on.number >= coming.since.number)
            ((struct coming_day *)days->items)[days->count++] = coming;
    }
    return err;
}

static struct error *add_once(struct work *w, day first, day last, struct list *days)
{
    struct day_range range = {.first = first.number, .last = last.number};
    struct list found = {0};
    struct error *err = db_list(w, &coming_up_statements[ONCE], &range, &found);
    const struct coming_day *items = found.items;
    for (size_t i = 0; i < found.count && !err; i++) {
        struct coming_day coming = items[i];
        coming.on = coming.since;
        shape_give(&coming_day_shape, &coming, "on");
        ((struct coming_day *)days->items)[days->count++] = coming;
    }
    return err;
}

static int compare_days(const void *left, const void *right)
{
    const struct coming_day *one = left;
    const struct coming_day *other = right;
    if (one->on.number != other->on.number)
        return one->on.number < other->on.number ? -1 : 1;
    return (one->row > other->row) - (one->row < other->row);
}

struct error *coming_up_read(struct work *w, day on, struct list *ret_days)
{
    day last = {on.number + DAYS_AHEAD - 1};
    struct calendar first_day = calendar_of_day(on);
    struct calendar last_day = calendar_of_day(last);
    /* Those that come once, and yearly ones of one year or of two. */
    struct list days = {.items = arena_take(w->arena, sizeof(struct coming_day) * MOST_DAYS * 3)};
    struct error *err = add_once(w, on, last, &days);
    if (!err && first_day.year == last_day.year) {
        err = add_yearly(w, on, last, &days);
    } else if (!err) {
        day new_year = day_of_calendar((struct calendar){last_day.year, 1, 1});
        err = add_yearly(w, on, (day){new_year.number - 1}, &days);
        if (!err)
            err = add_yearly(w, new_year, last, &days);
    }
    if (err)
        return err;
    qsort(days.items, days.count, sizeof(struct coming_day), compare_days);
    if (days.count > MOST_DAYS)
        days.count = MOST_DAYS;
    *ret_days = days;
    return NULL;
}
