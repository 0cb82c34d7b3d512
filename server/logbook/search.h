/* Finding anyone or anything: people first, then words, themes and tags. */
#ifndef KITH_LOGBOOK_SEARCH_H
#define KITH_LOGBOOK_SEARCH_H

#include "logbook/shared.h"

/* A number of what was found is exact up to this. */
enum { FOUND_EXACT = 200 };

/* A part of a text: what was looked for, or what stands around it. */
struct snippet_part {
    uint64_t given;
    const char *text;
    bool found;
};
extern const struct shape snippet_part_shape;

enum now_kind { NOW_PROMISE, NOW_PREFERS, NOW_FACT, NOW_SUMMARY };

/* The one line about a person that matters now. */
struct now {
    uint64_t given;
    unsigned kind; /* enum now_kind */
    const char *text;
    day due_on; /* of a promise */
};
extern const struct shape now_shape;

enum why { WHY_NAME, WHY_READS_AS, WHY_COMPANY, WHY_HANDLE };

struct found_person {
    uint64_t given;
    ident id;
    const char *name;
    const char *company;
    const char *place;
    instant last_heard_at;
    unsigned why;        /* enum why: where the first of the words is */
    struct list snippet; /* of that field */
    struct list now;     /* one, or none */
};
extern const struct shape found_person_shape;

enum found_field { FOUND_BODY, FOUND_QUOTE, FOUND_TURN, FOUND_SUMMARY, FOUND_FACT, FOUND_PROMISE };

struct found_words {
    uint64_t given;
    unsigned field;      /* enum found_field */
    struct list snippet; /* around what was found */
    ident conversation_id;
    ident fact_id;
    ident promise_id;
    ident person_id;
    const char *person_name;
    const char *company;
    const char *kind;
    instant at;
    struct list members; /* of refs */
    const char *text;    /* the whole passage */
};
extern const struct shape found_words_shape;

struct search {
    uint64_t given;
    struct list people;
    number people_count;
    struct list words; /* newest of the best first */
    number words_count;
    struct list themes; /* of theme_shape */
    number themes_count;
    struct list tags; /* of tag_shape */
    number tags_count;
    bool complete; /* false when a filter had to stop looking */
    const char *next;
    const char *asked; /* the parameters, for addresses; set by who asks */
    bool more_words;   /* there is a page of words behind this one, which begins at: */
    int64_t next_at;   /* the passage */
    int64_t next_row;  /* and how many conversations of those before it are shown */
};
extern const struct shape search_shape;

enum only { ONLY_ALL, ONLY_PEOPLE, ONLY_WORDS, ONLY_THEMES, ONLY_TAGS };

struct search_query {
    uint64_t given;
    const char *q;
    const char *kind;
    instant from;
    instant to;
    ident person;
    ident company;
    ident theme;
    ident tag;
    ident member;
    unsigned only; /* enum only */
    int64_t limit;
    const char *cursor;
    int64_t after;
    int64_t after_at;
};
extern const struct shape search_query_shape;

extern const struct statement search_statements[];
extern const struct statement search_people_statements[];
extern const struct statement search_slips_statements[];
extern const struct statement search_bearers_statements[];
extern const struct statement search_shown_statements[];
extern const struct statement search_match_statements[];
extern const struct statement search_terms_statements[];
extern const struct statement search_words_statements[];

/* Whatever is typed is a query. Lists hold at most `limit` of each sort, 10 unless told, 50 of one
 * sort alone; numbers are exact up to FOUND_EXACT. */
struct error *search_find(struct work *w, const struct search_query *query,
                          struct search *ret_search);

#endif
