/* Bearer tokens: made once, then known by their hash. */
#include "logbook/tokens.h"

#include "logbook/audit.h"
#include "logbook/members.h"
#include "logbook/secrets.h"

#include <string.h>

/* The bit of a scope is 1 << its place here; SCOPES_AS_JSON spells the bits out. */
static const char *const scope_words[] = {"read", "write", "export", "admin"};
enum { SCOPE_WORDS = sizeof(scope_words) / sizeof(scope_words[0]) };
_Static_assert(SCOPE_READ == 1 && SCOPE_WRITE == 2 && SCOPE_EXPORT == 4 && SCOPE_ADMIN == 8,
               "scope_words and SCOPES_AS_JSON name the bits of enum scope");

static const struct field token_fields[] = {
    FIELD(token, id, .rules = READ_ONLY, .help = "Set by the server."),
    FIELD(token, member_id, .rules = WRITE_ONCE, .help = "Whose token it is."),
    FIELD(token, member_name, .rules = WRITE_ONCE,
          .help = "Their name; one who is no member yet becomes one."),
    FIELD(token, name, .rules = REQUIRED, .help = "What it is for."),
    LIST(token, scopes, NULL, .rules = WRITE_ONCE, .longest = 10,
         .help = "read, write, export, admin, as far as their role allows; read and write unless "
                 "told."),
    FIELD(token, expires_at, .rules = WRITE_ONCE, .help = "When it ends; null is never."),
    FIELD(token, last_used_at, .rules = READ_ONLY, .help = "When it was last used."),
    FIELD(token, created_at, .rules = READ_ONLY, .help = "When it was made."),
    FIELD(token, secret, .rules = READ_ONLY,
          .help = "What to send as bearer; told once, in the answer that made it."),
    FIELD(token, row, .rules = HIDDEN),
    FIELD(token, member, .rules = HIDDEN),
    FIELD(token, scope_bits, .rules = HIDDEN),
    FIELD(token, hash, .rules = HIDDEN),
    {0},
};
const struct shape token_shape = SHAPE(token, token_fields);

static const struct field tokens_filter_fields[] = {
    FIELD(tokens_filter, member, .help = "Of this member; for owners."),
    FIELD(tokens_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(tokens_filter, cursor, .help = "From the Link of the page before."),
    FIELD(tokens_filter, after, .rules = HIDDEN),
    FIELD(tokens_filter, now, .rules = HIDDEN),
    FIELD(tokens_filter, owner, .rules = HIDDEN),
    {0},
};
const struct shape tokens_filter_shape = SHAPE(tokens_filter, tokens_filter_fields);

/* Who bears a secret, and what is needed to look for them. */
struct bearer {
    uint64_t given;
    const char *hash;
    instant now;
    int64_t row;
    int64_t member;
    ident member_id;
    unsigned role; /* enum member_role */
    int64_t scope_bits;
    instant last_used_at;
};

static const struct field bearer_fields[] = {
    FIELD(bearer, hash),
    FIELD(bearer, now),
    FIELD(bearer, row),
    FIELD(bearer, member),
    FIELD(bearer, member_id),
    FIELD(bearer, role, .choices = member_role_words),
    FIELD(bearer, scope_bits),
    FIELD(bearer, last_used_at),
    {0},
};
static const struct shape bearer_shape = SHAPE(bearer, bearer_fields);

#define SCOPES_AS_JSON                                                                             \
    "'[' || substr(iif(t.scopes & 1, ',\"read\"', '') || iif(t.scopes & 2, ',\"write\"', '')"      \
    " || iif(t.scopes & 4, ',\"export\"', '') || iif(t.scopes & 8, ',\"admin\"', ''), 2) || ']'"

#define TOKEN_COLUMNS                                                                              \
    "SELECT t.id AS row, t.uid AS id, m.uid AS member_id, m.name AS member_name, t.name,"          \
    " " SCOPES_AS_JSON " AS scopes, t.expires_at, t.last_used_at, t.created_at, t.member,"         \
    " t.scopes AS scope_bits FROM token t JOIN member m ON m.id = t.member"

enum { MAKE, READ, BEARER, LIST, COUNT, ROW, WITHDRAW, SEEN };

#define LIVES " t.withdrawn_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now)"

const struct statement tokens_statements[] = {
    [MAKE] = {.sql = "INSERT INTO token (uid, member, name, hash, scopes, created_at, expires_at)"
                     " VALUES (:id, :member, :name, :hash, :scope_bits, :created_at, :expires_at)",
              .in = &token_shape},
    [READ] = {.sql = TOKEN_COLUMNS " WHERE t.id = :row", .in = &row_key_shape, .out = &token_shape},
    [BEARER] = {.sql = "SELECT t.id AS row, t.member, m.uid AS member_id, m.role,"
                       " t.scopes AS scope_bits, t.last_used_at"
                       " FROM token t JOIN member m ON m.id = t.member"
                       " WHERE t.hash = :hash AND m.state = 'active' AND" LIVES,
                .in = &bearer_shape,
                .out = &bearer_shape},
    [LIST] = {.sql = TOKEN_COLUMNS " WHERE t.id < :after AND" LIVES,
              .pieces = {{.with = "owner", .text = "AND t.member = :owner"},
                         {.text = "ORDER BY t.id DESC LIMIT :limit"}},
              .in = &tokens_filter_shape,
              .out = &token_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1 FROM token t WHERE" LIVES,
               .pieces = {{.with = "owner", .text = "AND t.member = :owner"},
                          {.text = "ORDER BY t.uid LIMIT 1001)"}},
               .in = &tokens_filter_shape},
    [ROW] = {.sql = "SELECT id FROM token WHERE uid = :id AND withdrawn_at IS NULL",
             .in = &id_key_shape},
    [WITHDRAW] = {.sql = "UPDATE token SET withdrawn_at = :at WHERE id = :row",
                  .in = &row_key_shape},
    [SEEN] = {.sql = "UPDATE token SET last_used_at = :at WHERE id = :row"
                     " AND coalesce(last_used_at, 0) < :at",
              .in = &row_key_shape},
    {0},
};

/* The bit of a scope's word, or 0. */
static unsigned scope_named(const char *word)
{
    for (unsigned i = 0; i < SCOPE_WORDS; i++) {
        if (strcmp(scope_words[i], word) == 0)
            return 1u << i;
    }
    return 0;
}

/* The faults of what was asked that show without knowing the member. */
static struct error *check_asked(struct work *w, const struct token *asked)
{
    struct error *faults = NULL;
    const char *const *words = asked->scopes.items;
    if (shape_given(&token_shape, asked, "scopes") && !asked->scopes.count)
        error_fault(w->arena, &faults, "/scopes", "Name at least one scope, or leave this out.");
    for (size_t i = 0; i < asked->scopes.count; i++) {
        if (!scope_named(words[i]))
            error_fault(w->arena, &faults, arena_print(w->arena, "/scopes/%zu", i),
                        "This must be one of: read, write, export, admin.");
    }
    if (asked->expires_at.ms != NOTHING && asked->expires_at.ms <= w->now.ms)
        error_fault(w->arena, &faults, "/expires_at", "This must be in the future.");
    return faults;
}

/* The first who gets a token owns the logbook. */
static struct error *make_member(struct work *w, const char *name, struct member *ret_member)
{
    int64_t owner = NOTHING;
    struct error *err = owner_beside(w, 0, &owner);
    if (err)
        return err;
    struct member asked;
    shape_clear(&member_shape, &asked);
    asked.name = name;
    asked.role = owner == NOTHING ? MEMBER_OWNER : MEMBER_MEMBER;
    shape_give(&member_shape, &asked, "name");
    shape_give(&member_shape, &asked, "role");
    err = member_make(w, &asked, ret_member);
    if (err && err->pointer)
        err->pointer = "/member_name";
    if (err)
        return err;
    return audit_write(w, "member made", "member", ret_member->id,
                       arena_print(w->arena, "role: %s", member_role_words[asked.role]));
}

static struct error *find_member(struct work *w, const struct token *asked,
                                 struct member *ret_member)
{
    struct error *faults = NULL;
    /* Whoever is no admin makes tokens for nobody else. */
    bool own = w->actor && w->actor->member && !(w->actor->scopes & SCOPE_ADMIN);
    bool by_id = !ident_is_null(asked->member_id);
    if (own &&
        (asked->member_name || (by_id && !ident_same(asked->member_id, w->actor->member_id))))
        return error_new(w->arena, ERROR_NOT_ALLOWED,
                         "Only an owner can make tokens for others. Leave the member out.");
    if (w->actor && w->actor->member && !by_id && !asked->member_name)
        return member_read(w, w->actor->member, ret_member);
    const char *pointer = by_id ? "/member_id" : "/member_name";
    int64_t row = NOTHING;
    if (!by_id && !asked->member_name) {
        error_fault(w->arena, &faults, pointer, "Say whose token it is.");
        return faults;
    }
    struct error *err = by_id ? member_row_field(w, asked->member_id, pointer, &row)
                              : member_named(w, asked->member_name, pointer, &row);
    if (err)
        return err;
    if (row == NOTHING)
        return make_member(w, asked->member_name, ret_member);
    err = member_read(w, row, ret_member);
    if (err)
        return err;
    if (ret_member->state != MEMBER_ACTIVE)
        error_fault(w->arena, &faults, pointer, "%s has left. Make them active first.",
                    ret_member->name);
    return faults;
}

static struct error *choose_scopes(struct work *w, const struct token *asked,
                                   const struct member *member, int64_t *ret_bits)
{
    struct error *faults = NULL;
    const char *const *words = asked->scopes.items;
    unsigned allowed = member_role_scopes[member->role];
    unsigned bits = asked->scopes.count ? 0 : (SCOPE_READ | SCOPE_WRITE) & allowed;
    for (size_t i = 0; i < asked->scopes.count; i++) {
        unsigned bit = scope_named(words[i]);
        bits |= bit;
        if (!(bit & allowed))
            error_fault(w->arena, &faults, arena_print(w->arena, "/scopes/%zu", i),
                        "%s has the role %s, which does not allow %s. Leave it out, or change the "
                        "role first.",
                        member->name, member_role_words[member->role], words[i]);
    }
    if (!faults)
        *ret_bits = bits;
    return faults;
}

static struct error *token_read(struct work *w, int64_t row, struct token *ret_token)
{
    struct row_key key = {.row = row};
    bool found = false;
    shape_clear(&token_shape, ret_token);
    struct error *err = db_find(w, &tokens_statements[READ], &key, ret_token, &found);
    if (!err && !found)
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such token.");
    return err;
}

struct error *token_make(struct work *w, const struct token *asked, struct token *ret_made)
{
    struct token made = *asked;
    struct member member;
    if (!shape_given(&token_shape, asked, "expires_at"))
        made.expires_at.ms = NOTHING;
    struct error *err =
        shape_items(w->arena, shape_field(&token_shape, "scopes", NULL), &made.scopes);
    if (!err)
        err = check_asked(w, &made);
    if (!err)
        err = find_member(w, &made, &member);
    if (!err)
        err = choose_scopes(w, &made, &member, &made.scope_bits);
    if (err)
        return err;
    const char *secret = secret_new(w->arena, "kith_");
    made.id = ident_new(w->now);
    made.member = member.row;
    made.hash = secret_hash(w->arena, secret);
    made.created_at = w->now;
    err = db_run(w, &tokens_statements[MAKE], &made);
    if (!err)
        err = token_read(w, db_last_row(w), ret_made);
    if (err)
        return err;
    ret_made->secret = secret;
    shape_give(&token_shape, ret_made, "secret");
    return NULL;
}

struct error *token_actor(struct work *w, const char *secret, struct actor *ret_actor)
{
    struct bearer key = {.hash = secret_hash(w->arena, secret), .now = w->now};
    struct bearer found;
    bool known = false;
    shape_clear(&bearer_shape, &found);
    struct error *err = db_find(w, &tokens_statements[BEARER], &key, &found, &known);
    if (err)
        return err;
    if (!known)
        return error_new(w->arena, ERROR_NOT_KNOWN,
                         "This token is not valid here. Make one with kith token create.");
    *ret_actor = (struct actor){
        .member = found.member,
        .member_id = found.member_id,
        .token = found.row,
        .seen_at = found.last_used_at,
        .scopes = (unsigned)found.scope_bits & member_role_scopes[found.role],
    };
    return NULL;
}

struct error *token_seen(struct work *w, int64_t row)
{
    struct row_key key = {.row = row, .at = w->now};
    return db_run(w, &tokens_statements[SEEN], &key);
}

struct error *tokens_list(struct work *w, const struct tokens_filter *filter, struct page *ret_page)
{
    struct tokens_filter asked = *filter;
    bool limited = shape_given(&tokens_filter_shape, filter, "limit");
    int64_t limit = limited ? filter->limit : PAGE_DEFAULT;
    asked.limit = limit + 1;
    asked.now = w->now;
    if (!shape_given(&tokens_filter_shape, filter, "after"))
        asked.after = INT64_MAX;
    struct error *err = member_visible(w, filter->member, &asked.owner);
    if (err)
        return err;
    if (asked.owner != NOTHING)
        shape_give(&tokens_filter_shape, &asked, "owner");
    struct page page = {.shape = &token_shape};
    err = db_list(w, &tokens_statements[LIST], &asked, &page.items);
    if (!err)
        err = db_number(w, &tokens_statements[COUNT], &asked, &page.count.count);
    if (err)
        return err;
    page_cut(&page, limit);
    const struct token *tokens = page.items.items;
    if (page.items.count)
        page.next_row = tokens[page.items.count - 1].row;
    *ret_page = page;
    return NULL;
}

struct error *token_withdraw(struct work *w, ident id, struct token *ret_withdrawn)
{
    struct row_key key = {.at = w->now};
    struct error *err = row_of(w, &tokens_statements[ROW], "token", id, &key.row);
    if (!err)
        err = token_read(w, key.row, ret_withdrawn);
    bool own = !err && ret_withdrawn->member == w->actor->member;
    if (!err && !own && !(w->actor->scopes & SCOPE_ADMIN))
        err = error_new(w->arena, ERROR_NOT_FOUND, "There is no such token.");
    return err ? err : db_run(w, &tokens_statements[WITHDRAW], &key);
}
