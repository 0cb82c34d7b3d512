/* Logs what MHD says: each line once a second, and not many of them. */
#include "web/inside.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* False for what was told in this second, and for what is too much in it. */
static bool is_news(struct library_log *log, const char *text)
{
    uint64_t hash = hash_of(text);
    int64_t second = monotonic_us() / 1000000;
    pthread_mutex_lock(&log->lock);
    if (log->second != second)
        log->count = 0;
    log->second = second;
    bool news = log->count < MOST_LOG_LINES;
    for (int i = 0; i < log->count; i++)
        news = news && log->hashes[i] != hash;
    if (news)
        log->hashes[log->count++] = hash;
    pthread_mutex_unlock(&log->lock);
    return news;
}

void library_log_note(struct library_log *log, const char *text)
{
    if (is_news(log, text))
        log_line("warning", "http", "message", text, NULL);
}

/* Lines about one request name its path, which holds people's addresses: of these the format. */
void library_log_say(void *library_log, const char *format, va_list arguments)
{
    struct library_log *log = library_log;
    char text[200];
    unreadable_said(log->server, format);
    if (strstr(format, "request for"))
        snprintf(text, sizeof(text), "%s", format);
    else
        vsnprintf(text, sizeof(text), format, arguments);
    text[strcspn(text, "\n")] = 0;
    library_log_note(log, text);
}
