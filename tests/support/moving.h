/* Moving a logbook: one with a bit of everything in it, its export, and an import of that. */
#ifndef KITH_TESTS_MOVING_H
#define KITH_TESTS_MOVING_H

#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/export.h"
#include "logbook/facts.h"
#include "logbook/imports.h"
#include "logbook/kinds.h"
#include "logbook/members.h"
#include "logbook/people.h"
#include "logbook/promises.h"
#include "logbook/tags.h"
#include "logbook/themes.h"
#include "logbook/views.h"

#include "support/changes.h"

#include <stdio.h>

/* The whole export as a text in the arena. */
static inline const char *exported(struct work *w, int64_t since, bool as_json)
{
    struct buffer out = {0};
    struct export *export = NULL;
    bool done = false;
    assert_fine(export_begin(w, since, as_json, &export));
    while (!done)
        assert_fine(export_next(export, &out, &done));
    export_end(export);
    const char *text = arena_copy(w->arena, out.bytes, out.length);
    buffer_free(&out);
    return text;
}

/* Everything a later step of the story needs to find again. */
struct moved_story {
    struct member ana, ben;
    struct kind workshop;
    struct company acme;
    struct person mara, joe;
    struct theme pricing;
    struct conversation call, chat;
};

#define MAKE(w, noun, ret, json)                                                                   \
    CHANGE(w, noun##_make(w, logbook_asked(w, &noun##_shape, SHAPE_MAKE, json), ret))
/* What was told in no conversation. */
#define TELL(w, noun, ret, json)                                                                   \
    CHANGE(w, noun##_make(w, logbook_asked(w, &noun##_shape, SHAPE_MAKE, json), NOTHING, ret))
#define ALTER(w, noun, of, json)                                                                   \
    do {                                                                                           \
        struct noun altered_;                                                                      \
        CHANGE(w, noun##_change(w, of, logbook_asked(w, &noun##_shape, SHAPE_CHANGE, json),        \
                                &altered_));                                                       \
    } while (0)

static inline void log_one(struct work *w, const char *json, struct conversation *ret_logged)
{
    CHANGE(w, conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json),
                               ret_logged));
}

/* Members, a company in the trash, tags, a kind of their own. */
static inline void tell_of_names(struct work *w, struct moved_story *s)
{
    struct company gone;
    MAKE(w, member, &s->ana, "{'name': 'Ana Ruiz', 'email': 'ana@k.example', 'role': 'owner'}");
    MAKE(w, member, &s->ben, "{'name': 'Ben', 'language': 'de', 'time_zone': 'Europe/Berlin'}");
    MAKE(w, kind, &s->workshop, "{'name': 'Workshop'}");
    ALTER(w, kind, s->workshop.id, "{'name': 'Studio visit'}");
    MAKE(w, company, &s->acme, "{'name': 'Acme', 'domain': 'acme.example', 'place': 'Porto'}");
    MAKE(w, company, &gone, "{'name': 'Old & Co'}");
    CHANGE(w, company_trash(w, gone.id));
}

static inline void tell_of_people(struct work *w, struct moved_story *s)
{
    char acme[IDENT_TEXT];
    char ben[IDENT_TEXT];
    struct person lost;
    struct person rested;
    ident_write(s->acme.id, acme);
    ident_write(s->ben.id, ben);
    MAKE(
        w, person, &s->mara,
        arena_print(w->arena,
                    "{'name': 'Mara Øst', 'company_id': '%s', 'known_by': '%s', 'role': 'founder',"
                    " 'languages': ['da', 'en'], 'since': '2024-03-01', 'tags': ['beta', 'VIP'],"
                    " 'handles': [{'kind': 'email', 'value': 'mara@acme.example', 'label': 'work'},"
                    " {'kind': 'phone', 'value': '+45 12 34 56 78'}],"
                    " 'dates': [{'on': '1980-05-04', 'what': 'birthday', 'repeats': 'yearly'}]}",
                    acme, ben));
    MAKE(w, person, &s->joe, "{'name': 'Joe \\\"J\\\" / \\\\', 'reads_as': 'tab\\u00e9'}");
    MAKE(w, person, &lost, "{'name': 'Nobody any more'}");
    CHANGE(w, person_trash(w, lost.id));
    ALTER(w, person, s->mara.id, "{'tags': ['beta', 'press'], 'place': 'Århus'}");
    CHANGE(w, person_rest(w, s->mara.id, &rested));
}

static inline void tell_of_conversations(struct work *w, struct moved_story *s)
{
    struct conversation other;
    char mara[IDENT_TEXT];
    char joe[IDENT_TEXT];
    ident_write(s->mara.id, mara);
    ident_write(s->joe.id, joe);
    log_one(
        w,
        arena_print(w->arena,
                    "{'kind': 'call', 'happened_at': '2026-11-20T09:00:00+01:00',"
                    " 'minutes': 25, 'direction': 'in', 'people': ['%s', '%s'], 'members':"
                    " ['Ben'], 'summary': 'Prices', 'body': 'About #Pricing and #price.\\n"
                    "! Has two shops\\n[ ] send the list by 2026-12-01\\n> Too dear! #costs\\n'}",
                    mara, joe),
        &s->call);
    log_one(w,
            arena_print(w->arena,
                        "{'kind': 'Studio visit', 'people': ['%s'], 'source': {'system': 'desk',"
                        " 'id': '77'}, 'turns': [{'at': '2026-11-21T10:00:00Z', 'side':"
                        " 'customer', 'who': 'Mara', 'text': 'Hello\\tthere'}, {'side': 'us',"
                        " 'text': 'Hi \\u2028 you'}]}",
                        mara),
            &s->chat);
    log_one(w, arena_print(w->arena, "{'people': ['%s'], 'body': 'Lost #trashed'}", joe), &other);
    CHANGE(w, conversation_trash(w, other.id));
    log_one(w, arena_print(w->arena, "{'people': ['%s'], 'body': 'A slip #slip'}", joe), &other);
    assert_fine(logbook_undo(w, w->change, NULL));
    w->now.ms += 60000;
    ALTER(w, conversation, s->call.id, "{'body': 'About #pricing, again.', 'minutes': null}");
    w->now.ms += 60000;
    ALTER(w, conversation, s->call.id, "{'kind': 'meeting', 'summary': null}");
    ALTER(w, conversation, s->call.id, "{'body': 'A mistake'}");
    assert_fine(logbook_undo(w, w->change, NULL));
}

static inline ident theme_of_word(struct work *w, const char *word)
{
    ident id = {{0}};
    const char *text =
        logbook_text(w, arena_print(w->arena,
                                    "SELECT ident_text(t.uid) FROM theme_word w JOIN theme t"
                                    " ON t.id = w.theme WHERE w.folded = '%s'",
                                    word));
    assert_true(text && ident_read(text, &id));
    return id;
}

static inline void tell_of_lines(struct work *w, struct moved_story *s)
{
    struct theme into;
    struct fact fact;
    struct promise promise;
    struct theme_merge merge = {.into = theme_of_word(w, "pricing")};
    char id[IDENT_TEXT];
    CHANGE(w, theme_merge(w, theme_of_word(w, "price"), &merge, &into));
    CHANGE(w, theme_merge(w, theme_of_word(w, "costs"), &merge, &s->pricing));
    ALTER(w, theme, s->pricing.id, "{'name': 'Prices', 'meaning': 'What it costs.'}");
    ident_write(s->acme.id, id);
    TELL(w, fact, &fact,
         arena_print(w->arena, "{'company_id': '%s', 'text': 'Open on Sundays'}", id));
    CHANGE(w, fact_trash(w, fact.id));
    ident_write(s->mara.id, id);
    TELL(
        w, fact, &fact,
        arena_print(w->arena, "{'person_id': '%s', 'text': 'Likes tea', 'told_by': '%s'}", id, id));
    TELL(w, promise, &promise,
         arena_print(w->arena,
                     "{'person_id': '%s', 'text': 'Call', 'due_on': '2026-12-24',"
                     " 'due_time': '17:00'}",
                     id));
    ALTER(w, promise, promise.id, "{'state': 'released', 'closed_words': 'No need.'}");
    struct view view;
    MAKE(w, view, &view, "{'name': 'Lisbon', 'filter': {'place': 'Lis', 'sort': 'heard'}}");
}

/* A logbook with a bit of everything in it, most of it written by Ana. */
static inline void tell_a_story(struct work *w, struct moved_story *s)
{
    static struct actor ana;
    tell_of_names(w, s);
    ana = (struct actor){.member = s->ana.row, .member_id = s->ana.id, .scopes = SCOPES_ALL};
    w->actor = &ana;
    tell_of_people(w, s);
    tell_of_conversations(w, s);
    tell_of_lines(w, s);
    w->actor = NULL;
}

/* Puts a file into the spool, which is the logbook's folder, and notes its import. */
static inline void spool(struct logbook *logbook, const char *bytes, size_t length,
                         struct import *ret_import)
{
    const char *path = arena_print(logbook->arena, "%s/spooled", logbook->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    assert_fine(import_make(&logbook->work, "spooled", ret_import));
}

/* One step as the background loop takes it: in a savepoint, its passages indexed behind it. */
static inline bool step(struct logbook *logbook, struct import *import,
                        struct import_reader **reader)
{
    struct work *w = &logbook->work;
    struct arena *arena = arena_new(4096);
    struct touches touches;
    bool done = false;
    logbook_run(w, "SAVEPOINT job");
    touches_collect(w->db, &touches, arena);
    assert_fine(import_step(w, logbook->folder, import, reader, &done));
    touches_collect(w->db, NULL, NULL);
    logbook_run(w, "RELEASE job");
    assert_fine(fulltext_index(w, touches.texts));
    arena_free(arena);
    return done;
}

static inline void run_import(struct logbook *logbook, struct import *import)
{
    struct import_reader *reader = NULL;
    while (!step(logbook, import, &reader))
        ;
    import_reader_free(reader);
}

static inline struct import imported(struct logbook *logbook, const char *bytes, size_t length)
{
    struct import import;
    spool(logbook, bytes, length, &import);
    run_import(logbook, &import);
    return import;
}

/* Two logbooks: one with a story, and an empty one that it is moved into. */
struct move {
    struct logbook *from, *to;
    struct moved_story story;
    const char *text;
};

static inline int move_open(void **state)
{
    static struct move move;
    void *from = NULL;
    void *to = NULL;
    if (logbook_open_watched(&from) || logbook_open_watched(&to))
        return -1;
    move = (struct move){.from = from, .to = to};
    tell_a_story(&move.from->work, &move.story);
    move.text = exported(&move.from->work, 0, false);
    *state = &move;
    return 0;
}

static inline int move_close(void **state)
{
    struct move *move = *state;
    void *from = move->from;
    void *to = move->to;
    return logbook_close(&from) | logbook_close(&to);
}

#define MOVE_TEST(test) cmocka_unit_test_setup_teardown(test, move_open, move_close)

static inline struct import import_text(struct move *move, const char *text)
{
    return imported(move->to, text, strlen(text));
}

static inline void assert_done(const struct import *import)
{
    if (import->state != IMPORT_DONE)
        fail_msg("%s", import->fault);
}

#endif
