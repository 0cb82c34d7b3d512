/* Letting somebody in: what signing in, a one-time link and a new password have in common. */
#ifndef KITH_API_ENTRY_H
#define KITH_API_ENTRY_H

#include "api/call.h"
#include "logbook/attempts.h"
#include "logbook/links.h"
#include "logbook/sessions.h"

/* What the steps pass on, as call->state. */
struct entry {
    struct attempt attempt;
    struct link link;
    const char *hash; /* of a new password */
    const char *secret, *browser_secret;
};

/* Makes it, with where the call comes from and what the browser kept. */
struct entry *entry_new(struct call *call);

/* Whose turn in the pool a hash takes: that of an account, however it is written, or of a link. */
uint64_t entry_whose(struct call *call, const char *text);

/* WRITER: opens a session of the member in place of the one that the browser had, answers with it,
 * and notes in the audit log how they came in, or nothing when `verb` is NULL. */
struct error *entry_open(struct call *call, int64_t member, const char *verb);

/* WRITER: notes in the audit log that somebody was not let in: whose account it was, when there is
 * one, and from where; never what was typed. */
struct error *entry_refused(struct call *call);

/* HERE: has the browser keep the session's cookies. */
struct error *entry_tell(struct call *call);

#endif
