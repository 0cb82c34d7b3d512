/* Makes, finds, uses and withdraws one-time links. */
#include "logbook/links.h"

#include "base/text.h"
#include "logbook/members.h"
#include "logbook/passwords.h"
#include "logbook/secrets.h"
#include "logbook/sessions.h"

#include <string.h>

static const char *const sort_words[] = {
    [LINK_SET_UP] = "set-up", [LINK_INVITATION] = "invitation", [LINK_RESET] = "reset", NULL};

static const struct field link_fields[] = {
    FIELD(link, id, .help = "The id."),
    FIELD(link, sort, .choices = sort_words,
          .help =
              "set-up of the first owner, invitation of a member without a password, or reset."),
    FIELD(link, member_id, .help = "Who chooses a password with it; null: the first owner."),
    FIELD(link, name, .help = "Their name."),
    FIELD(link, email, .help = "Their e-mail address, which they sign in with."),
    FIELD(link, made_by, .help = "Who made it; null is the host."),
    FIELD(link, created_at, .help = "When it was made."),
    FIELD(link, expires_at, .help = "When it ends; once it is used it has ended."),
    FIELD(link, url, .help = "The link to hand over; told once, in the answer that made it."),
    FIELD(link, secret, .rules = HIDDEN),
    FIELD(link, row, .rules = HIDDEN),
    FIELD(link, member, .rules = HIDDEN),
    FIELD(link, maker, .rules = HIDDEN),
    FIELD(link, hash, .rules = HIDDEN),
    {0},
};
const struct shape link_shape = SHAPE(link, link_fields);

static const struct field links_filter_fields[] = {
    FIELD(links_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(links_filter, cursor, .help = "From the Link of the page before."),
    FIELD(links_filter, after, .rules = HIDDEN),
    FIELD(links_filter, now, .rules = HIDDEN),
    {0},
};
const struct shape links_filter_shape = SHAPE(links_filter, links_filter_fields);

static const struct field link_look_fields[] = {
    FIELD(link_use, secret, .rules = REQUIRED | WRITE_ONLY, .help = "What stands behind the #."),
    {0},
};
const struct shape link_look_shape = {
    .name = "link_look", .size = sizeof(struct link_use), .fields = link_look_fields};

static const struct field link_use_fields[] = {
    FIELD(link_use, secret, .rules = REQUIRED | WRITE_ONLY, .help = "What stands behind the #."),
    FIELD(link_use, password, .rules = REQUIRED | WRITE_ONLY, .longest = PASSWORD_LONGEST,
          .help = "The password they choose: at least 12 characters, and none of the common ones."),
    FIELD(link_use, name, .rules = WRITE_ONLY, .help = "Of a set-up: the first owner's name."),
    FIELD(link_use, email, .rules = WRITE_ONLY, .longest = 300, .check = check_email,
          .help = "Of a set-up: the first owner's e-mail address."),
    FIELD(link_use, hash, .rules = HIDDEN),
    {0},
};
const struct shape link_use_shape = SHAPE(link_use, link_use_fields);

enum {
    MAKE,
    READ,
    ROW,
    FIND,
    LIST,
    COUNT,
    END,
    END_OF_MEMBER,

    FIRST_OWNER,
    CAN_SIGN_IN
};

#define LINK_COLUMNS                                                                               \
    "SELECT l.id AS row, l.uid AS id, iif(l.member IS NULL, 'set-up',"                             \
    "  iif(p.member IS NULL, 'invitation', 'reset')) AS sort, m.uid AS member_id, m.name,"         \
    " m.email, o.name AS made_by, l.created_at, l.expires_at, l.member FROM link l"                \
    " LEFT JOIN member m ON m.id = l.member LEFT JOIN password p ON p.member = l.member"           \
    " LEFT JOIN member o ON o.id = l.made_by"
#define OPEN " l.used_at IS NULL AND l.expires_at > :now"

const struct statement links_statements[] = {
    [MAKE] = {.sql = "INSERT INTO link (uid, member, hash, made_by, created_at, expires_at)"
                     " VALUES (:id, :member, :hash, :maker, :created_at, :expires_at)",
              .in = &link_shape},
    [READ] = {.sql = LINK_COLUMNS " WHERE l.id = :row", .in = &row_key_shape, .out = &link_shape},
    [ROW] = {.sql = "SELECT id FROM link WHERE uid = :id AND used_at IS NULL", .in = &id_key_shape},
    [FIND] = {.sql = "SELECT l.id FROM link l LEFT JOIN member m ON m.id = l.member"
                     " WHERE l.hash = :text AND l.used_at IS NULL AND l.expires_at > :at"
                     " AND coalesce(m.state, 'active') = 'active'",
              .in = &row_key_shape},
    [LIST] = {.sql = LINK_COLUMNS " WHERE" OPEN,
              .pieces = {{.with = "after", .text = "AND l.id < :after"},
                         {.text = "ORDER BY l.id DESC LIMIT :limit"}},
              .in = &links_filter_shape,
              .out = &link_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM link l WHERE" OPEN
                      " ORDER BY l.uid LIMIT 1001)",
               .in = &links_filter_shape},
    [END] = {.sql = "UPDATE link SET used_at = :at WHERE id = :row AND used_at IS NULL",
             .in = &row_key_shape},
    [END_OF_MEMBER] = {.sql = "UPDATE link SET used_at = :at WHERE member = :row"
                              " AND used_at IS NULL",
                       .in = &row_key_shape},
    [FIRST_OWNER] = {.sql = "SELECT id FROM member WHERE role = 'owner' AND state = 'active'"
                            " ORDER BY id LIMIT 1",
                     .in = &row_key_shape},
    [CAN_SIGN_IN] =
        {.sql =
             "SELECT m.id FROM member m WHERE m.role = 'owner'"
             " AND m.state = 'active' AND m.email IS NOT NULL AND EXISTS (SELECT 1 FROM password p"
             " WHERE p.member = m.id) ORDER BY m.id LIMIT 1",
         .in = &row_key_shape},
    {0},
};

static struct error *link_read(struct work *w, int64_t row, struct link *ret_link)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&link_shape, ret_link);
    struct error *err = db_find(w, &links_statements[READ], &key, ret_link, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such link.");
    return err;
}

/* `member` is the row of who will use it, or NOTHING. */
static struct error *make(struct work *w, int64_t member, struct link *ret_made)
{
    struct link made = {
        .id = ident_new(w->now),
        .member = member,
        .secret = secret_new(w->arena, ""),
        .maker = w->actor && w->actor->member ? w->actor->member : NOTHING,
        .created_at = w->now,
        .expires_at = {w->now.ms + (int64_t)LINK_HOURS * 60 * 60 * 1000},
    };
    made.hash = secret_hash(w->arena, made.secret);
    struct error *err = db_run(w, &links_statements[MAKE], &made);
    if (!err)
        err = link_read(w, db_last_row(w), ret_made);
    if (!err)
        ret_made->secret = made.secret;
    return err;
}

struct error *link_make(struct work *w, ident id, struct link *ret_made)
{
    struct member member;
    struct error *err = member_find(w, id, &member);
    if (err)
        return err;
    if (member.state != MEMBER_ACTIVE)
        return error_new(w->arena, ERROR_CONFLICT, "%s has left. Make them active first.",
                         member.name);
    bool by_host = w->actor && w->actor->host; /* whoever uses it then gives the address */
    if (!member.email && !by_host)
        return error_new(w->arena, ERROR_CONFLICT,
                         "%s has no e-mail address to sign in with. Write it down first.",
                         member.name);
    struct row_key key = {.row = member.row, .at = w->now};
    err = db_run(w, &links_statements[END_OF_MEMBER], &key);
    return err ? err : make(w, member.row, ret_made);
}

static struct error *owner_with_password(struct work *w, int64_t *ret_row)
{
    struct row_key key = {.row = 0};
    return db_number(w, &links_statements[CAN_SIGN_IN], &key, ret_row);
}

struct error *link_first(struct work *w, struct link *ret_made, bool *ret_needed)
{
    struct row_key key = {.row = 0};
    int64_t can = NOTHING;
    int64_t owner = NOTHING;
    struct error *err = owner_with_password(w, &can);
    *ret_needed = !err && can == NOTHING;
    if (!*ret_needed)
        return err;
    key.at = w->now;
    err = counter_read(w, "first_link", &key.row);
    if (!err)
        err = db_run(w, &links_statements[END], &key);
    if (!err)
        err = db_number(w, &links_statements[FIRST_OWNER], &key, &owner);
    if (!err)
        err = make(w, owner, ret_made);
    return err ? err : counter_keep(w, "first_link", ret_made->row);
}

/* Once an owner can sign in, nobody else becomes the first. */
struct error *link_of_secret(struct work *w, const char *secret, struct link *ret_link)
{
    struct row_key key = {.text = secret_hash(w->arena, secret), .at = w->now};
    int64_t owner = NOTHING;
    int64_t row = NOTHING;
    struct error *err = db_number(w, &links_statements[FIND], &key, &row);
    if (!err && row != NOTHING)
        err = link_read(w, row, ret_link);
    if (!err && row != NOTHING && ret_link->sort == LINK_SET_UP)
        err = owner_with_password(w, &owner);
    if (!err && (row == NOTHING || owner != NOTHING))
        err = error_new(w->arena, ERROR_NOT_FOUND,
                        "This link was used already, has ended, or never was one. Ask an owner for "
                        "a new one.");
    return err;
}

/* Whoever is to sign in needs an address for it: a first owner whom a token made has none. */
static bool wants_email(const struct link *link)
{
    return !link->email;
}

struct error *link_check(struct work *w, const struct link *link, const struct link_use *use)
{
    struct error *faults = NULL;
    const char *name = use->name ? text_trim(w->arena, use->name) : "";
    if (link->sort == LINK_SET_UP && !*name)
        error_fault(w->arena, &faults, "/name", "Say what you are called.");
    if (wants_email(link) && !use->email)
        error_fault(w->arena, &faults, "/email", "Give the e-mail address to sign in with.");
    if (!wants_email(link) && use->email)
        error_fault(w->arena, &faults, "/email", "This link is for %s. Leave this out.",
                    link->email);
    const char *about[] = {link->name ? link->name : name, link->email ? link->email : use->email,
                           NULL};
    const char *fault = password_fault(use->password, about);
    if (fault)
        error_fault(w->arena, &faults, "/password", "%s", fault);
    return faults;
}

/* The first owner, or what is still missing of somebody who is there. */
static struct error *settle_member(struct work *w, const struct link_use *use, struct link *link)
{
    struct member asked, settled;
    shape_clear(&member_shape, &asked);
    asked.name = use->name;
    asked.email = use->email;
    asked.role = MEMBER_OWNER;
    if (use->email)
        shape_give(&member_shape, &asked, "email");
    struct error *err = NULL;
    if (link->sort == LINK_SET_UP) {
        shape_give(&member_shape, &asked, "name");
        shape_give(&member_shape, &asked, "role");
        err = member_make(w, &asked, &settled);
    } else if (use->email) {
        err = member_change(w, link->member_id, &asked, &settled);
    }
    if (!err && asked.given) {
        link->member = settled.row;
        link->member_id = settled.id;
        link->name = settled.name;
    }
    return err;
}

struct error *link_use(struct work *w, const struct link_use *use, struct link *ret_used)
{
    struct error *err = link_of_secret(w, use->secret, ret_used);
    struct row_key key = {.row = err ? NOTHING : ret_used->row, .at = w->now};
    if (!err)
        err = db_run(w, &links_statements[END], &key);
    if (!err)
        err = settle_member(w, use, ret_used);
    if (!err)
        err = member_shut_out(w, ret_used->member);
    return err ? err : password_keep(w, ret_used->member, use->hash);
}

struct error *links_list(struct work *w, const struct links_filter *filter, struct page *ret_page)
{
    struct links_filter asked = *filter;
    bool limited = shape_given(&links_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    asked.now = w->now;
    struct page page = {.shape = &link_shape};
    struct error *err = db_list(w, &links_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &links_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct link *links = page.items.items;
    if (page.items.count)
        page.next_row = links[page.items.count - 1].row;
    *ret_page = page;
    return NULL;
}

struct error *link_withdraw(struct work *w, ident id, struct link *ret_withdrawn)
{
    struct row_key key = {.at = w->now};
    struct error *err = row_of(w, &links_statements[ROW], "link", id, &key.row);
    if (!err)
        err = link_read(w, key.row, ret_withdrawn);
    return err ? err : db_run(w, &links_statements[END], &key);
}
