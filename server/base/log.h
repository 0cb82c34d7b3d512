/* The log: one JSON object a line, on standard error. Never a path, a query or a body of a request:
 * they hold people's addresses. */
#ifndef KITH_BASE_LOG_H
#define KITH_BASE_LOG_H

#include "base/instant.h"

/* One line, such as {"at":"…","level":"info","what":"started","port":"8080"}: pairs of names and
 * texts, ended by NULL. Safe from every thread; a line is one write. */
void log_line(const char *level, const char *what, ...) __attribute__((sentinel));

/* The line of one request. `route` is the template, never the path. */
struct log_request {
    instant at;
    const char *method;
    const char *route;
    int status;
    int64_t took_us;
    int64_t bytes;
    int64_t member;        /* row, or 0 */
    bool cut;              /* a stream did not go out to its end */
    const char *reference; /* the one told to the client when something broke, or NULL */
};

void log_request(const struct log_request *line);

#endif
