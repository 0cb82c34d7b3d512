/* Idempotency-Key: a write that is sent again is told again, not done again. */
#include "api/idempotency.h"

#include "api/resource.h"

#include <sodium.h>
#include <string.h>

enum { KEY_LONGEST = 200, KEEP_DAYS = 30 };

struct kept {
    uint64_t given;
    const char *caller;
    const char *key;
    const char *hash;
    int64_t status;
    const char *subject;
    ident subject_uid;
    int64_t change;
    const char *extra;
    instant at;
};

static const struct field kept_fields[] = {
    FIELD(kept, caller),  FIELD(kept, key),
    FIELD(kept, hash),    FIELD(kept, status),
    FIELD(kept, subject), FIELD(kept, subject_uid),
    FIELD(kept, change),  FIELD(kept, extra),
    FIELD(kept, at),      {0},
};
static const struct shape kept_shape = SHAPE(kept, kept_fields);

enum { FIND, KEEP, PURGE };

const struct statement idempotency_statements[] = {
    [FIND] = {.sql = "SELECT hash, status, subject, subject_uid, change, extra FROM idempotency"
                     " WHERE caller = :caller AND key = :key",
              .in = &kept_shape,
              .out = &kept_shape},
    [KEEP] = {.sql = "INSERT INTO idempotency (caller, key, hash, status, subject, subject_uid,"
                     " change, extra, at) VALUES (:caller, :key, :hash, :status, :subject,"
                     " :subject_uid, :change, :extra, :at)",
              .in = &kept_shape},
    [PURGE] = {.sql = "DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key"
                      " FROM idempotency WHERE at < :at ORDER BY at LIMIT 500)",
               .in = &kept_shape},
    {0},
};

/* Of those whom nobody knows, each would be told what another did. */
static const char *key_of(const struct call *call)
{
    bool known = call->route->demand != ANYBODY && !(call->route->rules & UNKEPT);
    return known ? request_header(call->request, "Idempotency-Key") : NULL;
}

static const char *caller_of(struct call *call)
{
    if (!call->actor.member)
        return "host";
    return arena_print(call->work.arena, "m%lld", (long long)call->actor.member);
}

struct error *idempotency_read(struct call *call)
{
    const char *key = key_of(call);
    if (!key)
        return NULL;
    if (!*key || strlen(key) > KEY_LONGEST)
        return error_new(call->work.arena, ERROR_INVALID,
                         "An Idempotency-Key is 1 to %d bytes long.", KEY_LONGEST);
    crypto_generichash_state state;
    const struct request *request = call->request;
    crypto_generichash_init(&state, NULL, 0, sizeof(call->body_hash));
    crypto_generichash_update(&state, (const uint8_t *)&request->method, sizeof(request->method));
    crypto_generichash_update(&state, (const uint8_t *)request->path, strlen(request->path) + 1);
    crypto_generichash_update(&state, (const uint8_t *)request->body.bytes, request->body.length);
    if (request->spool_hash)
        crypto_generichash_update(&state, (const uint8_t *)request->spool_hash,
                                  strlen(request->spool_hash));
    crypto_generichash_final(&state, call->body_hash, sizeof(call->body_hash));
    return NULL;
}

static const char *hash_text(struct call *call)
{
    char *text = arena_take(call->work.arena, sizeof(call->body_hash) * 2 + 1);
    return sodium_bin2hex(text, sizeof(call->body_hash) * 2 + 1, call->body_hash,
                          sizeof(call->body_hash));
}

/* The record as it stands now; of what is gone by now only the id. */
static struct error *read_again(struct call *call, const struct kept *kept)
{
    call->status = (int)kept->status;
    call->subject = (struct subject){kept->subject, kept->subject_uid};
    call->extra = kept->extra;
    call->work.change = kept->change;
    const struct resource *resource = kept->subject ? resource_of_noun(kept->subject) : NULL;
    if (!resource || !resource->find || resource->shape != call->route->out)
        return NULL;
    void *record = shape_new(call->work.arena, resource->shape);
    struct error *err = resource->find(&call->work, kept->subject_uid, record);
    call->record = record;
    if (!err || err->kind != ERROR_NOT_FOUND)
        return err;
    shape_clear(resource->shape, record);
    *(ident *)field_at(shape_field(resource->shape, "id", NULL), record) = kept->subject_uid;
    shape_give(resource->shape, record, "id");
    return NULL;
}

struct error *idempotency_find(struct call *call, bool *ret_repeat)
{
    struct kept kept;
    bool found = false;
    *ret_repeat = false;
    shape_clear(&kept_shape, &kept);
    kept.key = key_of(call);
    if (!kept.key)
        return NULL;
    kept.caller = caller_of(call);
    struct error *err = db_find(&call->work, &idempotency_statements[FIND], &kept, &kept, &found);
    if (err || !found)
        return err;
    if (strcmp(kept.hash, hash_text(call)) != 0)
        return error_new(call->work.arena, ERROR_INVALID,
                         "This Idempotency-Key was used for another request. Take a new one.");
    *ret_repeat = true;
    return read_again(call, &kept);
}

struct error *idempotency_keep(struct call *call)
{
    struct kept kept = {
        .caller = caller_of(call),
        .key = key_of(call),
        .status = call->status,
        .subject = call->subject.kind,
        .subject_uid = call->subject.id,
        .change = call->work.change,
        .extra = call->extra,
        .at = call->work.now,
    };
    if (!kept.key)
        return NULL;
    kept.hash = hash_text(call);
    return db_run(&call->work, &idempotency_statements[KEEP], &kept);
}

struct error *idempotency_purge(struct work *w)
{
    struct kept kept = {.at = {w->now.ms - (int64_t)KEEP_DAYS * DAY_MS}};
    return db_run(w, &idempotency_statements[PURGE], &kept);
}
