/* Members: the accounts of the team. Their names stay on what they wrote. */
#ifndef KITH_LOGBOOK_MEMBERS_H
#define KITH_LOGBOOK_MEMBERS_H

#include "logbook/shared.h"

enum member_role { MEMBER_OWNER, MEMBER_MEMBER, MEMBER_READER };
enum member_state { MEMBER_ACTIVE, MEMBER_LEFT };

/* The words of these, ended by NULL, and what each role may do: bits of enum scope. */
extern const char *const member_role_words[], *const member_state_words[];
extern const unsigned member_role_scopes[];

struct member {
    uint64_t given;
    ident id;
    const char *name;
    const char *email;
    unsigned role;  /* enum member_role */
    unsigned state; /* enum member_state */
    const char *language;
    const char *time_zone;
    number conversations;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded; /* name as compared */
    int64_t row;
};
extern const struct shape member_shape;

struct members_filter {
    uint64_t given;
    int64_t limit;
    const char *cursor;
    int64_t after;
};
extern const struct shape members_filter_shape;

extern const struct statement members_statements[];

/* A member with that e-mail address is a conflict (ERROR_CONFLICT). */
struct error *member_make(struct work *w, const struct member *asked, struct member *ret_made);
struct error *member_find(struct work *w, ident id, struct member *ret_member);
struct error *member_read(struct work *w, int64_t row, struct member *ret_member);

/* The last owner who is active can neither leave nor get another role (ERROR_CONFLICT). Whose role
 * or state changes is shut out: sessions, tokens and links end. */
struct error *member_change(struct work *w, ident id, const struct member *patch,
                            struct member *ret_changed);

/* Whose sessions or tokens the actor asked to see: the row of `asked`, NOTHING for those of all.
 * Only an admin sees others': to anybody else they are nobody (ERROR_NOT_FOUND). */
struct error *member_visible(struct work *w, ident asked, int64_t *ret_row);

/* Members by name, those who left included. */
struct error *members_list(struct work *w, const struct members_filter *filter,
                           struct page *ret_page);

/* Row of the member with that id; a fault at `pointer` when there is none; a null id is NOTHING. */
struct error *member_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row);

/* The member with that name or e-mail as compared, an active one before those who left, or NOTHING.
 * Several are a fault at `pointer`. */
struct error *member_named(struct work *w, const char *name, const char *pointer, int64_t *ret_row);

/* An active owner other than the member of that row, or NOTHING; 0 leaves nobody out. */
struct error *owner_beside(struct work *w, int64_t row, int64_t *ret_row);

#endif
