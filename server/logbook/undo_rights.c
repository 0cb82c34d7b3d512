/* Who may take back what: an undo is no way around a role. */
#include "logbook/undo_parts.h"

#include "logbook/members.h"
#include "logbook/sessions.h"

#include <string.h>

/* The same word under that name in two rows, as JSON. */
static bool differ(const json_t *one, const json_t *other, const char *name)
{
    const char *left = json_string_value(json_object_get(one, name));
    const char *right = json_string_value(json_object_get(other, name));
    return left && right && strcmp(left, right) != 0;
}

static struct error *check_member(struct work *w, const struct undone_row *row, const char *now)
{
    if (w->actor && !(w->actor->scopes & SCOPE_ADMIN))
        return error_new(w->arena, ERROR_NOT_ALLOWED,
                         "Only an owner can take back what was done to members.");
    json_t *before = row->before ? json_loads(row->before, 0, NULL) : NULL;
    json_t *after = now ? json_loads(now, 0, NULL) : NULL;
    bool shuts_out = differ(before, after, "role") || differ(before, after, "state");
    json_decref(before);
    json_decref(after);
    return shuts_out ? member_shut_out(w, row->row) : NULL;
}

/* A view that nobody else sees is nobody else's to take back. */
static struct error *check_view(struct work *w, const char *row)
{
    json_t *view = row ? json_loads(row, 0, NULL) : NULL;
    bool everyone = json_integer_value(json_object_get(view, "everyone")) != 0;
    int64_t maker = json_integer_value(json_object_get(view, "made_by"));
    bool foreign = view && !everyone && w->actor && maker != w->actor->member;
    json_decref(view);
    if (!foreign)
        return NULL;
    return error_new(
        w->arena, ERROR_NOT_ALLOWED,
        "This is a view that somebody keeps to themselves. Only they can take it back.");
}

struct error *undo_check_right(struct work *w, const struct undone_row *row, const char *now)
{
    if (strcmp(row->tab, "member") == 0)
        return check_member(w, row, now);
    if (strcmp(row->tab, "view") != 0)
        return NULL;
    struct error *err = check_view(w, row->before);
    return err ? err : check_view(w, now);
}

struct error *undo_check_owner(struct work *w, const struct undo *undo)
{
    bool members = false;
    int64_t owner = NOTHING;
    for (size_t i = 0; i < undo->count; i++)
        members = members || strcmp(undo->rows[i].tab, "member") == 0;
    struct error *err = members ? owner_beside(w, 0, &owner) : NULL;
    if (err || !members || owner != NOTHING)
        return err;
    return error_new(w->arena, ERROR_CONFLICT,
                     "This would leave nobody who is an owner. Make somebody else an owner first.");
}
