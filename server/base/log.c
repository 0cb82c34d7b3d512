/* Writes log lines whole, so that lines of several threads never mix. */
#include "base/log.h"

#include "base/json.h"

#include <stdarg.h>
#include <unistd.h>

static void send_line(struct buffer *line)
{
    buffer_byte(line, '\n');
    ssize_t sent = write(STDERR_FILENO, line->bytes, line->length);
    (void)sent; /* a log that cannot be written must not stop the service */
    buffer_free(line);
}

void log_line(const char *level, const char *what, ...)
{
    struct buffer line = {0};
    json_begin(&line, '{');
    json_name(&line, "at");
    json_put_instant(&line, instant_now());
    json_member(&line, "level", level);
    json_member(&line, "what", what);
    va_list pairs;
    va_start(pairs, what);
    for (const char *name = va_arg(pairs, const char *); name; name = va_arg(pairs, const char *))
        json_member(&line, name, va_arg(pairs, const char *));
    va_end(pairs);
    json_end(&line, '}');
    send_line(&line);
}

void log_request(const struct log_request *request)
{
    struct buffer line = {0};
    json_begin(&line, '{');
    json_name(&line, "at");
    json_put_instant(&line, request->at);
    json_member(&line, "method", request->method);
    json_member(&line, "route", request->route);
    json_name(&line, "status");
    json_put_number(&line, request->status);
    json_name(&line, "us");
    json_put_number(&line, request->took_us);
    json_name(&line, "bytes");
    json_put_number(&line, request->bytes);
    if (request->member) {
        json_name(&line, "member");
        json_put_number(&line, request->member);
    }
    if (request->cut) {
        json_name(&line, "cut");
        json_put_boolean(&line, true);
    }
    if (request->reference)
        json_member(&line, "reference", request->reference);
    json_end(&line, '}');
    send_line(&line);
}
