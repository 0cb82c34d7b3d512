/* Opens, finds, lists and ends sessions. */
#include "logbook/sessions.h"

#include "logbook/members.h"
#include "logbook/secrets.h"

#include <string.h>

enum { LONGEST_BROWSER = 200, PURGED_AT_ONCE = 500 };

static const struct field session_fields[] = {
    FIELD(session, id, .help = "The id."),
    FIELD(session, member_id, .help = "Who has signed in."),
    FIELD(session, member_name, .help = "Their name."),
    FIELD(session, browser, .help = "What the browser calls itself."),
    FIELD(session, address, .help = "Where it signed in from."),
    FIELD(session, current, .help = "true: the one that asks."),
    FIELD(session, created_at, .help = "When they signed in."),
    FIELD(session, last_seen_at, .help = "When it was last used, to the minute."),
    FIELD(session, expires_at, .help = "When it ends, used or not; unused it ends after 30 days."),
    FIELD(session, row, .rules = HIDDEN),
    FIELD(session, member, .rules = HIDDEN),
    FIELD(session, hash, .rules = HIDDEN),
    {0},
};
const struct shape session_shape = SHAPE(session, session_fields);

static const struct field sessions_filter_fields[] = {
    FIELD(sessions_filter, member, .help = "Of this member; for owners."),
    FIELD(sessions_filter, limit, .least = 1, .most = PAGE_MOST,
          .help = "1 to 200; 50 unless told."),
    FIELD(sessions_filter, cursor, .help = "From the Link of the page before."),
    FIELD(sessions_filter, after, .rules = HIDDEN),
    FIELD(sessions_filter, now, .rules = HIDDEN),
    FIELD(sessions_filter, seen_after, .rules = HIDDEN),
    FIELD(sessions_filter, owner, .rules = HIDDEN),
    FIELD(sessions_filter, current, .rules = HIDDEN),
    {0},
};
const struct shape sessions_filter_shape = SHAPE(sessions_filter, sessions_filter_fields);

/* A session by its secret or id, and who has it. */
struct visitor {
    uint64_t given;
    const char *hash;
    ident id;
    instant now;
    instant seen_after;
    int64_t row;
    int64_t member;
    ident member_id;
    unsigned role; /* enum member_role */
    instant last_seen_at;
    int64_t limit;
};
static const struct field visitor_fields[] = {
    FIELD(visitor, hash),
    FIELD(visitor, id),
    FIELD(visitor, now),
    FIELD(visitor, seen_after),
    FIELD(visitor, row),
    FIELD(visitor, member),
    FIELD(visitor, member_id),
    FIELD(visitor, role, .choices = member_role_words),
    FIELD(visitor, last_seen_at),
    FIELD(visitor, limit),
    {0},
};
static const struct shape visitor_shape = SHAPE(visitor, visitor_fields);

enum {
    MAKE,
    END_OLDEST,
    KEEP_BROWSER,
    KNOWN_BROWSER,
    READ,
    ROW,
    VISITOR,
    SEEN,
    LIST,
    COUNT,
    END,
    FORGET,
    END_OF_MEMBER,
    END_TOKENS,
    END_LINKS,
    END_BROWSERS,
    PURGE,
    PURGE_BROWSERS,
};

#define SESSION_COLUMNS                                                                            \
    "SELECT s.id AS row, s.uid AS id, m.uid AS member_id, m.name AS member_name, s.browser,"       \
    " s.address, s.created_at, s.last_seen_at, s.expires_at, s.member"
#define OF_MEMBER " FROM session s JOIN member m ON m.id = s.member"
#define LIVES " s.expires_at > :now AND s.last_seen_at > :seen_after"

const struct statement sessions_statements[] = {
    [MAKE] = {.sql = "INSERT INTO session (uid, member, hash, browser, address, created_at,"
                     " last_seen_at, expires_at) VALUES (:id, :member, :hash, :browser, :address,"
                     " :created_at, :created_at, :expires_at)",
              .in = &session_shape},
    [KEEP_BROWSER] = {.sql = "INSERT INTO browser (hash, member, last_used_at)"
                             " VALUES (:hash, :member, :created_at) ON CONFLICT (hash) DO UPDATE"
                             " SET member = excluded.member, last_used_at = excluded.last_used_at",
                      .in = &session_shape},
    [KNOWN_BROWSER] = {.sql = "SELECT member FROM browser WHERE hash = :hash"
                              " AND member = :member",
                       .in = &session_shape},
    [END_OLDEST] = {.sql = "DELETE FROM session WHERE member = :member AND id NOT IN"
                           " (SELECT id FROM session WHERE member = :member ORDER BY id DESC"
                           " LIMIT 50)",
                    .in = &session_shape},
    [READ] = {.sql = SESSION_COLUMNS OF_MEMBER " WHERE s.id = :row",
              .in = &row_key_shape,
              .out = &session_shape},
    [ROW] = {.sql = "SELECT s.id FROM session s WHERE s.uid = :id AND" LIVES, .in = &visitor_shape},
    [VISITOR] =
        {.sql = "SELECT s.id AS row, s.member, m.uid AS member_id, m.role, s.last_seen_at" OF_MEMBER
                " WHERE s.hash = :hash AND m.state = 'active' AND" LIVES,
         .in = &visitor_shape,
         .out = &visitor_shape},
    [SEEN] = {.sql = "UPDATE session SET last_seen_at = :at WHERE id = :row AND last_seen_at < :at",
              .in = &row_key_shape},
    [LIST] = {.sql = SESSION_COLUMNS ", s.id = :current AS current" OF_MEMBER " WHERE" LIVES,
              .pieces = {{.with = "owner", .text = "AND s.member = :owner"},
                         {.with = "after", .text = "AND s.id < :after"},
                         {.text = "ORDER BY s.id DESC LIMIT :limit"}},
              .in = &sessions_filter_shape,
              .out = &session_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM session s WHERE" LIVES,
               .pieces = {{.with = "owner", .text = "AND s.member = :owner"},
                          {.text = "ORDER BY s.uid LIMIT 1001)"}},
               .in = &sessions_filter_shape},
    [END] = {.sql = "DELETE FROM session WHERE id = :row", .in = &row_key_shape},
    [FORGET] = {.sql = "DELETE FROM session WHERE hash = :text", .in = &row_key_shape},
    [END_OF_MEMBER] = {.sql = "DELETE FROM session WHERE member = :row", .in = &row_key_shape},
    [END_TOKENS] = {.sql = "UPDATE token SET withdrawn_at = :at WHERE member = :row"
                           " AND withdrawn_at IS NULL",
                    .in = &row_key_shape},
    [END_LINKS] = {.sql = "UPDATE link SET used_at = :at WHERE member = :row AND used_at IS NULL",
                   .in = &row_key_shape},
    [END_BROWSERS] = {.sql = "DELETE FROM browser WHERE member = :row", .in = &row_key_shape},
    [PURGE] = {.sql = "DELETE FROM session WHERE id IN (SELECT id FROM session"
                      " WHERE expires_at < :now OR last_seen_at < :seen_after ORDER BY id"
                      " LIMIT :limit)",
               .in = &visitor_shape},
    [PURGE_BROWSERS] = {.sql = "DELETE FROM browser WHERE hash IN (SELECT hash FROM browser"
                               " WHERE last_used_at < :seen_after ORDER BY hash LIMIT :limit)",
                        .in = &visitor_shape},
    {0},
};

/* What somebody else sent in a header may be any bytes. */
static const char *printable(struct arena *arena, const char *sent)
{
    size_t length = strnlen(sent, LONGEST_BROWSER);
    char *text = arena_copy(arena, sent, length);
    for (char *at = text; *at; at++) {
        if (*at < ' ' || *at > '~')
            *at = '?';
    }
    return text;
}

static instant days_ago(const struct work *w, int64_t days)
{
    return (instant){w->now.ms - days * DAY_MS};
}

static struct error *keep_browser(struct work *w, const struct session *opened, const char *secret)
{
    struct session browser = *opened;
    browser.hash = secret_hash(w->arena, secret);
    return db_run(w, &sessions_statements[KEEP_BROWSER], &browser);
}

/* What a browser sent is kept on only when it was ours, and for this member: nobody gives a browser
 * of theirs an allowance by a cookie that they made up. */
static struct error *browser_of(struct work *w, int64_t member, const char *sent,
                                const char **ret_secret)
{
    struct session key = {.member = member};
    int64_t known = NOTHING;
    struct error *err = NULL;
    key.hash = sent ? secret_hash(w->arena, sent) : NULL;
    if (sent)
        err = db_number(w, &sessions_statements[KNOWN_BROWSER], &key, &known);
    *ret_secret = known != NOTHING ? sent : secret_new(w->arena, "");
    return err;
}

static struct error *session_read(struct work *w, int64_t row, struct session *ret_session)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&session_shape, ret_session);
    struct error *err = db_find(w, &sessions_statements[READ], &key, ret_session, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such session.");
    return err;
}

struct error *session_open(struct work *w, const struct session *asked, const char *browser_secret,
                           struct session *ret_opened, const char **ret_secret,
                           const char **ret_browser_secret)
{
    struct session opened = *asked;
    const char *secret = secret_new(w->arena, "");
    const char *kept = NULL;
    struct error *err = browser_of(w, asked->member, browser_secret, &kept);
    if (err)
        return err;
    opened.browser = opened.browser ? printable(w->arena, opened.browser) : NULL;
    opened.id = ident_new(w->now);
    opened.hash = secret_hash(w->arena, secret);
    opened.created_at = w->now;
    opened.expires_at.ms = w->now.ms + (int64_t)SESSION_DAYS * DAY_MS;
    err = db_run(w, &sessions_statements[MAKE], &opened);
    int64_t row = err ? NOTHING : db_last_row(w);
    if (!err)
        err = keep_browser(w, &opened, kept);
    if (!err)
        err = db_run(w, &sessions_statements[END_OLDEST], &opened);
    if (!err)
        err = session_read(w, row, ret_opened);
    if (err)
        return err;
    ret_opened->current = true;
    shape_give(&session_shape, ret_opened, "current");
    *ret_secret = secret;
    *ret_browser_secret = kept;
    return NULL;
}

struct error *session_actor(struct work *w, const char *secret, struct actor *ret_actor)
{
    struct visitor key = {.hash = secret_hash(w->arena, secret),
                          .now = w->now,
                          .seen_after = days_ago(w, SESSION_IDLE_DAYS)};
    struct visitor found;
    bool known = false;
    shape_clear(&visitor_shape, &found);
    struct error *err = db_find(w, &sessions_statements[VISITOR], &key, &found, &known);
    if (err)
        return err;
    if (!known)
        return error_new(w->arena, ERROR_NOT_KNOWN, "You are signed out. Sign in again.");
    *ret_actor = (struct actor){
        .member = found.member,
        .member_id = found.member_id,
        .session = found.row,
        .seen_at = found.last_seen_at,
        .scopes = member_role_scopes[found.role],
    };
    return NULL;
}

struct error *session_forget(struct work *w, const char *secret)
{
    struct row_key key = {.text = secret_hash(w->arena, secret)};
    return db_run(w, &sessions_statements[FORGET], &key);
}

struct error *session_seen(struct work *w, int64_t row)
{
    struct row_key key = {.row = row, .at = w->now};
    return db_run(w, &sessions_statements[SEEN], &key);
}

struct error *sessions_list(struct work *w, const struct sessions_filter *filter,
                            struct page *ret_page)
{
    struct sessions_filter asked = *filter;
    bool limited = shape_given(&sessions_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    asked.now = w->now;
    asked.seen_after = days_ago(w, SESSION_IDLE_DAYS);
    asked.current = w->actor->session;
    struct error *err = member_visible(w, filter->member, &asked.owner);
    if (err)
        return err;
    if (asked.owner != NOTHING)
        shape_give(&sessions_filter_shape, &asked, "owner");
    struct page page = {.shape = &session_shape};
    err = db_list(w, &sessions_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &sessions_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct session *sessions = page.items.items;
    if (page.items.count)
        page.next_row = sessions[page.items.count - 1].row;
    *ret_page = page;
    return NULL;
}

struct error *session_end(struct work *w, ident id, struct session *ret_ended)
{
    struct visitor key = {.id = id, .now = w->now, .seen_after = days_ago(w, SESSION_IDLE_DAYS)};
    struct row_key row = {.row = w->actor->session ? w->actor->session : NOTHING};
    struct error *err = NULL;
    if (!ident_is_null(id))
        err = db_number(w, &sessions_statements[ROW], &key, &row.row);
    if (err)
        return err;
    err = session_read(w, row.row, ret_ended);
    bool own = !err && ret_ended->member == w->actor->member;
    if (!err && !own && !(w->actor->scopes & SCOPE_ADMIN))
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such session.");
    return err ? err : db_run(w, &sessions_statements[END], &row);
}

struct error *member_shut_out(struct work *w, int64_t member)
{
    static const int ends[] = {END_OF_MEMBER, END_TOKENS, END_LINKS, END_BROWSERS};
    struct row_key key = {.row = member, .at = w->now};
    struct error *err = NULL;
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]) && !err; i++)
        err = db_run(w, &sessions_statements[ends[i]], &key);
    return err;
}

struct error *sessions_purge(struct work *w)
{
    struct visitor key = {
        .now = w->now, .seen_after = days_ago(w, SESSION_IDLE_DAYS), .limit = PURGED_AT_ONCE};
    struct error *err = db_run(w, &sessions_statements[PURGE], &key);
    key.seen_after = days_ago(w, BROWSER_DAYS);
    return err ? err : db_run(w, &sessions_statements[PURGE_BROWSERS], &key);
}
