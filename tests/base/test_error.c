/* Errors as values, and chains of faults. */
#include "base/error.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int chain_length(const struct error *chain)
{
    int length = 0;
    for (; chain; chain = chain->next)
        length++;
    return length;
}

static void an_error_has_its_kind_and_a_sentence(void **state)
{
    struct arena *arena = arena_new(256);
    struct error *err = error_new(arena, ERROR_BUSY, "Wait %d s, %s.", 3, "please");
    (void)state;
    assert_int_equal(err->kind, ERROR_BUSY);
    assert_string_equal(err->sentence, "Wait 3 s, please.");
    arena_free(arena);
}

static void an_error_stands_alone(void **state)
{
    struct arena *arena = arena_new(256);
    struct error *err = error_new(arena, ERROR_BROKEN, "Broken.");
    (void)state;
    assert_null(err->next);
    assert_null(err->pointer);
    assert_null(err->json);
    arena_free(arena);
}

static void a_fault_names_its_field(void **state)
{
    char pointer[] = "/name";
    struct arena *arena = arena_new(256);
    struct error *faults = NULL;
    (void)state;
    error_fault(arena, &faults, pointer, "At most %d.", 5);
    pointer[1] = 'x';
    assert_int_equal(faults->kind, ERROR_INVALID);
    assert_string_equal(faults->pointer, "/name");
    assert_string_equal(faults->sentence, "At most 5.");
    arena_free(arena);
}

static void a_fault_may_have_no_pointer(void **state)
{
    struct arena *arena = arena_new(256);
    struct error *faults = NULL;
    (void)state;
    error_fault(arena, &faults, NULL, "All of it.");
    assert_null(faults->pointer);
    arena_free(arena);
}

static void faults_stand_in_the_order_of_finding(void **state)
{
    static const char *const pointers[] = {"/c", "/a", "/b"};
    struct arena *arena = arena_new(256);
    struct error *faults = NULL;
    (void)state;
    for (int i = 0; i < 3; i++)
        error_fault(arena, &faults, pointers[i], "Wrong.");
    const struct error *at = faults;
    for (int i = 0; i < 3; i++, at = at->next)
        assert_string_equal(at->pointer, pointers[i]);
    assert_null(at);
    arena_free(arena);
}

static void a_hundred_faults_are_kept_and_no_more(void **state)
{
    struct arena *arena = arena_new(256);
    struct error *faults = NULL;
    (void)state;
    for (int i = 0; i < 500; i++)
        error_fault(arena, &faults, "/x", "Fault %d.", i);
    assert_int_equal(chain_length(faults), 100);
    const struct error *last = faults;
    while (last->next)
        last = last->next;
    assert_string_equal(last->sentence, "Fault 99.");
    arena_free(arena);
}

static void faults_are_gathered_until_something_else_goes_wrong(void **state)
{
    struct arena *arena = arena_new(256);
    struct error *faults = NULL;
    struct error *two = NULL;
    (void)state;
    error_fault(arena, &two, "/a", "Wrong.");
    error_fault(arena, &two, "/b", "Wrong.");
    assert_true(error_gather(&faults, NULL));
    assert_null(faults);
    assert_true(error_gather(&faults, two));
    assert_int_equal(chain_length(faults), 2);
    struct error *broken = error_new(arena, ERROR_BROKEN, "Broken.");
    assert_false(error_gather(&faults, broken));
    assert_ptr_equal(faults, broken);
    assert_null(faults->next);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_has_its_kind_and_a_sentence),
        cmocka_unit_test(an_error_stands_alone),
        cmocka_unit_test(a_fault_names_its_field),
        cmocka_unit_test(a_fault_may_have_no_pointer),
        cmocka_unit_test(faults_stand_in_the_order_of_finding),
        cmocka_unit_test(a_hundred_faults_are_kept_and_no_more),
        cmocka_unit_test(faults_are_gathered_until_something_else_goes_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
