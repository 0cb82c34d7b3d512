/* Today, as the page asks for it. */
#include "logbook/today.h"

#include "logbook/coming_up.h"
#include "logbook/people_list.h"

#include "support/told.h"

static struct error *ask(struct work *w, const char *on, const char *from, const char *to,
                         struct today *ret_today)
{
    return today_read(w, filter_of(w, &today_query_shape, "on", on, "from", from, "to", to, NULL),
                      ret_today);
}

/* Tuesday 24 November 2026 in Lisbon. */
static struct today now(struct work *w)
{
    struct today today;
    assert_fine(ask(w, "2026-11-24", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", &today));
    return today;
}

static void every_missing_parameter_of_today_is_told(void **state)
{
    struct work *w = work_of(state);
    struct today today;
    struct error *err = today_read(w, filter_of(w, &today_query_shape, NULL), &today);
    assert_refused(err, ERROR_INVALID, "on");
    assert_string_equal(err->next->pointer, "from");
    assert_string_equal(err->next->next->pointer, "to");
}

static void a_day_that_does_not_end_after_it_begins_is_refused(void **state)
{
    struct work *w = work_of(state);
    struct today today;
    const char *from = "2026-11-24T00:00:00Z";
    assert_refused(ask(w, "2026-11-24", from, from, &today), ERROR_INVALID, "to");
    assert_refused(ask(w, "2026-11-24", from, "2026-11-26T02:00:00.001Z", &today), ERROR_INVALID,
                   "to");
    assert_fine(ask(w, "2026-11-24", from, "2026-11-26T02:00:00Z", &today));
}

static void promises_are_due_until_sunday_late_ones_first(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    promise_to(w, ana, "sunday", ",'due_on':'2026-11-29'");
    promise_to(w, ana, "monday", ",'due_on':'2026-11-30'");
    promise_to(w, ana, "late", ",'due_on':'2026-01-01'");
    promise_to(w, ana, "kept", ",'due_on':'2026-11-24','state':'kept'");
    promise_to(w, ana, "someday", "");
    struct today today = now(w);
    const struct promise *due = today.promises.items;
    assert_int_equal(today.promises.count, 2);
    assert_string_equal(due[0].text, "late");
    assert_string_equal(due[1].text, "sunday");
    assert_int_equal(today.promises_due.count, 2);
    assert_non_null(strstr(logbook_answered(w, &today_shape, &today),
                           "/api/v1/promises?state=open&due_to=2026-11-29'"));
}

static void on_a_sunday_promises_are_due_that_day(void **state)
{
    struct work *w = work_of(state);
    struct today today;
    assert_fine(ask(w, "2026-11-29", "2026-11-29T00:00:00Z", "2026-11-30T00:00:00Z", &today));
    assert_string_equal(today.due_to, "2026-11-29");
}

static void what_was_kept_today_is_shown_until_midnight(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    promise_to(w, ana, "today", ",'state':'kept'");
    promise_to(w, ana, "released", ",'state':'released','closed_words':'Moved.'");
    w->now = moment("2026-11-23T23:59:59.999Z");
    promise_to(w, ana, "yesterday", ",'state':'kept'");
    struct today today = now(w);
    assert_int_equal(today.kept.count, 1);
    assert_string_equal(((const struct promise *)today.kept.items)->text, "today");
    assert_int_equal(today.promises_kept.count, 1);
    assert_non_null(strstr(logbook_answered(w, &today_shape, &today),
                           "/api/v1/promises?state=kept&closed_from=2026-11-24T00%3A00%3A00.000Z"
                           "&closed_to=2026-11-25T00%3A00%3A00.000Z'"));
}

/* Somebody whom we heard from on three days in a row, the last of which is given. */
static struct person quiet_since(struct work *w, const char *name, const char *last,
                                 const char *body)
{
    struct person person = person_called(w, name);
    char text[INSTANT_TEXT];
    for (int i = 2; i > 0; i--) {
        instant_write((instant){moment(last).ms - i * (int64_t)DAY_MS}, text);
        talk(w, person, text, "Before.");
    }
    talk(w, person, last, body);
    return person;
}

static void the_three_who_are_quiet_longest_are_shown_and_all_are_counted(void **state)
{
    struct work *w = work_of(state);
    quiet_since(w, "Third", "2026-06-03T09:00:00Z", "x");
    quiet_since(w, "First", "2026-06-01T09:00:00Z", "x");
    quiet_since(w, "Fourth", "2026-06-04T09:00:00Z", "x");
    quiet_since(w, "Second", "2026-06-02T09:00:00Z", "x");
    quiet_since(w, "Heard", "2026-11-23T09:00:00Z", "x");
    struct person gone = quiet_since(w, "Gone", "2026-01-01T09:00:00Z", "x");
    assert_fine(person_trash(w, gone.id));
    struct today today = now(w);
    const struct quiet_person *quiet = today.quiet.items;
    assert_int_equal(today.quiet.count, 3);
    assert_string_equal(quiet[0].name, "First");
    assert_string_equal(quiet[1].name, "Second");
    assert_string_equal(quiet[2].name, "Third");
    assert_int_equal(quiet[0].usual_gap_days, 1);
    assert_int_equal(quiet[0].last_heard_at.ms, moment("2026-06-01T09:00:00Z").ms);
    assert_int_equal(quiet[0].quiet_from.ms, moment("2026-06-22T09:00:00Z").ms);
    struct page page;
    assert_fine(people_list(
        w, filter_of(w, &people_filter_shape, "quiet_at", "2026-11-25T00:00:00Z", NULL), &page));
    assert_int_equal(today.quiet_people.count, 4);
    assert_int_equal(page.count.count, 4);
}

static void whoever_becomes_quiet_when_the_day_ends_counts_in_the_list_too(void **state)
{
    struct work *w = work_of(state);
    quiet_since(w, "Ana", "2026-11-04T00:00:00Z", "x");
    struct page page;
    assert_fine(people_list(
        w, filter_of(w, &people_filter_shape, "quiet_at", "2026-11-25T00:00:00Z", NULL), &page));
    assert_int_equal(now(w).quiet_people.count, 1);
    assert_int_equal(page.count.count, 1);
}

static void the_quiet_are_shown_with_their_newest_words(void **state)
{
    struct work *w = work_of(state);
    struct person ana = quiet_since(w, "Ana", "2026-06-01T09:00:00Z", "> Até já.\\n> = See you.");
    talk(w, ana, "2026-06-02T09:00:00Z", "No words of hers.");
    const struct quiet_person *quiet = now(w).quiet.items;
    assert_string_equal(quiet->quote, "Até já.");
    assert_string_equal(quiet->translation, "See you.");
    assert_null(quiet->sentence);
}

static void the_quiet_without_words_are_shown_with_a_sentence_of_ours(void **state)
{
    struct work *w = work_of(state);
    quiet_since(w, "Ana", "2026-06-01T09:00:00Z", "Went *well*. More next time.");
    const struct quiet_person *quiet = now(w).quiet.items;
    assert_null(quiet->quote);
    assert_string_equal(quiet->sentence, "Went well.");
}

/* What comes up in the two weeks from a day: "name what on|…". */
static const char *coming(struct work *w, const char *on)
{
    struct list days;
    assert_fine(coming_up_read(w, date(on), &days));
    const struct coming_day *items = days.items;
    const char *joined = "";
    for (size_t i = 0; i < days.count; i++) {
        char text[DAY_TEXT];
        day_write(items[i].on, text);
        joined = arena_print(w->arena, "%s%s%s %s", joined, i ? "|" : "", items[i].what, text);
    }
    return joined;
}

static void with_day(struct work *w, const char *on, const char *what, const char *repeats)
{
    person_with(w, "Ana",
                arena_print(w->arena, ",'dates':[{'on':'%s','what':'%s','repeats':'%s'}]", on, what,
                            repeats));
}

static void a_day_comes_up_within_two_weeks(void **state)
{
    struct work *w = work_of(state);
    with_day(w, "2026-11-23", "past", "never");
    with_day(w, "2026-11-24", "today", "never");
    with_day(w, "2026-12-07", "last", "never");
    with_day(w, "2026-12-08", "beyond", "never");
    with_day(w, "1980-12-01", "birthday", "yearly");
    with_day(w, "1980-12-02", "once", "never");
    assert_string_equal(coming(w, "2026-11-24"),
                        "today 2026-11-24|birthday 2026-12-01|last 2026-12-07");
}

static void a_day_that_comes_up_is_answered_whole(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_with(w, "Ana",
                                    ",'dates':[{'on':'2000-01-01','what':'x'},"
                                    "{'on':'1980-12-01','what':'birthday','repeats':'yearly'}]");
    struct today today = now(w);
    assert_int_equal(today.coming_up.count, 1);
    assert_string_equal(logbook_answered(w, &coming_day_shape, today.coming_up.items),
                        arena_print(w->arena,
                                    "{'person':{'id':'%s','name':'Ana'},'on':'2026-12-01',"
                                    "'what':'birthday','since':'1980-12-01'}",
                                    id_text(w, ana.id)));
}

static void yearly_days_come_up_across_new_year(void **state)
{
    struct work *w = work_of(state);
    with_day(w, "1980-01-05", "january", "yearly");
    with_day(w, "1990-12-31", "december", "yearly");
    with_day(w, "1990-12-24", "before", "yearly");
    with_day(w, "1990-01-08", "beyond", "yearly");
    assert_string_equal(coming(w, "2026-12-25"), "december 2026-12-31|january 2027-01-05");
}

static void a_leap_day_falls_on_the_28th_in_common_years(void **state)
{
    struct work *w = work_of(state);
    with_day(w, "2000-02-29", "leap", "yearly");
    assert_string_equal(coming(w, "2026-02-15"), "leap 2026-02-28");
    assert_string_equal(coming(w, "2026-02-28"), "leap 2026-02-28");
    assert_string_equal(coming(w, "2026-03-01"), "");
    assert_string_equal(coming(w, "2026-02-14"), "");
    assert_string_equal(coming(w, "2028-02-16"), "leap 2028-02-29");
    assert_string_equal(coming(w, "2028-02-15"), "");
    assert_string_equal(coming(w, "2028-02-29"), "leap 2028-02-29");
}

static void a_yearly_day_does_not_come_up_before_it_first_was(void **state)
{
    struct work *w = work_of(state);
    with_day(w, "2027-12-01", "wedding", "yearly");
    assert_string_equal(coming(w, "2026-11-24"), "");
    assert_string_equal(coming(w, "2027-11-24"), "wedding 2027-12-01");
}

static void the_nine_newest_conversations_are_shown(void **state)
{
    struct work *w = work_of(state);
    struct company mill = company_called(w, "Mill");
    struct person ana =
        person_with(w, "Ana", arena_print(w->arena, ",'company_id':'%s'", id_text(w, mill.id)));
    for (int i = 1; i <= 9; i++)
        talk(w, ana, arena_print(w->arena, "2026-11-0%dT09:00:00Z", i), "> Words.\\n\\nOne. Two.");
    struct conversation newest = talk_with(w, ana, "2026-11-24T09:00:00Z", "> First.\\n\\n> So.",
                                           ",'kind':'call','summary':'Short. Line.'");
    struct today today = now(w);
    const struct latest *latest = today.latest.items;
    assert_int_equal(today.latest.count, 9);
    assert_string_equal(logbook_answered(w, &latest_shape, &latest[0]),
                        arena_print(w->arena,
                                    "{'id':'%s','kind':'call',"
                                    "'happened_at':'2026-11-24T09:00:00.000Z',"
                                    "'people':[{'id':'%s','name':'Ana','company':'Mill'}],"
                                    "'quote':'First.','line':'Short. Line.'}",
                                    id_text(w, newest.id), id_text(w, ana.id)));
    assert_string_equal(latest[1].line, "One.");
    assert_int_equal(latest[8].happened_at.ms, moment("2026-11-02T09:00:00Z").ms);
}

static void conversations_of_the_day_are_counted_as_they_are_listed(void **state)
{
    struct work *w = work_of(state);
    struct person ana = person_called(w, "Ana");
    talk(w, ana, "2026-11-24T00:00:00Z", "x");
    talk(w, ana, "2026-11-24T23:59:59.999Z", "x");
    talk(w, ana, "2026-11-25T00:00:00Z", "x");
    struct page page;
    assert_fine(
        conversations_list(w,
                           filter_of(w, &conversations_filter_shape, "from", "2026-11-24T00:00:00Z",
                                     "to", "2026-11-25T00:00:00Z", NULL),
                           &page));
    assert_int_equal(now(w).conversations.count, 2);
    assert_int_equal(page.count.count, 2);
}

static void statements_about_today_search(void **state)
{
    struct work *w = work_of(state);
    assert_statements_search(w, today_statements);
    assert_statements_search(w, coming_up_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(every_missing_parameter_of_today_is_told),
        LOGBOOK_TEST(a_day_that_does_not_end_after_it_begins_is_refused),
        LOGBOOK_TEST(promises_are_due_until_sunday_late_ones_first),
        LOGBOOK_TEST(on_a_sunday_promises_are_due_that_day),
        LOGBOOK_TEST(what_was_kept_today_is_shown_until_midnight),
        LOGBOOK_TEST(the_three_who_are_quiet_longest_are_shown_and_all_are_counted),
        LOGBOOK_TEST(whoever_becomes_quiet_when_the_day_ends_counts_in_the_list_too),
        LOGBOOK_TEST(the_quiet_are_shown_with_their_newest_words),
        LOGBOOK_TEST(the_quiet_without_words_are_shown_with_a_sentence_of_ours),
        LOGBOOK_TEST(a_day_comes_up_within_two_weeks),
        LOGBOOK_TEST(a_day_that_comes_up_is_answered_whole),
        LOGBOOK_TEST(yearly_days_come_up_across_new_year),
        LOGBOOK_TEST(a_leap_day_falls_on_the_28th_in_common_years),
        LOGBOOK_TEST(a_yearly_day_does_not_come_up_before_it_first_was),
        LOGBOOK_TEST(the_nine_newest_conversations_are_shown),
        LOGBOOK_TEST(conversations_of_the_day_are_counted_as_they_are_listed),
        LOGBOOK_TEST(statements_about_today_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
