/* Takes facts, promises and names out of the marks of a text that is being logged. */
#include "logbook/capture.h"

#include "logbook/facts.h"
#include "logbook/members.h"
#include "logbook/names.h"
#include "logbook/promises.h"

#include <string.h>

void capture_read(struct arena *arena, const struct conversation *asked,
                  struct capture *ret_capture)
{
    struct capture capture = {0};
    bool wanted = !shape_given(&conversation_shape, asked, "marks") || asked->marks;
    if (wanted && asked->body)
        marks_read(arena, asked->body, strlen(asked->body), asked->happened_at,
                   (int)asked->offset_minutes, &capture.marks);
    capture.taken = arena_take(arena, capture.marks.count + 1);
    capture.named = arena_take(arena, sizeof(*capture.named) * (capture.marks.count + 1));
    size_t most = capture.marks.count + capture.marks.mention_count + 1;
    capture.unresolved.items = arena_take(arena, sizeof(char *) * most);
    *ret_capture = capture;
}

static void leave_unresolved(struct capture *capture, const char *text)
{
    ((const char **)capture->unresolved.items)[capture->unresolved.count++] = text;
}

/* The line of a mark as it was typed, without its line break. */
static char *line_of(struct arena *arena, const char *body, const struct mark *mark)
{
    size_t end = mark->end;
    while (end > mark->start && (body[end - 1] == '\n' || body[end - 1] == '\r'))
        end--;
    return arena_copy(arena, body + mark->start, end - mark->start);
}

static struct error *resolve_mark(struct work *w, const char *body, struct capture *capture,
                                  size_t at, const struct parties *people)
{
    const struct mark *mark = &capture->marks.items[at];
    struct named who = {NAMED_NOBODY, NOTHING, 0};
    struct error *err = NULL;
    if (mark->name.count)
        err = name_find(w, &mark->name, people, &who);
    if (err)
        return err;
    bool nobody = mark->name.count && who.sort != NAMED_PERSON &&
                  !(who.sort == NAMED_MEMBER && mark->kind == MARK_PROMISE);
    if (nobody || mark->no_such_day) {
        leave_unresolved(capture, line_of(w->arena, body, mark));
        return NULL;
    }
    capture->taken[at] = true;
    capture->named[at] = (struct named_mark){
        .person = who.sort == NAMED_PERSON ? who.row : NOTHING,
        .member = who.sort == NAMED_MEMBER ? who.row : NOTHING,
        .text = mark_text(w->arena, body, mark, who.words),
    };
    return NULL;
}

static struct error *resolve_mention(struct work *w, const struct mention *mention,
                                     struct capture *capture, struct parties *people,
                                     struct parties *members)
{
    struct named who;
    struct error *err = name_find(w, &mention->name, people, &who);
    if (err)
        return err;
    bool added = true;
    if (who.sort == NAMED_PERSON)
        added = parties_add(people, who.row);
    else if (who.sort == NAMED_MEMBER)
        added = parties_add(members, who.row);
    else
        leave_unresolved(capture, arena_print(w->arena, "@%s", mention->name.words[0]));
    if (!added)
        error_fault(w->arena, &err, "/body",
                    "At most %d people and as many members fit in one conversation.", MOST_PARTIES);
    return err;
}

struct error *capture_mentions(struct work *w, struct capture *capture, struct parties *people,
                               struct parties *members)
{
    struct error *err = NULL;
    for (size_t i = 0; i < capture->marks.mention_count && !err; i++)
        err = resolve_mention(w, &capture->marks.mentions[i], capture, people, members);
    return err;
}

/* By which its author finds the line of a mark. */
static int line_number(const char *body, const struct mark *mark)
{
    int lines = 1;
    for (size_t at = 0; at < mark->start; at++)
        lines += body[at] == '\n';
    return lines;
}

/* Holds the words of a mark against the field that they become. */
static void check_words(struct work *w, const char *body, const struct mark *mark, const char *name,
                        const char *words, struct error **faults)
{
    const struct shape *shape = mark->kind == MARK_FACT ? &fact_shape : &promise_shape;
    struct error *wrong = NULL;
    shape_read_text(w->arena, shape, name, words, shape_new(w->arena, shape), &wrong);
    if (wrong)
        error_fault(w->arena, faults, "/body", "Line %d: %s", line_number(body, mark),
                    wrong->sentence);
}

/* What holds for the facts and promises of a body holds for those of its marks as well. */
static struct error *check_taken(struct work *w, const struct conversation *asked,
                                 const struct capture *capture)
{
    struct error *faults = NULL;
    size_t counts[] = {[MARK_FACT] = asked->facts.count, [MARK_PROMISE] = asked->promises.count};
    for (size_t i = 0; i < capture->marks.count; i++) {
        const struct mark *mark = &capture->marks.items[i];
        if (!capture->taken[i])
            continue;
        counts[mark->kind]++;
        check_words(w, asked->body, mark, "text", capture->named[i].text, &faults);
        if (mark->due_words)
            check_words(w, asked->body, mark, "due_words", mark->due_words, &faults);
    }
    if (counts[MARK_FACT] > MOST_NOTED || counts[MARK_PROMISE] > MOST_NOTED)
        error_fault(w->arena, &faults, "/body",
                    "At most %d facts and %d promises fit in one conversation.", MOST_NOTED,
                    MOST_NOTED);
    return faults;
}

struct error *capture_resolve(struct work *w, const struct conversation *asked,
                              struct capture *capture, struct parties *people,
                              struct parties *members)
{
    struct error *faults = NULL;
    if (!error_gather(&faults, capture_mentions(w, capture, people, members)))
        return faults;
    struct error *err = NULL;
    for (size_t i = 0; i < capture->marks.count && !err; i++)
        err = resolve_mark(w, asked->body, capture, i, people);
    if (error_gather(&faults, err))
        error_gather(&faults, check_taken(w, asked, capture));
    return faults;
}

static struct error *write_fact(struct work *w, const struct conversation *asked, const char *text,
                                int64_t conversation, int64_t person, struct captured *captured)
{
    struct fact fact;
    struct fact made;
    shape_clear(&fact_shape, &fact);
    shape_clear(&fact_shape, &made);
    fact.text = text;
    fact.person = person;
    fact.told_at = asked->happened_at;
    struct error *err = fact_make(w, &fact, conversation, &made);
    captured->kind = CAPTURED_FACT;
    captured->id = made.id;
    return err;
}

static struct error *write_promise(struct work *w, const struct mark *mark, int64_t conversation,
                                   const struct named_mark *named, int64_t person,
                                   struct captured *captured)
{
    struct promise promise;
    struct promise made;
    shape_clear(&promise_shape, &promise);
    shape_clear(&promise_shape, &made);
    promise.text = named->text;
    promise.person = person;
    promise.due_on = mark->due_on;
    promise.due_time = mark->due_time;
    promise.due_words = mark->due_words;
    struct error *err = NULL;
    if (named->member != NOTHING) {
        struct member member;
        err = member_read(w, named->member, &member);
        promise.by = member.id;
        shape_give(&promise_shape, &promise, "by");
    }
    if (!err)
        err = promise_make(w, &promise, conversation, &made);
    captured->kind = CAPTURED_PROMISE;
    captured->id = made.id;
    return err;
}

struct error *capture_write(struct work *w, const struct conversation *asked,
                            const struct capture *capture, int64_t conversation, int64_t first,
                            struct list *ret_captured)
{
    struct captured *items = arena_take(w->arena, sizeof(*items) * (capture->marks.count + 1));
    size_t count = 0;
    struct error *err = NULL;
    for (size_t i = 0; i < capture->marks.count && !err; i++) {
        if (!capture->taken[i])
            continue;
        const struct mark *mark = &capture->marks.items[i];
        const struct named_mark *named = &capture->named[i];
        int64_t person = named->person == NOTHING ? first : named->person;
        struct captured *captured = &items[count++];
        captured->given = 7;
        captured->text = named->text;
        if (mark->kind == MARK_FACT)
            err = write_fact(w, asked, named->text, conversation, person, captured);
        else
            err = write_promise(w, mark, conversation, named, person, captured);
    }
    *ret_captured = (struct list){.items = items, .count = count};
    return err;
}
