/* Which passwords may be chosen, and how they are kept. */
#include "logbook/passwords.h"

#include "support/logbook.h"

#include <string.h>

static const char *const lieve[] = {"Lieve Vandamme", "lieve@kith.example", NULL};

static void common_ones_are_refused(void **state)
{
    (void)state;
    static const char *const common[] = {
        "password1234",     "passwordpassword", "qwertyuiop12",    "123456789012",
        "aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "iloveyou1234",    "Password123!",
        "P@ssw0rd1234",     "welcome12345",     "letmein12345",    "football1234",
        "Summer2026!!",     "summersummer",     "administrator",   "zaq12wsx34ed",
        "qazwsxedcrfv",     "1q2w3e4r5t6y",     "monkeydragon123", "kithkithkith",
    };
    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
        if (!password_fault(common[i], NULL))
            fail_msg("%s may be chosen", common[i]);
    }
}

static void their_own_name_and_address_are_refused(void **state)
{
    (void)state;
    static const char *const own[] = {"Lieve Vandamme", "lieve@kith.example", "lievevandamme1"};
    for (size_t i = 0; i < 2; i++)
        assert_non_null(password_fault(own[i], lieve));
}

static void phrases_and_managed_ones_are_welcome(void **state)
{
    (void)state;
    static const char *const good[] = {
        "four brass lamps shine",
        "j8Kx0plQz7mN!aQ",
        "łódź na wodzie o świcie",
        "今日はとても寒い朝ですね",
        "correct horse battery staple ferry",
        " spaces at both ends ok ",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        if (password_fault(good[i], lieve))
            fail_msg("%s is refused: %s", good[i], password_fault(good[i], lieve));
    }
}

static void twelve_characters_count_not_bytes(void **state)
{
    (void)state;
    assert_non_null(password_fault("q7#Kd9-vZp1", NULL));
    assert_null(password_fault("q7#Kd9-vZp1x", NULL));
    assert_non_null(password_fault("éèêëàâ", NULL));
}

static void the_longest_has_a_thousand_bytes(void **state)
{
    (void)state;
    char text[PASSWORD_LONGEST + 2];
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = "q7#Kd9-vZp1xwRtB"[(i * 7 + i / 3) % 16];
    text[PASSWORD_LONGEST] = 0;
    assert_null(password_fault(text, NULL));
    text[PASSWORD_LONGEST] = 'x';
    text[PASSWORD_LONGEST + 1] = 0;
    assert_non_null(password_fault(text, NULL));
}

static void a_hash_fits_its_password_alone(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const char *hash = NULL;
    const char *other = NULL;
    assert_fine(password_hash(w->arena, "four brass lamps shine", &hash));
    assert_fine(password_hash(w->arena, "four brass lamps shine", &other));
    assert_string_not_equal(hash, other);
    assert_non_null(strstr(hash, "$argon2id$v=19$m=65536,t=2,p=1$"));
    assert_true(password_fits(hash, "four brass lamps shine"));
    assert_false(password_fits(hash, "four brass lamps shin"));
    assert_false(password_fits(hash, "Four brass lamps shine"));
    assert_false(password_fits(hash, ""));
    assert_false(password_fits(NULL, "four brass lamps shine"));
}

static void the_newest_is_kept(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const char *hash = NULL;
    logbook_run(w, "INSERT INTO member (uid, name, folded, role, state, revision, created_at,"
                   " updated_at) VALUES (x'00', 'Ana', 'ana', 'owner', 'active', 1, 1, 1)");
    int64_t row = logbook_number(w, "SELECT max(id) FROM member");
    assert_fine(password_read(w, row, &hash));
    assert_null(hash);
    assert_fine(password_keep(w, row, "one"));
    assert_fine(password_keep(w, row, "two"));
    assert_fine(password_read(w, row, &hash));
    assert_string_equal(hash, "two");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(common_ones_are_refused),
        LOGBOOK_TEST(their_own_name_and_address_are_refused),
        LOGBOOK_TEST(phrases_and_managed_ones_are_welcome),
        LOGBOOK_TEST(twelve_characters_count_not_bytes),
        LOGBOOK_TEST(the_longest_has_a_thousand_bytes),
        LOGBOOK_TEST(a_hash_fits_its_password_alone),
        LOGBOOK_TEST(the_newest_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
