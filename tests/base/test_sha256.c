/* The hash of any text, put in in any slices, is libsodium's. */
#include "base/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static void assert_same(const unsigned char *bytes, size_t length, size_t slice)
{
    struct sha256 hash;
    unsigned char wanted[crypto_hash_sha256_BYTES];
    char wanted_text[SHA256_TEXT];
    char text[SHA256_TEXT];
    crypto_hash_sha256(wanted, bytes, length);
    sodium_bin2hex(wanted_text, sizeof(wanted_text), wanted, sizeof(wanted));
    sha256_begin(&hash);
    for (size_t at = 0; at < length; at += slice)
        sha256_add(&hash, bytes + at, length - at < slice ? length - at : slice);
    sha256_end(&hash, text);
    assert_string_equal(text, wanted_text);
}

static void the_example_of_the_standard_has_its_hash(void **state)
{
    (void)state;
    struct sha256 hash;
    char text[SHA256_TEXT];
    sha256_begin(&hash);
    sha256_add(&hash, "abc", 3);
    sha256_end(&hash, text);
    assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void every_length_in_slices_of_every_size_has_the_same_hash(void **state)
{
    (void)state;
    unsigned char bytes[600];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(i * 131 + i / 7);
    for (size_t length = 0; length <= sizeof(bytes); length++) {
        assert_same(bytes, length, sizeof(bytes));
        assert_same(bytes, length, length % 191 + 1);
    }
    for (size_t slice = 1; slice <= sizeof(bytes); slice++)
        assert_same(bytes, sizeof(bytes), slice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_standard_has_its_hash),
        cmocka_unit_test(every_length_in_slices_of_every_size_has_the_same_hash),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
