/* A file that is not whole and true leaves nothing behind, and everything that was there. */
#include "logbook/audit.h"
#include "logbook/import_parts.h"

#include "support/moving.h"

/* Ends an export with the line that proves what stands before it. */
static const char *with_end(struct work *w, const char *lines, const char *counts)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char sum[crypto_hash_sha256_BYTES * 2 + 1];
    crypto_hash_sha256(hash, (const unsigned char *)lines, strlen(lines));
    sodium_bin2hex(sum, sizeof(sum), hash, sizeof(hash));
    return arena_print(w->arena, "%s{\"end\":{\"counts\":%s,\"sha256\":\"%s\"}}\n", lines, counts,
                       sum);
}

/* The export with one piece of text replaced, and a true last line. */
static const char *edited(struct move *move, const char *piece, const char *by)
{
    struct work *w = &move->to->work;
    const char *end = strstr(move->text, "{\"end\":");
    const char *counts = strstr(end, "\"counts\":") + strlen("\"counts\":");
    const char *at = strstr(move->text, piece);
    assert_non_null(at);
    const char *behind = at + strlen(piece);
    const char *lines = arena_print(w->arena, "%.*s%s%.*s", (int)(at - move->text), move->text, by,
                                    (int)(end - behind), behind);
    return with_end(w, lines, arena_copy(w->arena, counts, strcspn(counts, "}") + 1));
}

/* All rows of a logbook that an import could touch. */
static const char *everything(struct work *w)
{
    struct buffer out = {0};
    static const char *const others[] = {"change", "version", "token", "theme_word"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        buffer_print(&out, "%s %lld\n", others[i],
                     (long long)logbook_number(
                         w, arena_print(w->arena, "SELECT count(*) FROM %s", others[i])));
    for (int i = 0; derived_tables[i]; i++)
        buffer_print(&out, "%s %lld\n", derived_tables[i],
                     (long long)logbook_number(
                         w, arena_print(w->arena, "SELECT count(*) FROM %s", derived_tables[i])));
    buffer_text(&out, logbook_rows(w, NULL));
    buffer_byte(&out, 0);
    const char *text = arena_text(w->arena, out.bytes);
    buffer_free(&out);
    return text;
}

/* A file that is refused, for a reason that holds these words, leaves everything as it was. */
static void assert_leaves_nothing(struct move *move, const char *bytes, size_t length,
                                  const char *words)
{
    struct work *w = &move->to->work;
    const char *before = everything(w);
    struct import import = imported(move->to, bytes, length);
    assert_int_equal(import.state, IMPORT_FAILED);
    if (!strstr(import.fault, words))
        fail_msg("%s", import.fault);
    assert_string_equal(everything(w), before);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM passage"), 0);
    assert_derived(w);
}

static void assert_refuses(struct move *move, const char *text, const char *words)
{
    assert_leaves_nothing(move, text, strlen(text), words);
}

static void a_file_that_was_cut_off_leaves_nothing(void **state)
{
    struct move *move = *state;
    const char *end = strstr(move->text, "{\"end\":");
    size_t whole = (size_t)(end - move->text);
    assert_leaves_nothing(move, move->text, whole, "cut off");
    assert_leaves_nothing(move, move->text, whole - 10, "cut off");
    assert_leaves_nothing(move, move->text, strlen(move->text) - 1, "cut off");
    assert_leaves_nothing(move, move->text, 0, "cut off");
}

static void a_byte_that_was_changed_leaves_nothing(void **state)
{
    struct move *move = *state;
    char *text = arena_text(move->to->arena, move->text);
    *strstr(text, "Likes tea") = 'B';
    assert_refuses(move, text, "damaged");
}

static void a_wrong_count_leaves_nothing(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    const char *end = strstr(move->text, "{\"end\":");
    char *text = arena_text(w->arena, move->text);
    char *count = strstr(text + (end - move->text), "\"member\":2");
    count[strlen("\"member\":")] = '3';
    assert_refuses(move, text, "2 lines of the kind member, and its last line tells of 3");
}

static void something_behind_the_end_leaves_nothing(void **state)
{
    struct move *move = *state;
    const char *text = arena_print(move->to->arena, "%s{}\n", move->text);
    assert_refuses(move, text, "behind the last line");
}

static void a_fault_in_a_line_is_told_with_its_place_and_leaves_nothing(void **state)
{
    struct move *move = *state;
    static const struct {
        const char *piece, *by, *words;
    } cases[] = {
        {"\"text\":\"Likes tea\"", "\"text\":\"Likes tea\",\"mood\":1", "/fact/mood: There is no"},
        {"\"text\":\"Likes tea\"", "\"text\":null", "/fact/text: This cannot be null."},
        {"\"text\":\"Likes tea\",", "", "/fact/text: This is missing."},
        {"\"text\":\"Likes tea\",", "\"text\":\"a\",\"text\":\"b\",", "twice"},
        {"\"text\":\"Likes tea\"", "\"text\":\"Likes tea", "not a JSON object"},
        {"\"state\":\"released\"", "\"state\":\"lost\"", "/promise/state: No such word"},
        {"\"body\":\"About #pricing, again.\",", "", "/conversation/body: This is missing."},
        {"\"name\":\"Mara", "\"row\":5,\"name\":\"Mara", "/person/row"},
        {"\"role\":\"founder\"", "\"role\":5", "/person/role: This must be a text."},
        {"{\"promise\":", "{\"wish\":", "is of no kind"},
        {"{\"company\":", "{\"person\":", "cannot stand behind"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_refuses(move, edited(move, cases[i].piece, cases[i].by), cases[i].words);
}

/* The export with the first id behind `piece` replaced by one that nothing has. */
static const char *with_another_id(struct move *move, const char *piece)
{
    const char *at = strstr(move->text, piece);
    assert_non_null(at);
    const char *whole = arena_copy(move->to->arena, at, strlen(piece) + 36);
    const char *by = arena_print(move->to->arena, "%s01930000-0000-7000-8000-00000000dead", piece);
    return edited(move, whole, by);
}

static void a_reference_to_nothing_is_told_with_its_place_and_leaves_nothing(void **state)
{
    struct move *move = *state;
    static const struct {
        const char *piece, *words;
    } cases[] = {
        {"\"company_id\":\"", "/person/company_id: No company"},
        {"\"known_by\":\"", "/person/known_by: No member"},
        {"\"tags\":[\"", "/person/tags/0: No tag"},
        {"\"kind_id\":\"", "/conversation/kind_id: No kind"},
        {"\"people\":[\"", "/conversation/people/0: No person"},
        {"\"logged_by\":\"", "/conversation/logged_by: No member"},
        {"{\"version\":{\"conversation_id\":\"", "/version/conversation_id: No conversation"},
        {"\"told_by\":\"", "/fact/told_by: No person"},
        {"{\"fact\":{\"id\":\"", ""},
        {"\"merged_into\":\"", "/theme/merged_into: the file has no theme"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (*cases[i].words)
            assert_refuses(move, with_another_id(move, cases[i].piece), cases[i].words);
    }
}

static void an_id_that_stands_twice_leaves_nothing(void **state)
{
    struct move *move = *state;
    const char *line = strstr(move->text, "{\"tag\":");
    const char *one = arena_copy(move->to->arena, line, strcspn(line, "\n") + 1);
    const char *next = line + strlen(one);
    const char *other = arena_copy(move->to->arena, next, strcspn(next, "\n") + 1);
    assert_refuses(move, edited(move, other, one), "/tag/id: This id stands twice.");
}

static void a_line_that_is_too_long_leaves_nothing(void **state)
{
    struct move *move = *state;
    size_t length = strlen(move->text);
    char *text = arena_take(move->to->arena, length + NDJSON_LONGEST + 2);
    memcpy(text, move->text, length);
    memset(text + length, 'x', NDJSON_LONGEST + 1);
    char *end = strstr(text, "{\"end\":");
    memmove(end + NDJSON_LONGEST, end, length - (size_t)(end - text));
    memset(end, ' ', NDJSON_LONGEST);
    assert_leaves_nothing(move, text, length + NDJSON_LONGEST, "longer than 4 MiB");
}

static void what_is_no_export_is_refused(void **state)
{
    struct move *move = *state;
    assert_refuses(move, "\n", "no export of Kith");
    assert_refuses(move, "name,email\n", "no export of Kith");
    assert_refuses(move, "{\"kith_export\":{\"format\":1}}\n",
                   "/kith_export/schema: This is missing");
    assert_refuses(move, "{\"kith_export\":{\"format\":1,\"schema\":99,\"highest_change\":1}}\n",
                   arena_print(move->to->arena,
                               "written by a newer Kith (format 1, schema 99; this one knows 1"
                               " and %d)",
                               export_schema()));
    const char *since = exported(&move->from->work, 3, false);
    assert_refuses(move, since, "only what changed since 3");
}

static void a_failed_import_gives_back_what_was_there(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct member member;
    struct tag tag;
    struct kind kind;
    struct theme theme;
    struct theme other;
    MAKE(w, member, &member, "{'name': 'Ben', 'email': 'ana@k.example', 'role': 'owner'}");
    MAKE(w, member, &member, "{'name': 'ana ruiz', 'language': 'es'}");
    logbook_run(w, "INSERT INTO token (uid, member, name, hash, scopes, created_at)"
                   " VALUES (randomblob(16), 2, 'mine', 'x', 15, 0)");
    MAKE(w, tag, &tag, "{'name': 'Mine'}");
    ALTER(w, tag, tag.id, "{'name': 'Ours'}");
    MAKE(w, kind, &kind, "{'name': 'podcast'}");
    MAKE(w, theme, &theme, "{'name': 'own', 'meaning': 'Ours.'}");
    MAKE(w, theme, &other, "{'name': 'other'}");
    struct theme_merge merge = {.into = theme.id};
    CHANGE(w, theme_merge(w, other.id, &merge, &theme));
    int64_t last = w->change;
    const char *before = logbook_text(
        w, "SELECT json_group_array(json_array(id, hex(uid), name, folded, email, role, state,"
           " language, revision, created_at)) FROM member");
    const char *text = edited(move, "\"text\":\"Likes tea\"", "\"text\":null");
    struct import import = import_text(move, text);
    assert_int_equal(import.state, IMPORT_FAILED);
    assert_string_equal(
        logbook_text(w, "SELECT json_group_array(json_array(id, hex(uid), name, folded, email,"
                        " role, state, language, revision, created_at)) FROM member"),
        before);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM kind"), 9);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM theme_word w JOIN theme t"
                                       " ON t.id = w.theme WHERE t.meaning = 'Ours.'"),
                     2);
    int64_t highest = 0;
    assert_fine(change_highest(w, &highest));
    assert_int_equal(highest, last);
    assert_int_equal(logbook_number(w, "SELECT count(*) FROM change WHERE number < 1 OR moved = 1"),
                     0);
    assert_derived(w);
    struct import again = import_text(move, move->text);
    assert_done(&again);
}

static void what_is_null_in_the_filter_of_a_view_is_left_out(void **state)
{
    struct move *move = *state;
    struct import import =
        import_text(move, edited(move, "{\"place\":\"Lis\"", "{\"tag\":null,\"place\":\"Lis\""));
    assert_done(&import);
    assert_string_equal(logbook_text(&move->to->work, "SELECT filter FROM view"),
                        "{\"place\":\"Lis\",\"sort\":\"heard\"}");
}

/* The view is of the second member, whose row a member of the file takes for a while. */
static void a_failed_import_gives_back_views_too(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    static const char kept[] = "SELECT json_group_array(json_array(id, hex(uid), name, folded,"
                               " filter, everyone, made_by, revision, created_at)) FROM view";
    struct member member;
    struct view view;
    MAKE(w, member, &member, "{'name': 'Owner', 'role': 'owner'}");
    MAKE(w, member, &member, "{'name': 'ana ruiz'}");
    struct actor actor = {.member = member.row, .member_id = member.id};
    w->actor = &actor;
    MAKE(w, view, &view, "{'name': 'Mine', 'filter': {'place': 'Po', 'sort': 'since'}}");
    w->actor = NULL;
    const char *before = logbook_text(w, kept);
    struct import import =
        import_text(move, edited(move, "\"text\":\"Likes tea\"", "\"text\":null"));
    assert_int_equal(import.state, IMPORT_FAILED);
    assert_string_equal(logbook_text(w, kept), before);
}

static void a_file_that_is_no_longer_in_the_spool_fails_it(void **state)
{
    struct move *move = *state;
    struct import import;
    assert_fine(import_make(&move->to->work, "nowhere", &import));
    run_import(move->to, &import);
    assert_int_equal(import.state, IMPORT_FAILED);
    assert_non_null(strstr(import.fault, "cannot be opened"));
}

/* Else a row of the audit log would tell of nobody. */
static void somebody_of_the_file_who_did_something_stays_when_it_fails(void **state)
{
    struct move *move = *state;
    struct work *w = &move->to->work;
    struct import import;
    struct import_reader *reader = NULL;
    struct member ana;
    const char *text = edited(move, "\"text\":\"Likes tea\"", "\"text\":null");
    spool(move->to, text, strlen(text), &import);
    while (logbook_number(w, "SELECT count(*) FROM member") < 2)
        assert_false(step(move->to, &import, &reader));
    assert_fine(member_find(w, move->story.ana.id, &ana));
    struct actor actor = {.member = ana.row, .member_id = ana.id};
    w->actor = &actor;
    assert_fine(audit_write(w, "was refused", NULL, (ident){{0}}, "GET /api/v1/audit"));
    w->actor = NULL;
    while (!step(move->to, &import, &reader))
        ;
    import_reader_free(reader);
    assert_int_equal(import.state, IMPORT_FAILED);
    assert_string_equal(logbook_text(w, "SELECT group_concat(name) FROM member"), "Ana Ruiz");
}

static void clearing_leaves_no_table_out(void **state)
{
    struct move *move = *state;
    struct work *w = &move->from->work;
    bool more = true;
    while (more)
        assert_fine(logbook_clear(w, step_until(), &more));
    for (int i = 0; source_tables[i].name; i++) {
        if (strcmp(source_tables[i].name, "member") != 0)
            assert_int_equal(logbook_number(w, arena_print(w->arena, "SELECT count(*) FROM %s",
                                                           source_tables[i].name)),
                             0);
    }
    for (int i = 0; derived_tables[i]; i++) {
        if (strncmp(derived_tables[i], "find", 4) != 0)
            assert_int_equal(logbook_number(w, arena_print(w->arena, "SELECT count(*) FROM %s",
                                                           derived_tables[i])),
                             0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MOVE_TEST(a_file_that_was_cut_off_leaves_nothing),
        MOVE_TEST(a_byte_that_was_changed_leaves_nothing),
        MOVE_TEST(a_wrong_count_leaves_nothing),
        MOVE_TEST(something_behind_the_end_leaves_nothing),
        MOVE_TEST(a_fault_in_a_line_is_told_with_its_place_and_leaves_nothing),
        MOVE_TEST(a_reference_to_nothing_is_told_with_its_place_and_leaves_nothing),
        MOVE_TEST(an_id_that_stands_twice_leaves_nothing),
        MOVE_TEST(a_line_that_is_too_long_leaves_nothing),
        MOVE_TEST(what_is_no_export_is_refused),
        MOVE_TEST(a_failed_import_gives_back_what_was_there),
        MOVE_TEST(what_is_null_in_the_filter_of_a_view_is_left_out),
        MOVE_TEST(a_failed_import_gives_back_views_too),
        MOVE_TEST(a_file_that_is_no_longer_in_the_spool_fails_it),
        MOVE_TEST(somebody_of_the_file_who_did_something_stays_when_it_fails),
        MOVE_TEST(clearing_leaves_no_table_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
