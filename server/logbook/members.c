/* Members: making, finding, changing, listing. */
#include "logbook/members.h"

#include "base/text.h"
#include "logbook/derive.h"
#include "logbook/passwords.h"
#include "logbook/sessions.h"

#include <string.h>

_Static_assert(THREAD_MEMBER == 3, "MEMBER_COLUMNS reads threads of sort 3");

const char *const member_role_words[] = {
    [MEMBER_OWNER] = "owner", [MEMBER_MEMBER] = "member", [MEMBER_READER] = "reader", NULL};
const unsigned member_role_scopes[] = {
    [MEMBER_OWNER] = SCOPES_ALL,
    [MEMBER_MEMBER] = SCOPE_READ | SCOPE_WRITE | SCOPE_EXPORT,
    [MEMBER_READER] = SCOPE_READ,
};
const char *const member_state_words[] = {[MEMBER_ACTIVE] = "active", [MEMBER_LEFT] = "left", NULL};

static const struct field member_fields[] = {
    FIELD(member, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(member, name, .rules = REQUIRED, .help = "Stays on what they wrote."),
    FIELD(member, email, .longest = 300, .check = check_email,
          .help = "Their own address; no two members have the same."),
    FIELD(member, role, .rules = NEVER_NULL, .choices = member_role_words,
          .help = "owner, member or reader; member unless told."),
    FIELD(member, state, .rules = NEVER_NULL, .choices = member_state_words,
          .help = "active, or left; active unless told."),
    FIELD(member, language, .check = check_language, .help = "A BCP 47 tag."),
    FIELD(member, time_zone, .check = check_time_zone, .help = "An IANA time zone."),
    FIELD(member, conversations, .rules = READ_ONLY | DERIVED,
          .href = "/api/v1/conversations?member={id}", .help = "Conversations they were in."),
    FIELD(member, revision, .rules = READ_ONLY, .help = "Rises with every edit."),
    FIELD(member, created_at, .rules = READ_ONLY, .help = "When they joined this Kith."),
    FIELD(member, updated_at, .rules = READ_ONLY, .help = "When they were last edited."),
    FIELD(member, folded, .rules = HIDDEN),
    FIELD(member, row, .rules = HIDDEN),
    {0},
};
const struct shape member_shape = SHAPE(member, member_fields);

static const struct field members_filter_fields[] = {
    FIELD(members_filter, limit, .least = 1, .most = PAGE_MOST,
          .help = "1 to 200; 50 unless told."),
    FIELD(members_filter, cursor, .help = "From the Link of the page before."),
    FIELD(members_filter, after, .rules = HIDDEN),
    {0},
};
const struct shape members_filter_shape = SHAPE(members_filter, members_filter_fields);

#define MEMBER_COLUMNS                                                                             \
    "SELECT m.id AS row, m.uid AS id, m.name, m.email, m.role, m.state, m.language, m.time_zone,"  \
    " (SELECT count(*) FROM (SELECT 1 FROM thread WHERE sort = 3 AND owner = m.id"                 \
    "  LIMIT 1001)) AS conversations,"                                                             \
    " m.revision, m.created_at, m.updated_at FROM member m"

enum { MAKE, READ, ROW, LIST, COUNT, CHANGE, NAMED, WITH_EMAIL, OTHER_OWNER };

const struct statement members_statements[] = {
    [MAKE] = {.sql = "INSERT INTO member (uid, name, folded, email, role, state, language,"
                     " time_zone, revision, created_at, updated_at)"
                     " VALUES (:id, :name, :folded, :email, :role, :state, :language, :time_zone,"
                     " 1, :created_at, :created_at)",
              .in = &member_shape},
    [READ] = {.sql = MEMBER_COLUMNS " WHERE m.id = :row",
              .in = &row_key_shape,
              .out = &member_shape},
    [ROW] = {.sql = "SELECT id FROM member WHERE uid = :id", .in = &id_key_shape},
    [LIST] = {.sql = MEMBER_COLUMNS,
              .pieces = {{.with = "after",
                          .text = "WHERE (m.folded, m.id) > (SELECT folded, id"
                                  " FROM member WHERE id = :after)"},
                         {.text = "ORDER BY m.folded, m.id LIMIT :limit"}},
              .in = &members_filter_shape,
              .out = &member_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM member ORDER BY folded LIMIT 1001)",
               .in = &members_filter_shape},
    [CHANGE] = {.sql = "UPDATE member SET name = :name, folded = :folded, email = :email,"
                       " role = :role, state = :state, language = :language,"
                       " time_zone = :time_zone, revision = revision + 1,"
                       " updated_at = :updated_at WHERE id = :row",
                .in = &member_shape},
    [NAMED] = {.sql = "SELECT id AS row, state FROM member WHERE folded = :folded"
                      " OR (email IS NOT NULL AND lower(email) = lower(:email))"
                      " ORDER BY state <> 'active', id LIMIT 2",
               .in = &member_shape,
               .out = &member_shape},
    [WITH_EMAIL] = {.sql = "SELECT id FROM member WHERE email IS NOT NULL"
                           " AND lower(email) = lower(:text)",
                    .in = &row_key_shape},
    [OTHER_OWNER] = {.sql = "SELECT id FROM member WHERE role = 'owner' AND state = 'active'"
                            " AND id <> :row ORDER BY id LIMIT 1",
                     .in = &row_key_shape},
    {0},
};

struct error *member_row_field(struct work *w, ident id, const char *pointer, int64_t *ret_row)
{
    return row_of_field(w, &members_statements[ROW], "member", id, pointer, ret_row);
}

struct error *member_read(struct work *w, int64_t row, struct member *ret_member)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&member_shape, ret_member);
    struct error *err = db_find(w, &members_statements[READ], &key, ret_member, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such member.");
    return err;
}

struct error *member_find(struct work *w, ident id, struct member *ret_member)
{
    int64_t row;
    struct error *err = row_of(w, &members_statements[ROW], "member", id, &row);
    return err ? err : member_read(w, row, ret_member);
}

struct error *member_named(struct work *w, const char *name, const char *pointer, int64_t *ret_row)
{
    const char *trimmed = text_trim(w->arena, name);
    struct member key = {.email = trimmed};
    key.folded = text_fold(w->arena, trimmed, strlen(trimmed));
    struct list found = {0};
    struct error *err = db_list(w, &members_statements[NAMED], &key, &found);
    const struct member *members = found.items;
    if (!err && found.count > 1 && members[0].state == members[1].state)
        error_fault(w->arena, &err, pointer,
                    "Several members are called %s. Name one of them by id or e-mail address.",
                    trimmed);
    if (!err)
        *ret_row = found.count ? members[0].row : NOTHING;
    return err;
}

struct error *owner_beside(struct work *w, int64_t row, int64_t *ret_row)
{
    struct row_key key = {.row = row};
    return db_number(w, &members_statements[OTHER_OWNER], &key, ret_row);
}

struct error *member_visible(struct work *w, ident asked, int64_t *ret_row)
{
    bool admin = w->actor->scopes & SCOPE_ADMIN;
    *ret_row = admin ? NOTHING : w->actor->member;
    if (ident_is_null(asked) || (!admin && ident_same(asked, w->actor->member_id)))
        return NULL;
    if (admin)
        return row_of(w, &members_statements[ROW], "member", asked, ret_row);
    return error_new(w->arena, ERROR_NOT_FOUND, "There is no such member.");
}

/* Refuses an address that another member has. `row` is 0 for one who is being made. */
static struct error *check_email_is_free(struct work *w, const char *email, int64_t row)
{
    if (!email)
        return NULL;
    struct row_key key = {.text = email};
    int64_t found = NOTHING;
    struct error *err = db_number(w, &members_statements[WITH_EMAIL], &key, &found);
    if (err || found == NOTHING || found == row)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "Another member has the address %s. Give a different one.", email);
}

/* What the database needs beside what was asked; a blank name is refused. */
static struct error *complete(struct work *w, struct member *member)
{
    struct error *faults = NULL;
    member->name = text_trim(w->arena, member->name);
    member->folded = text_fold(w->arena, member->name, strlen(member->name));
    if (!*member->name)
        error_fault(w->arena, &faults, "/name", "A member needs a name.");
    return faults;
}

struct error *member_make(struct work *w, const struct member *asked, struct member *ret_made)
{
    struct member made = *asked;
    made.id = ident_is_null(asked->id) ? ident_new(w->now) : asked->id;
    made.created_at = w->now;
    if (!shape_given(&member_shape, asked, "role"))
        made.role = MEMBER_MEMBER;
    if (!shape_given(&member_shape, asked, "state"))
        made.state = MEMBER_ACTIVE;
    struct error *err = complete(w, &made);
    if (!err)
        err = check_email_is_free(w, made.email, 0);
    if (!err)
        err = db_run(w, &members_statements[MAKE], &made);
    return err ? err : member_read(w, db_last_row(w), ret_made);
}

static bool is_active_owner(const struct member *member)
{
    return member->role == MEMBER_OWNER && member->state == MEMBER_ACTIVE;
}

/* Nobody could let anybody in again without an owner. */
static struct error *check_owner_stays(struct work *w, const struct member *before,
                                       const struct member *after)
{
    if (!is_active_owner(before) || is_active_owner(after))
        return NULL;
    int64_t other = NOTHING;
    struct error *err = owner_beside(w, before->row, &other);
    if (err || other != NOTHING)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "%s is the only active owner. Make somebody else an owner first.",
                     before->name);
}

/* Whoever has a password signs in with the address. */
static struct error *check_signs_in_otherwise(struct work *w, const struct member *member)
{
    const char *hash = NULL;
    struct error *err = password_read(w, member->row, &hash);
    if (err || !hash)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "%s signs in with this address. Give another one in its place.", member->name);
}

struct error *member_change(struct work *w, ident id, const struct member *patch,
                            struct member *ret_changed)
{
    struct member before;
    struct error *err = member_find(w, id, &before);
    if (err)
        return err;
    struct member after = before;
    shape_merge(&member_shape, &after, patch);
    after.updated_at = w->now;
    err = complete(w, &after);
    if (!err)
        err = check_owner_stays(w, &before, &after);
    if (!err && before.email && !after.email)
        err = check_signs_in_otherwise(w, &before);
    if (!err)
        err = check_email_is_free(w, after.email, before.row);
    if (!err)
        err = db_run(w, &members_statements[CHANGE], &after);
    if (!err && strcmp(after.name, before.name) != 0)
        err = names_rise(w);
    if (!err && (after.role != before.role || after.state != before.state))
        err = member_shut_out(w, before.row);
    return err ? err : member_read(w, before.row, ret_changed);
}

struct error *members_list(struct work *w, const struct members_filter *filter,
                           struct page *ret_page)
{
    struct members_filter asked = *filter;
    bool limited = shape_given(&members_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    struct page page = {.shape = &member_shape};
    struct error *err = db_list(w, &members_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &members_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct member *members = page.items.items;
    if (page.items.count)
        page.next_row = members[page.items.count - 1].row;
    *ret_page = page;
    return NULL;
}
