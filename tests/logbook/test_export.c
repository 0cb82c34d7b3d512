/* The canonical export. */
#include "logbook/export_lines.h"

#include "support/moving.h"

/* The lines whose one member has that name, put together. */
static const char *lines_of(struct work *w, const char *text, const char *kind)
{
    const char *begin = arena_print(w->arena, "{\"%s\":", kind);
    char *found = arena_text(w->arena, "");
    while (*text) {
        size_t length = strcspn(text, "\n") + 1;
        if (strncmp(text, begin, strlen(begin)) == 0)
            found = arena_print(w->arena, "%s%.*s", found, (int)length, text);
        text += length;
    }
    return found;
}

static size_t count_of(struct work *w, const char *text, const char *kind)
{
    const char *lines = lines_of(w, text, kind);
    size_t count = 0;
    for (; *lines; lines++)
        count += *lines == '\n';
    return count;
}

static json_t *parsed(const char *text, size_t length)
{
    json_error_t wrong;
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES, &wrong);
    if (!value)
        fail_msg("%s at %d", wrong.text, wrong.position);
    return value;
}

static const char *sha256_of(struct work *w, const char *bytes, size_t length)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *text = arena_take(w->arena, sizeof(hash) * 2 + 1);
    crypto_hash_sha256(hash, (const unsigned char *)bytes, length);
    return sodium_bin2hex(text, sizeof(hash) * 2 + 1, hash, sizeof(hash));
}

static void an_empty_logbook_has_its_kinds_and_two_lines_around_them(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    const char *text = exported(w, 0, false);
    const char *head =
        arena_print(w->arena,
                    "{\"kith_export\":{\"format\":1,\"schema\":%d,\"highest_change\":0}}\n"
                    "{\"kind\":{\"id\":\"00000000-0000-7000-8000-000000000001\",\"name\":\"call\","
                    "\"position\":1,\"revision\":1,\"created_at\":\"1970-01-01T00:00:00.000Z\","
                    "\"updated_at\":\"1970-01-01T00:00:00.000Z\"}}\n",
                    export_schema());
    assert_memory_equal(text, head, strlen(head));
    assert_int_equal(count_of(w, text, "kind"), 8);
    const char *end = strstr(text, "{\"end\":");
    assert_string_equal(end, arena_print(w->arena,
                                         "{\"end\":{\"counts\":{\"company\":0,\"member\":0,"
                                         "\"tag\":0,\"kind\":8,\"theme\":0,\"person\":0,"
                                         "\"conversation\":0,\"version\":0,\"fact\":0,"
                                         "\"promise\":0,\"view\":0},\"sha256\":\"%s\"}}\n",
                                         sha256_of(w, text, (size_t)(end - text))));
}

static void lines_come_by_kind_and_then_by_id(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *text = exported(w, 0, false);
    int last_kind = -1;
    const char *last_id = "";
    for (const char *line = strchr(text, '\n') + 1; strncmp(line, "{\"end\"", 6) != 0;
         line = strchr(line, '\n') + 1) {
        json_t *object = parsed(line, strcspn(line, "\n"));
        const char *name = json_object_iter_key(json_object_iter(object));
        json_t *record = json_object_get(object, name);
        const char *id = json_string_value(json_object_get(record, "id"));
        int kind = 0;
        while (strcmp(export_lines[kind].name, name) != 0)
            kind++;
        assert_true(kind >= last_kind);
        if (id)
            assert_true(kind > last_kind || strcmp(id, last_id) > 0);
        last_kind = kind;
        last_id = arena_text(w->arena, id ? id : "");
        json_decref(object);
    }
    assert_int_equal(last_kind, LINE_VIEW);
}

static void what_is_derived_is_left_out(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *text = exported(w, 0, false);
    static const char *const derived[] = {"last_heard_at", "quotes",        "themes", "folded",
                                          "story",         "conversations", "row"};
    for (size_t i = 0; i < sizeof(derived) / sizeof(derived[0]); i++)
        assert_null(strstr(text, arena_print(w->arena, "\"%s\"", derived[i])));
}

static void the_same_logbook_gives_the_same_bytes(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *first = exported(w, 0, false);
    w->now.ms += DAY_MS;
    assert_string_equal(exported(w, 0, false), first);
}

static void what_is_in_the_trash_travels_with_its_date(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *text = exported(w, 0, false);
    static const char *const kinds[] = {"company", "person", "conversation", "fact"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        assert_non_null(strstr(lines_of(w, text, kinds[i]), "\"trashed_at\":\"2026-11-2"));
}

static void former_texts_stand_in_lines_of_their_own_with_who_replaced_them(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *versions = lines_of(w, exported(w, 0, false), "version");
    char ana[IDENT_TEXT];
    ident_write(story.ana.id, ana);
    assert_non_null(strstr(versions, "About #Pricing and #price."));
    assert_non_null(strstr(versions, "\"minutes\":25"));
    assert_non_null(strstr(versions, "A mistake"));
    assert_non_null(strstr(versions, arena_print(w->arena, "\"changed_by\":\"%s\"", ana)));
    assert_null(strstr(versions, "A slip"));
}

static void a_merged_theme_names_where_it_went_and_the_other_has_all_words(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *themes = lines_of(w, exported(w, 0, false), "theme");
    char id[IDENT_TEXT];
    ident_write(story.pricing.id, id);
    assert_non_null(
        strstr(themes, arena_print(w->arena, "\"merged_into\":\"%s\",\"words\":[]", id)));
    assert_non_null(strstr(themes, "[\"Pricing\",\"price\",\"costs\",\"Prices\"]"));
}

static void the_json_form_holds_the_same_records(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    const char *lines = exported(w, 0, false);
    const char *text = exported(w, 0, true);
    json_t *document = parsed(text, strlen(text));
    json_t *end = json_object_get(document, "end");
    for (int kind = 0; kind < LINE_GONE; kind++) {
        json_t *list = json_object_get(document, export_lines[kind].plural);
        json_t *count = json_object_get(json_object_get(end, "counts"), export_lines[kind].name);
        assert_true(json_is_array(list));
        assert_int_equal(json_array_size(list), json_integer_value(count));
        assert_int_equal(json_array_size(list), count_of(w, lines, export_lines[kind].name));
    }
    const char *last = strstr(text, "\"end\":");
    assert_string_equal(json_string_value(json_object_get(end, "sha256")),
                        sha256_of(w, text, (size_t)(last - text)));
    assert_null(json_object_get(document, "gone"));
    json_decref(document);
}

static void since_a_change_only_what_was_touched_is_there(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    int64_t since = w->change;
    ALTER(w, person, story.mara.id, "{'tags': ['beta']}");
    ALTER(w, conversation, story.chat.id, "{'body': 'New words'}");
    const char *text = exported(w, since, false);
    assert_int_equal(count_of(w, text, "person"), 1);
    assert_int_equal(count_of(w, text, "conversation"), 1);
    assert_int_equal(count_of(w, text, "version"), 1);
    assert_int_equal(count_of(w, text, "company"), 0);
    assert_int_equal(count_of(w, text, "fact"), 0);
    assert_non_null(strstr(text, arena_print(w->arena, "\"since\":%lld", (long long)since)));
    assert_non_null(strstr(text, "New words"));
}

static void since_a_change_what_was_made_is_there_and_what_went_is_gone(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct moved_story story;
    tell_a_story(w, &story);
    struct tag tag;
    struct conversation slip;
    char id[IDENT_TEXT];
    int64_t since = w->change;
    MAKE(w, tag, &tag, "{'name': 'fresh'}");
    log_one(w, "{'people': [{'name': 'Zoe'}], 'body': '! brief'}", &slip);
    int64_t logged = w->change;
    assert_int_equal(count_of(w, exported(w, since, false), "fact"), 1);
    assert_fine(logbook_undo(w, logged, NULL));
    const char *text = exported(w, since, false);
    ident_write(slip.id, id);
    assert_int_equal(count_of(w, text, "tag"), 1);
    assert_int_equal(count_of(w, text, "conversation"), 0);
    assert_int_equal(count_of(w, text, "gone"), 3);
    assert_non_null(strstr(
        text, arena_print(w->arena, "{\"gone\":{\"kind\":\"conversation\",\"id\":\"%s\"}}", id)));
    assert_non_null(strstr(text, "\"gone\":3}"));
}

static void since_a_number_that_is_no_change_is_refused(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    struct tag tag;
    struct export *export = NULL;
    MAKE(w, tag, &tag, "{'name': 'one'}");
    assert_refused(export_begin(w, w->change + 1, false, &export), ERROR_INVALID, "since");
    assert_refused(export_begin(w, -1, false, &export), ERROR_INVALID, "since");
}

static void a_slice_is_not_much_longer_than_64_kib(void **state)
{
    struct work *w = &((struct logbook *)*state)->work;
    logbook_run(w, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                   " INSERT INTO company (uid, name, folded, revision, created_at, updated_at)"
                   " SELECT randomblob(16), hex(zeroblob(100)), 'x', 1, 0, 0 FROM n");
    struct export *export = NULL;
    struct buffer out = {0};
    bool done = false;
    size_t slices = 0;
    assert_fine(export_begin(w, 0, false, &export));
    for (; !done; slices++) {
        out.length = 0;
        assert_fine(export_next(export, &out, &done));
        assert_true(out.length < 66 * 1024);
    }
    assert_true(slices > 5);
    export_end(export);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGES_TEST(an_empty_logbook_has_its_kinds_and_two_lines_around_them),
        CHANGES_TEST(lines_come_by_kind_and_then_by_id),
        CHANGES_TEST(what_is_derived_is_left_out),
        CHANGES_TEST(the_same_logbook_gives_the_same_bytes),
        CHANGES_TEST(what_is_in_the_trash_travels_with_its_date),
        CHANGES_TEST(former_texts_stand_in_lines_of_their_own_with_who_replaced_them),
        CHANGES_TEST(a_merged_theme_names_where_it_went_and_the_other_has_all_words),
        CHANGES_TEST(the_json_form_holds_the_same_records),
        CHANGES_TEST(since_a_change_only_what_was_touched_is_there),
        CHANGES_TEST(since_a_change_what_was_made_is_there_and_what_went_is_gone),
        CHANGES_TEST(since_a_number_that_is_no_change_is_refused),
        CHANGES_TEST(a_slice_is_not_much_longer_than_64_kib),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
