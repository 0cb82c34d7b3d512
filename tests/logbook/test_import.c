/* Importing what was exported gives the same bytes again. */
#include "logbook/import_parts.h"

#include "support/moving.h"

static void an_export_imported_and_exported_again_is_the_same_bytes(void **state)
{
    struct move *move = *state;
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_string_equal(exported(&move->to->work, 0, false), move->text);
    assert_int_equal(import.rows, import.done_rows);
    assert_derived(&move->to->work);
}

static void moving_twice_is_the_same_bytes_as_well(void **state)
{
    struct move *move = *state;
    struct import first = import_text(move, move->text);
    assert_done(&first);
    void *third = NULL;
    assert_int_equal(logbook_open_watched(&third), 0);
    const char *text = exported(&move->to->work, 0, false);
    struct import second = imported(third, text, strlen(text));
    assert_done(&second);
    assert_string_equal(exported(&((struct logbook *)third)->work, 0, false), move->text);
    logbook_close(&third);
}

static void the_history_of_a_conversation_comes_along(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct list before = {0};
    struct list after = {0};
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_fine(conversation_history(&move->from->work, move->story.call.id, &before));
    assert_fine(conversation_history(w, move->story.call.id, &after));
    assert_true(before.count > 4);
    assert_int_equal(after.count, before.count);
    for (size_t i = 0; i < before.count; i++)
        assert_string_equal(
            logbook_answered(w, &edition_shape, &((struct edition *)after.items)[i]),
            logbook_answered(w, &edition_shape, &((struct edition *)before.items)[i]));
}

static void a_text_that_the_highest_change_replaced_keeps_who_and_when(void **state)
{
    struct move *move = *state;
    struct work *w = &move->from->work;
    struct actor ben = {.member = move->story.ben.row, .member_id = move->story.ben.id};
    w->actor = &ben;
    w->now.ms += 1000;
    ALTER(w, conversation, move->story.call.id, "{'body': 'The last word.'}");
    const char *text = exported(w, 0, false);
    struct import import = import_text(move, text);
    assert_done(&import);
    assert_string_equal(exported(&move->to->work, 0, false), text);
}

static size_t count_themes(struct work *w)
{
    struct page page;
    struct themes_filter all;
    shape_clear(&themes_filter_shape, &all);
    assert_fine(themes_list(w, &all, &page));
    return page.items.count;
}

static void a_theme_that_nobody_has_brought_up_yet_is_listed(void **state)
{
    struct move *move = *state;
    struct work *w = &move->from->work;
    struct theme theme;
    MAKE(w, theme, &theme, "{'name': 'future', 'meaning': 'What may come.'}");
    struct import import = import_text(move, exported(w, 0, false));
    assert_done(&import);
    assert_int_equal(count_themes(&move->to->work), count_themes(w));
}

static void it_makes_no_change_that_is_told(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct page page;
    struct changes_filter all;
    shape_clear(&changes_filter_shape, &all);
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_fine(changes_list(w, &all, &page));
    assert_int_equal(page.count.count, 0);
}

static void numbering_goes_on_above_the_highest_change(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    int64_t highest = 0;
    struct tag tag;
    assert_fine(change_highest(&move->from->work, &highest));
    struct import import = import_text(move, move->text);
    assert_done(&import);
    MAKE(w, tag, &tag, "{'name': 'new'}");
    assert_int_equal(w->change, highest + 1);
    assert_fine(logbook_undo(w, w->change, NULL));
}

static void since_needs_a_number_behind_the_move(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct export *export = NULL;
    int64_t highest = 0;
    struct tag tag;
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_fine(change_highest(w, &highest));
    MAKE(w, tag, &tag, "{'name': 'new'}");
    assert_refused(export_begin(w, highest - 1, false, &export), ERROR_INVALID, "since");
    const char *text = exported(w, highest, false);
    assert_non_null(strstr(text, "\"tag\":1,\"kind\":0,\"theme\":0,\"person\":0,\"conversation\":0,"
                                 "\"version\":0"));
}

static void the_words_can_be_found(void **state)
{
    struct move *move = *state;
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_int_equal(logbook_number(&move->to->work,
                                    "SELECT count(*) FROM find WHERE find MATCH '\"two shops\"'"),
                     1);
}

static void a_member_with_the_same_address_takes_the_id_and_keeps_its_row(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct member me;
    MAKE(w, member, &me, "{'name': 'A. Ruiz', 'email': 'ANA@k.example'}");
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_fine(member_find(w, move->story.ana.id, &me));
    assert_int_equal(me.row, 1);
    assert_string_equal(me.name, "Ana Ruiz");
    assert_string_equal(exported(w, 0, false), move->text);
}

static void a_member_with_the_same_name_takes_the_id(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct member me;
    MAKE(w, member, &me, "{'name': 'BEN', 'role': 'owner'}");
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_fine(member_find(w, move->story.ben.id, &me));
    assert_int_equal(me.row, 1);
    assert_string_equal(exported(w, 0, false), move->text);
}

static void a_member_who_wrote_nothing_is_left_out_until_they_do(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct member me;
    struct tag tag;
    MAKE(w, member, &me, "{'name': 'Set It Up', 'role': 'owner'}");
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_string_equal(exported(w, 0, false), move->text);
    struct actor actor = {.member = me.row, .member_id = me.id, .scopes = SCOPES_ALL};
    w->actor = &actor;
    MAKE(w, tag, &tag, "{'name': 'new'}");
    w->actor = NULL;
    assert_non_null(strstr(exported(w, 0, false), "Set It Up"));
}

static void tags_kinds_and_themes_that_were_there_stay_beside_those_of_the_file(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct tag tag;
    struct kind kind;
    struct theme theme;
    MAKE(w, tag, &tag, "{'name': 'mine'}");
    MAKE(w, tag, &tag, "{'name': 'Beta'}");
    MAKE(w, kind, &kind, "{'name': 'podcast'}");
    MAKE(w, kind, &kind, "{'name': 'studio visit'}");
    MAKE(w, theme, &theme, "{'name': 'own', 'meaning': 'Ours.'}");
    MAKE(w, theme, &theme, "{'name': 'PRICE', 'meaning': 'Theirs.'}");
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM tag WHERE folded IN ('mine', 'beta')"),
                     2);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM kind"), 10);
    assert_non_null(strstr(move->text, logbook_text(w, "SELECT ident_text(uid) FROM kind"
                                                       " WHERE folded = 'studio visit'")));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM theme WHERE meaning = 'Ours.'"), 1);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM theme WHERE meaning = 'Theirs.'"), 0);
    assert_derived(w);
}

static void views_that_were_there_stay_with_who_made_them(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct member member;
    struct view view;
    MAKE(w, member, &member, "{'name': 'ANA RUIZ', 'role': 'owner'}");
    struct actor actor = {.member = member.row, .member_id = member.id};
    w->actor = &actor;
    MAKE(w, view, &view, "{'name': 'Mine', 'filter': {'sort': 'since'}}");
    w->actor = NULL;
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM view"), 2);
    assert_string_equal(logbook_text(w, "SELECT m.name || ' ' || v.filter FROM view v"
                                        " JOIN member m ON m.id = v.made_by"
                                        " WHERE v.name = 'Mine'"),
                        "Ana Ruiz {\"sort\":\"since\"}");
}

static void a_logbook_with_people_in_it_is_refused(void **state)
{
    struct move *move = *state;
    struct import import;
    assert_refused(import_make(&move->from->work, "file", &import), ERROR_CONFLICT, NULL);
}

static void a_second_import_waits_for_the_first(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct import import;
    struct import other;
    struct export *export = NULL;
    bool found = false;
    spool(move->to, move->text, strlen(move->text), &import);
    assert_fine(import_current(w, &other, &found));
    assert_true(found && ident_same(other.id, import.id));
    assert_fine(import_blocks(w, &found));
    assert_true(found);
    assert_refused(import_make(w, "file", &other), ERROR_CONFLICT, NULL);
    assert_refused(export_begin(w, 0, false, &export), ERROR_CONFLICT, NULL);
    run_import(move->to, &import);
    assert_fine(import_blocks(w, &found));
    assert_false(found);
}

static void every_etag_is_new_behind_it(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    int64_t before = 0;
    int64_t after = 0;
    assert_fine(counter_read(w, "epoch", &before));
    struct import import = import_text(move, move->text);
    assert_done(&import);
    assert_fine(counter_read(w, "epoch", &after));
    assert_int_not_equal(before, after);
}

/* As a process that ends and another that begins. */
static void restart(struct logbook *logbook)
{
    struct work *w = &logbook->work;
    const char *path = arena_print(logbook->arena, "%s/kith.db", logbook->folder);
    logbook_run(w, "COMMIT");
    db_close(w->db);
    assert_fine(db_open(logbook->arena, path, DB_WRITER, &w->db));
    assert_fine(touches_watch(logbook->arena, w->db));
    logbook_run(w, "BEGIN IMMEDIATE");
}

static void a_restart_at_any_step_goes_on(void **state)
{
    struct move *move = *state;
    struct import import;
    bool done = false;
    spool(move->to, move->text, strlen(move->text), &import);
    /* Verified anew by every process, so that there must be several steps in one. */
    for (int life = 1; !done; life++) {
        struct import_reader *reader = NULL;
        for (int i = 0; i < life && !done; i++)
            done = step(move->to, &import, &reader);
        import_reader_free(reader);
        restart(move->to);
    }
    assert_done(&import);
    assert_string_equal(exported(&move->to->work, 0, false), move->text);
    assert_derived(&move->to->work);
}

/* Conversations in number, so that writing takes several steps. */
static const char *long_export(struct move *move)
{
    struct work *w = &move->from->work;
    struct conversation logged;
    for (int i = 0; i < 300; i++)
        log_one(
            w,
            arena_print(w->arena, "{'people': [{'name': 'P%d'}], 'body': '#t%d said'}", i, i % 7),
            &logged);
    return exported(w, 0, false);
}

static void a_step_that_was_rolled_back_is_done_again(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    const char *text = long_export(move);
    struct import import;
    struct import_reader *reader = NULL;
    bool done = false;
    spool(move->to, text, strlen(text), &import);
    for (int i = 0; !done; i++) {
        if (i % 2) {
            done = step(move->to, &import, &reader);
            continue;
        }
        logbook_run(w, "SAVEPOINT lost");
        assert_fine(import_step(w, move->to->folder, &import, &reader, &done));
        logbook_run(w, "ROLLBACK TO lost; RELEASE lost");
        done = false;
    }
    import_reader_free(reader);
    assert_done(&import);
    assert_string_equal(exported(w, 0, false), text);
}

static void a_step_writes_no_more_than_its_share(void **state)
{
    struct move *move = *state;
    const char *text = long_export(move);
    struct import import;
    struct import_reader *reader = NULL;
    int64_t done_rows = 0;
    spool(move->to, text, strlen(text), &import);
    while (!step(move->to, &import, &reader)) {
        assert_true(import.done_rows - done_rows <= IMPORT_MOST_ROWS);
        done_rows = import.done_rows;
    }
    import_reader_free(reader);
    assert_done(&import);
    assert_int_equal(import.done_rows, import.rows);
}

static void statements_of_imports_search(void **state)
{
    struct move *move = *state;
    assert_statements_search(&move->to->work, imports_statements);
    assert_statements_search(&move->to->work, import_lines_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MOVE_TEST(an_export_imported_and_exported_again_is_the_same_bytes),
        MOVE_TEST(moving_twice_is_the_same_bytes_as_well),
        MOVE_TEST(the_history_of_a_conversation_comes_along),
        MOVE_TEST(a_text_that_the_highest_change_replaced_keeps_who_and_when),
        MOVE_TEST(a_theme_that_nobody_has_brought_up_yet_is_listed),
        MOVE_TEST(it_makes_no_change_that_is_told),
        MOVE_TEST(numbering_goes_on_above_the_highest_change),
        MOVE_TEST(since_needs_a_number_behind_the_move),
        MOVE_TEST(the_words_can_be_found),
        MOVE_TEST(a_member_with_the_same_address_takes_the_id_and_keeps_its_row),
        MOVE_TEST(a_member_with_the_same_name_takes_the_id),
        MOVE_TEST(a_member_who_wrote_nothing_is_left_out_until_they_do),
        MOVE_TEST(tags_kinds_and_themes_that_were_there_stay_beside_those_of_the_file),
        MOVE_TEST(views_that_were_there_stay_with_who_made_them),
        MOVE_TEST(a_logbook_with_people_in_it_is_refused),
        MOVE_TEST(a_second_import_waits_for_the_first),
        MOVE_TEST(every_etag_is_new_behind_it),
        MOVE_TEST(a_restart_at_any_step_goes_on),
        MOVE_TEST(a_step_that_was_rolled_back_is_done_again),
        MOVE_TEST(a_step_writes_no_more_than_its_share),
        MOVE_TEST(statements_of_imports_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
