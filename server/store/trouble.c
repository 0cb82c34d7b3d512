/* What the writer does when the database cannot be written, until it can be. */
#include "store/trouble.h"

#include "base/log.h"
#include "store/backup.h"
#include "store/reserve.h"

#include <time.h>

int64_t trouble_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void set_trouble(struct writer *writer, enum trouble trouble)
{
    pthread_mutex_lock(&writer->lock);
    writer->health.trouble = trouble;
    writer->health.writable = trouble == TROUBLE_NONE;
    pthread_mutex_unlock(&writer->lock);
}

/* A full disk stays the trouble, whatever else fails on it, until there is room again. */
static enum trouble trouble_of(const struct writer *writer, const struct error *err)
{
    if (err->kind == ERROR_FULL || writer->health.trouble == TROUBLE_FULL)
        return TROUBLE_FULL;
    return writer->damaged ? TROUBLE_DAMAGED : TROUBLE_FAILED;
}

void trouble_begin(struct writer *writer, const struct error *err)
{
    enum trouble before = writer->health.trouble;
    bool broken = err->kind == ERROR_BROKEN || err->kind == ERROR_UNSURE;
    if (!broken && err->kind != ERROR_FULL)
        return;
    if (broken)
        batch_close(writer);
    else
        reserve_release(writer->settings.reserve);
    enum trouble trouble = trouble_of(writer, err);
    if (trouble == before)
        return;
    set_trouble(writer, trouble);
    /* A full disk has no room at once; whether another failure stays is seen at once. */
    writer->retry_at_ms = broken ? 0 : trouble_clock_ms() + writer->settings.retry_ms;
    const char *why = err->next ? err->next->sentence : err->sentence;
    log_line("error", "the database cannot be written", "why", why, NULL);
}

void trouble_end(struct writer *writer)
{
    set_trouble(writer, TROUBLE_NONE);
    log_line("info", "the database can be written again", NULL);
}

struct error *trouble_open(struct writer *writer)
{
    if (trouble_clock_ms() < writer->open_at_ms)
        return error_new(writer->scratch, ERROR_BUSY,
                         "The logbook can only be read at this moment. Try again.");
    struct error *err = batch_open(writer, writer->scratch);
    const char *fault = err ? NULL : backup_fault(writer->scratch, writer->db);
    if (fault) {
        err = error_new(writer->scratch, ERROR_BROKEN, "The database is damaged: %s.", fault);
        batch_close(writer);
    }
    writer->damaged = err != NULL;
    if (err)
        writer->open_at_ms = trouble_clock_ms() + writer->settings.retry_ms;
    return err;
}

bool trouble_may_end(struct writer *writer, bool *ret_due)
{
    *ret_due = !writer->health.writable && trouble_clock_ms() >= writer->retry_at_ms;
    if (!*ret_due)
        return false;
    writer->retry_at_ms = trouble_clock_ms() + writer->settings.retry_ms;
    return writer->health.trouble != TROUBLE_FULL ||
           reserve_make(writer->settings.reserve, RESERVE_AGAIN);
}
