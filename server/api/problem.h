/* Faults as application/problem+json (RFC 9457). */
#ifndef KITH_API_PROBLEM_H
#define KITH_API_PROBLEM_H

#include "api/call.h"

int problem_status(enum error_kind kind);

/* Fills in the reply. The whole chain is told, with a pointer for every fault. What is our own
 * fault is told only by the reference, which the log also bears. */
void problem_reply(struct reply *reply, struct arena *arena, const struct error *err,
                   const char *reference);

/* A new reference such as 7Q2-K4, in the arena. */
const char *problem_reference(struct arena *arena);

#endif
