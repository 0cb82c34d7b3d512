/* Capture marks: lines of a body that are facts or promises, and names mentioned in it. */
#ifndef KITH_FORMATS_MARKS_H
#define KITH_FORMATS_MARKS_H

#include "base/arena.h"
#include "base/instant.h"

#include <stdbool.h>

enum { MOST_NAME_WORDS = 4 };

/* What may be meant by an @: its first word, its first two and so on, since only the logbook knows
 * which of them is somebody's name. `ends[n]` is the byte of the body behind word n + 1. Behind a
 * mark no guess takes all of the words: some are left for the text. */
struct name_guess {
    const char *words[MOST_NAME_WORDS];
    size_t ends[MOST_NAME_WORDS];
    int count;
};

enum mark_kind { MARK_FACT, MARK_PROMISE };

/* One line that starts with "! " or "[ ] ". */
struct mark {
    enum mark_kind kind;
    size_t start, end;      /* bytes of the line in the body, its line break included */
    size_t text_start;      /* where the words begin, behind the mark but not behind a name */
    size_t text_end;        /* where they end: before ` by …` when that is due, else at the line's
                               end; without the spaces there */
    struct name_guess name; /* after the mark, `@name`; count 0 when there is none */
    day due_on;             /* NOTHING unless a day was read */
    const char *due_time;   /* "17:00" beside a day, or NULL */
    const char *due_words;  /* "when it ships", or NULL */
    const char *no_such_day; /* "2026-02-30": the line is to stay in the body; or NULL */
};

/* One `@name` outside of marked lines; it stays in the body. Of a blockquote it is only the name at
 * its end: the words are the customer's. */
struct mention {
    size_t start; /* of the @ */
    struct name_guess name;
};

struct marks {
    struct mark *items;
    size_t count;
    struct mention *mentions;
    size_t mention_count;
};

/* Reads all marks of a body. Days are read against `at`, seen at the offset it was sent with.
 * Nothing in code or in a blockquote is a mark, nor is a line that starts with \! or \[, nor one
 * without words. Lives in the arena. */
void marks_read(struct arena *arena, const char *body, size_t length, instant at,
                int offset_minutes, struct marks *ret_marks);

/* The words of a mark without the first `name_words` words of its name (0 keeps the @), and without
 * a colon or comma behind these; tabs and carriage returns as spaces. Never "". */
char *mark_text(struct arena *arena, const char *body, const struct mark *mark, int name_words);

/* The body without the lines of the marks for which taken[i] is true: every other byte as it was.
 */
char *marks_remainder(struct arena *arena, const char *body, size_t length,
                      const struct marks *marks, const bool *taken);

#endif
