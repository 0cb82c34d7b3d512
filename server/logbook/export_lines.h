/* The kinds of lines of an export, in their order, and what each of them holds. */
#ifndef KITH_LOGBOOK_EXPORT_LINES_H
#define KITH_LOGBOOK_EXPORT_LINES_H

#include "logbook/shared.h"

enum { EXPORT_FORMAT = 1 };

/* The schema that this Kith writes. */
int export_schema(void);

/* Whatever a line refers to stands before it; only merged themes and people may look ahead. */
enum line_kind {
    LINE_COMPANY,
    LINE_MEMBER,
    LINE_TAG,
    LINE_KIND,
    LINE_THEME,
    LINE_PERSON,
    LINE_CONVERSATION,
    LINE_VERSION,
    LINE_FACT,
    LINE_PROMISE,
    LINE_VIEW,
    LINE_GONE, /* with since= only, never imported */
    LINE_KINDS,
};

struct export_line {
    const char *name;   /* the one member of its object */
    const char *plural; /* its list in a JSON document */
    const struct shape *shape;
    const struct statement *statement;
};
extern const struct export_line export_lines[LINE_KINDS];

/* Place in export_statements of the highest change that came with an import. */
enum { MOVED_UP_TO = LINE_KINDS };

/* What the statements of lines are narrowed by. */
struct export_filter {
    uint64_t given;
    int64_t since;
};
extern const struct shape export_filter_shape;

struct line_counts {
    uint64_t given;
    int64_t of[LINE_KINDS];
};
extern const struct shape line_counts_shape;

struct head_line {
    uint64_t given;
    int64_t format;
    int64_t schema;
    int64_t highest_change;
    int64_t since;
};
extern const struct shape head_line_shape;
extern const char *const head_line_name; /* "kith_export" */

struct end_line {
    uint64_t given;
    struct list counts; /* one struct line_counts */
    const char *sha256;
};
extern const struct shape end_line_shape;
extern const char *const end_line_name; /* "end" */

struct company_line {
    uint64_t given;
    ident id;
    const char *name;
    const char *domain;
    const char *place;
    int64_t revision;
    instant created_at;
    instant updated_at;
    instant trashed_at;
    const char *folded;
};

struct member_line {
    uint64_t given;
    ident id;
    const char *name;
    const char *email;
    const char *role;
    const char *state;
    const char *language;
    const char *time_zone;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
};

struct tag_line {
    uint64_t given;
    ident id;
    const char *name;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
};

struct kind_line {
    uint64_t given;
    ident id;
    const char *name;
    int64_t position;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
};

struct theme_line {
    uint64_t given;
    ident id;
    const char *name;
    const char *meaning;
    ident meaning_by;
    ident merged_into;
    struct list words; /* of texts: as first typed, the oldest first */
    int64_t revision;
    instant created_at;
    instant updated_at;
};

struct person_line {
    uint64_t given;
    ident id;
    const char *name;
    const char *reads_as;
    ident company_id;
    const char *role;
    const char *place;
    const char *time_zone;
    struct list languages;
    const char *prefers;
    ident known_by;
    day since;
    struct list handles;
    struct list tags; /* of ids */
    struct list dates;
    instant rested_until;
    ident merged_into;
    int64_t revision;
    instant created_at;
    instant updated_at;
    instant trashed_at;
    const char *folded;
};

struct conversation_line {
    uint64_t given;
    ident id;
    ident kind_id;
    const char *direction;
    instant happened_at;
    int64_t minutes;
    struct list people;  /* of ids */
    struct list members; /* of ids */
    const char *summary;
    const char *body;
    const char *sent;
    struct list turns;
    struct list source;
    ident logged_by;
    int64_t revision;
    instant created_at;
    instant edited_at;
    instant trashed_at;
};

/* A conversation as it was until a change. A line of its own: there is no end to how often one note
 * is edited, and every line must fit in memory. */
struct version_line {
    uint64_t given;
    ident conversation_id;
    int64_t change;
    instant changed_at;
    ident changed_by;
    ident kind_id;
    const char *direction;
    instant happened_at;
    int64_t minutes;
    const char *summary;
    const char *body;
    int64_t revision;
    instant edited_at;
    instant trashed_at;
};

struct fact_line {
    uint64_t given;
    ident id;
    ident person_id;
    ident company_id;
    const char *text;
    ident told_by;
    instant told_at;
    ident conversation_id;
    bool shown;
    int64_t position;
    int64_t revision;
    instant created_at;
    instant updated_at;
    instant trashed_at;
};

struct promise_line {
    uint64_t given;
    ident id;
    ident person_id;
    ident conversation_id;
    const char *text;
    day due_on;
    const char *due_time;
    const char *due_words;
    ident by;
    const char *state;
    const char *closed_words;
    instant told_at;
    instant closed_at;
    ident kept_by;
    int64_t revision;
    instant created_at;
    instant updated_at;
    instant trashed_at;
};

struct view_line {
    uint64_t given;
    ident id;
    const char *name;
    struct list filter; /* one struct people_filter */
    bool everyone;
    ident made_by;
    int64_t revision;
    instant created_at;
    instant updated_at;
    const char *folded;
    int64_t row;
    int64_t maker; /* row of made_by */
};

struct gone_line {
    uint64_t given;
    const char *kind;
    const char *id;
    int64_t place; /* of the kind among the kinds */
};

extern const struct shape company_line_shape, member_line_shape, tag_line_shape, kind_line_shape;
extern const struct shape theme_line_shape, person_line_shape, conversation_line_shape;
extern const struct shape version_line_shape, fact_line_shape, promise_line_shape, view_line_shape;
extern const struct shape gone_line_shape;

/* A member_line with its row, for taking an import back. */
extern const struct shape former_member_shape;
extern const struct shape former_tag_shape;
extern const struct shape former_kind_shape;
extern const struct shape former_view_shape; /* with the row of who made it, too */

#endif
