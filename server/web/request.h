/* One HTTP request as the floors above see it: decoded, checked, with its body at hand. */
#ifndef KITH_WEB_REQUEST_H
#define KITH_WEB_REQUEST_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "web/reply.h"
#include "web/route.h"

#include <stdbool.h>
#include <stdint.h>

struct MHD_Connection;

struct pair {
    const char *name;
    const char *value; /* percent-decoded, valid UTF-8, no NUL; "" when there was no = */
};

enum { MOST_PARAMETERS = 4, MOST_QUERY_PAIRS = 64 };

struct request {
    struct arena *arena; /* everything below lives here; ends with the request */
    enum method method;  /* HEAD comes as GET with `head` set; METHODS is any that no route has */
    bool head;
    const char *path; /* as sent, without the query; checked, except for a refused request */
    const struct route *route;
    const char *parameters[MOST_PARAMETERS]; /* path parameters, in the order of the template */
    struct pair *query;
    size_t query_count;

    struct buffer body; /* the whole body, unless it went to `spool` */
    /* Set by `begin` to send the body to a file made there (0600). Once `walk` is called the file
     * is the floor's above; a body that does not come whole leaves none. */
    const char *spool_path;
    const char *spool_hash; /* SHA-256 of that file in hexadecimal, once `walk` is called */
    int64_t body_limit;     /* set by `begin`; more bytes answer 413; 0 takes no body */
    int64_t body_bytes;     /* how many came */

    bool from_host;      /* came over the host's own socket, same user */
    const char *address; /* in words, for audit: the peer's, or whom a trusted proxy calls for;
                            "host" there */
    const char *network; /* what limits count as one caller: the address, or the /64 of IPv6 */
    int64_t started_us;  /* monotonic */

    struct reply reply; /* what will be sent; filled in by `walk` */
    void *state;        /* the upper floor's own */

    bool cut; /* set before `end`: a stream went out, but not to its end */

    struct MHD_Connection *connection; /* for this floor only */
    bool closing;                      /* answer with Connection: close */
};

/* The value of a header, or NULL. Borrowed from the connection. */
const char *request_header(const struct request *request, const char *name);

/* The value of a query parameter, or NULL. */
const char *request_query(const struct request *request, const char *name);

#endif
