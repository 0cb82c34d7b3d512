/* Members, as the API asks for them. */
#include "logbook/members.h"

#include "support/logbook.h"

static struct error *make(struct work *w, const char *json, struct member *ret_made)
{
    return member_make(w, logbook_asked(w, &member_shape, SHAPE_MAKE, json), ret_made);
}

static struct member made(struct work *w, const char *json)
{
    struct member member;
    assert_fine(make(w, json, &member));
    return member;
}

static struct error *change(struct work *w, ident id, const char *json, struct member *ret_changed)
{
    return member_change(w, id, logbook_asked(w, &member_shape, SHAPE_CHANGE, json), ret_changed);
}

static int64_t named(struct work *w, const char *name)
{
    int64_t row = 0;
    assert_fine(member_named(w, name, "/member_name", &row));
    return row;
}

static void a_new_member_is_answered_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member member =
        made(w, "{'name': ' Inês ', 'email': 'Ines@Kith.example', 'role': 'owner',"
                " 'language': 'pt', 'time_zone': 'Europe/Lisbon'}");
    char id[IDENT_TEXT];
    ident_write(member.id, id);
    assert_string_equal(
        logbook_answered(w, &member_shape, &member),
        arena_print(w->arena,
                    "{'id':'%s','name':'Inês','email':'Ines@Kith.example','role':'owner',"
                    "'state':'active','language':'pt','time_zone':'Europe/Lisbon',"
                    "'conversations':{'count':0,'more':false,"
                    "'href':'/api/v1/conversations?member=%s'},'revision':1,"
                    "'created_at':'2026-11-24T10:00:00.000Z',"
                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                    id, id));
}

static void a_member_without_a_role_is_an_active_member(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member member = made(w, "{'name': 'Ana'}");
    assert_int_equal(member.role, MEMBER_MEMBER);
    assert_int_equal(member.state, MEMBER_ACTIVE);
}

/* The first word of a choice would stand for null. */
static void a_role_of_null_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const char *json = "{\"role\": null}";
    void *record = NULL;
    struct error *err =
        shape_parse(w->arena, &member_shape, json, strlen(json), SHAPE_CHANGE, &record);
    assert_refused(err, ERROR_INVALID, "/role");
}

static void an_address_of_another_member_is_a_conflict_in_any_case(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member member;
    made(w, "{'name': 'Ana', 'email': 'ana@kith.example'}");
    struct member ben = made(w, "{'name': 'Ben', 'email': 'ben@kith.example'}");
    assert_refused(make(w, "{'name': 'Cara', 'email': 'ANA@kith.example'}", &member),
                   ERROR_CONFLICT, NULL);
    assert_refused(change(w, ben.id, "{'email': 'Ana@Kith.example'}", &member), ERROR_CONFLICT,
                   NULL);
}

static void a_member_keeps_their_own_address_in_other_letters(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = made(w, "{'name': 'Ana', 'email': 'ana@kith.example'}");
    struct member changed;
    assert_fine(change(w, ana.id, "{'email': 'Ana@kith.example'}", &changed));
    assert_string_equal(changed.email, "Ana@kith.example");
}

static void the_only_active_owner_stays(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = made(w, "{'name': 'Ana', 'role': 'owner'}");
    made(w, "{'name': 'Gone', 'role': 'owner', 'state': 'left'}");
    struct member changed;
    assert_refused(change(w, ana.id, "{'role': 'member'}", &changed), ERROR_CONFLICT, NULL);
    assert_refused(change(w, ana.id, "{'state': 'left'}", &changed), ERROR_CONFLICT, NULL);
}

static void one_of_two_owners_may_leave(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = made(w, "{'name': 'Ana', 'role': 'owner'}");
    made(w, "{'name': 'Ben', 'role': 'owner'}");
    struct member changed;
    assert_fine(change(w, ana.id, "{'state': 'left'}", &changed));
    assert_int_equal(changed.state, MEMBER_LEFT);
    assert_int_equal(changed.revision, 2);
}

static void a_rename_raises_names(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = made(w, "{'name': 'Ana'}");
    int64_t names = logbook_names(w);
    struct member changed;
    assert_fine(change(w, ana.id, "{'name': 'Ana Maria'}", &changed));
    assert_int_equal(logbook_names(w), names + 1);
    assert_int_equal(named(w, "ana maria"), ana.row);
}

static void a_member_is_named_by_name_or_address_as_compared(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ines = made(w, "{'name': 'Inês', 'email': 'Ines.R@Kith.example'}");
    assert_int_equal(named(w, " INES "), ines.row);
    assert_int_equal(named(w, "ines.r@kith.EXAMPLE"), ines.row);
    assert_int_equal(named(w, "nobody"), NOTHING);
}

static void of_two_with_a_name_the_active_one_is_meant(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member gone = made(w, "{'name': 'Ana', 'state': 'left'}");
    assert_int_equal(named(w, "Ana"), gone.row);
    struct member active = made(w, "{'name': 'ana'}");
    assert_int_equal(named(w, "Ana"), active.row);
}

static void two_active_members_with_a_name_are_told_apart_by_address_only(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    made(w, "{'name': 'Ana'}");
    struct member other = made(w, "{'name': 'ana', 'email': 'ana@kith.example'}");
    int64_t row = 7;
    assert_refused(member_named(w, "Ana", "/members/0", &row), ERROR_INVALID, "/members/0");
    assert_int_equal(row, 7);
    assert_int_equal(named(w, "ana@kith.example"), other.row);
}

static void a_member_without_a_name_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member asked;
    struct member member;
    shape_clear(&member_shape, &asked);
    asked.name = " \t";
    assert_refused(member_make(w, &asked, &member), ERROR_INVALID, "/name");
}

static void an_unknown_member_is_a_fault_of_the_field(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t row = 7;
    assert_refused(member_row_field(w, ident_new(w->now), "/known_by", &row), ERROR_INVALID,
                   "/known_by");
    assert_fine(member_row_field(w, (ident){{0}}, "/known_by", &row));
    assert_int_equal(row, NOTHING);
}

static void their_conversations_are_those_of_their_thread(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct member ana = made(w, "{'name': 'Ana'}");
    logbook_run(w, "INSERT INTO conversation (uid, kind, happened_at, body, revision, created_at)"
                   " VALUES (randomblob(16), 1, 0, '', 1, 0)");
    logbook_run(w, "INSERT INTO thread SELECT 3, m.id, 0, c.id FROM member m, conversation c");
    logbook_run(w, "INSERT INTO thread SELECT 2, m.id, 5, c.id FROM member m, conversation c");
    assert_fine(member_find(w, ana.id, &ana));
    assert_int_equal(ana.conversations.count, 1);
}

static void pages_follow_each_other_and_hold_those_who_left(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    made(w, "{'name': 'Cara'}");
    made(w, "{'name': 'ana'}");
    made(w, "{'name': 'Ben', 'state': 'left'}");
    struct members_filter filter;
    shape_clear(&members_filter_shape, &filter);
    filter.limit = 2;
    shape_give(&members_filter_shape, &filter, "limit");
    struct page page;
    assert_fine(members_list(w, &filter, &page));
    const struct member *members = page.items.items;
    assert_int_equal(page.count.count, 3);
    assert_int_equal(page.items.count, 2);
    assert_true(page.more);
    assert_string_equal(members[0].name, "ana");
    assert_string_equal(members[1].name, "Ben");
    filter.after = page.next_row;
    shape_give(&members_filter_shape, &filter, "after");
    assert_fine(members_list(w, &filter, &page));
    members = page.items.items;
    assert_int_equal(page.items.count, 1);
    assert_false(page.more);
    assert_string_equal(members[0].name, "Cara");
}

static void every_statement_searches(void **state)
{
    assert_statements_search(&((struct logbook *)*state)->work, members_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_new_member_is_answered_whole),
        LOGBOOK_TEST(a_member_without_a_role_is_an_active_member),
        LOGBOOK_TEST(a_role_of_null_is_refused),
        LOGBOOK_TEST(an_address_of_another_member_is_a_conflict_in_any_case),
        LOGBOOK_TEST(a_member_keeps_their_own_address_in_other_letters),
        LOGBOOK_TEST(the_only_active_owner_stays),
        LOGBOOK_TEST(one_of_two_owners_may_leave),
        LOGBOOK_TEST(a_rename_raises_names),
        LOGBOOK_TEST(a_member_is_named_by_name_or_address_as_compared),
        LOGBOOK_TEST(of_two_with_a_name_the_active_one_is_meant),
        LOGBOOK_TEST(two_active_members_with_a_name_are_told_apart_by_address_only),
        LOGBOOK_TEST(a_member_without_a_name_is_refused),
        LOGBOOK_TEST(an_unknown_member_is_a_fault_of_the_field),
        LOGBOOK_TEST(their_conversations_are_those_of_their_thread),
        LOGBOOK_TEST(pages_follow_each_other_and_hold_those_who_left),
        LOGBOOK_TEST(every_statement_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
