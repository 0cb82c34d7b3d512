/* Companies: where people work. Deleting one never deletes its people. */
#ifndef KITH_LOGBOOK_COMPANIES_H
#define KITH_LOGBOOK_COMPANIES_H

#include "logbook/shared.h"

struct company {
    uint64_t given;
    ident id;
    const char *name;
    const char *domain;
    const char *place;
    number people;
    number conversations;
    instant last_heard_at;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
    int64_t story;
};
extern const struct shape company_shape;

struct companies_filter {
    uint64_t given;
    int64_t limit;
    const char *cursor;
    int64_t after;          /* row of the last company of the page before */
    const char *after_text; /* and its folded name */
};
extern const struct shape companies_filter_shape;

/* SQL: the row of the company that a filter asks for. Nothing belongs to one in the trash. */
#define COMPANY_ASKED "(SELECT id FROM company WHERE uid = :company AND trashed_at IS NULL)"

extern const struct statement companies_statements[];

struct error *company_make(struct work *w, const struct company *asked, struct company *ret_made);
struct error *company_find(struct work *w, ident id, struct company *ret_company);
struct error *company_change(struct work *w, ident id, const struct company *patch,
                             struct company *ret_changed);

/* Puts a company into the trash. Its people stay, and show no company until it comes back. */
struct error *company_trash(struct work *w, ident id);

/* Companies by name. */
struct error *companies_list(struct work *w, const struct companies_filter *filter,
                             struct page *ret_page);

/* Row of the live company with that id: ERROR_NOT_FOUND, or a fault at `pointer`. */
struct error *company_row(struct work *w, ident id, int64_t *ret_row);
struct error *company_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row);

#endif
