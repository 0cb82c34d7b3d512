/* Counts guesses, each allowance a single moment: when it will be full again. A guess moves that
 * moment one interval on, and is refused when it lies too far ahead. */
#include "logbook/guesses.h"

#include "base/text.h"
#include "logbook/secrets.h"
#include "logbook/shared.h"

#include <arpa/inet.h>
#include <string.h>

/* So many at once, and then one each interval: in ten minutes at most 58 of all, 20 of an account
 * and 40 of an address. */
struct allowance {
    const char *sort;
    int64_t at_once;
    int64_t interval_ms;
};
static const struct allowance of_all = {"all", 28, 20000};
static const struct allowance of_account = {"account", 10, 60000};
static const struct allowance of_address = {"address", 20, 30000};
static const struct allowance of_browser = {"browser", 10, 60000};

enum { MOST_ALLOWANCES = 3, PURGED_AT_ONCE = 10, LONGEST_MS = 600000 /* to fill from nothing */ };

enum { READ, KEEP, PURGE, SETTLE };

const struct statement guesses_statements[] = {
    [READ] = {.sql = "SELECT full_at FROM allowance WHERE name = :text", .in = &row_key_shape},
    [KEEP] = {.sql = "INSERT INTO allowance (name, full_at) VALUES (:text, :value)"
                     " ON CONFLICT (name) DO UPDATE SET full_at = excluded.full_at",
              .in = &row_key_shape},
    [PURGE] = {.sql = "DELETE FROM allowance WHERE name IN (SELECT name FROM allowance"
                      " WHERE full_at < :at ORDER BY full_at LIMIT :value)",
               .in = &row_key_shape},
    [SETTLE] = {.sql = "UPDATE allowance SET full_at = :value WHERE full_at > :value",
                .in = &row_key_shape},
    {0},
};

/* One allowance that a guess takes from. */
struct taken {
    const struct allowance *of;
    const char *name;
    int64_t full_at;
};

/* One who has a /64 has all its addresses. */
static const char *network_of(struct arena *arena, const char *address)
{
    struct in6_addr six;
    if (inet_pton(AF_INET6, address, &six) != 1)
        return address;
    memset(six.s6_addr + 8, 0, 8);
    char *text = arena_take(arena, INET6_ADDRSTRLEN);
    inet_ntop(AF_INET6, &six, text, INET6_ADDRSTRLEN);
    return text;
}

static struct taken taken_from(struct arena *arena, const struct allowance *of, const char *whose)
{
    const char *name =
        whose ? secret_hash(arena, arena_print(arena, "%s %s", of->sort, whose)) : of->sort;
    return (struct taken){.of = of, .name = name};
}

static size_t list_taken(struct arena *arena, const struct guess *guess, struct taken *taken)
{
    if (guess->browser) {
        taken[0] = taken_from(arena, &of_browser, guess->browser);
        return 1;
    }
    const char *account = text_fold(arena, guess->account, strlen(guess->account));
    taken[0] = taken_from(arena, &of_account, account);
    taken[1] = taken_from(arena, &of_address, network_of(arena, guess->address));
    taken[2] = taken_from(arena, &of_all, NULL);
    return MOST_ALLOWANCES;
}

static struct error *read_taken(struct work *w, struct taken *taken, size_t count)
{
    struct error *err = NULL;
    for (size_t i = 0; i < count && !err; i++) {
        struct row_key key = {.text = taken[i].name};
        int64_t full_at = NOTHING;
        err = db_number(w, &guesses_statements[READ], &key, &full_at);
        int64_t latest = w->now.ms + taken[i].of->at_once * taken[i].of->interval_ms;
        /* The clock was set back: filling never takes longer than from nothing (guesses_settle). */
        if (full_at > latest)
            full_at = latest;
        taken[i].full_at = full_at == NOTHING || full_at < w->now.ms ? w->now.ms : full_at;
    }
    return err;
}

static int64_t wait_of(const struct work *w, const struct taken *taken)
{
    return taken->full_at - w->now.ms - (taken->of->at_once - 1) * taken->of->interval_ms;
}

static struct error *check(struct work *w, const struct taken *taken, size_t count)
{
    int64_t wait = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t of_this = wait_of(w, &taken[i]);
        wait = of_this > wait ? of_this : wait;
    }
    if (wait <= 0)
        return NULL;
    struct error *err = error_new(w->arena, ERROR_TOO_MANY,
                                  "Too many passwords were tried. Wait a minute and try again. A "
                                  "browser that signed in before does not need to wait, and an "
                                  "owner can make a new link for you.");
    err->wait_s = (wait + 999) / 1000;
    return err;
}

static struct error *keep(struct work *w, const struct taken *taken, size_t count, int64_t steps)
{
    struct error *err = NULL;
    for (size_t i = 0; i < count && !err; i++) {
        struct row_key key = {.text = taken[i].name,
                              .value = taken[i].full_at + steps * taken[i].of->interval_ms};
        err = db_run(w, &guesses_statements[KEEP], &key);
    }
    return err;
}

struct error *guess_check(struct work *w, const struct guess *guess)
{
    struct taken taken[MOST_ALLOWANCES];
    size_t count = list_taken(w->arena, guess, taken);
    struct error *err = read_taken(w, taken, count);
    return err ? err : check(w, taken, count);
}

struct error *guess_count(struct work *w, const struct guess *guess)
{
    struct taken taken[MOST_ALLOWANCES];
    struct row_key old = {.at = w->now, .value = PURGED_AT_ONCE};
    size_t count = list_taken(w->arena, guess, taken);
    struct error *err = read_taken(w, taken, count);
    if (!err)
        err = check(w, taken, count);
    if (!err)
        err = keep(w, taken, count, 1);
    return err ? err : db_run(w, &guesses_statements[PURGE], &old);
}

struct error *guess_give_back(struct work *w, const struct guess *guess)
{
    struct taken taken[MOST_ALLOWANCES];
    size_t count = list_taken(w->arena, guess, taken);
    struct error *err = read_taken(w, taken, count);
    return err ? err : keep(w, taken, count, -1);
}

struct error *guesses_settle(struct work *w)
{
    struct row_key key = {.value = w->now.ms + LONGEST_MS};
    return db_run(w, &guesses_statements[SETTLE], &key);
}
