/* What follows from rows that are written whole, without the function that knows them: by an undo,
 * or from the trash. Note every row as it is and as it will be, withdraw, write, derive. */
#ifndef KITH_LOGBOOK_CONSEQUENCES_H
#define KITH_LOGBOOK_CONSEQUENCES_H

#include "logbook/shared.h"

/* Whom a row says something about. */
enum consequence {
    CONSEQUENCE_CONVERSATION,  /* derived anew */
    CONSEQUENCE_FACT,          /* passage */
    CONSEQUENCE_PROMISE,       /* passage */
    CONSEQUENCE_PERSON,        /* handles, dates, count */
    CONSEQUENCE_MOVED_PERSON,  /* and all their conversations and passages */
    CONSEQUENCE_GONE_PERSON,   /* or merged: conversations that quote them */
    CONSEQUENCE_STORY,         /* of a person */
    CONSEQUENCE_COMPANY,       /* story */
    CONSEQUENCE_MOVED_COMPANY, /* passages of its facts */
    CONSEQUENCE_THEME,         /* counts */
    CONSEQUENCES,
};

/* Rows, each once when they are read. */
struct row_set {
    int64_t *rows;
    size_t count, room;
};

/* Zeroed to begin with; lives in the arena of the work. */
struct consequences {
    struct row_set sets[CONSEQUENCES];
    bool names; /* a name that stands in other answers has changed */
};

extern const struct statement consequences_statements[];

/* A row of a source table as JSON (store/rows.h), as it is and as it will be; NULL is not there. */
struct error *consequences_note(struct work *w, struct consequences *consequences,
                                const char *table, const char *now, const char *then);

/* Before the rows are written. */
struct error *consequences_withdraw(struct work *w, struct consequences *consequences);

/* After. What is derived from a row that is gone goes too. */
struct error *consequences_derive(struct work *w, struct consequences *consequences);

#endif
