/* What follows from what people wrote, kept at every write: threads, quotes, themes, passages, the
 * rhythm of a person. A conversation is withdrawn before its rows change, and derived after. */
#ifndef KITH_LOGBOOK_DERIVE_H
#define KITH_LOGBOOK_DERIVE_H

#include "logbook/shared.h"

/* Whose thread a row of `thread` is part of; `owner` is their row, 0 for all. */
enum thread_sort {
    THREAD_ALL,
    THREAD_PERSON,
    THREAD_COMPANY,
    THREAD_MEMBER,
    THREAD_KIND,
    THREAD_THEME,
};

enum passage_field {
    PASSAGE_BODY,
    PASSAGE_SUMMARY,
    PASSAGE_TURNS,
    PASSAGE_FACT,
    PASSAGE_PROMISE,
};

/* The id of a passage is its moment, which of that moment it is, and in its last bits the field:
 * what was found can be ranked by the full-text index alone. */
enum { PASSAGE_IDS_OF_A_FIELD = 8, PASSAGE_IDS_OF_A_MILLISECOND = 4096 };

extern const struct statement derive_statements[];
extern const struct statement rhythm_statements[];
extern const struct statement theme_counts_statements[];
extern const struct statement passages_statements[];

/* Takes all that follows from a conversation out of the derived tables, but for its passages: these
 * are settled when it is derived again, and forgotten then when it is gone. */
struct error *conversation_withdraw(struct work *w, int64_t conversation);

/* Puts it there as its rows are now, unless it is in the trash; then counts its people anew and
 * raises their stories and those of their companies. New themes are made. */
struct error *conversation_derive(struct work *w, int64_t conversation);

/* The conversations of a person, withdrawn and derived: after the person went to or came from the
 * trash, or changed company. */
struct error *person_threads(struct work *w, int64_t person);

/* SQL: `heard` and `since` of person_state before all times: never, and nobody knows. */
#define NEVER_HEARD "-62135596800001"
#define SINCE_UNKNOWN "-719163"

/* Count, rhythm, quiet, story, and what lists are ordered by, of a person. */
struct error *person_count(struct work *w, int64_t person);

/* Something that brief or timeline show has changed. A row of NOTHING is nobody. */
struct error *person_story_rises(struct work *w, int64_t person);
struct error *company_story_rises(struct work *w, int64_t company);

/* The story of the company where a person works, if any. */
struct error *company_story_rises_of(struct work *w, int64_t person);

/* The passages of one fact or promise, written anew unless they stand already. Its words are gone
 * when it is in the trash. */
struct error *fact_passage(struct work *w, int64_t fact);
struct error *promise_passage(struct work *w, int64_t promise);

/* The passages of all facts about a person and all promises to them, written anew: after the person
 * went to or came from the trash. */
struct error *person_passages(struct work *w, int64_t person);

/* The passages of all facts about a company: after it went to or came from the trash. */
struct error *company_passages(struct work *w, int64_t company);

/* Passages of a conversation: forgotten, or written anew unless they stand already. */
struct error *conversation_passages_forget(struct work *w, int64_t conversation);
struct error *conversation_passages(struct work *w, int64_t conversation);

/* Counts a conversation, whose threads are there, for or against one of its themes. */
struct error *theme_count(struct work *w, int64_t theme, int64_t conversation, instant at);
struct error *theme_uncount(struct work *w, int64_t theme, int64_t conversation, instant at);

/* Counts, weeks, people and thread of one theme, computed from the conversations that bear one of
 * its words: after a merge. */
struct error *theme_recount(struct work *w, int64_t theme);

#endif
