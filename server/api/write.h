/* A write: its step inside the writer, with its key, its version and its change around it. */
#ifndef KITH_API_WRITE_H
#define KITH_API_WRITE_H

#include "api/call.h"

/* Suspends the request and hands its step to the writer, which resumes it after the commit. The
 * last touch of this thread until then. A full queue resumes it with ERROR_BUSY. */
void call_write(struct call *call);

/* The status of an answer whose step did not choose one. */
void call_set_status(struct call *call);

#endif
