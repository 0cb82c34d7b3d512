/* Refuses requests that two readers could understand differently (RFC 9112, sections 3 to 6;
 * RFC 3986), before anything acts on them. */
#include "web/inside.h"
#include "web/target.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_LENGTH = 18 }; /* digits of a Content-Length: they fit an int64_t */

/* What is gathered while the headers pass by. */
struct framing {
    struct exchange *exchange;
    const char *fault;
    size_t headers;
    size_t query_bytes;
    int hosts, lengths, encodings;
    int authorizations, cookies;
    const char *next; /* where the next line is, when this one ends as it must */
    bool loose;       /* a line was not where it would be */
};

static bool is_token(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (!byte || byte >= 0x80 || (!isalnum(byte) && !strchr("!#$%&'*+-.^_`|~", byte)))
            return false;
    }
    return length > 0;
}

static bool is_field_value(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return false;
    }
    return true;
}

static void read_length(struct framing *seen, const char *value, size_t length)
{
    if (length == 0 || length > LONGEST_LENGTH || strspn(value, "0123456789") != length)
        seen->fault = "Content-Length is not a number of bytes.";
    else
        seen->exchange->announced = strtoll(value, NULL, 10);
    seen->lengths++;
}

static void read_encoding(struct framing *seen, const char *value, size_t length)
{
    if (length != strlen("chunked") || strcasecmp(value, "chunked") != 0)
        seen->fault = "No Transfer-Encoding but \"chunked\" is read here.";
    seen->exchange->announced = BODY_CHUNKED;
    seen->encodings++;
}

static bool same_name(const char *name, size_t length, const char *other)
{
    return length == strlen(other) && strncasecmp(name, other, length) == 0;
}

/* The name of a host, or its address, and maybe a port (RFC 3986, section 3.2); no user before it.
 */
static bool is_host(const char *value, size_t length)
{
    static const char marks[] = "-._~%:[]";
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)value[i];
        if (!byte || byte >= 0x80 || (!isalnum(byte) && !strchr(marks, byte)))
            return false;
    }
    return length > 0;
}

static void read_host(struct framing *seen, const char *value, size_t length)
{
    if (!is_host(value, length))
        seen->fault = "The Host header names no host.";
    seen->hosts++;
}

static enum MHD_Result see_header(void *owner, enum MHD_ValueKind kind, const char *name,
                                  size_t name_length, const char *value, size_t length)
{
    (void)kind;
    struct framing *seen = owner;
    seen->loose = seen->loose || name != seen->next;
    seen->next = value ? value + length + strlen("\r\n") : NULL;
    if (++seen->headers > MOST_REQUEST_HEADERS)
        seen->fault = "The request has more than 64 headers.";
    else if (!is_token(name, name_length))
        seen->fault = "A header's name holds a byte that no name may hold.";
    else if (!value || !is_field_value(value, length))
        seen->fault = "A header's value is missing or holds a control character.";
    else if (same_name(name, name_length, "Host"))
        read_host(seen, value, length);
    else if (same_name(name, name_length, "Authorization"))
        seen->authorizations++;
    else if (same_name(name, name_length, "Cookie"))
        seen->cookies++;
    else if (same_name(name, name_length, "Content-Length"))
        read_length(seen, value, length);
    else if (same_name(name, name_length, "Transfer-Encoding"))
        read_encoding(seen, value, length);
    else if (same_name(name, name_length, "Expect"))
        seen->exchange->expects = strcasecmp(value, "100-continue") == 0;
    return seen->fault ? MHD_NO : MHD_YES;
}

static enum MHD_Result see_query(void *owner, enum MHD_ValueKind kind, const char *name,
                                 size_t name_length, const char *value, size_t length)
{
    (void)kind;
    struct framing *seen = owner;
    struct request *request = &seen->exchange->request;
    seen->query_bytes += name_length + length + 2;
    if (request->query_count == MOST_QUERY_PAIRS)
        seen->fault = "The query has more than 64 parameters.";
    else if (seen->query_bytes > LONGEST_TARGET)
        seen->fault = "The address is longer than 8,192 bytes.";
    if (seen->fault)
        return MHD_NO;
    if (!request->query)
        request->query = arena_take(request->arena, MOST_QUERY_PAIRS * sizeof(*request->query));
    struct pair *pair = &request->query[request->query_count++];
    pair->name = target_decode_query(request->arena, name, name_length);
    pair->value = target_decode_query(request->arena, value ? value : "", value ? length : 0);
    if (!pair->name || !pair->value)
        seen->fault = "The query holds a bad percent escape, or is not UTF-8.";
    return seen->fault ? MHD_NO : MHD_YES;
}

static const char *framing_fault(const struct framing *seen, const char *version)
{
    bool old = strcmp(version, MHD_HTTP_VERSION_1_0) == 0;
    if (!old && strcmp(version, MHD_HTTP_VERSION_1_1) != 0)
        return "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
    if (seen->hosts > 1 || (seen->hosts == 0 && !old))
        return "The request must have exactly one Host header.";
    if (seen->authorizations > 1 || seen->cookies > 1)
        return "Authorization or Cookie was sent twice: who calls must be told once.";
    if (seen->lengths > 1 || seen->encodings > 1)
        return "Content-Length or Transfer-Encoding was sent twice.";
    if (seen->lengths && seen->encodings)
        return "Content-Length and Transfer-Encoding exclude each other.";
    if (seen->encodings && old)
        return "HTTP/1.0 knows no Transfer-Encoding.";
    return NULL;
}

static void read_method(struct request *request, const char *method)
{
    request->head = strcmp(method, "HEAD") == 0;
    enum method found = GET;
    while (!request->head && found < METHODS && strcmp(method, method_words[found]) != 0)
        found++;
    request->method = found;
}

/* MHD 0.9.75 leaves the header where it was received, and writes a NUL over each byte that ended a
 * name, a value or a line. It takes a bare LF for the end of a line, ends a value at a NUL, drops a
 * line without a name, and joins folded lines elsewhere; after each of these a line, or the end of
 * the whole, is not where CR LF would have brought it. A NUL just before a bare LF looks like CR
 * LF, and what stands before the first line cannot be seen. */
static bool is_laid_out(const struct framing *seen, const char *method, const char *version)
{
    const struct exchange *exchange = seen->exchange;
    const struct peer *peer = exchange->peer;
    return !seen->loose && peer->target == method + strlen(method) + 1 &&
           version == peer->target_end + 1 &&
           method + exchange->header == seen->next + strlen("\r\n");
}

static const char *find_fault(struct framing *seen, const char *url, const char *method,
                              const char *version)
{
    struct request *request = &seen->exchange->request;
    seen->next = version + strlen(version) + strlen("\r\n");
    MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, see_header, seen);
    if (seen->fault)
        return seen->fault;
    const char *fault = framing_fault(seen, version);
    if (fault)
        return fault;
    if (!is_token(method, strlen(method)))
        return "The method holds a byte that no method may hold.";
    if (seen->exchange->peer->odd)
        return "The address holds a space or a \"#\".";
    if (!is_laid_out(seen, method, version))
        return "A line of the header does not end in CR LF, is folded, or holds a NUL.";
    seen->query_bytes = strlen(url);
    if (seen->query_bytes > LONGEST_TARGET)
        return "The address is longer than 8,192 bytes.";
    fault = target_fault(request->arena, url);
    if (fault)
        return fault;
    MHD_get_connection_values_n(request->connection, MHD_GET_ARGUMENT_KIND, see_query, seen);
    return seen->fault;
}

struct error *guard_check(struct exchange *exchange, const char *url, const char *method,
                          const char *version)
{
    struct request *request = &exchange->request;
    request->path = url;
    read_method(request, method);
    exchange->header =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
            ->header_size;
    struct framing seen = {.exchange = exchange};
    const char *fault = find_fault(&seen, url, method, version);
    /* How strictly MHD has read the ends of chunks cannot be seen either: what stands behind them
     * is never taken for a request. */
    request->closing = exchange->announced == BODY_CHUNKED;
    if (!fault)
        return NULL;
    request->query_count = 0;
    return error_new(request->arena, ERROR_MALFORMED, "%s", fault);
}
