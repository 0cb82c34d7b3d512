/* Asks a Kith over its own socket: the one that runs, or one started for this command alone. */
#ifndef KITH_COMMANDS_CLIENT_H
#define KITH_COMMANDS_CLIENT_H

#include "base/buffer.h"
#include "base/error.h"
#include "commands/settings.h"

#include <jansson.h>

struct client;

/* Connects to the Kith that uses the data folder. When none runs, one is started in this process,
 * which no one else can reach. */
struct error *client_open(struct arena *arena, const struct settings *settings,
                          struct client **ret_client);
void client_close(struct client *client);

struct client_answer {
    int status;
    struct buffer body; /* given to the caller */
};

enum { NO_FILE = -1 };

/* Sends one request and reads the whole answer. `body` may be NULL; `file`, unless it is NO_FILE,
 * is a plain file that is sent instead, from where it stands. */
struct error *client_ask(struct arena *arena, struct client *client, const char *method,
                         const char *path, const char *body, int file,
                         struct client_answer *ret_answer);

/* The same for an answer that is JSON and must have that status; else the error is what Kith said.
 * The answer is the caller's; NULL when it has no body. */
struct error *client_json(struct arena *arena, struct client *client, const char *method,
                          const char *path, const char *body, int status, json_t **ret_answer);

/* Calls `see` for each item of a list, page by page, until it gives true. */
struct error *client_each(struct arena *arena, struct client *client, const char *path,
                          bool (*see)(const json_t *item, void *context), void *context);

/* A member of an answer as a text, "" when it is none. */
const char *client_text(const json_t *object, const char *name);
/* Takes a piece of a body; an error ends the reading. */
typedef struct error *client_sink(void *context, const char *bytes, size_t length);

/* Sends a GET and gives the body of a good answer piece by piece, however long it is. Any other
 * answer is the error of its problem. */
struct error *client_read(struct arena *arena, struct client *client, const char *path,
                          client_sink *sink, void *context);

/* The sentence of a problem document, or the body. */
const char *client_problem(struct arena *arena, const struct client_answer *answer);

/* True when a Kith answers on the folder's socket. */
bool client_is_running(struct arena *arena, const struct settings *settings);

#endif
