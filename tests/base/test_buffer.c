/* Bytes that grow. */
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_bytes(const struct buffer *buffer, const char *bytes, size_t length)
{
    assert_int_equal(buffer->length, length);
    assert_memory_equal(buffer->bytes, bytes, length);
}

static void what_is_appended_stands_in_order(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    buffer_text(&buffer, "one ");
    buffer_append(&buffer, "two!", 3);
    buffer_byte(&buffer, ' ');
    buffer_print(&buffer, "%d", 3);
    assert_bytes(&buffer, "one two 3", 9);
    buffer_free(&buffer);
}

static void a_nul_is_a_byte_like_any_other(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    buffer_append(&buffer, "a\0b", 3);
    buffer_byte(&buffer, 0);
    assert_bytes(&buffer, "a\0b\0", 4);
    buffer_free(&buffer);
}

static void growing_loses_nothing(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    for (int i = 0; i < 100000; i++)
        buffer_byte(&buffer, (char)(i % 251));
    for (int i = 0; i < 100000; i++)
        assert_int_equal((uint8_t)buffer.bytes[i], i % 251);
    buffer_free(&buffer);
}

static void nothing_can_be_appended(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    buffer_append(&buffer, NULL, 0);
    buffer_text(&buffer, "");
    assert_int_equal(buffer.length, 0);
    buffer_free(&buffer);
}

static void reserved_room_is_there_and_changes_nothing(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    buffer_text(&buffer, "kept");
    buffer_reserve(&buffer, 5000);
    assert_true(buffer.capacity - buffer.length >= 5000);
    assert_bytes(&buffer, "kept", 4);
    buffer_free(&buffer);
}

static void a_long_print_is_whole(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    buffer_text(&buffer, "<");
    buffer_print(&buffer, "%05000d", 7);
    buffer_text(&buffer, ">");
    assert_int_equal(buffer.length, 5002);
    assert_memory_equal(buffer.bytes + 4998, "007>", 4);
    buffer_free(&buffer);
}

static void a_freed_buffer_can_be_used_again(void **state)
{
    struct buffer buffer = {0};
    (void)state;
    buffer_text(&buffer, "first");
    buffer_free(&buffer);
    assert_int_equal(buffer.length, 0);
    buffer_text(&buffer, "second");
    assert_bytes(&buffer, "second", 6);
    buffer_free(&buffer);
}

/* RFC 3986, section 2.3. */
static void only_unreserved_characters_stand_plain_in_an_address(void **state)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-._~";
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        char text[2] = {(char)byte, 0};
        char encoded[4];
        struct buffer buffer = {0};
        if (strchr(plain, byte))
            strcpy(encoded, text);
        else
            snprintf(encoded, sizeof(encoded), "%%%02X", (unsigned char)byte);
        buffer_encoded(&buffer, text);
        assert_bytes(&buffer, encoded, strlen(encoded));
        buffer_free(&buffer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_stands_in_order),
        cmocka_unit_test(a_nul_is_a_byte_like_any_other),
        cmocka_unit_test(growing_loses_nothing),
        cmocka_unit_test(nothing_can_be_appended),
        cmocka_unit_test(reserved_room_is_there_and_changes_nothing),
        cmocka_unit_test(a_long_print_is_whole),
        cmocka_unit_test(a_freed_buffer_can_be_used_again),
        cmocka_unit_test(only_unreserved_characters_stand_plain_in_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
