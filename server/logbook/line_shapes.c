/* The shapes of the lines of an export. A file is read with SHAPE_MAKE: what is REQUIRED must be
 * there, what is HIDDEN must not. */
#include "logbook/export_lines.h"

#include "logbook/conversations.h"
#include "logbook/members.h"
#include "logbook/people_list.h"
#include "logbook/promises.h"

#include <string.h>

/* More than any field takes in the API: what was exported can be imported, whatever limits a later
 * version sets. */
enum { LONG = 1 << 20, MANY = 100000 };

static const char *check_choice(const struct shape *shape, const char *name, const char *text)
{
    const struct field *field = shape_field(shape, name, NULL);
    for (int i = 0; field->choices[i]; i++) {
        if (*text && strcmp(field->choices[i], text) == 0)
            return NULL;
    }
    return "No such word is known here.";
}

static const char *check_role(const char *text)
{
    return check_choice(&member_shape, "role", text);
}

static const char *check_member_state(const char *text)
{
    return check_choice(&member_shape, "state", text);
}

static const char *check_direction(const char *text)
{
    return check_choice(&conversation_shape, "direction", text);
}

static const char *check_promise_state(const char *text)
{
    return check_choice(&promise_shape, "state", text);
}

static const struct field head_line_fields[] = {
    FIELD(head_line, format, .rules = REQUIRED, .least = 1, .most = INT32_MAX),
    FIELD(head_line, schema, .rules = REQUIRED, .least = 1, .most = INT32_MAX),
    FIELD(head_line, highest_change, .rules = REQUIRED, .least = 0, .most = INT64_C(1) << 53),
    FIELD(head_line, since, .least = 0, .most = INT64_C(1) << 53),
    {0},
};
const struct shape head_line_shape = SHAPE(head_line, head_line_fields);
const char *const head_line_name = "kith_export";

#define COUNT_OF(kind, word)                                                                       \
    {                                                                                              \
        .name = (word), .type = FIELD_INTEGER, .offset = offsetof(struct line_counts, of[kind])    \
    }

static const struct field line_counts_fields[] = {
    COUNT_OF(LINE_COMPANY, "company"),
    COUNT_OF(LINE_MEMBER, "member"),
    COUNT_OF(LINE_TAG, "tag"),
    COUNT_OF(LINE_KIND, "kind"),
    COUNT_OF(LINE_THEME, "theme"),
    COUNT_OF(LINE_PERSON, "person"),
    COUNT_OF(LINE_CONVERSATION, "conversation"),
    COUNT_OF(LINE_VERSION, "version"),
    COUNT_OF(LINE_FACT, "fact"),
    COUNT_OF(LINE_PROMISE, "promise"),
    COUNT_OF(LINE_VIEW, "view"),
    COUNT_OF(LINE_GONE, "gone"),
    {0},
};
_Static_assert(sizeof(line_counts_fields) / sizeof(struct field) == LINE_KINDS + 1,
               "every kind of line is counted");
const struct shape line_counts_shape = SHAPE(line_counts, line_counts_fields);

static const struct field end_line_fields[] = {
    RECORD(end_line, counts, &line_counts_shape, .rules = REQUIRED),
    FIELD(end_line, sha256, .rules = REQUIRED),
    {0},
};
const struct shape end_line_shape = SHAPE(end_line, end_line_fields);
const char *const end_line_name = "end";

#define NAME(owner) FIELD(owner, name, .rules = REQUIRED | LINES, .longest = LONG)
#define WORDS(owner, member) FIELD(owner, member, .rules = LINES, .longest = LONG)
#define ID(owner) FIELD(owner, id, .rules = REQUIRED)
#define REVISION(owner) FIELD(owner, revision, .rules = REQUIRED, .least = 1, .most = INT32_MAX)
#define MOMENT(owner, member) FIELD(owner, member, .rules = REQUIRED)
#define FOLDED(owner) FIELD(owner, folded, .rules = HIDDEN)
#define MANY_OF(owner, member, shape) LIST(owner, member, shape, .rules = REQUIRED, .longest = MANY)

static const struct field company_line_fields[] = {
    ID(company_line),
    NAME(company_line),
    WORDS(company_line, domain),
    WORDS(company_line, place),
    REVISION(company_line),
    MOMENT(company_line, created_at),
    MOMENT(company_line, updated_at),
    FIELD(company_line, trashed_at),
    FOLDED(company_line),
    {0},
};
const struct shape company_line_shape = SHAPE(company_line, company_line_fields);

#define MEMBER_FIELDS                                                                              \
    ID(member_line), NAME(member_line), WORDS(member_line, email),                                 \
        FIELD(member_line, role, .rules = REQUIRED, .check = check_role),                          \
        FIELD(member_line, state, .rules = REQUIRED, .check = check_member_state),                 \
        WORDS(member_line, language), WORDS(member_line, time_zone), REVISION(member_line),        \
        MOMENT(member_line, created_at), MOMENT(member_line, updated_at)

static const struct field member_line_fields[] = {MEMBER_FIELDS, FOLDED(member_line), {0}};
const struct shape member_line_shape = SHAPE(member_line, member_line_fields);

static const struct field former_member_fields[] = {
    FIELD(member_line, row), MEMBER_FIELDS, FOLDED(member_line), {0}};
const struct shape former_member_shape = SHAPE(member_line, former_member_fields);

#define TAG_FIELDS                                                                                 \
    ID(tag_line), NAME(tag_line), REVISION(tag_line), MOMENT(tag_line, created_at),                \
        MOMENT(tag_line, updated_at), FOLDED(tag_line)
static const struct field tag_line_fields[] = {TAG_FIELDS, {0}};
const struct shape tag_line_shape = SHAPE(tag_line, tag_line_fields);

static const struct field former_tag_fields[] = {FIELD(tag_line, row), TAG_FIELDS, {0}};
const struct shape former_tag_shape = SHAPE(tag_line, former_tag_fields);

#define KIND_FIELDS                                                                                \
    ID(kind_line), NAME(kind_line),                                                                \
        FIELD(kind_line, position, .rules = REQUIRED, .least = 0, .most = INT32_MAX),              \
        REVISION(kind_line), MOMENT(kind_line, created_at), MOMENT(kind_line, updated_at),         \
        FOLDED(kind_line)
static const struct field kind_line_fields[] = {KIND_FIELDS, {0}};
const struct shape kind_line_shape = SHAPE(kind_line, kind_line_fields);

static const struct field former_kind_fields[] = {FIELD(kind_line, row), KIND_FIELDS, {0}};
const struct shape former_kind_shape = SHAPE(kind_line, former_kind_fields);

static const struct field theme_line_fields[] = {
    ID(theme_line),
    NAME(theme_line),
    WORDS(theme_line, meaning),
    FIELD(theme_line, meaning_by),
    FIELD(theme_line, merged_into),
    MANY_OF(theme_line, words, NULL),
    REVISION(theme_line),
    MOMENT(theme_line, created_at),
    MOMENT(theme_line, updated_at),
    {0},
};
const struct shape theme_line_shape = SHAPE(theme_line, theme_line_fields);

static const struct field person_line_fields[] = {
    ID(person_line),
    NAME(person_line),
    WORDS(person_line, reads_as),
    FIELD(person_line, company_id),
    WORDS(person_line, role),
    WORDS(person_line, place),
    WORDS(person_line, time_zone),
    MANY_OF(person_line, languages, NULL),
    WORDS(person_line, prefers),
    FIELD(person_line, known_by),
    FIELD(person_line, since),
    MANY_OF(person_line, handles, &handle_shape),
    MANY_OF(person_line, tags, NULL),
    MANY_OF(person_line, dates, &person_date_shape),
    FIELD(person_line, rested_until),
    FIELD(person_line, merged_into),
    REVISION(person_line),
    MOMENT(person_line, created_at),
    MOMENT(person_line, updated_at),
    FIELD(person_line, trashed_at),
    FOLDED(person_line),
    {0},
};
const struct shape person_line_shape = SHAPE(person_line, person_line_fields);

#define MINUTES(owner) FIELD(owner, minutes, .least = 0, .most = INT32_MAX)

static const struct field conversation_line_fields[] = {
    ID(conversation_line),
    FIELD(conversation_line, kind_id, .rules = REQUIRED),
    FIELD(conversation_line, direction, .check = check_direction),
    MOMENT(conversation_line, happened_at),
    MINUTES(conversation_line),
    MANY_OF(conversation_line, people, NULL),
    MANY_OF(conversation_line, members, NULL),
    WORDS(conversation_line, summary),
    FIELD(conversation_line, body, .rules = NEVER_NULL | LINES, .longest = LONG),
    WORDS(conversation_line, sent),
    MANY_OF(conversation_line, turns, &turn_shape),
    RECORD(conversation_line, source, &source_shape),
    FIELD(conversation_line, logged_by),
    REVISION(conversation_line),
    MOMENT(conversation_line, created_at),
    FIELD(conversation_line, edited_at),
    FIELD(conversation_line, trashed_at),
    {0},
};
const struct shape conversation_line_shape = SHAPE(conversation_line, conversation_line_fields);

static const struct field version_line_fields[] = {
    FIELD(version_line, conversation_id, .rules = REQUIRED),
    FIELD(version_line, change, .rules = REQUIRED, .least = 1, .most = INT64_C(1) << 53),
    MOMENT(version_line, changed_at),
    FIELD(version_line, changed_by),
    FIELD(version_line, kind_id, .rules = REQUIRED),
    FIELD(version_line, direction, .check = check_direction),
    MOMENT(version_line, happened_at),
    MINUTES(version_line),
    WORDS(version_line, summary),
    FIELD(version_line, body, .rules = NEVER_NULL | LINES, .longest = LONG),
    REVISION(version_line),
    FIELD(version_line, edited_at),
    FIELD(version_line, trashed_at),
    {0},
};
const struct shape version_line_shape = SHAPE(version_line, version_line_fields);

static const struct field fact_line_fields[] = {
    ID(fact_line),
    FIELD(fact_line, person_id),
    FIELD(fact_line, company_id),
    FIELD(fact_line, text, .rules = REQUIRED | LINES, .longest = LONG),
    FIELD(fact_line, told_by),
    FIELD(fact_line, told_at),
    FIELD(fact_line, conversation_id),
    FIELD(fact_line, shown, .rules = REQUIRED),
    FIELD(fact_line, position, .rules = REQUIRED),
    REVISION(fact_line),
    MOMENT(fact_line, created_at),
    MOMENT(fact_line, updated_at),
    FIELD(fact_line, trashed_at),
    {0},
};
const struct shape fact_line_shape = SHAPE(fact_line, fact_line_fields);

static const struct field promise_line_fields[] = {
    ID(promise_line),
    FIELD(promise_line, person_id, .rules = REQUIRED),
    FIELD(promise_line, conversation_id),
    FIELD(promise_line, text, .rules = REQUIRED | LINES, .longest = LONG),
    FIELD(promise_line, due_on),
    WORDS(promise_line, due_time),
    WORDS(promise_line, due_words),
    FIELD(promise_line, by),
    FIELD(promise_line, state, .rules = REQUIRED, .check = check_promise_state),
    WORDS(promise_line, closed_words),
    FIELD(promise_line, told_at),
    FIELD(promise_line, closed_at),
    FIELD(promise_line, kept_by),
    REVISION(promise_line),
    MOMENT(promise_line, created_at),
    MOMENT(promise_line, updated_at),
    FIELD(promise_line, trashed_at),
    {0},
};
const struct shape promise_line_shape = SHAPE(promise_line, promise_line_fields);

#define VIEW_FIELDS                                                                                \
    ID(view_line), NAME(view_line),                                                                \
        RECORD(view_line, filter, &people_wish_shape, .rules = REQUIRED),                          \
        FIELD(view_line, everyone, .rules = REQUIRED), FIELD(view_line, made_by),                  \
        REVISION(view_line), MOMENT(view_line, created_at), MOMENT(view_line, updated_at),         \
        FOLDED(view_line)
static const struct field view_line_fields[] = {VIEW_FIELDS, {0}};
const struct shape view_line_shape = SHAPE(view_line, view_line_fields);

static const struct field former_view_fields[] = {
    FIELD(view_line, row), FIELD(view_line, maker), VIEW_FIELDS, {0}};
const struct shape former_view_shape = SHAPE(view_line, former_view_fields);

static const struct field gone_line_fields[] = {
    FIELD(gone_line, kind),
    FIELD(gone_line, id),
    FIELD(gone_line, place, .rules = HIDDEN),
    {0},
};
const struct shape gone_line_shape = SHAPE(gone_line, gone_line_fields);
