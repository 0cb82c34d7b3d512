/* Lines of the demo: names become ids, days before today become dates. */
#include "commands/demo_lines.h"

#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/members.h"
#include "logbook/people.h"
#include "logbook/promises.h"
#include "logbook/themes.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { MINUTE_MS = 60000, WRITTEN_AFTER_MS = 5 * MINUTE_MS };

struct demo *demo_new(instant now)
{
    struct arena *arena = arena_new(64 * 1024);
    struct demo *demo = arena_take(arena, sizeof(*demo));
    demo->arena = arena;
    demo->now = now;
    return demo;
}

void demo_free(struct demo *demo)
{
    arena_free(demo->arena);
}

int demo_count(const struct demo *demo, const char *kind)
{
    if (strcmp(kind, "conversation") == 0)
        return demo->conversations;
    int count = 0;
    for (int i = 0; i < demo->name_count; i++)
        count += strcmp(demo->names[i].kind, kind) == 0;
    return count;
}

static void remember(struct demo *demo, const char *kind, const char *name, ident id, int64_t row)
{
    if (demo->name_count < MOST_DEMO_NAMES)
        demo->names[demo->name_count++] =
            (struct demo_name){kind, arena_text(demo->arena, name), id, row};
}

static const struct demo_name *named(const struct demo *demo, const char *kind, const char *name)
{
    for (int i = 0; name && i < demo->name_count; i++) {
        if (strcmp(demo->names[i].kind, kind) == 0 && strcmp(demo->names[i].name, name) == 0)
            return &demo->names[i];
    }
    return NULL;
}

/* Replaces a name by the id it has here. */
static void set_id(const struct demo *demo, json_t *object, const char *from, const char *to,
                   const char *kind)
{
    char text[IDENT_TEXT];
    json_t *value = json_object_get(object, from);
    const struct demo_name *found = named(demo, kind, json_string_value(value));
    if (found) {
        ident_write(found->id, text);
        json_object_set_new(object, to, json_string(text));
    }
    if (strcmp(from, to) != 0)
        json_object_del(object, from);
}

static json_t *ids_of(const struct demo *demo, const json_t *names, const char *kind)
{
    json_t *ids = json_array();
    size_t index;
    json_t *name;
    json_array_foreach((json_t *)(uintptr_t)names, index, name)
    {
        char text[IDENT_TEXT] = "";
        const struct demo_name *found = named(demo, kind, json_string_value(name));
        if (found)
            ident_write(found->id, text);
        json_array_append_new(ids, json_string(found ? text : json_string_value(name)));
    }
    return ids;
}

static void set_day(json_t *object, const char *from, const char *to, int sign, instant base)
{
    char text[DAY_TEXT];
    json_t *days = json_object_get(object, from);
    if (json_is_integer(days)) {
        day date = day_of_instant(base, 0);
        day_write((day){date.number + sign * json_integer_value(days)}, text);
        json_object_set_new(object, to, json_string(text));
    }
    json_object_del(object, from);
}

static struct error *read_as(struct work *w, const struct shape *shape, const json_t *object,
                             void *record)
{
    struct error *faults = NULL;
    shape_clear(shape, record);
    shape_read(w->arena, shape, object, SHAPE_MAKE, "", record, &faults);
    return faults;
}

static struct error *make_member(struct work *w, struct demo *demo, json_t *object,
                                 struct change_note *note)
{
    struct member asked, made;
    struct error *err = read_as(w, &member_shape, object, &asked);
    shape_clear(&member_shape, &made);
    if (!err)
        err = member_make(w, &asked, &made);
    if (!err)
        remember(demo, "member", made.name, made.id, made.row);
    *note = (struct change_note){.what = "member made", .subject = "member", .subject_id = made.id};
    return err;
}

static struct error *make_company(struct work *w, struct demo *demo, json_t *object,
                                  struct change_note *note)
{
    struct company asked, made;
    struct error *err = read_as(w, &company_shape, object, &asked);
    shape_clear(&company_shape, &made);
    if (!err)
        err = company_make(w, &asked, &made);
    if (!err)
        remember(demo, "company", made.name, made.id, 0);
    *note =
        (struct change_note){.what = "company made", .subject = "company", .subject_id = made.id};
    return err;
}

static struct error *make_theme(struct work *w, struct demo *demo, json_t *object,
                                struct change_note *note)
{
    struct theme asked, made;
    struct error *err = read_as(w, &theme_shape, object, &asked);
    shape_clear(&theme_shape, &made);
    if (!err)
        err = theme_make(w, &asked, &made);
    if (!err)
        remember(demo, "theme", made.name, made.id, 0);
    *note = (struct change_note){.what = "theme made", .subject = "theme", .subject_id = made.id};
    return err;
}

static struct error *make_person(struct work *w, struct demo *demo, json_t *object,
                                 struct change_note *note)
{
    struct person asked, made;
    size_t index;
    json_t *date;
    json_array_foreach(json_object_get(object, "dates"), index, date)
        set_day(date, "in_days", "on", 1, demo->now);
    json_t *since = json_object_get(object, "since_days_ago");
    if (since)
        w->now.ms -= json_integer_value(since) * DAY_MS;
    set_day(object, "since_days_ago", "since", -1, demo->now);
    set_id(demo, object, "company", "company_id", "company");
    struct error *err = read_as(w, &person_shape, object, &asked);
    shape_clear(&person_shape, &made);
    if (!err)
        err = person_make(w, &asked, &made);
    if (!err)
        remember(demo, "person", made.name, made.id, 0);
    *note = (struct change_note){.what = "person made", .subject = "person", .subject_id = made.id};
    return err;
}

/* "09:30" at "+01:00", some days before today; nothing is told before it has happened. */
static instant moment_of(const struct demo *demo, const json_t *object)
{
    char text[40];
    char date[DAY_TEXT];
    instant moment = demo->now;
    int64_t ago = json_integer_value(json_object_get(object, "days_ago"));
    day_write((day){day_of_instant(demo->now, 0).number - ago}, date);
    snprintf(text, sizeof(text), "%sT%.5s:00%.6s", date,
             json_string_value(json_object_get(object, "time")),
             json_string_value(json_object_get(object, "offset")));
    if (!instant_read(text, &moment, NULL) || moment.ms > demo->now.ms - WRITTEN_AFTER_MS)
        moment.ms = demo->now.ms - WRITTEN_AFTER_MS;
    return moment;
}

static void set_turns(json_t *object, instant happened_at)
{
    size_t index;
    json_t *turn;
    json_array_foreach(json_object_get(object, "turns"), index, turn)
    {
        char text[INSTANT_TEXT];
        int64_t minute = json_integer_value(json_object_get(turn, "minute"));
        instant_write((instant){happened_at.ms + minute * MINUTE_MS}, text);
        json_object_set_new(turn, "at", json_string(text));
        json_object_del(turn, "minute");
    }
}

/* How a promise of a line ended, kept aside until it is made. */
struct ending {
    int64_t kept_days_ago, released_days_ago;
    const char *words;
};

static int64_t take_days(json_t *object, const char *name)
{
    json_t *days = json_object_get(object, name);
    int64_t taken = json_is_integer(days) ? json_integer_value(days) : NOTHING;
    json_object_del(object, name);
    return taken;
}

static struct ending *take_endings(struct work *w, const struct demo *demo, json_t *promises)
{
    struct ending *endings =
        arena_take(w->arena, sizeof(*endings) * (json_array_size(promises) + 1));
    size_t index;
    json_t *promise;
    json_array_foreach(promises, index, promise)
    {
        struct ending *ending = &endings[index];
        ending->kept_days_ago = take_days(promise, "kept_days_ago");
        ending->released_days_ago = take_days(promise, "released_days_ago");
        ending->words =
            arena_text(w->arena, json_string_value(json_object_get(promise, "closed_words")));
        json_object_del(promise, "closed_words");
        set_day(promise, "due_in_days", "due_on", 1, demo->now);
        set_id(demo, promise, "by", "by", "member");
    }
    return endings;
}

/* Promises end in the change that made them: the demo tells how things are, not how they came. */
static struct error *end_promises(struct work *w, const struct demo *demo,
                                  const struct conversation *logged, const struct ending *endings,
                                  size_t count)
{
    const struct promise *made = logged->promises.items;
    struct error *err = NULL;
    for (size_t i = 0; i < count && i < logged->promises.count && !err; i++) {
        bool kept = endings[i].kept_days_ago != NOTHING;
        if (!kept && endings[i].released_days_ago == NOTHING)
            continue;
        int64_t ago = kept ? endings[i].kept_days_ago : endings[i].released_days_ago;
        struct work then = *w;
        struct promise patch, changed;
        shape_clear(&promise_shape, &patch);
        shape_clear(&promise_shape, &changed);
        then.now.ms = demo->now.ms - ago * DAY_MS - WRITTEN_AFTER_MS;
        if (then.now.ms < w->now.ms)
            then.now = w->now;
        patch.state = kept ? PROMISE_KEPT : PROMISE_RELEASED;
        patch.closed_words = endings[i].words;
        shape_give(&promise_shape, &patch, "state");
        shape_give(&promise_shape, &patch, "closed_words");
        err = promise_change(&then, made[i].id, &patch, &changed);
    }
    return err;
}

static void set_happened(json_t *object, instant happened_at)
{
    char text[INSTANT_TEXT];
    instant_write(happened_at, text);
    json_object_set_new(object, "happened_at", json_string(text));
    static const char *const told[] = {"days_ago", "time", "offset"};
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        json_object_del(object, told[i]);
}

static struct error *log_conversation(struct work *w, struct demo *demo, json_t *object,
                                      struct change_note *note)
{
    struct actor *actor = arena_take(w->arena, sizeof(*actor));
    struct conversation asked, logged;
    instant happened_at = moment_of(demo, object);
    const struct demo_name *member =
        named(demo, "member", json_string_value(json_object_get(object, "logged_by")));
    if (member)
        *actor = (struct actor){.member = member->row, .member_id = member->id};
    w->actor = actor;
    w->now.ms = happened_at.ms + WRITTEN_AFTER_MS +
                MINUTE_MS * json_integer_value(json_object_get(object, "minutes"));
    if (w->now.ms > demo->now.ms)
        w->now = demo->now;
    json_object_del(object, "logged_by");
    json_object_set_new(object, "people",
                        ids_of(demo, json_object_get(object, "people"), "person"));
    json_object_set_new(object, "members",
                        ids_of(demo, json_object_get(object, "members"), "member"));
    set_turns(object, happened_at);
    set_happened(object, happened_at);
    size_t index;
    json_t *fact;
    json_array_foreach(json_object_get(object, "facts"), index, fact)
        set_id(demo, fact, "told_by", "told_by", "person");
    json_t *promises = json_object_get(object, "promises");
    struct ending *endings = take_endings(w, demo, promises);
    struct error *err = read_as(w, &conversation_shape, object, &asked);
    if (!err)
        err = conversation_log(w, &asked, &logged);
    if (!err)
        err = end_promises(w, demo, &logged, endings, json_array_size(promises));
    *note = (struct change_note){.what = "conversation logged", .subject = "conversation"};
    if (!err)
        note->subject_id = logged.id;
    demo->conversations += !err;
    return err;
}

struct error *demo_line(struct work *w, struct demo *demo, const char *line, size_t length,
                        struct change_note *ret_note)
{
    static const struct {
        const char *kind;
        struct error *(*make)(struct work *, struct demo *, json_t *, struct change_note *);
    } kinds[] = {{"member", make_member},
                 {"company", make_company},
                 {"theme", make_theme},
                 {"person", make_person},
                 {"conversation", log_conversation}};
    json_t *root = json_loadb(line, length, 0, NULL);
    struct error *err = error_new(w->arena, ERROR_INVALID, "This line cannot be read.");
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        json_t *object = json_object_get(root, kinds[i].kind);
        if (object)
            err = kinds[i].make(w, demo, object, ret_note);
    }
    json_decref(root);
    return err;
}
