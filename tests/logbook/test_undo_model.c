/* Undo against random writes: whatever was done, taking it all back gives what was there before,
 * and taking that back gives what was done; and what is derived is always what a rebuild gives. */
#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/facts.h"
#include "logbook/kinds.h"
#include "logbook/people.h"
#include "logbook/people_merge.h"
#include "logbook/promises.h"
#include "logbook/tags.h"
#include "logbook/themes.h"
#include "logbook/trash.h"

#include "support/changes.h"

enum { SEEDS = 6, WRITES_BEFORE = 25, WRITES = 40, WRITES_SINCE = 12 };

struct random {
    uint64_t state;
    struct work *w;
    int names; /* used so far: what stays after an undo keeps its name */
};

/* xorshift64 */
static int below(struct random *random, int most)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return (int)(random->state % (uint64_t)most);
}

/* One of several texts. */
#define ONE_OF(random, ...)                                                                        \
    ((const char *const[]){__VA_ARGS__}[below(                                                     \
        random, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))])

#define LIVE " WHERE trashed_at IS NULL"
#define IN_TRASH " WHERE trashed_at IS NOT NULL"

static const char *const nobody = "00000000-0000-7000-8000-0000000000ff";

/* The id of some row of a table; nobody's when there is none. */
static const char *some_id(struct random *random, const char *table)
{
    struct work *w = random->w;
    int64_t rows = logbook_number(w, arena_print(w->arena, "SELECT count(*) FROM %s", table));
    if (rows == 0)
        return nobody;
    return logbook_text(w, arena_print(w->arena,
                                       "SELECT ident_text(uid) FROM %s ORDER BY id LIMIT 1"
                                       " OFFSET %d",
                                       table, below(random, (int)rows)));
}

static ident some_ident(struct random *random, const char *table)
{
    ident id = {{0}};
    assert_true(ident_read(some_id(random, table), &id));
    return id;
}

static const char *some_name(struct random *random)
{
    return ONE_OF(random, "Ana Lopes", "Ben Ode", "Chloe Wu", "Dag Lund", "Eve Marin", "Farid");
}

static const char *some_body(struct random *random)
{
    return arena_print(random->w->arena, "%s #%s\\n%s%s%s", some_name(random),
                       ONE_OF(random, "price", "import", "speed", "Price", "design"),
                       ONE_OF(random, "", "! Has a shop\\n", "! Sells tea\\n! Has a dog\\n"),
                       ONE_OF(random, "", "[ ] Send the list by 2026-12-01\\n", "#speed again\\n"),
                       ONE_OF(random, "", "> It is slow #speed\\n", "> Lovely\\n\\n> And cheap\\n",
                              "> Ours\\n> \\u2014 @Ana Lopes\\n"));
}

static const char *some_party(struct random *random)
{
    const char *id = some_id(random, "person" LIVE);
    if (id == nobody || below(random, 3) == 0)
        return arena_print(random->w->arena, "{'name': '%s %d'}", some_name(random),
                           below(random, 30));
    return arena_print(random->w->arena, "'%s'", id);
}

static const char *some_moment(struct random *random)
{
    return arena_print(random->w->arena, "2026-%02d-%02dT1%d:00:00Z", 1 + below(random, 11),
                       1 + below(random, 28), below(random, 10));
}

/* ---- writes: each may be refused ------------------------------------------------------------ */

#define ASKED(shape, use, ...)                                                                     \
    logbook_asked(random->w, &shape, use, arena_print(random->w->arena, __VA_ARGS__))

static struct error *make_company(struct random *random)
{
    struct company made;
    return company_make(random->w,
                        ASKED(company_shape, SHAPE_MAKE, "{'name': '%s & Co', 'place': '%s'}",
                              some_name(random), ONE_OF(random, "Faro", "Porto")),
                        &made);
}

static struct error *change_company(struct random *random)
{
    struct company changed;
    return company_change(
        random->w, some_ident(random, "company" LIVE),
        ASKED(company_shape, SHAPE_CHANGE, "{'name': '%s Works'}", some_name(random)), &changed);
}

static struct error *trash_company(struct random *random)
{
    return company_trash(random->w, some_ident(random, "company" LIVE));
}

static struct error *make_person(struct random *random)
{
    struct person made;
    return person_make(
        random->w,
        ASKED(person_shape, SHAPE_MAKE,
              "{'name': '%s', 'tags': ['%s'], 'languages': ['pt'], 'handles': [{'kind': 'email',"
              " 'value': 'p%d@mail.example'}], 'dates': [{'on': '1990-05-0%d', 'what': 'birthday',"
              " 'repeats': 'yearly'}]}",
              some_name(random), ONE_OF(random, "vip", "beta"), below(random, 1000),
              1 + below(random, 9)),
        &made);
}

static struct error *change_person(struct random *random)
{
    struct person changed;
    return person_change(random->w, some_ident(random, "person" LIVE),
                         ASKED(person_shape, SHAPE_CHANGE, "{'name': '%s', 'tags': ['%s', '%s']}",
                               some_name(random), ONE_OF(random, "vip", "beta"),
                               ONE_OF(random, "vip", "new")),
                         &changed);
}

static struct error *move_person(struct random *random)
{
    struct person changed;
    return person_change(
        random->w, some_ident(random, "person" LIVE),
        ASKED(person_shape, SHAPE_CHANGE, "{'company_id': '%s'}", some_id(random, "company" LIVE)),
        &changed);
}

static struct error *trash_person(struct random *random)
{
    return person_trash(random->w, some_ident(random, "person" LIVE));
}

static struct error *rest_person(struct random *random)
{
    struct person rested;
    return person_rest(random->w, some_ident(random, "person" LIVE), &rested);
}

static struct error *merge_people(struct random *random)
{
    struct person merged;
    return person_merge(random->w, some_ident(random, "person" LIVE),
                        ASKED(person_merge_shape, SHAPE_MAKE, "{'other': '%s', 'take': [%s]}",
                              some_id(random, "person" LIVE " AND merged_into IS NULL"),
                              ONE_OF(random, "", "'name'", "'company_id', 'since'")),
                        &merged);
}

static struct error *log_conversation(struct random *random)
{
    struct conversation logged;
    return conversation_log(
        random->w,
        ASKED(conversation_shape, SHAPE_MAKE,
              "{'people': [%s, %s], 'kind': '%s', 'happened_at': '%s', 'minutes': %d, 'body': '%s',"
              " 'turns': [{'side': 'customer', 'text': 'hi'}]}",
              some_party(random), some_party(random), ONE_OF(random, "call", "chat"),
              some_moment(random), below(random, 90), some_body(random)),
        &logged);
}

static struct error *change_conversation(struct random *random)
{
    struct conversation changed;
    return conversation_change(random->w, some_ident(random, "conversation" LIVE),
                               ASKED(conversation_shape, SHAPE_CHANGE,
                                     "{'people': [%s], 'happened_at': '%s', 'body': '%s'%s}",
                                     some_party(random), some_moment(random), some_body(random),
                                     ONE_OF(random, "", ", 'turns': []", ", 'kind': 'visit'")),
                               &changed);
}

static struct error *trash_conversation(struct random *random)
{
    return conversation_trash(random->w, some_ident(random, "conversation" LIVE));
}

static struct error *make_fact(struct random *random)
{
    struct fact made;
    const char *about = below(random, 2) ? "person" : "company";
    return fact_make(random->w,
                     ASKED(fact_shape, SHAPE_MAKE, "{'%s_id': '%s', 'text': 'Likes %s'}", about,
                           some_id(random, arena_print(random->w->arena, "%s" LIVE, about)),
                           ONE_OF(random, "tea", "trains")),
                     NOTHING, &made);
}

static struct error *change_fact(struct random *random)
{
    struct fact changed;
    return fact_change(random->w, some_ident(random, "fact" LIVE),
                       ASKED(fact_shape, SHAPE_CHANGE, "{'text': 'Likes %s'}", some_name(random)),
                       &changed);
}

static struct error *trash_fact(struct random *random)
{
    return fact_trash(random->w, some_ident(random, "fact" LIVE));
}

static struct error *change_promise(struct random *random)
{
    struct promise changed;
    return promise_change(random->w, some_ident(random, "promise" LIVE),
                          ASKED(promise_shape, SHAPE_CHANGE, "{'state': '%s', 'text': 'A %s'}",
                                ONE_OF(random, "open", "kept"), some_name(random)),
                          &changed);
}

static struct error *trash_promise(struct random *random)
{
    return promise_trash(random->w, some_ident(random, "promise" LIVE));
}

static struct error *tag_person(struct random *random)
{
    struct person changed;
    return person_change(random->w, some_ident(random, "person" LIVE),
                         ASKED(person_shape, SHAPE_CHANGE, "{'tags': ['tag %d']}", random->names++),
                         &changed);
}

static struct error *delete_tag(struct random *random)
{
    return tag_delete(random->w, some_ident(random, "tag WHERE name LIKE 'tag %'"));
}

static struct error *rename_tag(struct random *random)
{
    struct tag changed;
    return tag_change(random->w, some_ident(random, "tag WHERE name LIKE 'tag %'"),
                      ASKED(tag_shape, SHAPE_CHANGE, "{'name': 'tag %d'}", random->names++),
                      &changed);
}

static struct error *rename_kind(struct random *random)
{
    struct kind changed;
    return kind_change(random->w, some_ident(random, "kind WHERE id > 4"),
                       ASKED(kind_shape, SHAPE_CHANGE, "{'name': 'kind %d'}", random->names++),
                       &changed);
}

static struct error *rename_theme(struct random *random)
{
    struct theme changed;
    return theme_change(
        random->w, some_ident(random, "theme WHERE merged_into IS NULL"),
        ASKED(theme_shape, SHAPE_CHANGE, "{'name': 'word%d', 'meaning': 'It.'}", random->names++),
        &changed);
}

static struct error *merge_themes(struct random *random)
{
    struct theme into;
    return theme_merge(random->w, some_ident(random, "theme WHERE merged_into IS NULL"),
                       ASKED(theme_merge_shape, SHAPE_MAKE, "{'into': '%s'}",
                             some_id(random, "theme WHERE merged_into IS NULL")),
                       &into);
}

static struct error *restore(struct random *random)
{
    struct trashed restored;
    return trash_restore(
        random->w,
        some_ident(random, ONE_OF(random, "person" IN_TRASH, "company" IN_TRASH,
                                  "conversation" IN_TRASH, "fact" IN_TRASH, "promise" IN_TRASH)),
        &restored);
}

static struct error *(*const writes[])(struct random *) = {
    make_company,
    make_company,
    change_company,
    trash_company,
    make_person,
    make_person,
    make_person,
    change_person,
    move_person,
    move_person,
    trash_person,
    rest_person,
    merge_people,
    merge_people,
    merge_people,
    log_conversation,
    log_conversation,
    log_conversation,
    log_conversation,
    log_conversation,
    log_conversation,
    log_conversation,
    change_conversation,
    change_conversation,
    change_conversation,
    trash_conversation,
    make_fact,
    make_fact,
    change_fact,
    trash_fact,
    change_promise,
    change_promise,
    trash_promise,
    tag_person,
    tag_person,
    rename_tag,
    delete_tag,
    rename_kind,
    rename_theme,
    merge_themes,
    restore,
    restore,
    restore,
};

/* Gives the change, or 0 when the write was refused. */
static int64_t write_this(struct random *random, struct error *(*write)(struct random *))
{
    struct work *w = random->w;
    struct logbook_change change = logbook_change_begin(w);
    logbook_change_collect(w, &change);
    struct error *err = write(random);
    struct change_note note = {.what = "written"};
    w->now.ms += 60000;
    return logbook_change_end(w, &change, &note, err);
}

static int64_t write_one(struct random *random)
{
    return write_this(random, writes[below(random, (int)(sizeof(writes) / sizeof(writes[0])))]);
}

static void assert_nothing_is_left_with_the_merged(struct work *w)
{
    static const char *const columns[] = {
        "conversation_person.person", "fact.person",       "fact.told_by", "promise.person",
        "person_tag.person",          "person.merged_into"};
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        const char *table = arena_copy(w->arena, columns[i], strcspn(columns[i], "."));
        const char *sql = arena_print(w->arena,
                                      "SELECT count(*) FROM %s JOIN person p ON p.id = %s"
                                      " WHERE p.merged_into IS NOT NULL",
                                      table, columns[i]);
        if (logbook_number(w, sql) != 0)
            fail_msg("%s is somebody who was merged", columns[i]);
    }
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM (SELECT 1 FROM conversation_person"
                                       " GROUP BY conversation, person HAVING count(*) > 1)"),
                     0);
}

static void start(struct random *random, void **state, int seed)
{
    random->w = &((struct logbook *)*state)->work;
    random->names = 0;
    random->state = UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(seed + 1);
    for (int i = 0; i < WRITES_BEFORE; i++)
        write_one(random);
}

static void note_last_rows(struct work *w, int64_t *last)
{
    for (int t = 0; source_tables[t].name; t++)
        last[t] = logbook_number(
            w, arena_print(w->arena, "SELECT coalesce(max(id), 0) FROM %s", source_tables[t].name));
}

static void taking_back_everything_and_again_changes_nothing(void **state, int seed)
{
    struct random random;
    start(&random, state, seed);
    struct work *w = random.w;
    int64_t known[32];
    int64_t written[WRITES];
    int64_t undone[WRITES];
    int count = 0;
    note_last_rows(w, known);
    const char *before = logbook_rows(w, known);
    for (int i = 0; i < WRITES; i++) {
        int64_t change = write_one(&random);
        if (change)
            written[count++] = change;
    }
    assert_true(count > WRITES / 4);
    assert_derived(w);
    const char *after = logbook_rows(w, NULL);
    for (int i = count; i-- > 0;)
        assert_fine(logbook_undo(w, written[i], &undone[i]));
    assert_string_equal(logbook_rows(w, known), before);
    assert_derived(w);
    for (int i = 0; i < count; i++)
        assert_fine(logbook_undo(w, undone[i], NULL));
    assert_string_equal(logbook_rows(w, NULL), after);
    assert_derived(w);
    assert_nothing_is_left_with_the_merged(w);
}

/* In any order, much is refused; what is not leaves all that is derived, and every reference,
 * right.
 */
static void taking_back_anything_leaves_all_in_order(void **state, int seed)
{
    struct random random;
    start(&random, state, seed + SEEDS);
    struct work *w = random.w;
    int refused = 0;
    for (int i = 0; i < WRITES; i++) {
        int64_t highest = 0;
        assert_fine(change_highest(w, &highest));
        if (highest == 0 || below(&random, 2)) {
            write_one(&random);
            continue;
        }
        int64_t wanted = highest - below(&random, highest < 12 ? (int)highest : 12);
        struct error *err = logbook_undo(w, wanted, NULL);
        refused += err != NULL;
        if (err)
            assert_int_equal(err->kind, ERROR_CONFLICT);
    }
    assert_true(refused > 0);
    assert_derived(w);
    assert_nothing_is_left_with_the_merged(w);
}

#define LINKS                                                                                      \
    "SELECT 'seat' AS what, id, person FROM conversation_person UNION ALL"                         \
    " SELECT 'fact', id, person FROM fact UNION ALL SELECT 'teller', id, told_by FROM fact"        \
    " UNION ALL SELECT 'promise', id, person FROM promise"                                         \
    " UNION ALL SELECT 'tag', id, person FROM person_tag"

/* Whatever is written after a merge: what was there before it goes back to whom it belonged to,
 * nothing else goes along, and when it cannot be so, nothing happens. */
static void a_merge_among_later_writes_gives_back_what_it_moved(void **state, int seed)
{
    struct random random;
    start(&random, state, seed + 2 * SEEDS);
    struct work *w = random.w;
    int64_t merged = 0;
    logbook_run(w, "CREATE TEMP TABLE links (what, id, person)");
    for (int i = 0; i < 100 && !merged; i++) {
        write_this(&random, make_person);
        write_this(&random, log_conversation);
        logbook_run(w, "DELETE FROM links; INSERT INTO links " LINKS);
        merged = write_this(&random, merge_people);
    }
    assert_true(merged);
    for (int i = 0; i < WRITES_SINCE; i++) {
        int which = below(&random, (int)(sizeof(writes) / sizeof(writes[0])));
        if (writes[which] != merge_people)
            write_this(&random, writes[which]);
    }
    struct error *err = logbook_undo(w, merged, NULL);
    if (err)
        assert_int_equal(err->kind, ERROR_CONFLICT);
    else
        assert_int_equal(logbook_number(w, "SELECT count(*) FROM links l JOIN (" LINKS ") n"
                                           " ON n.what = l.what AND n.id = l.id"
                                           " WHERE n.person IS NOT l.person"),
                         0);
    assert_derived(w);
    assert_nothing_is_left_with_the_merged(w);
    logbook_run(w, "DROP TABLE links");
}

#define SEEDED(test, seed)                                                                         \
    static void test##_##seed(void **state)                                                        \
    {                                                                                              \
        test(state, seed);                                                                         \
    }

#define ALL_SEEDS(test)                                                                            \
    SEEDED(test, 0) SEEDED(test, 1) SEEDED(test, 2) SEEDED(test, 3) SEEDED(test, 4) SEEDED(test, 5)
#define ALL_TESTS(test)                                                                            \
    CHANGES_TEST(test##_0), CHANGES_TEST(test##_1), CHANGES_TEST(test##_2),                        \
        CHANGES_TEST(test##_3), CHANGES_TEST(test##_4), CHANGES_TEST(test##_5)

ALL_SEEDS(taking_back_everything_and_again_changes_nothing)
ALL_SEEDS(taking_back_anything_leaves_all_in_order)
ALL_SEEDS(a_merge_among_later_writes_gives_back_what_it_moved)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALL_TESTS(taking_back_everything_and_again_changes_nothing),
        ALL_TESTS(taking_back_anything_leaves_all_in_order),
        ALL_TESTS(a_merge_among_later_writes_gives_back_what_it_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
