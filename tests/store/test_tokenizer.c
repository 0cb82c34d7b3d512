/* What words the full-text index is made of. */
#include "store/tokenizer.h"
#include "support/store.h"

static int words_open(void **state)
{
    struct arena *arena = arena_new(4096);
    struct store *store = arena_take(arena, sizeof(*store));
    store->arena = arena;
    *state = store;
    if (db_open(arena, ":memory:", DB_WRITER, &store->work.db))
        return -1;
    store_run(store->work.db, "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = 'kith');"
                              "CREATE VIRTUAL TABLE words USING fts5vocab (t, instance)");
    return 0;
}

static int words_close(void **state)
{
    struct store *store = *state;
    db_close(store->work.db);
    arena_free(store->arena);
    return 0;
}

#define WORDS_TEST(test) cmocka_unit_test_setup_teardown(test, words_open, words_close)

static void put(struct store *store, const char *text, int length)
{
    sqlite3_stmt *stmt = NULL;
    store_run(store->work.db, "DELETE FROM t");
    sqlite3_prepare_v2(db_handle(store->work.db), "INSERT INTO t (text) VALUES (?1)", -1, &stmt,
                       NULL);
    sqlite3_bind_text(stmt, 1, text, length, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
}

/* The words of a text in their order, with | between. */
static const char *words_of(struct store *store, const char *text)
{
    put(store, text, -1);
    const char *found =
        store_text(store->arena, store->work.db,
                   "SELECT group_concat(term, '|') FROM (SELECT term FROM words ORDER BY offset)");
    return found ? found : "";
}

static void assert_words(void **state, const char *text, const char *words)
{
    assert_string_equal(words_of(*state, text), words);
}

static void words_are_runs_of_letters_and_digits(void **state)
{
    assert_words(state, "Hello, world! 42x", "hello|world|42x");
    assert_words(state, "a_b-c.d@e/f", "a|b|c|d|e|f");
    assert_words(state, "don't", "don|t");
    assert_words(state, "", "");
    assert_words(state, " .,;! ", "");
    assert_words(state, "x", "x");
}

static void case_accents_strokes_and_width_never_matter(void **state)
{
    assert_words(state, "Łódź ÉCOLE Straße Sørensen", "lodz|ecole|strasse|sorensen");
    assert_words(state,
                 "E\xcc\x81"
                 "COLE",
                 "ecole");
    assert_words(state, "İstanbul ırmak", "istanbul|irmak");
    assert_words(state, "ＡＢＣ１２３", "abc123");
    assert_words(state, "Привет Ёлка", "привет|елка");
}

static void a_mark_inside_a_word_does_not_end_it(void **state)
{
    assert_words(state, "नमस्ते", "नमसत");
    assert_words(state, "مَرْحَبًا", "مرحبا");
}

static void a_mark_alone_is_no_word(void **state)
{
    assert_words(state, "\xcc\x81 \xef\xb8\x8f", "");
}

static void each_chinese_and_japanese_code_point_is_a_word(void **state)
{
    assert_words(state, "田中さん", "田|中|さ|ん");
    assert_words(state, "カタカナ", "カ|タ|カ|ナ");
    assert_words(state, "ｶﾅ", "カ|ナ");
    assert_words(state, "𠮷野家", "𠮷|野|家");
}

static void each_korean_syllable_is_a_word(void **state)
{
    struct store *store = *state;
    words_of(store, "한국어");
    assert_int_equal(store_number(store->work.db, "SELECT count(*) FROM words"), 3);
}

static void each_thai_letter_is_a_word(void **state)
{
    assert_words(state, "ไทย", "ไ|ท|ย");
}

static void each_emoji_is_a_word(void **state)
{
    assert_words(state, "great😀👍", "great|😀|👍");
    assert_words(state, "❤️ ⭐ ⏰ ✅", "❤|⭐|⏰|✅");
    assert_words(state, "👩\xe2\x80\x8d👧", "👩|👧");
}

static void scripts_may_stand_side_by_side(void **state)
{
    assert_words(state, "ABC田中def", "abc|田|中|def");
    assert_words(state, "ทdef", "ท|def");
}

static void a_text_that_is_no_utf8_has_no_words(void **state)
{
    struct store *store = *state;
    put(store, "abc \xff def", -1);
    assert_int_equal(store_number(store->work.db, "SELECT count(*) FROM words"), 0);
}

static const char *marked(struct store *store, const char *text, const char *query)
{
    put(store, text, -1);
    return store_text(store->arena, store->work.db,
                      arena_print(store->arena,
                                  "SELECT highlight(t, 0, '[', ']') FROM t WHERE t MATCH '%s'",
                                  query));
}

static void words_know_where_they_stand(void **state)
{
    struct store *store = *state;
    assert_string_equal(marked(store, "In Łódź, gestern", "lodz"), "In [Łódź], gestern");
    assert_string_equal(marked(store, "会議で田中さん", "田 中"), "会議で[田][中]さん");
    assert_string_equal(marked(store, "so good", "good"), "so [good]");
}

static void a_query_is_cut_as_the_text_is(void **state)
{
    struct store *store = *state;
    assert_string_equal(marked(store, "会議で田中さん", "\"田中\""), "会議で[田中]さん");
    assert_non_null(marked(store, "STRASSE", "\"straße\""));
    assert_null(marked(store, "中田", "\"田中\""));
}

static void a_long_text_has_all_its_words(void **state)
{
    struct store *store = *state;
    struct buffer text = {0};
    for (int i = 0; i < 5000; i++)
        buffer_print(&text, "wort%d ", i);
    put(store, text.bytes, (int)text.length);
    assert_int_equal(store_number(store->work.db, "SELECT count(*) FROM words"), 5000);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORDS_TEST(words_are_runs_of_letters_and_digits),
        WORDS_TEST(case_accents_strokes_and_width_never_matter),
        WORDS_TEST(a_mark_inside_a_word_does_not_end_it),
        WORDS_TEST(a_mark_alone_is_no_word),
        WORDS_TEST(each_chinese_and_japanese_code_point_is_a_word),
        WORDS_TEST(each_korean_syllable_is_a_word),
        WORDS_TEST(each_thai_letter_is_a_word),
        WORDS_TEST(each_emoji_is_a_word),
        WORDS_TEST(scripts_may_stand_side_by_side),
        WORDS_TEST(a_text_that_is_no_utf8_has_no_words),
        WORDS_TEST(words_know_where_they_stand),
        WORDS_TEST(a_query_is_cut_as_the_text_is),
        WORDS_TEST(a_long_text_has_all_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
