/* People, companies, members and conversations for tests of what is told about them. */
#ifndef KITH_TESTS_TOLD_H
#define KITH_TESTS_TOLD_H

#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/facts.h"
#include "logbook/members.h"
#include "logbook/people.h"
#include "logbook/promises.h"
#include "support/logbook.h"

static inline struct work *work_of(void **state)
{
    return &((struct logbook *)*state)->work;
}

static inline const char *id_text(struct work *w, ident id)
{
    char *text = arena_take(w->arena, IDENT_TEXT);
    ident_write(id, text);
    return text;
}

/* A moment that a test writes as the API does. */
static inline instant moment(const char *text)
{
    instant read;
    assert_true(instant_read(text, &read, NULL));
    return read;
}

static inline day date(const char *text)
{
    day read;
    assert_true(day_read(text, &read));
    return read;
}

/* The rest of the fields as JSON, such as ",'place':'Bergen'". */
static inline struct person person_with(struct work *w, const char *name, const char *rest)
{
    const char *json = arena_print(w->arena, "{'name':'%s'%s}", name, rest);
    struct person made;
    assert_fine(person_make(w, logbook_asked(w, &person_shape, SHAPE_MAKE, json), &made));
    return made;
}

static inline struct person person_called(struct work *w, const char *name)
{
    return person_with(w, name, "");
}

static inline struct person person_now(struct work *w, struct person person)
{
    struct person now;
    assert_fine(person_read(w, person.row, &now));
    return now;
}

static inline struct company company_called(struct work *w, const char *name)
{
    const char *json = arena_print(w->arena, "{'name':'%s'}", name);
    struct company made;
    assert_fine(company_make(w, logbook_asked(w, &company_shape, SHAPE_MAKE, json), &made));
    return made;
}

/* A member who asks from now on. */
static inline struct member member_asks(struct work *w, const char *name)
{
    const char *json = arena_print(w->arena, "{'name':'%s','role':'member'}", name);
    struct member made;
    assert_fine(member_make(w, logbook_asked(w, &member_shape, SHAPE_MAKE, json), &made));
    struct actor *actor = arena_take(w->arena, sizeof(*actor));
    *actor = (struct actor){.member = made.row, .member_id = made.id, .scopes = SCOPES_ALL};
    w->actor = actor;
    return made;
}

/* A conversation with one person. `rest` holds more fields. */
static inline struct conversation talk_with(struct work *w, struct person person, const char *at,
                                            const char *body, const char *rest)
{
    const char *json = arena_print(w->arena, "{'people':['%s'],'happened_at':'%s','body':'%s'%s}",
                                   id_text(w, person.id), at, body, rest);
    struct conversation made;
    assert_fine(
        conversation_log(w, logbook_asked(w, &conversation_shape, SHAPE_MAKE, json), &made));
    return made;
}

static inline struct conversation talk(struct work *w, struct person person, const char *at,
                                       const char *body)
{
    return talk_with(w, person, at, body, "");
}

static inline struct fact fact_about(struct work *w, struct person person, const char *text,
                                     const char *rest)
{
    const char *json = arena_print(w->arena, "{'person_id':'%s','text':'%s'%s}",
                                   id_text(w, person.id), text, rest);
    struct fact made;
    assert_fine(fact_make(w, logbook_asked(w, &fact_shape, SHAPE_MAKE, json), NOTHING, &made));
    return made;
}

static inline struct promise promise_to(struct work *w, struct person person, const char *text,
                                        const char *rest)
{
    const char *json = arena_print(w->arena, "{'person_id':'%s','text':'%s'%s}",
                                   id_text(w, person.id), text, rest);
    struct promise made;
    assert_fine(
        promise_make(w, logbook_asked(w, &promise_shape, SHAPE_MAKE, json), NOTHING, &made));
    return made;
}

/* A filter as the parameters of an address make it: name, value, …, NULL. */
static inline void *filter_of(struct work *w, const struct shape *shape, ...)
{
    void *filter = shape_new(w->arena, shape);
    struct error *faults = NULL;
    va_list pairs;
    va_start(pairs, shape);
    for (const char *name; (name = va_arg(pairs, const char *));)
        shape_read_text(w->arena, shape, name, va_arg(pairs, const char *), filter, &faults);
    va_end(pairs);
    assert_fine(faults);
    return filter;
}

/* Walks all pages of a list by twos and gives the records' texts of one field, joined by |. Fails
 * unless the count of every page is the number of records over all pages. */
typedef struct error *list_function(struct work *, const void *filter, struct page *ret_page);
static inline const char *all_pages(struct work *w, list_function *list, const struct shape *shape,
                                    const void *filter, const char *field)
{
    char *asked = arena_take(w->arena, shape->size);
    memcpy(asked, filter, shape->size);
    *(int64_t *)field_at(shape_field(shape, "limit", NULL), asked) = 2;
    shape_give(shape, asked, "limit");
    const char *joined = "";
    struct page page = {.more = true};
    int64_t walked = 0;
    while (page.more) {
        assert_fine(list(w, asked, &page));
        assert_true(page.items.count <= 2);
        for (size_t i = 0; i < page.items.count; i++, walked++) {
            const char *record = (const char *)page.items.items + i * page.shape->size;
            const void *at = field_at(shape_field(page.shape, field, NULL), record);
            joined = arena_print(w->arena, "%s%s%s", joined, *joined ? "|" : "",
                                 *(const char *const *)at);
        }
        *(int64_t *)field_at(shape_field(shape, "after", NULL), asked) = page.next_row;
        *(int64_t *)field_at(shape_field(shape, "after_at", NULL), asked) = page.next_at;
        shape_give(shape, asked, "after");
        assert_true(walked < 1000);
    }
    assert_int_equal(page.count.count, walked);
    return joined;
}

#endif
