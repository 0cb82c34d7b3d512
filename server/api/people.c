/* People over HTTP: with their timeline, their brief and "not now". */
#include "api/resource.h"

#include "api/audited.h"
#include "logbook/brief.h"
#include "logbook/conversation_parts.h"
#include "logbook/derive.h"
#include "logbook/handles.h"
#include "logbook/names.h"
#include "logbook/parties.h"
#include "logbook/people.h"
#include "logbook/people_actions.h"
#include "logbook/people_list.h"
#include "logbook/people_merge.h"
#include "logbook/people_trash.h"
#include "logbook/person_words.h"

/* A repeat of the same request tells these again: they are told at no other time. */
static const char *near_json(struct arena *arena, const struct person *made)
{
    struct person only = *made;
    only.given = 0;
    shape_give(&person_shape, &only, "near");
    struct buffer json = {0};
    shape_write(&json, &person_shape, &only);
    const char *copy = arena_copy(arena, json.bytes, json.length);
    buffer_free(&json);
    return copy;
}

static struct error *make(struct call *call)
{
    struct person *made = call_record(call);
    struct error *err = person_make(&call->work, call->asked, made);
    if (!err)
        err = person_near(&call->work, made->row, &made->near);
    if (err)
        return err;
    shape_give(&person_shape, made, "near");
    call_answers(call, made, "person", made->id);
    call->extra = near_json(call->work.arena, made);
    return NULL;
}

static struct error *read(struct call *call)
{
    call->record = call_record(call);
    return person_find(&call->work, call->id, call->record);
}

static struct error *list(struct call *call)
{
    return people_list(&call->work, call->query, &call->page);
}

static struct error *change(struct call *call)
{
    struct person *changed = call_record(call);
    struct error *err = person_change(&call->work, call->id, call->asked, changed);
    call_answers(call, changed, "person", changed->id);
    return err;
}

static struct error *delete (struct call *call)
{
    call_answers(call, NULL, "person", call->id);
    return person_trash(&call->work, call->id);
}

static struct error *rest(struct call *call)
{
    struct person *person = call_record(call);
    struct error *err = person_rest(&call->work, call->id, person);
    call_answers(call, person, "person", person->id);
    return err;
}

static struct error *act(struct call *call)
{
    const struct people_action *asked = call->asked;
    struct people_acted *acted = call_record(call);
    struct error *err = people_act(&call->work, asked, acted);
    call_answers(call, acted, NULL, (ident){{0}});
    call_repeats(call);
    call->audit_words = arena_print(call->work.arena, "%lld of %zu", (long long)acted->changed,
                                    asked->people.count);
    return err;
}

static struct error *merge(struct call *call)
{
    struct person *merged = call_record(call);
    const struct person_merge *asked = call->asked;
    struct error *err = person_merge(&call->work, call->id, asked, merged);
    call_answers(call, merged, "person", merged->id);
    audited_names(call, asked->other);
    return err;
}

/* The timeline is the list of conversations with one more filter: the person of the path. */
static struct error *timeline(struct call *call)
{
    int64_t row;
    struct error *err = person_row(&call->work, call->id, &row);
    if (!err)
        err = call_narrow(call, "person");
    return err ? err : conversations_list(&call->work, call->query, &call->page);
}

static struct error *brief(struct call *call)
{
    call->record = call_record(call);
    return brief_of_person(&call->work, call->id, call->record);
}

static struct error *find(struct work *w, ident id, void *ret_record)
{
    return person_find(w, id, ret_record);
}

static const struct route routes[] = {
    {POST,
     "/people",
     {{WRITER, make}},
     WRITERS,
     &person_shape,
     &person_shape,
     NULL,
     MAKES,
     "person made",
     "Write a person down."},
    {GET,
     "/people",
     {{HERE, list}},
     READERS,
     NULL,
     &person_shape,
     &people_filter_shape,
     LISTED,
     NULL,
     "People by name, or by when they were heard or came."},
    {POST,
     "/people/actions",
     {{WRITER, act}},
     WRITERS,
     &people_action_shape,
     &people_acted_shape,
     NULL,
     LONG | AUDITED,
     "people changed",
     "Tag many people at once, or say who knows them best."},
    {GET,
     "/people/{id}",
     {{HERE, read}},
     READERS,
     NULL,
     &person_shape,
     NULL,
     0,
     NULL,
     "One person."},
    {PATCH,
     "/people/{id}",
     {{WRITER, change}},
     WRITERS,
     &person_shape,
     &person_shape,
     NULL,
     VERSIONED,
     "person changed",
     "Change what is sent of a person."},
    {DELETE,
     "/people/{id}",
     {{WRITER, delete}},
     WRITERS,
     NULL,
     NULL,
     NULL,
     VERSIONED | LONG | AUDITED,
     "person deleted",
     "Put a person into the trash, with the conversations that are with nobody else."},
    {POST,
     "/people/{id}/rest",
     {{WRITER, rest}},
     WRITERS,
     NULL,
     &person_shape,
     NULL,
     VERSIONED,
     "person rested",
     "\"Not now\": rests a person's silence for one usual gap."},
    {POST,
     "/people/{id}/merge",
     {{WRITER, merge}},
     WRITERS,
     &person_merge_shape,
     &person_shape,
     NULL,
     VERSIONED | LONG | AUDITED,
     "person merged",
     "Take another person into one: all that is told of the other is told of this one."},
    {GET,
     "/people/{id}/timeline",
     {{HERE, timeline}},
     READERS,
     NULL,
     &conversation_shape,
     &conversations_filter_shape,
     LISTED,
     NULL,
     "Conversations with a person, newest first."},
    {GET,
     "/people/{id}/brief",
     {{HERE, brief}},
     READERS,
     NULL,
     &brief_shape,
     NULL,
     0,
     NULL,
     "What to know before replying to a person."},
    {0},
};

static const struct statement *const statements[] = {
    people_statements,         people_list_statements,  people_near_statements,
    people_actions_statements, people_merge_statements, people_trash_statements,
    person_words_statements,   handles_statements,      names_statements,
    parties_statements,        rhythm_statements,       NULL};

const struct resource people_resource = {
    .name = "people",
    .noun = "person",
    .prefix = "/api/v1",
    .routes = routes,
    .statements = statements,
    .shape = &person_shape,
    .find = find,
};
