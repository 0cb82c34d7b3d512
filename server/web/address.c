/* Reads, writes and compares addresses of the internet. */
#include "web/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { ALL_BITS = 128, CALLER_BITS = 64 };

static const uint8_t mapped[MAPPED_BITS / 8] = {[10] = 0xff, [11] = 0xff};

static bool is_mapped(const struct address *address)
{
    return memcmp(address->bytes, mapped, sizeof(mapped)) == 0;
}

static struct address map(const void *four)
{
    struct address address;
    memcpy(address.bytes, mapped, sizeof(mapped));
    memcpy(address.bytes + sizeof(mapped), four, sizeof(struct in_addr));
    return address;
}

bool address_read(const char *text, size_t length, struct address *ret_address)
{
    char literal[ADDRESS_TEXT];
    struct in_addr four;
    if (length >= sizeof(literal) || memchr(text, 0, length))
        return false;
    memcpy(literal, text, length);
    literal[length] = 0;
    if (inet_pton(AF_INET, literal, &four) == 1) {
        *ret_address = map(&four);
        return true;
    }
    return inet_pton(AF_INET6, literal, ret_address->bytes) == 1;
}

bool address_of_socket(const struct sockaddr *socket, struct address *ret_address)
{
    if (!socket || (socket->sa_family != AF_INET && socket->sa_family != AF_INET6))
        return false;
    if (socket->sa_family == AF_INET)
        *ret_address = map(&((const struct sockaddr_in *)socket)->sin_addr);
    else
        memcpy(ret_address->bytes, &((const struct sockaddr_in6 *)socket)->sin6_addr,
               sizeof(ret_address->bytes));
    return true;
}

void address_write(const struct address *address, char text[ADDRESS_TEXT])
{
    if (is_mapped(address))
        inet_ntop(AF_INET, address->bytes + sizeof(mapped), text, ADDRESS_TEXT);
    else
        inet_ntop(AF_INET6, address->bytes, text, ADDRESS_TEXT);
}

/* The address with every bit behind the prefix cleared. */
static struct address first_of(const struct address *address, unsigned bits)
{
    struct address first = *address;
    for (unsigned i = 0; i < sizeof(first.bytes); i++) {
        unsigned kept = bits > i * 8 ? bits - i * 8 : 0;
        if (kept < 8)
            first.bytes[i] &= (uint8_t)(0xff00 >> kept);
    }
    return first;
}

bool network_holds(const struct network *network, const struct address *address)
{
    struct address first = first_of(address, network->bits);
    return is_mapped(&network->first) == is_mapped(address) &&
           memcmp(&first, &network->first, sizeof(first)) == 0;
}

struct network network_of_caller(const struct address *address)
{
    unsigned bits = is_mapped(address) ? ALL_BITS : CALLER_BITS;
    return (struct network){first_of(address, bits), bits};
}

void network_write(const struct network *network, char text[ADDRESS_TEXT])
{
    address_write(&network->first, text);
    if (network->bits == ALL_BITS)
        return;
    unsigned bits = is_mapped(&network->first) ? network->bits - MAPPED_BITS : network->bits;
    size_t length = strlen(text);
    snprintf(text + length, ADDRESS_TEXT - length, "/%u", bits);
}
