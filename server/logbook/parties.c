/* Who is in a conversation: from what was sent to rows, making people on the way. */
#include "logbook/parties.h"

#include "base/json.h"
#include "logbook/handles.h"
#include "logbook/members.h"

#include <string.h>

enum { MOST_NEAR = 50 };

struct seat {
    uint64_t given;
    int64_t row;
    int64_t conversation;
    int64_t who;
    int64_t position;
};

static const struct field seat_fields[] = {
    FIELD(seat, row), FIELD(seat, conversation), FIELD(seat, who), FIELD(seat, position), {0},
};
static const struct shape seat_shape = SHAPE(seat, seat_fields);

enum {
    PEOPLE_SEATS,
    PERSON_LEAVES,
    PERSON_SITS,
    PERSON_MOVES,
    MEMBERS_SEATS,
    MEMBER_LEAVES,
    MEMBER_SITS,
    MEMBER_MOVES,
};

const struct statement parties_statements[] = {
    [PEOPLE_SEATS] = {.sql = "SELECT cp.id AS row, coalesce(p.merged_into, p.id) AS who,"
                             " cp.position FROM conversation_person cp"
                             " JOIN person p ON p.id = cp.person"
                             " WHERE cp.conversation = :conversation"
                             " ORDER BY cp.position, cp.person",
                      .in = &seat_shape,
                      .out = &seat_shape},
    [PERSON_LEAVES] = {.sql = "DELETE FROM conversation_person WHERE id = :row", .in = &seat_shape},
    [PERSON_SITS] = {.sql = "INSERT INTO conversation_person (conversation, person, position)"
                            " VALUES (:conversation, :who, :position)",
                     .in = &seat_shape},
    [PERSON_MOVES] = {.sql = "UPDATE conversation_person SET position = :position WHERE id = :row",
                      .in = &seat_shape},
    [MEMBERS_SEATS] = {.sql = "SELECT id AS row, member AS who, position FROM conversation_member"
                              " WHERE conversation = :conversation ORDER BY position, member",
                       .in = &seat_shape,
                       .out = &seat_shape},
    [MEMBER_LEAVES] = {.sql = "DELETE FROM conversation_member WHERE id = :row", .in = &seat_shape},
    [MEMBER_SITS] = {.sql = "INSERT INTO conversation_member (conversation, member, position)"
                            " VALUES (:conversation, :who, :position)",
                     .in = &seat_shape},
    [MEMBER_MOVES] = {.sql = "UPDATE conversation_member SET position = :position WHERE id = :row",
                      .in = &seat_shape},
    {0},
};

bool parties_add(struct parties *parties, int64_t row)
{
    for (size_t i = 0; i < parties->count; i++) {
        if (parties->rows[i] == row)
            return true;
    }
    if (parties->count == MOST_PARTIES)
        return false;
    parties->rows[parties->count++] = row;
    return true;
}

/* Tells who might be meant, so that the caller can choose. */
static struct error *several(struct work *w, const int64_t *rows, int count, const char *pointer)
{
    struct buffer near = {0};
    json_begin(&near, '[');
    struct error *err = NULL;
    for (int i = 0; i < count && !err; i++) {
        struct person person;
        err = person_read(w, rows[i], &person);
        if (err)
            break;
        json_begin(&near, '{');
        json_name(&near, "id");
        json_put_ident(&near, person.id);
        json_member(&near, "name", person.name);
        json_member(&near, "company", person.company);
        json_end(&near, '}');
    }
    json_end(&near, ']');
    if (!err) {
        err = error_new(w->arena, ERROR_CONFLICT,
                        "These handles find several people. Choose one of them by id.");
        err->pointer = pointer;
        err->member = "near";
        err->json = arena_copy(w->arena, near.bytes, near.length);
    }
    buffer_free(&near);
    return err;
}

/* Every handle that was sent: those of the list, then the one that stands alone. */
static struct list all_handles(struct arena *arena, const struct party *party)
{
    struct list all = {.count = party->handles.count};
    struct handle *items = arena_take(arena, sizeof(*items) * (all.count + 1));
    if (all.count)
        memcpy(items, party->handles.items, sizeof(*items) * all.count);
    if (party->handle)
        items[all.count++] = handle_read(arena, party->handle);
    all.items = items;
    return all;
}

/* The one person whom the handles find, or NOTHING. */
static struct error *by_handles(struct work *w, const struct list *handles, const char *pointer,
                                int64_t *ret_row)
{
    const struct handle *items = handles->items;
    int64_t rows[MOST_NEAR];
    int count = 0;
    struct error *err = NULL;
    for (size_t i = 0; i < handles->count && !err; i++)
        err = people_with_handle(w, &items[i], MOST_NEAR, rows, &count);
    if (err)
        return err;
    *ret_row = count == 1 ? rows[0] : NOTHING;
    return count > 1 ? several(w, rows, count, pointer) : NULL;
}

/* Faults of the handle that stands alone point to where it was sent. */
static struct error *make_named(struct work *w, const struct party *party,
                                const struct list *handles, int64_t *ret_row)
{
    struct person asked;
    struct person made;
    shape_clear(&person_shape, &asked);
    shape_clear(&person_shape, &made);
    asked.name = party->name;
    asked.handles = *handles;
    struct error *err = person_make(w, &asked, &made);
    const char *alone = arena_print(w->arena, "/handles/%zu/", party->handles.count);
    for (struct error *fault = err; fault; fault = fault->next) {
        if (fault->pointer && strncmp(fault->pointer, alone, strlen(alone)) == 0)
            fault->pointer = "/handle";
    }
    *ret_row = made.row;
    return err;
}

static struct error *nobody(struct work *w, const char *pointer)
{
    struct error *err = error_new(w->arena, ERROR_INVALID,
                                  "Nobody is known by this. Send a name too, and they are made.");
    err->pointer = pointer;
    return err;
}

static struct error *find_party(struct work *w, const struct party *party, const char *pointer,
                                int64_t *ret_row)
{
    ident id;
    if (!ident_is_null(party->id))
        return person_row_field(w, party->id, pointer, ret_row);
    if (party->handle && ident_read(party->handle, &id))
        return person_row_field(w, id, pointer, ret_row);
    struct list handles = all_handles(w->arena, party);
    struct error *err = by_handles(w, &handles, pointer, ret_row);
    if (err || *ret_row != NOTHING)
        return err;
    return party->name ? make_named(w, party, &handles, ret_row) : nobody(w, pointer);
}

struct error *parties_people(struct work *w, const struct list *sent, struct parties *ret_people)
{
    struct error *faults = NULL;
    const struct party *items = sent->items;
    for (size_t i = 0; i < sent->count; i++) {
        int64_t row = NOTHING;
        const char *pointer = arena_print(w->arena, "/people/%zu", i);
        struct error *err = find_party(w, &items[i], pointer, &row);
        for (struct error *fault = err; fault; fault = fault->next) {
            if (fault->pointer && fault->pointer != pointer)
                fault->pointer = arena_print(w->arena, "%s%s", pointer, fault->pointer);
        }
        if (!error_gather(&faults, err))
            break;
        if (!err)
            parties_add(ret_people, row);
    }
    return faults;
}

static struct error *find_member(struct work *w, const struct party *party, const char *pointer,
                                 int64_t *ret_row)
{
    ident id;
    if (!ident_is_null(party->id))
        return member_row_field(w, party->id, pointer, ret_row);
    const char *name = party->handle ? party->handle : party->name;
    if (name && ident_read(name, &id))
        return member_row_field(w, id, pointer, ret_row);
    struct error *err = name ? member_named(w, name, pointer, ret_row) : NULL;
    if (err || *ret_row != NOTHING)
        return err;
    err = error_new(w->arena, ERROR_INVALID, "No member has this id, name or e-mail.");
    err->pointer = pointer;
    return err;
}

struct error *parties_members(struct work *w, const struct list *sent, struct parties *ret_members)
{
    struct error *faults = NULL;
    const struct party *items = sent->items;
    for (size_t i = 0; i < sent->count; i++) {
        int64_t row = NOTHING;
        const char *pointer = arena_print(w->arena, "/members/%zu", i);
        struct error *err = find_member(w, &items[i], pointer, &row);
        if (!error_gather(&faults, err))
            break;
        if (!err)
            parties_add(ret_members, row);
    }
    return faults;
}

/* `first` is as for write_seats. */
static struct error *read_seats(struct work *w, int first, int64_t conversation,
                                struct parties *ret_parties)
{
    struct seat key = {.conversation = conversation};
    struct list seats = {0};
    struct error *err = db_list(w, &parties_statements[first], &key, &seats);
    const struct seat *items = seats.items;
    for (size_t i = 0; i < seats.count && !err; i++)
        parties_add(ret_parties, items[i].who);
    return err;
}

struct error *parties_seated_people(struct work *w, int64_t conversation,
                                    struct parties *ret_people)
{
    return read_seats(w, PEOPLE_SEATS, conversation, ret_people);
}

struct error *parties_seated_members(struct work *w, int64_t conversation,
                                     struct parties *ret_members)
{
    return read_seats(w, MEMBERS_SEATS, conversation, ret_members);
}

static const struct seat *seat_of(const struct list *seats, int64_t who)
{
    const struct seat *items = seats->items;
    for (size_t i = 0; i < seats->count; i++) {
        if (items[i].who == who)
            return &items[i];
    }
    return NULL;
}

static bool sits(const struct parties *parties, int64_t who)
{
    for (size_t i = 0; i < parties->count; i++) {
        if (parties->rows[i] == who)
            return true;
    }
    return false;
}

/* `first` is the first of four statements: seats, leaves, sits, moves. */
static struct error *write_seats(struct work *w, int first, int64_t conversation,
                                 const struct parties *parties)
{
    struct seat key = {.conversation = conversation};
    struct list seats = {0};
    struct error *err = db_list(w, &parties_statements[first], &key, &seats);
    const struct seat *old = seats.items;
    for (size_t i = 0; i < seats.count && !err; i++) {
        if (!sits(parties, old[i].who))
            err = db_run(w, &parties_statements[first + 1], &old[i]);
    }
    for (size_t i = 0; i < parties->count && !err; i++) {
        const struct seat *had = seat_of(&seats, parties->rows[i]);
        struct seat seat = {.row = had ? had->row : 0,
                            .conversation = conversation,
                            .who = parties->rows[i],
                            .position = (int64_t)i};
        if (!had)
            err = db_run(w, &parties_statements[first + 2], &seat);
        else if (had->position != seat.position)
            err = db_run(w, &parties_statements[first + 3], &seat);
    }
    return err;
}

struct error *parties_write_people(struct work *w, int64_t conversation,
                                   const struct parties *people)
{
    return write_seats(w, PEOPLE_SEATS, conversation, people);
}

struct error *parties_write_members(struct work *w, int64_t conversation,
                                    const struct parties *members)
{
    return write_seats(w, MEMBERS_SEATS, conversation, members);
}
