/* The editions of a conversation, as the API asks for them. */
#include "logbook/conversation_parts.h"
#include "logbook/members.h"
#include "logbook/trash.h"

#include "support/changes.h"

static struct conversation conversation;

static struct error *log_it(struct work *w, const char *json)
{
    return conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json),
                            &conversation);
}

static struct error *edit(struct work *w, const char *json)
{
    w->now.ms += 1000;
    return conversation_change(w, conversation.id,
                               logbook_asked(w, &conversation_shape, SHAPE_CHANGE, json),
                               &conversation);
}

/* Numbers and bodies of the editions. */
static const char *history(struct work *w)
{
    struct list editions = {0};
    struct buffer json = {0};
    assert_fine(conversation_history(w, conversation.id, &editions));
    const struct edition *items = editions.items;
    for (size_t i = 0; i < editions.count; i++)
        buffer_print(&json, "%s%lld %s", i ? ", " : "", (long long)items[i].number, items[i].body);
    char *text = arena_copy(w->arena, json.bytes, json.length);
    buffer_free(&json);
    return text;
}

static struct edition edition(struct work *w, size_t place)
{
    struct list editions = {0};
    assert_fine(conversation_history(w, conversation.id, &editions));
    assert_true(place < editions.count);
    return ((const struct edition *)editions.items)[place];
}

static int64_t make_member(struct work *w, const char *name)
{
    struct member made;
    const char *json = arena_print(w->arena, "{'name': '%s', 'role': 'member'}", name);
    assert_fine(member_make(w, logbook_asked(w, &member_shape, SHAPE_MAKE, json), &made));
    return made.row;
}

static void a_new_conversation_has_one_edition(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'One'}"));
    assert_string_equal(history(w), "1 One");
    struct edition now = edition(w, 0);
    assert_int_equal(now.change, NOTHING);
    assert_string_equal(now.kind, "note");
    assert_int_equal(now.at.ms, logbook_now.ms);
}

static void every_edit_is_an_edition_newest_first(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'One'}"));
    CHANGE(w, edit(w, "{'body': 'Two'}"));
    CHANGE(w, edit(w, "{'body': 'Three', 'kind': 'call'}"));
    assert_string_equal(history(w), "3 Three, 2 Two, 1 One");
    assert_string_equal(edition(w, 0).kind, "call");
    assert_string_equal(edition(w, 1).kind, "note");
}

static void the_text_as_sent_is_edition_zero(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'One\\n! Has a shop\\n'}"));
    CHANGE(w, edit(w, "{'body': 'Two'}"));
    assert_string_equal(history(w), "2 Two, 1 One\n, 0 One\n! Has a shop\n");
    assert_int_equal(edition(w, 2).at.ms, logbook_now.ms);
}

static void an_edition_is_signed_by_who_wrote_it(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct actor ana = {.member = make_member(w, "Ana")};
    struct actor ben = {.member = make_member(w, "Ben")};
    w->actor = &ana;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Carla'}], 'body': 'One'}"));
    w->actor = &ben;
    CHANGE(w, edit(w, "{'body': 'Two'}"));
    int64_t second = w->change;
    w->actor = NULL;
    CHANGE(w, edit(w, "{'body': 'Three'}"));
    assert_null(edition(w, 0).by_name);
    assert_int_equal(edition(w, 0).at.ms, logbook_now.ms + 2000);
    assert_string_equal(edition(w, 1).by_name, "Ben");
    assert_int_equal(edition(w, 1).at.ms, logbook_now.ms + 1000);
    assert_int_equal(edition(w, 1).change, w->change);
    assert_string_equal(edition(w, 2).by_name, "Ana");
    assert_int_equal(edition(w, 2).at.ms, logbook_now.ms);
    assert_int_equal(edition(w, 2).change, second);
}

static void the_trash_makes_no_edition(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct trashed restored;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'One'}"));
    CHANGE(w, edit(w, "{'body': 'Two'}"));
    CHANGE(w, conversation_trash(w, conversation.id));
    CHANGE(w, trash_restore(w, conversation.id, &restored));
    assert_string_equal(history(w), "2 Two, 1 One");
    CHANGE(w, edit(w, "{'body': 'Three'}"));
    assert_string_equal(history(w), "3 Three, 2 Two, 1 One");
}

static void an_undone_edit_stays_in_the_history(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'One'}"));
    CHANGE(w, edit(w, "{'body': 'Two'}"));
    assert_fine(logbook_undo(w, w->change, NULL));
    assert_string_equal(history(w), "3 One, 2 Two, 1 One");
}

static void a_conversation_logged_after_an_undone_one_does_not_show_its_words(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ana'}], 'body': 'Secret'}"));
    assert_fine(logbook_undo(w, w->change, NULL));
    CHANGE(w, log_it(w, "{'people': [{'name': 'Ben'}], 'body': 'One'}"));
    assert_string_equal(history(w), "1 One");
}

static void an_unknown_conversation_is_not_found(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct list editions;
    assert_refused(conversation_history(w, ident_new(w->now), &editions), ERROR_NOT_FOUND, NULL);
}

static void no_statement_looks_at_every_row(void **state)
{
    assert_statements_search(&((struct logbook *)*state)->work, history_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGES_TEST(a_new_conversation_has_one_edition),
        CHANGES_TEST(every_edit_is_an_edition_newest_first),
        CHANGES_TEST(the_text_as_sent_is_edition_zero),
        CHANGES_TEST(an_edition_is_signed_by_who_wrote_it),
        CHANGES_TEST(the_trash_makes_no_edition),
        CHANGES_TEST(an_undone_edit_stays_in_the_history),
        CHANGES_TEST(a_conversation_logged_after_an_undone_one_does_not_show_its_words),
        CHANGES_TEST(an_unknown_conversation_is_not_found),
        LOGBOOK_TEST(no_statement_looks_at_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
