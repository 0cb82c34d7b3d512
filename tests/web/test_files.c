/* Which form of an embedded file a client gets, and what is said about keeping it. */
#include "web/files.h"
#include "web/little_floor.h"

#define FORM(text, tag)                                                                            \
    {                                                                                              \
        text, sizeof(text) - 1, tag                                                                \
    }

static const struct asset assets[] = {
    {"/", "text/html", false, FORM("plain page", "\"p\""), FORM("gzip page", "\"g\""),
     FORM("brotli page", "\"b\"")},
    {"/app.4f2a.js",
     "text/javascript",
     true,
     FORM("plain app", "\"ap\""),
     FORM("gzip app", "\"ag\""),
     {0}},
    {"/icon.png", "image/png", true, FORM("icon", "\"i\""), {0}, {0}},
};

static bool serve_asset(void *owner, struct request *request)
{
    (void)owner;
    const struct asset *asset =
        asset_find(assets, sizeof(assets) / sizeof(assets[0]), request->path);
    if (asset)
        asset_reply(asset, request);
    else
        request->reply.status = 404;
    return true;
}

static int setup(void **state)
{
    struct little_floor *floor = floor_new();
    floor->handler.walk = serve_asset;
    floor_serve(floor, (struct server_settings){0});
    *state = floor;
    return 0;
}

/* What an Accept-Encoding of the page's own request gets. */
struct choice {
    const char *name;
    const char *accept; /* NULL for none */
    const char *body;
    const char *coding; /* NULL for none */
};

static const struct choice choices[] = {
    {"without_a_header_the_plain_form_is_sent", NULL, "plain page", NULL},
    {"an_empty_header_gets_the_plain_form", "", "plain page", NULL},
    {"brotli_wins_over_gzip", "gzip, deflate, br, zstd", "brotli page", "br"},
    {"gzip_is_sent_where_brotli_is_not_known", "gzip, deflate", "gzip page", "gzip"},
    {"a_higher_weight_wins", "br;q=0.5, gzip;q=0.8", "gzip page", "gzip"},
    {"equal_weights_get_the_smaller_form", "gzip;q=0.8,br;q=0.8", "brotli page", "br"},
    {"a_weight_of_zero_is_a_refusal", "br;q=0, gzip;q=0.0", "plain page", NULL},
    {"a_star_stands_for_every_form", "*", "brotli page", "br"},
    {"a_refused_form_is_not_meant_by_the_star", "br;q=0, *", "gzip page", "gzip"},
    {"a_star_of_zero_refuses_what_is_not_named", "gzip, *;q=0", "gzip page", "gzip"},
    {"identity_of_more_weight_gets_the_plain_form", "identity, gzip;q=0.5", "plain page", NULL},
    {"identity_of_less_weight_does_not", "identity;q=0.2, gzip;q=0.5", "gzip page", "gzip"},
    {"the_plain_form_is_sent_where_nothing_is_acceptable", "*;q=0", "plain page", NULL},
    {"names_are_compared_without_case", "GZIP;Q=1.000", "gzip page", "gzip"},
    {"a_longer_name_is_another_name", "brx, gzipped", "plain page", NULL},
    {"a_shorter_name_is_another_name", "b, gzi", "plain page", NULL},
    {"spaces_around_weights_are_skipped", "gzip ; q=0.9 , br ;q=0.1", "gzip page", "gzip"},
    {"a_malformed_weight_is_a_refusal", "br;q=high, gzip;level=9", "plain page", NULL},
    {"thousandths_count", "br;q=0.123, gzip;q=0.124", "gzip page", "gzip"},
};

static struct answer ask(struct client *client, const char *path, const char *header,
                         const char *value)
{
    const char *line = value ? arena_print(client->arena, "%s: %s\r\n", header, value) : NULL;
    return client_ask(client, "GET", path, line, NULL);
}

static void the_form_is_chosen(void **state)
{
    const struct choice *choice = *state;
    void *served;
    setup(&served);
    struct client client = floor_client(served);
    struct answer answer = ask(&client, "/", "Accept-Encoding", choice->accept);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body, choice->body);
    const char *coding = answer_header(client.arena, &answer, "Content-Encoding");
    assert_string_equal(coding ? coding : "none", choice->coding ? choice->coding : "none");
    assert_string_equal(answer_header(client.arena, &answer, "Vary"), "Accept-Encoding");
    client_close(&client);
    floor_teardown(&served);
}

static void a_form_that_is_missing_is_not_sent(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = ask(&client, "/app.4f2a.js", "Accept-Encoding", "br;q=1, gzip;q=0.1");
    assert_string_equal(answer.body, "gzip app");
    client_close(&client);
}

static void a_file_of_one_form_does_not_vary(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = ask(&client, "/icon.png", "Accept-Encoding", "gzip");
    assert_string_equal(answer.body, "icon");
    assert_null(answer_header(client.arena, &answer, "Vary"));
    client_close(&client);
}

static void hashed_files_may_be_kept_for_a_year(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = ask(&client, "/app.4f2a.js", "", NULL);
    assert_string_equal(answer_header(client.arena, &answer, "Cache-Control"),
                        "public, max-age=31536000, immutable");
    assert_string_equal(answer_header(client.arena, &answer, "Content-Type"), "text/javascript");
    client_close(&client);
}

static void other_files_are_asked_for_again(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = ask(&client, "/", "", NULL);
    assert_string_equal(answer_header(client.arena, &answer, "Cache-Control"), "no-cache");
    client_close(&client);
}

/* What an If-None-Match of the plain page's own request gets. */
static const struct {
    const char *value;
    int status;
} matches[] = {
    {"\"p\"", 304},  {"W/\"p\"", 304}, {"\"x\", \"p\"", 304}, {"\"x\",W/\"p\" ,\"y\"", 304},
    {"*", 304},      {"\"b\"", 200},   {"\"x\"", 200},        {"p", 200},
    {"\"p\"x", 200}, {"", 200},        {"\"xp\"", 200},
};

static void a_form_that_the_client_has_is_not_sent_again(void **state)
{
    struct client client = floor_client(*state);
    for (size_t i = 0; i < sizeof(matches) / sizeof(matches[0]); i++) {
        struct answer answer = ask(&client, "/", "If-None-Match", matches[i].value);
        assert_int_equal(answer.status, matches[i].status);
    }
    client_close(&client);
}

static void a_304_repeats_what_says_how_to_keep_it(void **state)
{
    struct client client = floor_client(*state);
    struct answer answer = ask(&client, "/", "If-None-Match", "\"p\"");
    assert_string_equal(answer_header(client.arena, &answer, "ETag"), "\"p\"");
    assert_string_equal(answer_header(client.arena, &answer, "Cache-Control"), "no-cache");
    assert_string_equal(answer_header(client.arena, &answer, "Vary"), "Accept-Encoding");
    assert_null(answer_header(client.arena, &answer, "Content-Type"));
    client_close(&client);
}

static struct arena *folder_of_files(char folder[])
{
    struct arena *arena = arena_new(4096);
    strcpy(folder, "/tmp/kith-files-XXXXXX");
    assert_non_null(mkdtemp(folder));
    FILE *file = fopen(arena_print(arena, "%s/index.html", folder), "w");
    fputs("<p>as it is now", file);
    fclose(file);
    return arena;
}

static void remove_folder(struct arena *arena, const char *folder)
{
    unlink(arena_print(arena, "%s/index.html", folder));
    rmdir(folder);
    arena_free(arena);
}

static void a_file_of_a_folder_is_read_as_it_is_now(void **state)
{
    (void)state;
    char folder[40];
    struct arena *arena = folder_of_files(folder);
    const struct asset *page = asset_read(arena, folder, "/");
    assert_memory_equal(page->plain.bytes, "<p>as it is now", 15);
    assert_string_equal(page->content_type, "text/html; charset=utf-8");
    assert_false(page->immutable);
    FILE *file = fopen(arena_print(arena, "%s/index.html", folder), "w");
    fputs("<p>changed", file);
    fclose(file);
    assert_int_equal(asset_read(arena, folder, "/index.html")->plain.length, 10);
    assert_string_not_equal(asset_read(arena, folder, "/")->plain.etag, page->plain.etag);
    remove_folder(arena, folder);
}

static void nothing_outside_of_a_folder_is_read(void **state)
{
    static const char *const paths[] = {
        "/../passwd", "//etc/passwd",     "/..",   "/.",         "//",
        "/.hidden",   "/%2e%2e%2fpasswd", "/none", "/elsewhere", "/a/b"};
    (void)state;
    char folder[40];
    struct arena *arena = folder_of_files(folder);
    const char *elsewhere = arena_print(arena, "%s/elsewhere", folder);
    assert_int_equal(symlink("/etc/passwd", elsewhere), 0);
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        assert_null(asset_read(arena, folder, paths[i]));
    unlink(elsewhere);
    remove_folder(arena, folder);
}

static void an_unknown_path_has_no_file(void **state)
{
    (void)state;
    assert_null(asset_find(assets, 3, "/app"));
    assert_null(asset_find(assets, 0, "/"));
}

enum { CHOICES = sizeof(choices) / sizeof(choices[0]) };

int main(void)
{
    struct CMUnitTest chosen[CHOICES];
    for (int i = 0; i < CHOICES; i++)
        chosen[i] = (struct CMUnitTest){choices[i].name, the_form_is_chosen, NULL, NULL,
                                        (void *)&choices[i]};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_form_that_is_missing_is_not_sent, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_file_of_one_form_does_not_vary, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(hashed_files_may_be_kept_for_a_year, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(other_files_are_asked_for_again, setup, floor_teardown),
        cmocka_unit_test_setup_teardown(a_form_that_the_client_has_is_not_sent_again, setup,
                                        floor_teardown),
        cmocka_unit_test_setup_teardown(a_304_repeats_what_says_how_to_keep_it, setup,
                                        floor_teardown),
        cmocka_unit_test(a_file_of_a_folder_is_read_as_it_is_now),
        cmocka_unit_test(nothing_outside_of_a_folder_is_read),
        cmocka_unit_test(an_unknown_path_has_no_file),
    };
    int failed = cmocka_run_group_tests_name("the form of a file", chosen, NULL, NULL);
    return failed + cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
