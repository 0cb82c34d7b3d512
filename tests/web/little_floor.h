/* The floor above the server, in little: what it does is chosen by the path. */
#ifndef KITH_TESTS_WEB_LITTLE_FLOOR_H
#define KITH_TESTS_WEB_LITTLE_FLOOR_H

#include "support/http_client.h"
#include "web/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>

enum {
    LITTLE_LIMIT = 1000,
    LITTLE_LONG_LIMIT = 32 << 20,
    LITTLE_LONG_ANSWER = 16 << 20, /* more than the kernel holds for a connection */
    MOST_PARKED = 256,
    FLOOR_PATIENCE_S = 20
};

struct little_floor {
    struct arena *arena;
    struct server *server;
    struct handler handler;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int begun, walked, refused, ended, cut, smuggled;
    int streams_closed;
    int last_status;
    int64_t last_bytes;
    char spool_path[200];
    struct request *parked[MOST_PARKED]; /* suspended, to be resumed */
    int parked_count, parked_ever;
    bool resumer_ends;
    pthread_t resumer;
};

struct little_stream {
    struct stream stream;
    struct little_floor *floor;
    int left;
    bool breaks;
};

static inline ssize_t little_stream_read(struct stream *stream, char *bytes, size_t room)
{
    struct little_stream *little = (struct little_stream *)stream;
    if (little->left-- == 0)
        return little->breaks ? STREAM_BROKEN : STREAM_END;
    if (little->left > 3) {
        memset(bytes, 'e', room);
        return (ssize_t)room;
    }
    return snprintf(bytes, room, "piece\n");
}

static inline void little_stream_close(struct stream *stream)
{
    struct little_stream *little = (struct little_stream *)stream;
    pthread_mutex_lock(&little->floor->lock);
    little->floor->streams_closed++;
    pthread_cond_broadcast(&little->floor->changed);
    pthread_mutex_unlock(&little->floor->lock);
}

static inline bool path_is(const struct request *request, const char *path)
{
    return strcmp(request->path, path) == 0;
}

static inline struct error *little_begin(void *owner, struct request *request)
{
    struct little_floor *floor = owner;
    pthread_mutex_lock(&floor->lock);
    floor->begun++;
    floor->smuggled += path_is(request, "/smuggled");
    pthread_cond_broadcast(&floor->changed);
    pthread_mutex_unlock(&floor->lock);
    request->body_limit = path_is(request, "/none") ? 0 : LITTLE_LIMIT;
    if (path_is(request, "/spool") || path_is(request, "/long-spool"))
        request->spool_path = floor->spool_path;
    if (path_is(request, "/long-spool"))
        request->body_limit = LITTLE_LONG_LIMIT;
    if (path_is(request, "/forbidden"))
        return error_new(request->arena, ERROR_NOT_ALLOWED, "Not for you.");
    return NULL;
}

static inline void little_park(struct little_floor *floor, struct request *request)
{
    request->state = floor;
    request_suspend(request);
    pthread_mutex_lock(&floor->lock);
    floor->parked[floor->parked_count++] = request;
    floor->parked_ever++;
    pthread_cond_broadcast(&floor->changed);
    pthread_mutex_unlock(&floor->lock);
}

static inline void little_reply(struct little_floor *floor, struct request *request)
{
    struct reply *reply = &request->reply;
    reply->status = 200;
    reply->content_type = "text/plain";
    bool endless = path_is(request, "/endless");
    if (endless || path_is(request, "/stream") || path_is(request, "/broken")) {
        struct little_stream *little = arena_take(request->arena, sizeof(*little));
        *little = (struct little_stream){{little_stream_read, little_stream_close},
                                         floor,
                                         endless ? INT_MAX : 3,
                                         path_is(request, "/broken")};
        reply->stream = &little->stream;
    } else if (path_is(request, "/fixed")) {
        reply->fixed = (struct fixed){"fixed", 5};
    } else if (path_is(request, "/nothing")) {
        reply->status = 204;
    } else if (path_is(request, "/method")) {
        reply->status = 300 + (int)request->method;
    } else if (path_is(request, "/from")) {
        buffer_text(&reply->body, request->from_host ? "host" : "network");
    } else if (path_is(request, "/long")) {
        char *bytes = arena_take(request->arena, LITTLE_LONG_ANSWER);
        reply->fixed = (struct fixed){bytes, LITTLE_LONG_ANSWER};
    } else if (path_is(request, "/network")) {
        buffer_print(&reply->body, "|%s", request->network);
    } else if (path_is(request, "/split")) {
        reply_header(reply, "X-Name", "a\r\nPlanted: yes");
    } else if (path_is(request, "/policy")) {
        reply_header(reply, "Content-Security-Policy", "default-src 'self'");
    } else if (request->spool_hash) {
        buffer_text(&reply->body, request->spool_hash);
    } else {
        buffer_append(&reply->body, request->body.bytes, request->body.length);
        buffer_print(&reply->body, "|%s|%s", request->path, request->address);
        for (size_t i = 0; i < request->query_count; i++)
            buffer_print(&reply->body, "|%s=%s", request->query[i].name, request->query[i].value);
    }
}

/* "/later" is suspended once and resumed at once by another thread; "/parked" until the test lets
 * it go. */
static inline bool little_walk(void *owner, struct request *request)
{
    struct little_floor *floor = owner;
    pthread_mutex_lock(&floor->lock);
    floor->walked++;
    pthread_mutex_unlock(&floor->lock);
    bool parks = path_is(request, "/later") || path_is(request, "/parked");
    if (parks && !request->state) {
        little_park(floor, request);
        return false;
    }
    little_reply(floor, request);
    return true;
}

static inline void little_refuse(void *owner, struct request *request, const struct error *err)
{
    static const int statuses[ERROR_KINDS] = {
        [ERROR_MALFORMED] = 400, [ERROR_NOT_ALLOWED] = 403, [ERROR_TOO_LARGE] = 413,
        [ERROR_TOO_MANY] = 429,  [ERROR_BROKEN] = 500,      [ERROR_FULL] = 507,
    };
    struct little_floor *floor = owner;
    pthread_mutex_lock(&floor->lock);
    floor->refused++;
    pthread_mutex_unlock(&floor->lock);
    request->reply.status = statuses[err->kind];
    request->reply.content_type = "text/plain";
    buffer_text(&request->reply.body, err->sentence);
}

static inline void little_end(void *owner, struct request *request, int status, int64_t bytes)
{
    struct little_floor *floor = owner;
    pthread_mutex_lock(&floor->lock);
    floor->ended++;
    floor->cut += request->cut;
    floor->last_status = status;
    floor->last_bytes = bytes;
    pthread_cond_broadcast(&floor->changed);
    pthread_mutex_unlock(&floor->lock);
}

static inline int floor_count(struct little_floor *floor, const int *count)
{
    pthread_mutex_lock(&floor->lock);
    int counted = *count;
    pthread_mutex_unlock(&floor->lock);
    return counted;
}

/* Waits until a count has been reached, or for too long, and gives it. */
static inline int floor_wait_for(struct little_floor *floor, const int *count, int wanted)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += FLOOR_PATIENCE_S;
    pthread_mutex_lock(&floor->lock);
    int waited = 0;
    while (*count < wanted && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&floor->changed, &floor->lock, &until);
    int reached = *count;
    pthread_mutex_unlock(&floor->lock);
    return reached;
}

static inline void floor_wait(struct little_floor *floor, const int *count, int wanted)
{
    assert_int_equal(floor_wait_for(floor, count, wanted), wanted);
}

/* The server counts a request out after its `end`, which is what floor_wait sees. */
static inline void floor_wait_idle(struct little_floor *floor)
{
    time_t until = time(NULL) + FLOOR_PATIENCE_S;
    while (server_in_flight(floor->server) > 0 && time(NULL) < until)
        sched_yield();
    assert_int_equal(server_in_flight(floor->server), 0);
}

static inline struct request *floor_unpark(struct little_floor *floor)
{
    pthread_mutex_lock(&floor->lock);
    while (floor->parked_count == 0 && !floor->resumer_ends)
        pthread_cond_wait(&floor->changed, &floor->lock);
    struct request *request = floor->parked_count ? floor->parked[--floor->parked_count] : NULL;
    pthread_mutex_unlock(&floor->lock);
    return request;
}

static inline void *floor_resume_all(void *owner)
{
    struct little_floor *floor = owner;
    for (struct request *request = floor_unpark(floor); request; request = floor_unpark(floor))
        request_resume(request);
    return NULL;
}

/* A thread that resumes whatever is suspended, at once. */
static inline void floor_resumer_start(struct little_floor *floor)
{
    assert_int_equal(pthread_create(&floor->resumer, NULL, floor_resume_all, floor), 0);
}

static inline void floor_resumer_stop(struct little_floor *floor)
{
    pthread_mutex_lock(&floor->lock);
    floor->resumer_ends = true;
    pthread_cond_broadcast(&floor->changed);
    pthread_mutex_unlock(&floor->lock);
    pthread_join(floor->resumer, NULL);
}

static inline struct little_floor *floor_new(void)
{
    struct arena *arena = arena_new(sizeof(struct little_floor) + 1024);
    struct little_floor *floor = arena_take(arena, sizeof(*floor));
    floor->arena = arena;
    pthread_mutex_init(&floor->lock, NULL);
    pthread_cond_init(&floor->changed, NULL);
    floor->handler = (struct handler){floor, little_begin, little_walk, little_refuse, little_end};
    return floor;
}

/* Starts a server on a free port of the loopback, unless the settings name something else. */
static inline void floor_serve(struct little_floor *floor, struct server_settings settings)
{
    if (!settings.listen && !settings.socket_path)
        settings.listen = "127.0.0.1:0";
    if (!settings.threads)
        settings.threads = 2;
    struct error *err = server_start(floor->arena, &settings, &floor->handler, &floor->server);
    assert_null(err ? err->sentence : NULL);
}

static inline void floor_free(struct little_floor *floor)
{
    if (floor->server)
        server_stop(floor->server);
    pthread_mutex_destroy(&floor->lock);
    pthread_cond_destroy(&floor->changed);
    arena_free(floor->arena);
}

static inline struct client floor_client(const struct little_floor *floor)
{
    return client_open(server_port(floor->server));
}

static inline int floor_setup(void **state)
{
    struct little_floor *floor = floor_new();
    floor_serve(floor, (struct server_settings){0});
    *state = floor;
    return 0;
}

static inline int floor_teardown(void **state)
{
    floor_free(*state);
    return 0;
}

#endif
