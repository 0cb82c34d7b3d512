/* What Markdown becomes: exactly, for what may be sent to break it; and nothing beyond the list of
 * tags, whatever is sent. */
#include "formats/markdown.h"

#include "formats/html_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { MOST_SECONDS = 2 };

#define REL "\" rel=\"noopener noreferrer\">"
#define LINK(address, words) "<p><a href=\"" address REL words "</a></p>"

struct sample {
    const char *name, *markdown, *html;
};

static const struct sample samples[] = {
    {"a_paragraph", "a\nb", "<p>a\nb</p>"},
    {"a_hard_break", "a  \nb", "<p>a<br>\nb</p>"},
    {"headings_begin_at_the_third_level", "# a\n## b\n#### c\n###### d",
     "<h3>a</h3><h4>b</h4><h6>c</h6><h6>d</h6>"},
    {"emphasis", "*a* **b** ~~c~~ `d`",
     "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>"},
    {"lists", "- a\n- b\n\n1. c", "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>"},
    {"the_number_of_a_list_is_no_attribute", "7. a", "<ol><li>a</li></ol>"},
    {"boxes_are_signs", "- [ ] a\n- [x] b", "<ul><li>\u2610 a</li><li>\u2611 b</li></ul>"},
    {"a_rule", "a\n\n***", "<p>a</p><hr>"},
    {"code_keeps_its_signs", "```html\n<b>&amp;</b>\n```",
     "<pre><code>&lt;b&gt;&amp;amp;&lt;/b&gt;\n</code></pre>"},
    {"the_language_of_code_is_no_attribute", "```a\"onclick=\"b\nc\n```",
     "<pre><code>c\n</code></pre>"},
    {"indented_code", "    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"},
    {"a_table_without_alignment", "|a|b|\n|:--|--:|\n|<c>|d|",
     "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
     "<tbody><tr><td>&lt;c&gt;</td><td>d</td></tr></tbody></table>"},
    {"marks_are_text", "#theme @name\n! fact", "<p>#theme @name\n! fact</p>"},
    {"quotes_within_quotes", "> a\n>> b",
     "<blockquote dir=\"auto\"><p>a</p><blockquote dir=\"auto\"><p>b</p></blockquote>"
     "</blockquote>"},

    {"a_link", "[a](http://b.c)", LINK("http://b.c", "a")},
    {"a_link_in_capitals", "[a](HTTPS://B.C)", LINK("HTTPS://B.C", "a")},
    {"a_link_for_mail", "[a](mailto:b@c.d)", LINK("mailto:b@c.d", "a")},
    {"a_link_for_a_phone", "[a](tel:+49-30-1)", LINK("tel:+49-30-1", "a")},
    {"the_title_of_a_link_is_dropped", "[a](http://b.c \"d\")", LINK("http://b.c", "a")},
    {"a_link_with_an_ampersand", "[a](http://b.c?d=1&amp;e&f)",
     LINK("http://b.c?d=1&amp;e&amp;f", "a")},
    {"a_link_with_quotation_marks", "[a](http://b.c/\"onclick='d')",
     LINK("http://b.c/&quot;onclick=&#39;d&#39;", "a")},
    {"a_link_with_references_to_quotation_marks", "[a](http://b.c/&quot;&#39;&#x3e;&lt;)",
     LINK("http://b.c/&quot;&#39;&gt;&lt;", "a")},
    {"a_link_with_an_unknown_reference", "[a](http://b.c/&nope;)",
     LINK("http://b.c/&amp;nope;", "a")},
    {"a_link_without_words_shows_its_address", "[](http://b.c)", LINK("http://b.c", "http://b.c")},
    {"a_defined_link", "[a]\n\n[a]: http://b.c 'd'", LINK("http://b.c", "a")},
    {"an_autolink", "<http://b.c>", LINK("http://b.c", "http://b.c")},
    {"a_bare_address", "http://b.c/d_e?f=g&h=i",
     LINK("http://b.c/d_e?f=g&amp;h=i", "http://b.c/d_e?f=g&amp;h=i")},
    {"a_bare_address_in_brackets", "(see HTTPS://b.c/d(e)).",
     "<p>(see <a href=\"HTTPS://b.c/d(e)" REL "HTTPS://b.c/d(e)</a>).</p>"},
    {"two_bare_addresses", "http://b, *http://c!*",
     "<p><a href=\"http://b" REL "http://b</a>, <em><a href=\"http://c" REL
     "http://c</a>!</em></p>"},
    {"a_bare_address_ends_at_a_space_of_any_kind", "http://b\u3000c",
     "<p><a href=\"http://b" REL "http://b</a>\u3000c</p>"},
    {"a_bare_address_in_a_word_is_none", "ahttp://b http:// https://",
     "<p>ahttp://b http:// https://</p>"},
    {"a_bare_address_in_code_is_none", "`http://b`", "<p><code>http://b</code></p>"},
    {"a_bare_address_in_a_refused_link_is_none", "[http://b](javascript:c)", "<p>http://b</p>"},
    {"other_addresses_are_not_linked", "www.b.c d@e.f javascript:g",
     "<p>www.b.c d@e.f javascript:g</p>"},
    {"a_text_of_negative_length_from_md4c", "[a /]tp:/p://b.c> www.b.c b@c.d ![e](/]tPhtt[&",
     "<p>[a /]tp:/p://b.c&gt; www.b.c b@c.d ![e](/]tPhtt[&amp;</p>"},

    {"javascript_is_no_link", "[a](javascript:alert(1))", "<p>a</p>"},
    {"javascript_in_mixed_case", "[a](JaVaScRiPt:alert(1))", "<p>a</p>"},
    {"javascript_with_a_decimal_colon", "[a](JaVaScRiPt&#58;alert(1))", "<p>a</p>"},
    {"javascript_with_a_long_decimal_colon", "[a](javascript&#0000058;alert(1))", "<p>a</p>"},
    {"javascript_with_a_hexadecimal_colon", "[a](javascript&#x3A;alert(1))", "<p>a</p>"},
    {"javascript_with_a_named_colon", "[a](javascript&colon;alert(1))", "<p>a</p>"},
    {"javascript_with_a_referenced_letter", "[a](&#106;avascript:alert(1))", "<p>a</p>"},
    {"javascript_all_in_references",
     "[a](&#x6A;&#x61;&#x76;&#x61;&#x73;&#x63;&#x72;&#x69;&#x70;&#x74;&#x3A;b)", "<p>a</p>"},
    {"javascript_with_a_tab", "[a](<java\tscript:b>)", "<p>a</p>"},
    {"javascript_with_a_named_tab", "[a](java&Tab;script:b)", "<p>a</p>"},
    {"javascript_with_a_named_line_break", "[a](java&NewLine;script:b)", "<p>a</p>"},
    {"javascript_with_a_referenced_line_break", "[a](java&#10;script:b)", "<p>a</p>"},
    {"javascript_behind_a_space", "[a](< javascript:b>)", "<p>a</p>"},
    {"javascript_behind_a_control_character", "[a](<\x01javascript:b>)", "<p>a</p>"},
    {"javascript_behind_a_referenced_control", "[a](&#14;javascript:b)", "<p>a</p>"},
    {"javascript_with_a_backslash", "[a](javascript\\:b)", "<p>a</p>"},
    {"javascript_behind_a_space_that_is_not_seen", "[a](<\u200bjavascript:b>)", "<p>a</p>"},
    {"javascript_in_fullwidth_letters", "[a](\uff4aavascript:b)", "<p>a</p>"},
    {"javascript_in_an_autolink", "<javascript:alert(1)>", "<p>javascript:alert(1)</p>"},
    {"javascript_in_a_definition", "[a]\n\n[a]: javascript:b", "<p>a</p>"},
    {"javascript_in_an_image", "![a](javascript:b)", "<p>a</p>"},
    {"javascript_behind_http", "[a](http:javascript:b)", "<p>a</p>"},
    {"a_view_of_the_source", "[a](view-source:http://b.c)", "<p>a</p>"},
    {"data_is_no_link", "[a](data:text/html;base64,PHNjcmlwdD4=)", "<p>a</p>"},
    {"data_in_an_image", "![a](data:image/svg+xml,b)", "<p>a</p>"},
    {"vbscript_is_no_link", "[a](vbscript:b)", "<p>a</p>"},
    {"a_file_is_no_link", "[a](file:///etc/passwd)", "<p>a</p>"},
    {"a_blob_is_no_link", "[a](blob:http://b.c/d)", "<p>a</p>"},
    {"a_link_into_the_page_is_none", "[a](#b) [c](/d) [e](f) [g](?h)", "<p>a c e g</p>"},
    {"a_link_without_a_scheme_is_none", "[a](//b.c)", "<p>a</p>"},
    {"a_scheme_alone_is_no_link", "[a](http://) [b](mailto:) [c](tel:)", "<p>a b c</p>"},
    {"an_empty_link_is_none", "[a]() [b](<>)", "<p>a b</p>"},
    {"a_link_with_a_space_is_none", "[a](<http://b.c d>)", "<p>a</p>"},
    {"a_link_that_turns_its_text_is_none", "[a](http://b.c/\u202ed)", "<p>a</p>"},
    {"a_link_with_a_referenced_nul", "[a](http://b.c/&#0;)", LINK("http://b.c/\ufffd", "a")},

    {"an_image_is_a_link", "![a *b*](http://c.d \"e\")", LINK("http://c.d", "a b")},
    {"an_image_without_words_shows_its_address", "![](http://c.d)",
     LINK("http://c.d", "http://c.d")},
    {"an_image_in_a_link_is_its_words", "[![a](http://b.c)](http://d.e)", LINK("http://d.e", "a")},
    {"a_link_in_an_image_is_its_words", "![a [b](http://c.d) e](http://f.g)",
     LINK("http://f.g", "a b e")},
    {"a_link_in_a_refused_image_is_its_words", "![a [b](http://c.d)](data:e)", "<p>a b</p>"},
    {"an_address_in_a_link_is_its_words", "[http://a.b](http://c.d)",
     LINK("http://c.d", "http://a.b")},
    {"a_link_that_md4c_ends_without_a_start", "[![a](b[c)](d)](e:\n# f\n![g](h:\n#",
     "<p>[a](e:</p><h3>f</h3><p>![g](h:</p><h3></h3>"},
    {"a_break_in_an_image_is_none", "![a  \nb](http://c.d)", LINK("http://c.d", "a\nb")},

    {"a_script_is_text", "<script>alert(1)</script>",
     "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
    {"a_tag_in_a_line_is_text", "a <b onclick='c'>d</b>",
     "<p>a &lt;b onclick=&#39;c&#39;&gt;d&lt;/b&gt;</p>"},
    {"a_comment_is_text", "<!-- a -->", "<p>&lt;!-- a --&gt;</p>"},
    {"a_declaration_is_text", "<?php a ?>\n\n<![CDATA[b]]>",
     "<p>&lt;?php a ?&gt;</p><p>&lt;![CDATA[b]]&gt;</p>"},
    {"references_stay_text", "&lt;script&gt; &#60;b&#x3e; &amp;lt;",
     "<p>&lt;script&gt; &lt;b&gt; &amp;lt;</p>"},
    {"an_unknown_reference_is_shown_as_typed", "&nope; &copy &;",
     "<p>&amp;nope; &amp;copy &amp;;</p>"},
    {"references_to_no_character", "&#0; &#xD800; &#x110000; &#7;",
     "<p>\ufffd \ufffd \ufffd \ufffd</p>"},
    {"control_characters_are_not_written", "a\x01\x1b\x7f", "<p>a\ufffd\ufffd\ufffd</p>"},

    {"a_japanese_quote", "> \u9ad8\u3044\u3067\u3059",
     "<blockquote dir=\"auto\" lang=\"ja\"><p>\u9ad8\u3044\u3067\u3059</p></blockquote>"},
    {"a_chinese_quote", "> \u592a\u8d35",
     "<blockquote dir=\"auto\" lang=\"zh\"><p>\u592a\u8d35</p></blockquote>"},
    {"a_korean_quote", "> \ube44\uc2f8\uc694",
     "<blockquote dir=\"auto\" lang=\"ko\"><p>\ube44\uc2f8\uc694</p></blockquote>"},
    {"an_arabic_quote", "> \u063a\u0627\u0644\u064a",
     "<blockquote dir=\"auto\" lang=\"ar\"><p>\u063a\u0627\u0644\u064a</p></blockquote>"},
    {"a_hebrew_quote", "> \u05d9\u05e7\u05e8",
     "<blockquote dir=\"auto\" lang=\"he\"><p>\u05d9\u05e7\u05e8</p></blockquote>"},
    {"a_thai_quote", "> \u0e41\u0e1e\u0e07",
     "<blockquote dir=\"auto\" lang=\"th\"><p>\u0e41\u0e1e\u0e07</p></blockquote>"},
    {"a_quote_in_our_letters_has_no_language", "> too dear \u8d35",
     "<blockquote dir=\"auto\"><p>too dear \u8d35</p></blockquote>"},
    {"each_quote_has_its_own_language", "> \u592a\u8d35\n\na\n\n> b\n\nc\n\n> \u05d9\u05e7\u05e8",
     "<blockquote dir=\"auto\" lang=\"zh\"><p>\u592a\u8d35</p></blockquote><p>a</p>"
     "<blockquote dir=\"auto\"><p>b</p></blockquote><p>c</p>"
     "<blockquote dir=\"auto\" lang=\"he\"><p>\u05d9\u05e7\u05e8</p></blockquote>"},
    {"a_quote_in_a_quote_has_the_language_of_the_outer", "> \u592a\u8d35\n>> \u592a",
     "<blockquote dir=\"auto\" lang=\"zh\"><p>\u592a\u8d35</p><blockquote dir=\"auto\">"
     "<p>\u592a</p></blockquote></blockquote>"},
    {"nothing_is_nothing", "", ""},
};

static void the_markdown_becomes_its_html(void **state)
{
    const struct sample *sample = *state;
    struct buffer out = {0};
    assert_true(markdown_html(&out, sample->markdown, strlen(sample->markdown)));
    buffer_byte(&out, 0);
    assert_string_equal(out.bytes, sample->html);
    assert_true(html_is_clean(out.bytes, out.length - 1));
    buffer_free(&out);
}

/* A body of as many bytes as may be sent, made of one text again and again. */
static char *body_of(const char *pattern)
{
    char *body = malloc(MARKDOWN_LONGEST_IN);
    size_t size = strlen(pattern);
    for (size_t i = 0; i < MARKDOWN_LONGEST_IN; i++)
        body[i] = pattern[i % size];
    memset(body + MARKDOWN_LONGEST_IN - MARKDOWN_LONGEST_IN % size, ' ',
           MARKDOWN_LONGEST_IN % size);
    return body;
}

static void hostile_bodies_stay_clean_short_and_quick(void **state)
{
    static const char *const patterns[] = {
        "[",
        "`",
        ">",
        "*",
        "_",
        "> ",
        "- ",
        "1. ",
        "![",
        "[a](",
        "[a](b)",
        "[[a]",
        "**a ",
        "*a_",
        "~~a ",
        "<",
        "<a",
        "<!--",
        "<http:",
        "&",
        "&#",
        "|",
        "|a\n|---\n",
        "|---",
        "\\",
        "]",
        "(",
        "\t",
        "http://a",
        "a@b.c ",
        "www.a.b ",
        "[]:a\n",
        "[a]: b\n",
        "[a][",
        "'",
        "\x01",
        "&quot;",
        "<b>",
        "# a\n",
        "* a\n",
        "[a](http://b) ",
        "![a](http://b) ",
        "`a` ",
        "> \u592a\n\n",
        "> > \u592a ",
        "&amp;",
        "a\n=\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        char *body = body_of(patterns[i]);
        struct buffer out = {0};
        clock_t start = clock();
        (void)markdown_html(&out, body, MARKDOWN_LONGEST_IN);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > MOST_SECONDS || !html_is_clean(out.bytes, out.length))
            print_error("%s: %.2f s\n", patterns[i], seconds);
        assert_true(seconds <= MOST_SECONDS);
        assert_true(out.length <= MARKDOWN_LONGEST_OUT);
        assert_true(html_is_clean(out.bytes, out.length));
        buffer_free(&out);
        free(body);
    }
}

/* The text in one <pre>, behind what was there before. */
static void assert_is_plain(const char *body, size_t length)
{
    struct buffer out = {0};
    buffer_text(&out, "<p>before</p>");
    assert_false(markdown_html(&out, body, length));
    assert_memory_equal(out.bytes, "<p>before</p><pre>", 18);
    assert_memory_equal(out.bytes + out.length - 6, "</pre>", 6);
    assert_true(html_is_clean(out.bytes, out.length));
    assert_true(out.length <= MARKDOWN_LONGEST_OUT);
    buffer_free(&out);
}

static void a_table_that_grows_beyond_the_cap_is_plain_text(void **state)
{
    struct buffer body = {0};
    (void)state;
    for (int i = 0; i < 1500; i++)
        buffer_text(&body, "|a");
    buffer_byte(&body, '\n');
    for (int i = 0; i < 1500; i++)
        buffer_text(&body, "|---");
    for (int i = 0; i < 1500; i++)
        buffer_text(&body, "\n|b");
    assert_is_plain(body.bytes, body.length);
    buffer_free(&body);
}

static void a_flood_of_references_is_plain_text(void **state)
{
    struct buffer body = {0};
    (void)state;
    buffer_text(&body, "[a]: http://b.c/");
    for (int i = 0; i < 8000; i++)
        buffer_byte(&body, 'd');
    buffer_byte(&body, '\n');
    while (body.length < MARKDOWN_LONGEST_IN - 4)
        buffer_text(&body, "\n[a]");
    assert_is_plain(body.bytes, body.length);
    buffer_free(&body);
}

static void more_definitions_than_allowed_are_plain_text(void **state)
{
    struct buffer body = {0};
    (void)state;
    for (int i = 0; i < MARKDOWN_MOST_DEFINITIONS; i++)
        buffer_print(&body, "> [a%d]: http://b.c\n", i);
    struct buffer out = {0};
    assert_true(markdown_html(&out, body.bytes, body.length));
    buffer_free(&out);
    buffer_text(&body, "- [a]:\n  http://b.c\n");
    assert_is_plain(body.bytes, body.length);
    buffer_free(&body);
}

static void lines_that_only_look_like_definitions_do_not_count(void **state)
{
    struct buffer body = {0};
    struct buffer out = {0};
    (void)state;
    for (int i = 0; i < 200; i++)
        buffer_text(&body, "[10:02]: Mara said so\n");
    assert_true(markdown_html(&out, body.bytes, body.length));
    buffer_free(&out);
    buffer_free(&body);
}

static void deep_nesting_is_plain_text(void **state)
{
    char *body = body_of(">");
    (void)state;
    assert_is_plain(body, MARKDOWN_LONGEST_IN);
    free(body);
}

static void a_body_beyond_the_cap_is_plain_text(void **state)
{
    char *body = calloc(1, MARKDOWN_LONGEST_OUT);
    (void)state;
    memset(body, '"', MARKDOWN_LONGEST_OUT);
    assert_is_plain(body, MARKDOWN_LONGEST_IN + 1);
    assert_is_plain(body, MARKDOWN_LONGEST_OUT);
    free(body);
}

static void the_longest_body_is_whole(void **state)
{
    char *body = body_of("a");
    struct buffer out = {0};
    (void)state;
    assert_true(markdown_html(&out, body, MARKDOWN_LONGEST_IN));
    assert_int_equal(out.length, MARKDOWN_LONGEST_IN + strlen("<p></p>"));
    buffer_free(&out);
    free(body);
}

static void the_checker_finds_what_is_not_on_the_list(void **state)
{
    static const char *const bad[] = {
        "<script>",
        "<p>",
        "</p>",
        "<p onclick=\"a\"></p>",
        "<b>a</b>",
        "a < b",
        "a & b",
        "<a href=\"javascript:a" REL "b</a>",
        "<a href=\"http://a\">b</a>",
        "<em><p></em></p>",
        "<a href=\"http://a" REL "<a href=\"http://b" REL "c</a></a>",
        "<img src=a>",
        "\x01",
        "<blockquote>a</blockquote>",
        "<blockquote dir=\"auto\" lang=\"xx\">a</blockquote>",
        "<p",
        "<p>a</p",
        "<a href=\"http://a b" REL "c</a>",
        "<h1>a</h1>",
        "&nbsp;",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(html_is_clean(bad[i], strlen(bad[i])));
}

static const struct sample sentences[] = {
    {"the_first_sentence_ends_at_a_full_stop", "One two. Three.", "One two."},
    {"an_exclamation_ends_a_sentence", "Great! More.", "Great!"},
    {"a_number_ends_no_sentence", "It costs 2.50 now. More.", "It costs 2.50 now."},
    {"a_title_ends_no_sentence", "Dr. Smith and J. Doe called. More.",
     "Dr. Smith and J. Doe called."},
    {"a_small_letter_begins_no_sentence", "approx. five. More", "approx. five."},
    {"an_ideographic_full_stop_ends_a_sentence", "\u9ad8\u3044\u3002\u6b21", "\u9ad8\u3044\u3002"},
    {"a_paragraph_ends_a_sentence", "One two\nthree\n\nfour", "One two three"},
    {"an_item_ends_a_sentence", "- one\n- two", "one"},
    {"a_heading_is_a_sentence", "# Call\n\nWe talked.", "Call"},
    {"quotes_and_code_do_not_count", "> a\n\n```\nb\n```\n\n    c\n\nReal.", "Real."},
    {"signs_of_markdown_are_no_words", "**Bold** `code` [link](http://a.b) &amp; <b>",
     "Bold code link & <b>"},
    {"white_space_is_one_space", "  a \t b\n", "a b"},
    {"no_words_are_an_empty_sentence", "> a\n\n---\n", ""},
    {"a_long_sentence_is_cut_at_a_word", "one two three four five six seven eight nine",
     "one two three four five six seven\u2026"},
    {"a_long_word_is_cut_between_characters",
     "\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8",
     "\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u9ad8\u2026"},
    {"forty_bytes_fit", "0123456789 0123456789 0123456789 0123456",
     "0123456789 0123456789 0123456789 0123456"},
};

enum { LONGEST_SENTENCE = 40 };

static void the_first_sentence_is_found(void **state)
{
    const struct sample *sample = *state;
    struct arena *arena = arena_new(4096);
    char *sentence =
        markdown_sentence(arena, sample->markdown, strlen(sample->markdown), LONGEST_SENTENCE);
    assert_string_equal(sentence, sample->html);
    assert_true(strlen(sentence) <= LONGEST_SENTENCE);
    arena_free(arena);
}

static void a_sentence_of_no_bytes_is_empty(void **state)
{
    struct arena *arena = arena_new(4096);
    (void)state;
    assert_string_equal(markdown_sentence(arena, "word", 4, 0), "");
    assert_string_equal(markdown_sentence(arena, "word", 4, 3), "\u2026");
    arena_free(arena);
}

static void a_hostile_body_has_a_sentence_too(void **state)
{
    struct arena *arena = arena_new(4096);
    char *body = body_of("[a]: b\n");
    (void)state;
    assert_true(strlen(markdown_sentence(arena, body, MARKDOWN_LONGEST_IN, 40)) <= 40);
    free(body);
    arena_free(arena);
}

static int run_samples(const char *name, const struct sample *table, size_t count,
                       CMUnitTestFunction test)
{
    struct CMUnitTest *tests = calloc(count, sizeof(*tests));
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){table[i].name, test, NULL, NULL, (void *)&table[i]};
    int failed = _cmocka_run_group_tests(name, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bodies_stay_clean_short_and_quick),
        cmocka_unit_test(a_table_that_grows_beyond_the_cap_is_plain_text),
        cmocka_unit_test(a_flood_of_references_is_plain_text),
        cmocka_unit_test(more_definitions_than_allowed_are_plain_text),
        cmocka_unit_test(lines_that_only_look_like_definitions_do_not_count),
        cmocka_unit_test(deep_nesting_is_plain_text),
        cmocka_unit_test(a_body_beyond_the_cap_is_plain_text),
        cmocka_unit_test(the_longest_body_is_whole),
        cmocka_unit_test(the_checker_finds_what_is_not_on_the_list),
        cmocka_unit_test(a_sentence_of_no_bytes_is_empty),
        cmocka_unit_test(a_hostile_body_has_a_sentence_too),
    };
    int failed = run_samples("html", samples, sizeof(samples) / sizeof(samples[0]),
                             the_markdown_becomes_its_html);
    failed += run_samples("sentences", sentences, sizeof(sentences) / sizeof(sentences[0]),
                          the_first_sentence_is_found);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
