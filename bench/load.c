/* Asks an HTTP server over many kept connections, one request at a time on each, and tells rates,
 * latencies and the CPU time that the server took. One thread, epoll. */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <netinet/tcp.h>

enum { MOST_CONNECTIONS = 1024, HEAD_ROOM = 8192, READ_ROOM = 256 * 1024, MOST_TIMES = 4000000 };

struct connection {
    int fd;
    double asked_at;
    char head[HEAD_ROOM]; /* of the answer, until it is whole */
    size_t head_length;
    bool in_body;
    bool chunked;
    size_t left;   /* of the body, or of the chunk with its line break */
    char line[32]; /* of a chunk's size */
    size_t line_length;
    bool last_chunk;
};

struct load {
    int port;
    int pid;
    unsigned connections;
    unsigned long requests;
    double seconds;
    double rate;      /* requests a second at most; 0 is as many as go */
    const char *post; /* the path that bodies are sent to, or NULL */
    const char *token;
    bool keys;    /* with an Idempotency-Key */
    char **lines; /* paths, or bodies */
    size_t line_count;

    int epoll;
    struct connection *all;
    struct connection **idle;
    unsigned idle_count, busy;
    char *request;
    size_t request_room;
    unsigned long asked, answered, refused, lost;
    size_t bytes;
    float *took_us;
};

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* utime + stime of the server, as /proc/PID/stat has it, but in nanoseconds. */
static double server_cpu_us(int pid)
{
    clockid_t clock;
    struct timespec used;
    if (!pid || clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

static void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void read_lines(struct load *load, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    size_t lines_room = 0;
    if (!file)
        fail(path);
    while ((length = getline(&line, &room, file)) > 0) {
        if (line[length - 1] == '\n')
            line[--length] = 0;
        if (load->line_count == lines_room) {
            lines_room = lines_room ? lines_room * 2 : 1024;
            load->lines = realloc(load->lines, lines_room * sizeof(char *));
        }
        load->lines[load->line_count++] = strdup(line);
        if ((size_t)length + HEAD_ROOM > load->request_room)
            load->request_room = (size_t)length + HEAD_ROOM;
    }
    free(line);
    fclose(file);
}

static void connect_one(struct load *load, struct connection *connection)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)load->port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int yes = 1;
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection->fd, (struct sockaddr *)&address, sizeof(address)) != 0)
        fail("connect");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
    epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->fd, &event);
}

/* A request is smaller than what the socket takes at once. */
static void ask(struct load *load, struct connection *connection)
{
    const char *line = load->lines[load->asked % load->line_count];
    char authorization[256] = "";
    char key[64] = "";
    if (load->token)
        snprintf(authorization, sizeof(authorization), "Authorization: Bearer %s\r\n", load->token);
    if (load->keys)
        snprintf(key, sizeof(key), "Idempotency-Key: load-%d-%lu\r\n", (int)getpid(), load->asked);
    int length;
    if (load->post)
        length = snprintf(load->request, load->request_room,
                          "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          load->post, authorization, key, strlen(line), line);
    else
        length = snprintf(load->request, load->request_room,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", line, authorization);
    load->asked++;
    connection->head_length = 0;
    connection->in_body = connection->last_chunk = false;
    connection->asked_at = now_us();
    if (send(connection->fd, load->request, (size_t)length, MSG_NOSIGNAL) != length)
        fail("send");
}

static void read_head(struct load *load, struct connection *connection)
{
    connection->head[connection->head_length] = 0;
    int status = atoi(connection->head + 9);
    const char *length = strcasestr(connection->head, "\r\nContent-Length:");
    connection->chunked = strcasestr(connection->head, "\r\nTransfer-Encoding: chunked") != NULL;
    connection->left = length ? strtoul(length + 17, NULL, 10) : 0;
    connection->line_length = 0;
    connection->in_body = true;
    if (status < 200 || status > 299) {
        if (load->refused++ == 0)
            fprintf(stderr, "load: the first refusal: %.60s\n", connection->head);
    }
}

/* Takes bytes of a chunked body; gives how many. RFC 9112, section 7.1, without trailers. */
static size_t take_chunked(struct connection *connection, const char *bytes, size_t count,
                           size_t *ret_body, bool *ret_done)
{
    if (connection->left) {
        size_t taken = count < connection->left ? count : connection->left;
        connection->left -= taken;
        *ret_body += taken;
        if (connection->left == 0 && connection->last_chunk)
            *ret_done = true;
        return taken;
    }
    char byte = *bytes;
    if (byte != '\n') {
        if (connection->line_length < sizeof(connection->line) - 1)
            connection->line[connection->line_length++] = byte;
        return 1;
    }
    connection->line[connection->line_length] = 0;
    connection->line_length = 0;
    size_t size = strtoul(connection->line, NULL, 16);
    connection->last_chunk = size == 0;
    connection->left = size + 2;
    *ret_body -= 2;
    return 1;
}

/* Gives true when the answer is whole. */
static bool take(struct load *load, struct connection *connection, const char *bytes, size_t count)
{
    while (count > 0 && !connection->in_body) {
        if (connection->head_length == HEAD_ROOM - 1)
            fail("a head is too long");
        connection->head[connection->head_length++] = *bytes++;
        count--;
        if (connection->head_length >= 4 &&
            memcmp(connection->head + connection->head_length - 4, "\r\n\r\n", 4) == 0)
            read_head(load, connection);
    }
    if (!connection->in_body)
        return false;
    bool done = false;
    while (connection->chunked && count > 0 && !done) {
        size_t taken = take_chunked(connection, bytes, count, &load->bytes, &done);
        bytes += taken;
        count -= taken;
    }
    if (connection->chunked)
        return done;
    connection->left -= count;
    load->bytes += count;
    return connection->left == 0;
}

static void answered(struct load *load, struct connection *connection)
{
    if (load->answered < MOST_TIMES)
        load->took_us[load->answered] = (float)(now_us() - connection->asked_at);
    load->answered++;
}

/* One read from a connection with something to read. */
static void hear(struct load *load, struct connection *connection)
{
    static char bytes[READ_ROOM];
    ssize_t count = recv(connection->fd, bytes, sizeof(bytes), 0);
    if (count <= 0) {
        load->lost++;
        load->busy--;
        close(connection->fd);
        return;
    }
    if (!take(load, connection, bytes, (size_t)count))
        return;
    answered(load, connection);
    load->busy--;
    load->idle[load->idle_count++] = connection;
}

/* Microseconds until the next request is due. */
static double due_us(const struct load *load, double begun)
{
    double due = load->rate > 0 ? begun + (double)load->asked * 1e6 / load->rate : 0;
    double wait = due - now_us();
    return wait > 0 ? wait : 0;
}

static void run(struct load *load, double begun)
{
    struct epoll_event events[256];
    double end_us = begun + load->seconds * 1e6;
    for (unsigned i = 0; i < load->connections; i++)
        load->idle[load->idle_count++] = &load->all[i];
    for (;;) {
        bool more = load->asked < load->requests && now_us() < end_us;
        while (more && load->idle_count > 0 && due_us(load, begun) <= 0) {
            ask(load, load->idle[--load->idle_count]);
            load->busy++;
            more = load->asked < load->requests;
        }
        if (!more && load->busy == 0)
            return;
        double wait_us = more && load->idle_count > 0 ? due_us(load, begun) : 10e6;
        struct timespec wait = {(time_t)(wait_us / 1e6), (long)(wait_us * 1e3) % 1000000000};
        int ready = epoll_pwait2(load->epoll, events, 256, &wait, NULL);
        if (ready < 0 || (ready == 0 && wait_us >= 10e6))
            fail("no answer for ten seconds");
        for (int i = 0; i < ready; i++)
            hear(load, events[i].data.ptr);
        if (load->lost == load->connections)
            return;
    }
}

static int compare(const void *left, const void *right)
{
    const float *one = left;
    const float *other = right;
    return (*one > *other) - (*one < *other);
}

static void tell(struct load *load, double seconds, double cpu_us)
{
    size_t count = load->answered < MOST_TIMES ? load->answered : MOST_TIMES;
    qsort(load->took_us, count, sizeof(float), compare);
    double each = load->answered ? (double)load->answered : 1;
    printf("{\"requests\":%lu,\"seconds\":%.4f,\"per_second\":%.1f,\"cpu_us\":%.2f,\"p50_us\":%.0f,"
           "\"p99_us\":%.0f,\"most_us\":%.0f,\"bytes\":%zu,\"refused\":%lu,\"lost\":%lu}\n",
           load->answered, seconds, each / seconds, cpu_us / each,
           count ? load->took_us[count / 2] : 0, count ? load->took_us[count * 99 / 100] : 0,
           count ? load->took_us[count - 1] : 0, load->bytes, load->refused, load->lost);
}

static bool read_arguments(int argc, char **argv, struct load *load)
{
    static const struct option options[] = {
        {"port", required_argument, NULL, 'p'},
        {"pid", required_argument, NULL, 'i'},
        {"connections", required_argument, NULL, 'c'},
        {"requests", required_argument, NULL, 'n'},
        {"seconds", required_argument, NULL, 's'},
        {"lines", required_argument, NULL, 'l'},
        {"post", required_argument, NULL, 'o'},
        {"token", required_argument, NULL, 't'},
        {"keys", no_argument, NULL, 'k'},
        {"rate", required_argument, NULL, 'r'},
        {0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
        switch (option) {
        case 'p':
            load->port = atoi(optarg);
            break;
        case 'i':
            load->pid = atoi(optarg);
            break;
        case 'c':
            load->connections = (unsigned)atoi(optarg);
            break;
        case 'n':
            load->requests = strtoul(optarg, NULL, 10);
            break;
        case 's':
            load->seconds = atof(optarg);
            break;
        case 'l':
            read_lines(load, optarg);
            break;
        case 'o':
            load->post = optarg;
            break;
        case 't':
            load->token = optarg;
            break;
        case 'r':
            load->rate = atof(optarg);
            break;
        case 'k':
            load->keys = true;
            break;
        default:
            return false;
        }
    }
    return load->port && load->line_count && load->connections <= MOST_CONNECTIONS;
}

int main(int argc, char **argv)
{
    struct load load = {.connections = 1, .requests = ~0ul, .seconds = 3600};
    if (!read_arguments(argc, argv, &load)) {
        fprintf(stderr, "Write: load --port N --lines FILE [--post PATH] [--token T] [--keys]\n"
                        "            [--connections N] [--requests N] [--seconds N] [--rate N]\n"
                        "            [--pid N]\n");
        return 2;
    }
    load.epoll = epoll_create1(EPOLL_CLOEXEC);
    load.all = calloc(load.connections, sizeof(*load.all));
    load.idle = calloc(load.connections, sizeof(struct connection *));
    load.request = malloc(load.request_room);
    load.took_us = malloc(MOST_TIMES * sizeof(float));
    if (!load.all || !load.idle || !load.request || !load.took_us)
        fail("memory");
    for (unsigned i = 0; i < load.connections; i++)
        connect_one(&load, &load.all[i]);
    double cpu_us = server_cpu_us(load.pid);
    double begun = now_us();
    run(&load, begun);
    double seconds = (now_us() - begun) / 1e6;
    tell(&load, seconds, server_cpu_us(load.pid) - cpu_us);
    return load.refused || load.lost ? 1 : 0;
}
