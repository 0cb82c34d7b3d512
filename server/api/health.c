/* Whether Kith lives, and whether it can work. */
#include "api/resource.h"

#include "logbook/doctor.h"
#include "store/fulltext.h"

struct health {
    uint64_t given;
    const char *state;
    bool writable;
    int64_t waiting;
    int64_t writes;
    int64_t slowest_commit_us;
    int64_t index_cpu_us;
    int64_t wal_bytes;
    bool merge_debt;
    bool secure;
};

static const struct field health_fields[] = {
    FIELD(health, state, .help = "ok, or what is wrong."),
    FIELD(health, writable, .help = "Writes are taken."),
    FIELD(health, waiting, .help = "Writes that wait."),
    FIELD(health, writes, .help = "Writes that were kept since the start."),
    FIELD(health, slowest_commit_us, .help = "The longest that writes waited for their commit."),
    FIELD(health, index_cpu_us, .help = "CPU time that keeping the index has taken."),
    FIELD(health, wal_bytes, .help = "Committed, and not yet carried into the database file."),
    FIELD(health, merge_debt, .help = "The index waits for an idle moment."),
    FIELD(health, secure,
          .help = "People come over HTTPS, as --base-url says; false over plain HTTP."),
    {0},
};
static const struct shape health_shape = SHAPE(health, health_fields);

static struct error *lives(struct call *call)
{
    struct health *health = call_record(call);
    health->state = "ok";
    health->given = 1;
    call->record = health;
    return NULL;
}

static const char *const states[] = {
    [TROUBLE_NONE] = "ok",
    [TROUBLE_FULL] = "reading and deleting only: the disk is full",
    [TROUBLE_FAILED] = "reading only: the last commit failed",
    [TROUBLE_DAMAGED] = "reading only: the database could not be opened again; the log tells why",
};

static struct error *works(struct call *call)
{
    struct writer_health writer = writer_health(call->api->writer);
    struct health *health = call_record(call);
    *health = (struct health){
        .given = UINT64_MAX,
        .state = states[writer.trouble],
        .writable = writer.writable,
        .waiting = writer.waiting,
        .writes = writer.jobs,
        .slowest_commit_us = writer.slowest_us,
        .index_cpu_us = writer.index_cpu_us,
        .wal_bytes = writer.wal_bytes,
        .merge_debt = writer.merge_debt,
        .secure = call->api->secure,
    };
    if (call->api->stopping)
        health->state = "stopping";
    call->record = health;
    call->status = writer.writable && !call->api->stopping ? 200 : 503;
    return NULL;
}

static const struct route routes[] = {
    {GET,
     "/healthz",
     {{HERE, lives}},
     ANYBODY,
     NULL,
     &health_shape,
     NULL,
     0,
     NULL,
     "Whether Kith lives."},
    {GET,
     "/readyz",
     {{HERE, works}},
     ANYBODY,
     NULL,
     &health_shape,
     NULL,
     0,
     NULL,
     "Whether Kith can work."},
    {0},
};

/* What upkeep runs belongs to no other resource. */
static const struct statement *const statements[] = {doctor_statements, doctor_rebuild_statements,
                                                     fulltext_statements, NULL};

const struct resource health_resource = {
    .name = "health", .prefix = "", .routes = routes, .statements = statements};
