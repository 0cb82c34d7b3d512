/* Cuts phrases into words, and reads numbers and times of day. */
#include "formats/phrase.h"

#include <stdio.h>
#include <string.h>

bool word_is(const char *one, const char *other)
{
    return strcmp(one, other) == 0;
}

int word_place(const char *word, const char *const *list, size_t shortest)
{
    for (int i = 0; list[i]; i++) {
        if (word_is(word, list[i]) ||
            (strlen(word) == shortest && strncmp(word, list[i], shortest) == 0))
            return i + 1;
    }
    return 0;
}

int digits_read(const char **text, int most)
{
    int number = 0;
    int digits = 0;
    for (; **text >= '0' && **text <= '9'; (*text)++, digits++) {
        if (digits == most)
            return -1;
        number = number * 10 + (**text - '0');
    }
    return digits > 0 ? number : -1;
}

int word_number(const char *word, int most)
{
    int number = digits_read(&word, most);
    return *word ? -1 : number;
}

/* The hour of a day, of which `half` is "am", "pm" or "" for all 24 hours; or -1. */
static int hour_of(int hour, const char *half)
{
    if (*half == 0)
        return hour <= 23 ? hour : -1;
    bool is_half = word_is(half, "am") || word_is(half, "pm");
    if (!is_half || hour < 1 || hour > 12)
        return -1;
    return hour % 12 + (word_is(half, "pm") ? 12 : 0);
}

bool phrase_clock(const char *word, const char *next, char ret_time[TIME_TEXT])
{
    int hour = digits_read(&word, 2);
    int minute = 0;
    bool has_minutes = *word == ':';
    if (has_minutes) {
        const char *digits = ++word;
        minute = digits_read(&word, 2);
        if (word != digits + 2)
            return false;
    }
    if (*word && *next)
        return false;
    const char *half = *word ? word : next;
    if (hour < 0 || minute < 0 || minute > 59 || (*half == 0 && !has_minutes))
        return false;
    hour = hour_of(hour, half);
    if (hour < 0)
        return false;
    snprintf(ret_time, TIME_TEXT, "%02u:%02u", (unsigned)hour % 24, (unsigned)minute % 60);
    return true;
}

bool phrase_cut(const char *text, size_t length, struct phrase *phrase)
{
    if (length > LONGEST_PHRASE)
        return false;
    for (int i = 0; i <= MOST_PHRASE_WORDS; i++)
        phrase->words[i] = "";
    bool in_word = false;
    for (size_t i = 0; i < length; i++) {
        char byte = text[i];
        bool parts = byte == ' ' || byte == '\t' || byte == ',';
        phrase->text[i] = (char)(parts ? 0 : byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
        if (!parts && !in_word) {
            if (phrase->count == MOST_PHRASE_WORDS)
                return false;
            phrase->words[phrase->count++] = phrase->text + i;
        }
        in_word = !parts;
    }
    return phrase->count > 0;
}
