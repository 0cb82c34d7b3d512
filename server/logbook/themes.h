/* Themes: the #words of bodies, with a meaning; renamed and merged without touching a body. */
#ifndef KITH_LOGBOOK_THEMES_H
#define KITH_LOGBOOK_THEMES_H

#include "logbook/shared.h"

/* How often a theme came up in one week. */
struct theme_week {
    uint64_t given;
    day from; /* its Monday */
    number times;
    ident theme; /* for the address */
    const char *from_text;
    const char *to_text;
};
extern const struct shape theme_week_shape;

struct theme {
    uint64_t given;
    ident id;
    const char *name;
    const char *meaning;
    struct list aliases; /* of texts: its other words */
    ident meaning_by;    /* a member */
    const char *meaning_by_name;
    number times;
    number people;
    struct list weeks; /* twelve, oldest first, when until= was asked */
    int64_t revision;
    instant created_at;
    instant updated_at;
    ident merged_into;
    int64_t row;
};
extern const struct shape theme_shape;

/* A theme as it came up with one person. */
struct person_theme {
    uint64_t given;
    ident id;
    const char *name;
    number times; /* with this person */
    ident person; /* for the address */
    int64_t row;
};
extern const struct shape person_theme_shape;

struct themes_filter {
    uint64_t given;
    ident person; /* those that came up with this person, most often first: person_theme_shape */
    day until;    /* weeks: the twelve up to this day */
    int64_t limit;
    const char *cursor;
    int64_t after;
    int64_t after_at;
};
extern const struct shape themes_filter_shape;

/* Takes the words of one theme into another. */
struct theme_merge {
    uint64_t given;
    ident into;
};
extern const struct shape theme_merge_shape;

extern const struct statement themes_statements[];

/* Makes a theme before any body has it. One with that word is a conflict. */
struct error *theme_make(struct work *w, const struct theme *asked, struct theme *ret_made);

/* `until` NOTHING leaves the weeks out. Follows merges. */
struct error *theme_find(struct work *w, ident id, day until, struct theme *ret_theme);

/* A new name that is another theme's word is a conflict naming it; else the old word stays as an
 * alias and the new one is added. A new meaning sets meaning_by to who asks. */
struct error *theme_change(struct work *w, ident id, const struct theme *patch,
                           struct theme *ret_changed);

/* All words of `id` become aliases of `into`; conversations that bear both count once. */
struct error *theme_merge(struct work *w, ident id, const struct theme_merge *asked,
                          struct theme *ret_into);

/* By number of people, most first. Themes that no conversation bears any more and that have no
 * meaning are left out. */
struct error *themes_list(struct work *w, const struct themes_filter *filter,
                          struct page *ret_page);

/* Row of the theme with that id, following merges. */
struct error *theme_row(struct work *w, ident id, int64_t *ret_row);

#endif
