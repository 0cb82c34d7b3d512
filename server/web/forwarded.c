/* Reads the proxies that are trusted, and what they say in X-Forwarded-For. */
#include "web/forwarded.h"

#include <stdlib.h>
#include <string.h>

enum { BITS_OF_IPV4 = 32, BITS_OF_IPV6 = 128, MOST_BITS_DIGITS = 3 };

/* What stands between `begin` and `end` without blanks at both ends. */
struct piece {
    const char *bytes;
    size_t length;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct piece piece_between(const char *begin, const char *end)
{
    while (begin < end && is_blank(*begin))
        begin++;
    while (end > begin && is_blank(end[-1]))
        end--;
    return (struct piece){begin, (size_t)(end - begin)};
}

/* The digits behind the slash, or all bits where there is none; 0 when it is no number. */
static unsigned read_bits(const struct piece *piece, const char *slash, unsigned all)
{
    if (!slash)
        return all;
    size_t length = (size_t)(piece->bytes + piece->length - slash) - 1;
    if (length == 0 || length > MOST_BITS_DIGITS || strspn(slash + 1, "0123456789") < length)
        return 0;
    unsigned bits = (unsigned)atoi(slash + 1);
    return bits <= all ? bits : 0;
}

/* A prefix of no bits would trust everybody, and is no network here. */
static bool read_network(const struct piece *piece, struct network *ret_network)
{
    const char *slash = memchr(piece->bytes, '/', piece->length);
    size_t length = slash ? (size_t)(slash - piece->bytes) : piece->length;
    struct network network;
    if (!address_read(piece->bytes, length, &network.first))
        return false;
    bool four = !memchr(piece->bytes, ':', length);
    unsigned bits = read_bits(piece, slash, four ? BITS_OF_IPV4 : BITS_OF_IPV6);
    network.bits = four ? MAPPED_BITS + bits : bits;
    if (bits == 0 || !network_holds(&network, &network.first))
        return false;
    *ret_network = network;
    return true;
}

struct error *trusted_read(struct arena *arena, const char *text, struct trusted *ret_trusted)
{
    struct trusted trusted = {.count = 0};
    for (const char *end = text; *text; text = *end ? end + 1 : end) {
        end = text + strcspn(text, ",");
        struct piece piece = piece_between(text, end);
        if (trusted.count == MOST_TRUSTED)
            return error_new(arena, ERROR_INVALID,
                             "More than %d proxies are named: write networks, such as 10.0.0.0/8.",
                             MOST_TRUSTED);
        if (!read_network(&piece, &trusted.networks[trusted.count++]))
            return error_new(arena, ERROR_INVALID,
                             "\"%.*s\" is no address or network of a proxy: write them as "
                             "127.0.0.1, 10.0.0.0/8 or fd00::/8, with commas between.",
                             (int)piece.length, piece.bytes);
    }
    *ret_trusted = trusted;
    return NULL;
}

bool trusted_holds(const struct trusted *trusted, const struct address *address)
{
    for (size_t i = 0; i < trusted->count; i++) {
        if (network_holds(&trusted->networks[i], address))
            return true;
    }
    return false;
}

bool forwarded_caller(const struct trusted *trusted, const char *list, struct address *ret_caller)
{
    const char *end = list + strlen(list);
    for (;;) {
        const char *begin = end;
        while (begin > list && begin[-1] != ',')
            begin--;
        struct piece piece = piece_between(begin, end);
        struct address hop;
        if (!address_read(piece.bytes, piece.length, &hop))
            return false;
        if (!trusted_holds(trusted, &hop)) {
            *ret_caller = hop;
            return true;
        }
        if (begin == list)
            return false;
        end = begin - 1;
    }
}
