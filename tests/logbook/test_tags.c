/* Tags, as the API asks for them, and the tags of one person. */
#include "logbook/tags.h"

#include "logbook/derive.h"
#include "logbook/people_list.h"

#include "support/logbook.h"

static struct error *make(struct work *w, const char *name, struct tag *ret_made)
{
    const char *json = arena_print(w->arena, "{'name': '%s'}", name);
    return tag_make(w, logbook_asked(w, &tag_shape, SHAPE_MAKE, json), ret_made);
}

static struct tag made(struct work *w, const char *name)
{
    struct tag tag;
    assert_fine(make(w, name, &tag));
    return tag;
}

static struct error *rename_to(struct work *w, ident id, const char *name, struct tag *ret_changed)
{
    const char *json = arena_print(w->arena, "{'name': '%s'}", name);
    return tag_change(w, id, logbook_asked(w, &tag_shape, SHAPE_CHANGE, json), ret_changed);
}

/* A person without all that a person is made of. */
static int64_t person(struct work *w, const char *columns, const char *values)
{
    logbook_run(w, arena_print(w->arena,
                               "INSERT INTO person (uid, name, folded, languages, handles, dates,"
                               " revision, created_at, updated_at%s) VALUES (randomblob(16),"
                               " 'Ana', 'ana', '[]', '[]', '[]', 1, 0, 0%s)",
                               columns, values));
    int64_t row = db_last_row(w);
    assert_fine(person_count(w, row));
    return row;
}

static void put_tags(struct work *w, int64_t row, const char *json)
{
    struct list names = {.json = json};
    assert_fine(person_set_tags(w, row, &names));
}

/* The names of the tags a person bears, in the order of their making, each with its row. */
static const char *worn(struct work *w, int64_t row)
{
    sqlite3_stmt *stmt = NULL;
    const char *sql = arena_print(w->arena,
                                  "SELECT group_concat(x, ' ') FROM (SELECT y.id || ':' || t.name"
                                  " AS x FROM person_tag y JOIN tag t ON t.id = y.tag"
                                  " WHERE y.person = %lld ORDER BY y.id)",
                                  (long long)row);
    assert_int_equal(sqlite3_prepare_v2(db_handle(w->db), sql, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_step(stmt);
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    text = arena_text(w->arena, text ? text : "");
    sqlite3_finalize(stmt);
    return text;
}

static void a_new_tag_is_answered_whole(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct tag tag = made(w, " Beta tester ");
    char id[IDENT_TEXT];
    ident_write(tag.id, id);
    assert_string_equal(
        logbook_answered(w, &tag_shape, &tag),
        arena_print(w->arena,
                    "{'id':'%s','name':'Beta tester',"
                    "'people':{'count':0,'more':false,'href':'/api/v1/people?tag=%s'},"
                    "'revision':1,'created_at':'2026-11-24T10:00:00.000Z',"
                    "'updated_at':'2026-11-24T10:00:00.000Z'}",
                    id, id));
}

static void a_name_as_compared_exists_once(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct tag other = made(w, "vip");
    struct tag tag;
    made(w, "Beta");
    assert_refused(make(w, "BETA", &tag), ERROR_CONFLICT, NULL);
    assert_refused(rename_to(w, other.id, "beta", &tag), ERROR_CONFLICT, NULL);
}

static void a_rename_raises_names_and_the_revision(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct tag tag = made(w, "beta");
    int64_t before = logbook_names(w);
    struct tag changed;
    assert_fine(rename_to(w, tag.id, "Beta", &changed));
    assert_string_equal(changed.name, "Beta");
    assert_int_equal(changed.revision, 2);
    assert_int_equal(logbook_names(w), before + 1);
}

static void its_people_are_those_who_are_listed(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct tag tag = made(w, "beta");
    put_tags(w, person(w, "", ""), "[\"beta\"]");
    put_tags(w, person(w, "", ""), "[\"beta\", \"vip\"]");
    put_tags(w, person(w, "", ""), "[\"vip\"]");
    put_tags(w, person(w, ", trashed_at", ", 5"), "[\"beta\"]");
    put_tags(w, person(w, ", merged_into", ", 1"), "[\"beta\"]");
    assert_fine(tag_find(w, tag.id, &tag));
    struct people_filter filter;
    shape_clear(&people_filter_shape, &filter);
    filter.tag = tag.id;
    shape_give(&people_filter_shape, &filter, "tag");
    struct page page;
    assert_fine(people_list(w, &filter, &page));
    assert_int_equal(tag.people.count, 2);
    assert_int_equal(tag.people.count, page.count.count);
}

static void a_person_gets_exactly_these_tags(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t ana = person(w, "", "");
    put_tags(w, ana, "[\"beta\", \"vip\", \"press\"]");
    put_tags(w, ana, "[\"new\", \"vip\"]");
    assert_string_equal(worn(w, ana), "2:vip 4:new");
    put_tags(w, ana, "[]");
    assert_string_equal(worn(w, ana), "");
}

static void tags_of_others_stay(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t ana = person(w, "", "");
    int64_t ben = person(w, "", "");
    put_tags(w, ana, "[\"beta\"]");
    put_tags(w, ben, "[\"beta\"]");
    put_tags(w, ana, "[]");
    assert_string_equal(worn(w, ben), "2:beta");
}

static void a_name_twice_in_other_letters_is_one_tag(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t ana = person(w, "", "");
    put_tags(w, ana, "[\"Beta\", \" beta \", \"BETA\"]");
    assert_string_equal(worn(w, ana), "1:Beta");
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM tag"), 1);
}

static void a_deleted_tag_is_taken_off_everybody(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    int64_t ana = person(w, "", "");
    struct tag tag = made(w, "beta");
    put_tags(w, ana, "[\"beta\", \"vip\"]");
    int64_t before = logbook_names(w);
    assert_fine(tag_delete(w, tag.id));
    assert_string_equal(worn(w, ana), "2:vip");
    assert_int_equal(logbook_names(w), before + 1);
    assert_refused(tag_find(w, tag.id, &tag), ERROR_NOT_FOUND, NULL);
    assert_refused(tag_delete(w, tag.id), ERROR_NOT_FOUND, NULL);
}

static void pages_follow_each_other_by_name(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    made(w, "vip");
    made(w, "Beta");
    made(w, "press");
    struct tags_filter filter;
    shape_clear(&tags_filter_shape, &filter);
    filter.limit = 2;
    shape_give(&tags_filter_shape, &filter, "limit");
    struct page page;
    assert_fine(tags_list(w, &filter, &page));
    const struct tag *tags = page.items.items;
    assert_int_equal(page.count.count, 3);
    assert_true(page.more);
    assert_string_equal(tags[0].name, "Beta");
    assert_string_equal(tags[1].name, "press");
    filter.after_text = page.next_text;
    shape_give(&tags_filter_shape, &filter, "after_text");
    assert_fine(tags_list(w, &filter, &page));
    tags = page.items.items;
    assert_false(page.more);
    assert_int_equal(page.items.count, 1);
    assert_string_equal(tags[0].name, "vip");
}

static void every_statement_searches(void **state)
{
    assert_statements_search(&((struct logbook *)*state)->work, tags_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(a_new_tag_is_answered_whole),
        LOGBOOK_TEST(a_name_as_compared_exists_once),
        LOGBOOK_TEST(a_rename_raises_names_and_the_revision),
        LOGBOOK_TEST(its_people_are_those_who_are_listed),
        LOGBOOK_TEST(a_person_gets_exactly_these_tags),
        LOGBOOK_TEST(tags_of_others_stay),
        LOGBOOK_TEST(a_name_twice_in_other_letters_is_one_tag),
        LOGBOOK_TEST(a_deleted_tag_is_taken_off_everybody),
        LOGBOOK_TEST(pages_follow_each_other_by_name),
        LOGBOOK_TEST(every_statement_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
