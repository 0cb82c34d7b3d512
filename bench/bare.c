/* The least that libmicrohttpd can do: GET /N answers N bytes with the headers of a Kith answer. It
 * is what no server on this library can be faster than. */
#include <microhttpd.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 8 << 20, CONNECTION_MEMORY = 16 * 1024 };

static const char *const headers[][2] = {
    {"Content-Type", "application/json"},
    {"Cache-Control", "private, no-cache"},
    {"ETag", "\"12.345.6-789abcde\""},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
};

static enum MHD_Result answer(void *bytes, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *body,
                              size_t *body_bytes, void **state)
{
    (void)method, (void)version, (void)body, (void)body_bytes;
    static int seen;
    if (!*state) {
        *state = &seen;
        return MHD_YES;
    }
    size_t length = strtoul(path + 1, NULL, 10);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        length < MOST_BYTES ? length : MOST_BYTES, bytes, MHD_RESPMEM_PERSISTENT);
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued;
}

int main(int argc, char **argv)
{
    unsigned threads = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 2;
    char *bytes = malloc(MOST_BYTES);
    if (!bytes)
        return 1;
    memset(bytes, 'x', MOST_BYTES);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, bytes, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT,
        1, threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("bare listens on http://127.0.0.1:%d/\n",
           MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    pause();
    return 0;
}
