/* Days as people write them in English: "Friday", "in 2 weeks", "4 Dec 2027 at 17:00". */
#ifndef KITH_FORMATS_DAYS_H
#define KITH_FORMATS_DAYS_H

#include "base/instant.h"

enum { TIME_TEXT = 6 };

enum day_reading {
    DAY_IS_NONE, /* other words */
    DAY_IS_READ,
    DAY_IS_MISSING, /* it looks like a day, and the calendar has no such day */
};

/* Reads a phrase as one day, seen from `today`, perhaps with a time. A day or time that is not
 * there leaves its output untouched; a time is written as "17:00". */
enum day_reading day_phrase_read(const char *phrase, size_t length, day today, day *ret_day,
                                 char ret_time[TIME_TEXT]);

#endif
