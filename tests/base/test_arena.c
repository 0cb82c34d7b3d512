/* Memory that dies together; the address sanitizer sees what the assertions cannot. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool all_zero(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

static void bytes_are_zero_at_first(void **state)
{
    struct arena *arena = arena_new(64);
    (void)state;
    for (size_t size = 1; size < 3000; size += 37)
        assert_true(all_zero(arena_take(arena, size), size));
    arena_free(arena);
}

static void bytes_are_aligned_for_any_type(void **state)
{
    struct arena *arena = arena_new(64);
    (void)state;
    for (size_t size = 1; size < 100; size++)
        assert_int_equal((uintptr_t)arena_take(arena, size) % alignof(max_align_t), 0);
    arena_free(arena);
}

static void no_byte_belongs_to_two(void **state)
{
    enum { TAKEN = 200 };
    unsigned char *taken[TAKEN];
    struct arena *arena = arena_new(100);
    (void)state;
    for (size_t i = 0; i < TAKEN; i++) {
        taken[i] = arena_take(arena, i * 7 + 1);
        memset(taken[i], (int)i, i * 7 + 1);
    }
    for (size_t i = 0; i < TAKEN; i++) {
        for (size_t at = 0; at < i * 7 + 1; at++)
            assert_int_equal(taken[i][at], i);
    }
    arena_free(arena);
}

static void an_arena_without_first_bytes_can_be_taken_from(void **state)
{
    (void)state;
    for (size_t first = 0; first < 32; first++) {
        struct arena *arena = arena_new(first);
        memset(arena_take(arena, 16), 'x', 16);
        arena_free(arena);
    }
}

static void the_first_block_holds_the_first_bytes(void **state)
{
    struct arena *arena = arena_new(1024);
    struct arena_mark before = arena_mark(arena);
    (void)state;
    arena_take(arena, 1024);
    assert_ptr_equal(arena_mark(arena).block, before.block);
    arena_free(arena);
}

static void more_than_a_block_can_be_taken_at_once(void **state)
{
    struct arena *arena = arena_new(16);
    char *bytes = arena_take(arena, 5 << 20);
    (void)state;
    memset(bytes, 'x', 5 << 20);
    assert_int_equal(bytes[(5 << 20) - 1], 'x');
    arena_free(arena);
}

static void taking_nothing_is_never_null(void **state)
{
    struct arena *arena = arena_new(16);
    (void)state;
    assert_non_null(arena_take(arena, 0));
    arena_free(arena);
}

static void a_rewound_place_is_given_again_and_zero(void **state)
{
    struct arena *arena = arena_new(1024);
    struct arena_mark mark = arena_mark(arena);
    char *first = arena_take(arena, 40);
    (void)state;
    memset(first, 'x', 40);
    arena_rewind(arena, mark);
    assert_ptr_equal(arena_take(arena, 40), first);
    assert_true(all_zero(first, 40));
    arena_free(arena);
}

static void rewinding_goes_back_over_blocks(void **state)
{
    struct arena *arena = arena_new(64);
    char *kept = arena_text(arena, "kept");
    struct arena_mark mark = arena_mark(arena);
    (void)state;
    for (int i = 0; i < 100; i++)
        arena_take(arena, 1000);
    arena_rewind(arena, mark);
    assert_ptr_equal(arena_mark(arena).block, mark.block);
    assert_string_equal(kept, "kept");
    arena_free(arena);
}

static void a_reset_arena_keeps_its_first_block(void **state)
{
    struct arena *arena = arena_new(64);
    char *first = arena_take(arena, 8);
    (void)state;
    for (int i = 0; i < 100; i++)
        arena_take(arena, 1000);
    arena_reset(arena);
    assert_ptr_equal(arena_take(arena, 8), first);
    arena_free(arena);
}

static void a_copy_has_its_own_bytes_and_a_nul_behind(void **state)
{
    char bytes[] = {'a', 0, 'b'};
    struct arena *arena = arena_new(64);
    char *copy = arena_copy(arena, bytes, sizeof(bytes));
    (void)state;
    bytes[0] = 'x';
    assert_memory_equal(copy, "a\0b", 4);
    arena_free(arena);
}

static void a_text_that_is_null_stays_null(void **state)
{
    struct arena *arena = arena_new(64);
    (void)state;
    assert_null(arena_text(arena, NULL));
    arena_free(arena);
}

static void a_printed_text_is_whole_however_long(void **state)
{
    struct arena *arena = arena_new(16);
    char *text = arena_print(arena, "%05000d|%s", 7, "end");
    (void)state;
    assert_int_equal(strlen(text), 5004);
    assert_string_equal(text + 4999, "7|end");
    arena_free(arena);
}

static void freeing_no_arena_is_fine(void **state)
{
    (void)state;
    arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_zero_at_first),
        cmocka_unit_test(bytes_are_aligned_for_any_type),
        cmocka_unit_test(no_byte_belongs_to_two),
        cmocka_unit_test(an_arena_without_first_bytes_can_be_taken_from),
        cmocka_unit_test(the_first_block_holds_the_first_bytes),
        cmocka_unit_test(more_than_a_block_can_be_taken_at_once),
        cmocka_unit_test(taking_nothing_is_never_null),
        cmocka_unit_test(a_rewound_place_is_given_again_and_zero),
        cmocka_unit_test(rewinding_goes_back_over_blocks),
        cmocka_unit_test(a_reset_arena_keeps_its_first_block),
        cmocka_unit_test(a_copy_has_its_own_bytes_and_a_nul_behind),
        cmocka_unit_test(a_text_that_is_null_stays_null),
        cmocka_unit_test(a_printed_text_is_whole_however_long),
        cmocka_unit_test(freeing_no_arena_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
