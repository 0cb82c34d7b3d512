/* Bearer tokens: what they allow, and when they stop. */
#include "logbook/tokens.h"

#include "logbook/members.h"
#include "logbook/secrets.h"

#include "support/logbook.h"

static struct error *make(struct work *w, const char *json, struct token *ret_made)
{
    return token_make(w, logbook_asked(w, &token_shape, SHAPE_MAKE, json), ret_made);
}

static struct token made(struct work *w, const char *json)
{
    struct token token;
    assert_fine(make(w, json, &token));
    return token;
}

static struct member member(struct work *w, const char *json)
{
    struct member found;
    assert_fine(member_make(w, logbook_asked(w, &member_shape, SHAPE_MAKE, json), &found));
    return found;
}

static unsigned scopes_of(struct work *w, const char *secret)
{
    struct actor actor;
    assert_fine(token_actor(w, secret, &actor));
    return actor.scopes;
}

static void assert_unknown(struct work *w, const char *secret)
{
    struct actor actor;
    struct error *err = token_actor(w, secret, &actor);
    assert_refused(err, ERROR_NOT_KNOWN, NULL);
    assert_string_equal(err->sentence,
                        "This token is not valid here. Make one with kith token create.");
}

static void a_secret_is_kith_and_256_bits(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    struct token other = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    assert_int_equal(strlen(token.secret), strlen("kith_") + 43);
    assert_int_equal(strncmp(token.secret, "kith_", 5), 0);
    assert_string_not_equal(token.secret, other.secret);
}

static void only_the_hash_of_a_secret_is_kept(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    unsigned char hash[SECRET_HASH];
    char hex[SECRET_HASH * 2 + 1];
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)token.secret,
                       strlen(token.secret), NULL, 0);
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    const char *sql = arena_print(w->arena, "SELECT count(*) FROM token WHERE hash = '%s'", hex);
    assert_int_equal(logbook_number(w, sql), 1);
}

static void a_new_token_is_answered_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = member(w, "{'name': 'Ana', 'role': 'owner'}");
    char owner[IDENT_TEXT];
    ident_write(ana.id, owner);
    struct token token = made(w, arena_print(w->arena,
                                             "{'member_id': '%s', 'name': 'laptop',"
                                             " 'scopes': ['export', 'read', 'admin'],"
                                             " 'expires_at': '2026-12-01T00:00:00Z'}",
                                             owner));
    char id[IDENT_TEXT];
    ident_write(token.id, id);
    assert_string_equal(
        logbook_answered(w, &token_shape, &token),
        arena_print(w->arena,
                    "{'id':'%s','member_id':'%s','member_name':'Ana','name':'laptop',"
                    "'scopes':['read','export','admin'],'expires_at':'2026-12-01T00:00:00.000Z',"
                    "'last_used_at':null,'created_at':'2026-11-24T10:00:00.000Z',"
                    "'secret':'%s'}",
                    id, owner, token.secret));
}

static void a_token_may_read_and_write_unless_told(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    assert_int_equal(scopes_of(w, token.secret), SCOPE_READ | SCOPE_WRITE);
}

static void a_secret_tells_who_asks(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = member(w, "{'name': 'Ana'}");
    made(w, "{'member_name': 'Ben', 'name': 'laptop'}");
    struct token token = made(w, "{'member_name': 'ana', 'name': 'laptop', 'scopes': ['read']}");
    struct actor actor;
    assert_fine(token_actor(w, token.secret, &actor));
    assert_int_equal(actor.member, ana.row);
    assert_true(ident_same(actor.member_id, ana.id));
    assert_int_equal(actor.token, token.row);
    assert_int_equal(actor.scopes, SCOPE_READ);
}

static void an_unknown_secret_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    assert_unknown(w, "");
    assert_unknown(w, "kith_");
    assert_unknown(w, arena_print(w->arena, "%sA", token.secret));
}

static void a_token_ends_when_it_expires(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop',"
                                 " 'expires_at': '2026-11-24T10:00:01Z'}");
    w->now.ms += 999;
    scopes_of(w, token.secret);
    w->now.ms += 1;
    assert_unknown(w, token.secret);
}

static void a_withdrawn_token_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    logbook_run(w, "UPDATE token SET withdrawn_at = 1");
    assert_unknown(w, token.secret);
}

static void a_token_ends_when_its_member_leaves(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    member(w, "{'name': 'Ana'}");
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    logbook_run(w, "UPDATE member SET state = 'left'");
    assert_unknown(w, token.secret);
}

static void a_token_follows_a_role_that_shrinks(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    member(w, "{'name': 'Ana', 'role': 'owner'}");
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop',"
                                 " 'scopes': ['read', 'write', 'export', 'admin']}");
    assert_int_equal(scopes_of(w, token.secret), SCOPES_ALL);
    logbook_run(w, "UPDATE member SET role = 'member'");
    assert_int_equal(scopes_of(w, token.secret), SCOPE_READ | SCOPE_WRITE | SCOPE_EXPORT);
    logbook_run(w, "UPDATE member SET role = 'reader'");
    assert_int_equal(scopes_of(w, token.secret), SCOPE_READ);
}

static void scopes_beyond_the_role_are_refused_one_by_one(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token;
    member(w, "{'name': 'Ana', 'role': 'reader'}");
    struct error *err = make(w,
                             "{'member_name': 'Ana', 'name': 'laptop',"
                             " 'scopes': ['read', 'write', 'admin']}",
                             &token);
    assert_refused(err, ERROR_INVALID, "/scopes/1");
    assert_string_equal(err->sentence, "Ana has the role reader, which does not allow write. Leave "
                                       "it out, or change the role first.");
    assert_refused(err->next, ERROR_INVALID, "/scopes/2");
    assert_null(err->next->next);
}

static void a_reader_who_asks_for_nothing_may_read(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    member(w, "{'name': 'Ana', 'role': 'reader'}");
    struct token token = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    assert_int_equal(scopes_of(w, token.secret), SCOPE_READ);
}

static void all_faults_are_told_at_once(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token;
    struct error *err = make(w,
                             "{'member_name': 'Ana', 'name': 'laptop',"
                             " 'scopes': ['read', 'fly'],"
                             " 'expires_at': '2026-11-24T10:00:00Z'}",
                             &token);
    assert_refused(err, ERROR_INVALID, "/scopes/1");
    assert_refused(err->next, ERROR_INVALID, "/expires_at");
}

static void a_token_for_nothing_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token;
    assert_refused(make(w, "{'member_name': 'Ana', 'name': 'laptop', 'scopes': []}", &token),
                   ERROR_INVALID, "/scopes");
}

static void a_token_of_nobody_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token;
    assert_refused(make(w, "{'name': 'laptop'}", &token), ERROR_INVALID, "/member_name");
}

static void the_first_name_becomes_an_owner_and_the_next_a_member(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token first = made(w, "{'member_name': 'Ana', 'name': 'laptop'}");
    struct token second = made(w, "{'member_name': 'Ben', 'name': 'laptop'}");
    struct member found;
    assert_fine(member_read(w, first.member, &found));
    assert_int_equal(found.role, MEMBER_OWNER);
    assert_fine(member_read(w, second.member, &found));
    assert_int_equal(found.role, MEMBER_MEMBER);
    assert_string_equal(found.name, "Ben");
}

static void a_member_who_left_gets_no_token(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct token token;
    member(w, "{'name': 'Ana', 'state': 'left'}");
    assert_refused(make(w, "{'member_name': 'Ana', 'name': 'laptop'}", &token), ERROR_INVALID,
                   "/member_name");
}

static void every_statement_searches(void **state)
{
    assert_statements_search(&((struct logbook *)*state)->work, tokens_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_secret_is_kith_and_256_bits),
        LOGBOOK_TEST(only_the_hash_of_a_secret_is_kept),
        LOGBOOK_TEST(a_new_token_is_answered_whole),
        LOGBOOK_TEST(a_token_may_read_and_write_unless_told),
        LOGBOOK_TEST(a_secret_tells_who_asks),
        LOGBOOK_TEST(an_unknown_secret_is_refused),
        LOGBOOK_TEST(a_token_ends_when_it_expires),
        LOGBOOK_TEST(a_withdrawn_token_is_refused),
        LOGBOOK_TEST(a_token_ends_when_its_member_leaves),
        LOGBOOK_TEST(a_token_follows_a_role_that_shrinks),
        LOGBOOK_TEST(scopes_beyond_the_role_are_refused_one_by_one),
        LOGBOOK_TEST(a_reader_who_asks_for_nothing_may_read),
        LOGBOOK_TEST(all_faults_are_told_at_once),
        LOGBOOK_TEST(a_token_for_nothing_is_refused),
        LOGBOOK_TEST(a_token_of_nobody_is_refused),
        LOGBOOK_TEST(the_first_name_becomes_an_owner_and_the_next_a_member),
        LOGBOOK_TEST(a_member_who_left_gets_no_token),
        LOGBOOK_TEST(every_statement_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
