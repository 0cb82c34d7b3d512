/* Makes the link for the first owner. */
#include "commands/first_run.h"

#include "logbook/links.h"

struct first_job {
    struct job job;
    struct link link;
    instant now;
    bool needed;
};

static struct error *run(struct job *job, struct db *db, const struct touches *touches)
{
    (void)touches;
    struct first_job *own = (struct first_job *)job;
    static const struct actor the_host = {.host = true, .scopes = SCOPES_ALL};
    struct work w = {.arena = job->arena, .db = db, .now = own->now, .actor = &the_host};
    return link_first(&w, &own->link, &own->needed);
}

struct error *first_run_link(struct arena *arena, struct host *host, const char **ret_url)
{
    struct first_job own = {.job = {.arena = arena, .run = run}, .now = host->api.clock()};
    struct error *err = writer_run(host->api.writer, &own.job);
    *ret_url = !err && own.needed
                   ? arena_print(arena, "%s/join#%s", host->api.base_url, own.link.secret)
                   : NULL;
    return err;
}
