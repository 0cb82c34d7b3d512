/* People: somebody outside the team whom we talk with. */
#ifndef KITH_LOGBOOK_PEOPLE_H
#define KITH_LOGBOOK_PEOPLE_H

#include "logbook/people_near.h"
#include "logbook/shared.h"

/* A way to reach or recognise a person. `kind` is email, phone, url, or another system's name. */
struct handle {
    uint64_t given;
    const char *kind;
    const char *value;
    const char *label;
};
extern const struct shape handle_shape;

enum repeats { REPEATS_NEVER, REPEATS_YEARLY };

/* A day that matters to a person. */
struct person_date {
    uint64_t given;
    day on;
    const char *what;
    unsigned repeats; /* enum repeats */
};
extern const struct shape person_date_shape;

struct person {
    uint64_t given;
    ident id;
    const char *name;
    const char *reads_as;
    ident company_id;
    const char *company;
    const char *role;
    const char *place;
    const char *time_zone;
    struct list languages;
    const char *prefers;
    ident known_by;
    const char *known_by_name;
    day since;
    struct list handles;
    struct list tags;
    struct list dates;
    instant last_heard_at;
    int64_t usual_gap_days;
    instant quiet_from;
    instant rested_until;
    number conversations;
    struct list known_by_counted;
    int64_t revision;
    instant created_at;
    instant updated_at;
    ident merged_into;
    struct list near;   /* of near_person_shape: told when they are made */
    const char *folded; /* name as compared */
    int64_t row;
    int64_t story;
    instant trashed_at;
};
extern const struct shape person_shape;

extern const struct statement people_statements[];

/* Makes a person with everything that `asked` gives. Does not tell who is near (person_near). */
struct error *person_make(struct work *w, const struct person *asked, struct person *ret_made);

/* The live person with that id, or whom they were merged into. */
struct error *person_find(struct work *w, ident id, struct person *ret_person);
struct error *person_read(struct work *w, int64_t row, struct person *ret_person);

/* Row of the live person with that id, following merges. ERROR_NOT_FOUND. */
struct error *person_row(struct work *w, ident id, int64_t *ret_row);

/* The same for a field of a body at `pointer`; a null id gives NOTHING. */
struct error *person_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row);

/* Changes what `patch` gives. */
struct error *person_change(struct work *w, ident id, const struct person *patch,
                            struct person *ret_changed);

/* Puts a person into the trash, with the conversations that are with nobody else. */
struct error *person_trash(struct work *w, ident id);

/* "Not now": rests the person's silence for one usual gap, three weeks when they have none. */
struct error *person_rest(struct work *w, ident id, struct person *ret_person);

/* A live person with that name as compared, or NOTHING; two of them give -1. */
struct error *person_named(struct work *w, const char *name, int64_t *ret_row);

#endif
