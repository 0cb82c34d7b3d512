/* What guesses of a password are left, and when they come back. */
#include "logbook/guesses.h"

#include "support/logbook.h"

static struct work *work_of(void **state)
{
    return &((struct logbook *)*state)->work;
}

static const struct guess ana = {.account = "ana@x.example", .address = "192.0.2.1"};

/* How many of so many guesses are let through, `step` milliseconds apart. */
static int let_through(struct work *w, const struct guess *guess, int times, int64_t step)
{
    int counted = 0;
    for (int i = 0; i < times; i++, w->now.ms += step) {
        struct error *err = guess_count(w, guess);
        if (err)
            assert_refused(err, ERROR_TOO_MANY, NULL);
        counted += !err;
    }
    return counted;
}

static void ten_of_an_account_and_then_one_a_minute(void **state)
{
    struct work *w = work_of(state);
    assert_int_equal(let_through(w, &ana, 20, 0), 10);
    w->now.ms += 59999;
    assert_int_equal(let_through(w, &ana, 2, 0), 0);
    w->now.ms += 1;
    assert_int_equal(let_through(w, &ana, 2, 0), 1);
}

static void the_wait_is_told_in_seconds(void **state)
{
    struct work *w = work_of(state);
    let_through(w, &ana, 10, 0);
    w->now.ms += 500;
    struct error *err = guess_check(w, &ana);
    assert_int_equal(err->wait_s, 60);
    w->now.ms += 59000;
    assert_int_equal(guess_check(w, &ana)->wait_s, 1);
    w->now.ms += 500;
    assert_fine(guess_check(w, &ana));
}

static void looking_counts_nothing(void **state)
{
    struct work *w = work_of(state);
    for (int i = 0; i < 50; i++)
        assert_fine(guess_check(w, &ana));
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM allowance"), 0);
}

static void an_account_is_the_same_in_any_writing(void **state)
{
    struct work *w = work_of(state);
    struct guess loud = {.account = "ANA@X.example", .address = "192.0.2.2"};
    let_through(w, &ana, 10, 0);
    assert_int_equal(let_through(w, &loud, 1, 0), 0);
}

static void twenty_of_an_address_for_all_accounts(void **state)
{
    struct work *w = work_of(state);
    int counted = 0;
    for (int i = 0; i < 40; i++) {
        struct guess guess = {.account = arena_print(w->arena, "m%d@x.example", i),
                              .address = "192.0.2.1"};
        counted += let_through(w, &guess, 1, 0);
    }
    assert_int_equal(counted, 20);
}

static void a_network_of_ipv6_is_one_address(void **state)
{
    struct work *w = work_of(state);
    int counted = 0;
    for (int i = 0; i < 40; i++) {
        struct guess guess = {.account = arena_print(w->arena, "m%d@x.example", i),
                              .address = arena_print(w->arena, "2001:db8:1:2:%x::1", i)};
        counted += let_through(w, &guess, 1, 0);
    }
    assert_int_equal(counted, 20);
    struct guess beside = {.account = "m@x.example", .address = "2001:db8:1:3::1"};
    assert_int_equal(let_through(w, &beside, 1, 0), 1);
}

static void all_together_have_an_end(void **state)
{
    struct work *w = work_of(state);
    int counted = 0;
    int64_t begun = w->now.ms;
    for (int i = 0; w->now.ms < begun + 600000; i++, w->now.ms += 60) {
        struct guess guess = {.account = arena_print(w->arena, "m%d@x.example", i),
                              .address = arena_print(w->arena, "192.0.%d.%d", i / 250, i % 250)};
        counted += let_through(w, &guess, 1, 0);
    }
    assert_in_range(counted, 50, 60);
}

static void a_browser_has_an_allowance_of_its_own(void **state)
{
    struct work *w = work_of(state);
    struct guess own = ana;
    own.browser = "b1";
    let_through(w, &ana, 40, 0);
    assert_int_equal(let_through(w, &own, 20, 0), 10);
    own.browser = "b2";
    assert_int_equal(let_through(w, &own, 1, 0), 1);
}

static void what_was_right_is_given_back(void **state)
{
    struct work *w = work_of(state);
    for (int i = 0; i < 100; i++) {
        assert_fine(guess_count(w, &ana));
        assert_fine(guess_give_back(w, &ana));
    }
    assert_int_equal(let_through(w, &ana, 20, 0), 10);
}

static void a_clock_set_back_locks_nobody_out(void **state)
{
    struct work *w = work_of(state);
    let_through(w, &ana, 10, 0);
    w->now.ms -= 70000;
    assert_int_equal(let_through(w, &ana, 20, 0), 0);
    w->now.ms -= (int64_t)365 * DAY_MS;
    assert_fine(guesses_settle(w));
    assert_int_equal(let_through(w, &ana, 20, 0), 0);
    w->now.ms += 60000;
    assert_int_equal(let_through(w, &ana, 20, 0), 1);
    w->now.ms += 600000;
    assert_int_equal(let_through(w, &ana, 20, 0), 10);
}

static void what_is_full_again_is_forgotten(void **state)
{
    struct work *w = work_of(state);
    for (int i = 0; i < 15; i++) {
        struct guess guess = {.account = arena_print(w->arena, "m%d@x.example", i),
                              .address = "192.0.2.1"};
        let_through(w, &guess, 1, 0);
    }
    w->now.ms += 3600000;
    let_through(w, &ana, 3, 0);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM allowance"), 3);
}

static void nothing_tells_whose_guess_it_was(void **state)
{
    struct work *w = work_of(state);
    let_through(w, &ana, 1, 0);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM allowance WHERE name LIKE '%ana%'"
                                       " OR name LIKE '%192.0%'"),
                     0);
}

static void every_statement_searches(void **state)
{
    assert_statements_search(work_of(state), guesses_statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(ten_of_an_account_and_then_one_a_minute),
        LOGBOOK_TEST(the_wait_is_told_in_seconds),
        LOGBOOK_TEST(looking_counts_nothing),
        LOGBOOK_TEST(an_account_is_the_same_in_any_writing),
        LOGBOOK_TEST(twenty_of_an_address_for_all_accounts),
        LOGBOOK_TEST(a_network_of_ipv6_is_one_address),
        LOGBOOK_TEST(all_together_have_an_end),
        LOGBOOK_TEST(a_browser_has_an_allowance_of_its_own),
        LOGBOOK_TEST(what_was_right_is_given_back),
        LOGBOOK_TEST(a_clock_set_back_locks_nobody_out),
        LOGBOOK_TEST(what_is_full_again_is_forgotten),
        LOGBOOK_TEST(nothing_tells_whose_guess_it_was),
        LOGBOOK_TEST(every_statement_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
