/* Conversations: one call, meeting, chat, e-mail, migration, visit or note, with the people and
 * members in it. */
#ifndef KITH_LOGBOOK_CONVERSATIONS_H
#define KITH_LOGBOOK_CONVERSATIONS_H

#include "logbook/people.h"
#include "logbook/shared.h"

enum { MOST_NOTED = 100 }; /* facts in one, and promises in one */

enum conversation_direction { DIRECTION_NONE, DIRECTION_IN, DIRECTION_OUT };

enum turn_side { SIDE_CUSTOMER, SIDE_US };

/* One message of a chat or an e-mail thread. */
struct turn {
    uint64_t given;
    instant at;
    unsigned side; /* enum turn_side */
    const char *who;
    const char *text;
};
extern const struct shape turn_shape;

/* Somebody in a conversation, as sent: an id, a handle, or a name with handles. A bare text is an
 * id, an e-mail address, or "kind:value". */
struct party {
    uint64_t given;
    ident id;
    const char *name;
    struct list handles;
    const char *handle;
};
extern const struct shape party_shape;

/* What a line of the text became. */
enum captured_kind { CAPTURED_FACT, CAPTURED_PROMISE };
struct captured {
    uint64_t given;
    unsigned kind; /* enum captured_kind */
    ident id;
    const char *text;
};
extern const struct shape captured_shape;

struct conversation {
    uint64_t given;
    ident id;
    const char *kind; /* its name */
    unsigned direction;
    instant happened_at;
    int64_t offset_minutes; /* of happened_at as it was sent; days in the text are read at it */
    int64_t minutes;
    struct list people;  /* of parties */
    struct list members; /* of parties */
    const char *summary;
    const char *body;
    const char *body_html;
    struct list turns;
    struct list source; /* one struct source */
    struct list facts;
    struct list promises;
    struct list quotes;
    struct list themes; /* of refs */
    struct list captured;
    struct list unresolved; /* of texts */
    ident logged_by;
    const char *logged_by_name;
    int64_t revision;
    instant created_at;
    instant edited_at;
    bool marks;
    const char *sent;
    int64_t row;
    int64_t kind_row;
    int64_t logged_by_row;
};
extern const struct shape conversation_shape;

struct conversations_filter {
    uint64_t given;
    ident person;
    ident company;
    ident member;
    const char *kind;
    ident theme;
    ident tag;
    instant from;       /* happened at or after */
    instant to;         /* happened before */
    bool turns;         /* with their turns */
    const char *render; /* "html": with body_html */
    int64_t limit;
    const char *cursor;
    int64_t after;
    int64_t after_at; /* happened_at of the last conversation of the page before */
};
extern const struct shape conversations_filter_shape;

/* A former text of a conversation. */
struct edition {
    uint64_t given;
    int64_t number; /* 0 is the text as sent; then revisions */
    instant at;     /* when it was written */
    ident by;       /* by which member; null is the host */
    const char *by_name;
    const char *kind;
    instant happened_at;
    int64_t minutes;
    const char *summary;
    const char *body;
    int64_t change; /* the change that replaced it; null for the current one */
};
extern const struct shape edition_shape;

extern const struct statement conversations_statements[];

/* Logs a conversation: resolves its people (making those with a name and no match) and members,
 * takes facts and promises out of its marks, writes it all. Several people with one handle are
 * ERROR_CONFLICT with all of them under `near`. */
struct error *conversation_log(struct work *w, const struct conversation *asked,
                               struct conversation *ret_logged);

struct error *conversation_find(struct work *w, ident id, struct conversation *ret_conversation);
struct error *conversation_read(struct work *w, int64_t row, struct conversation *ret_conversation);
struct error *conversation_row(struct work *w, ident id, int64_t *ret_row);
struct error *conversation_row_field(struct work *w, ident id, const char *pointer,
                                     int64_t *ret_row);

/* Changes what is given. Marks in a changed body are left as they are; whom it mentions joins. */
struct error *conversation_change(struct work *w, ident id, const struct conversation *patch,
                                  struct conversation *ret_changed);

struct error *conversation_trash(struct work *w, ident id);

/* Puts a conversation into the trash, or takes it out (`trashed_at` NOTHING), with all that follows
 * from it. */
struct error *conversation_set_trashed(struct work *w, int64_t row, instant trashed_at);

/* Newest first. */
struct error *conversations_list(struct work *w, const struct conversations_filter *filter,
                                 struct page *ret_page);

/* All texts that the conversation ever had, newest first, at most 1,000. */
struct error *conversation_history(struct work *w, ident id, struct list *ret_editions);

#endif
