/* Steps elsewhere than on the serving thread: inside the writer, with key, version and change
 * around them, or in the pool. */
#ifndef KITH_API_WRITE_H
#define KITH_API_WRITE_H

#include "api/call.h"

/* The step that the call stands before, or NULL behind the last one. */
const struct step *call_step(const struct call *call);

/* Suspends the request and gives it to the writer or the pool, whichever its next step wants, and
 * on from there until a step is HERE or none is left; then it is resumed. The last touch of this
 * thread until then. A full queue resumes it with ERROR_BUSY. */
void call_hand_over(struct call *call);

/* The status of an answer whose step did not choose one. */
void call_set_status(struct call *call);

#endif
