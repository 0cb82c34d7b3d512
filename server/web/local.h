/* The address of a socket file, however long its path is. */
#ifndef KITH_WEB_LOCAL_H
#define KITH_WEB_LOCAL_H

#include <stdbool.h>
#include <sys/un.h>

/* sun_path has room for 107 bytes; a longer path is told through its folder, which stays open as
 * long as the address is in use. */
struct local_address {
    struct sockaddr_un address;
    int folder; /* or -1 */
};

/* False, with errno, when the folder of a long path cannot be opened. */
bool local_address_open(const char *path, struct local_address *ret_local);
void local_address_close(struct local_address *local);

#endif
