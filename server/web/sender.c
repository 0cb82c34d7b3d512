/* Finds the address that counts as a request's, and counts its requests in flight. */
#include "web/inside.h"

#include <strings.h>

static const char list_name[] = "X-Forwarded-For";

/* Its lines, in their order, as one list (RFC 9110, section 5.3). */
static enum MHD_Result see_forwarded(void *list, enum MHD_ValueKind kind, const char *name,
                                     size_t name_length, const char *value, size_t length)
{
    (void)kind;
    struct buffer *out = list;
    if (name_length != sizeof(list_name) - 1 || strcasecmp(name, list_name) != 0)
        return MHD_YES;
    if (out->length)
        buffer_byte(out, ',');
    buffer_append(out, value, length);
    return MHD_YES;
}

/* False when nobody but the proxy itself can be named. */
static bool find_forwarded(const struct exchange *exchange, struct address *ret_caller)
{
    struct buffer list = {0};
    MHD_get_connection_values_n(exchange->request.connection, MHD_HEADER_KIND, see_forwarded,
                                &list);
    buffer_byte(&list, 0);
    bool found = forwarded_caller(&exchange->server->settings.trusted, list.bytes, ret_caller);
    buffer_free(&list);
    return found;
}

struct error *sender_find(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct server *server = exchange->server;
    unsigned most = server->settings.most_per_address;
    struct address caller;
    if (!exchange->peer->trusted || !find_forwarded(exchange, &caller))
        return NULL;
    char *address = arena_take(request->arena, 2 * ADDRESS_TEXT);
    char *network = address + ADDRESS_TEXT;
    exchange->caller = network_of_caller(&caller);
    address_write(&caller, address);
    network_write(&exchange->caller, network);
    request->address = address;
    request->network = network;
    exchange->counted = most && headcount_enter(server->requests, &exchange->caller, most);
    if (!most || exchange->counted)
        return NULL;
    struct error *err =
        error_new(request->arena, ERROR_TOO_MANY,
                  "Your address has %u requests open at once, which is all it may have: wait until "
                  "some are answered.",
                  most);
    err->wait_s = 1;
    return err;
}

void sender_leaves(struct exchange *exchange)
{
    if (exchange->counted)
        headcount_leave(exchange->server->requests, &exchange->caller);
}
