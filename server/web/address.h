/* Addresses of the internet, of both kinds, and networks of them. */
#ifndef KITH_WEB_ADDRESS_H
#define KITH_WEB_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An IPv4 address stands here as IPv6 maps it (RFC 4291, section 2.5.5.2). */
struct address {
    uint8_t bytes[16];
};

struct network {
    struct address first; /* no bit is set behind the prefix */
    unsigned bits;        /* of the prefix: 96 and more for one of IPv4 */
};

enum { ADDRESS_TEXT = INET6_ADDRSTRLEN, MAPPED_BITS = 96 };

/* Reads a plain literal, such as 192.0.2.7 or 2001:db8::7: no port, no brackets, no zone. */
bool address_read(const char *text, size_t length, struct address *ret_address);

/* False for a socket of another family. */
bool address_of_socket(const struct sockaddr *socket, struct address *ret_address);

void address_write(const struct address *address, char text[ADDRESS_TEXT]);

/* One of IPv4 is never in a network of IPv6. */
bool network_holds(const struct network *network, const struct address *address);

/* What limits count as one caller: an IPv4 address, or the 64 bits of an IPv6 address that one
 * customer of a provider is given at least. */
struct network network_of_caller(const struct address *address);

/* As the address alone when the prefix is all of it, else with the prefix: 2001:db8::/64. */
void network_write(const struct network *network, char text[ADDRESS_TEXT]);

#endif
