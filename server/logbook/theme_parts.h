/* What the files about themes share with each other. */
#ifndef KITH_LOGBOOK_THEME_PARTS_H
#define KITH_LOGBOOK_THEME_PARTS_H

#include "logbook/themes.h"

/* t is the theme, s its counts, m wrote the meaning. */
#define THEME_COLUMNS                                                                              \
    "SELECT t.id AS row, t.uid AS id, t.name, t.meaning,"                                          \
    " (SELECT json_group_array(word) FROM (SELECT word FROM theme_word"                            \
    "  WHERE theme = t.id AND word <> t.name ORDER BY id)) AS aliases,"                            \
    " m.uid AS meaning_by, m.name AS meaning_by_name, coalesce(s.times, 0) AS times,"              \
    " coalesce(s.people, 0) AS people, t.revision, t.created_at, t.updated_at"
#define THEME_MEANING_BY " LEFT JOIN member m ON m.id = t.meaning_by"

/* Row of the theme with that id, following merges; a fault at `pointer` when there is none. */
struct error *theme_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row);

/* The theme in that row; with its weeks unless `until` is NOTHING. */
struct error *theme_read(struct work *w, int64_t row, day until, struct theme *ret_theme);

/* Counts the twelve weeks up to `until` of a theme that was read. */
struct error *theme_weeks(struct work *w, struct theme *theme, day until);

extern const struct statement theme_list_statements[];
extern const struct statement theme_merge_statements[];

#endif
