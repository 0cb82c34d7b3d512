/* Makes a big logbook out of a seed, with the functions and the writer that serve people: every
 * conversation is a change of its own, as if it had been typed. */
#include "bench/chance.h"
#include "bench/prose.h"

#include "commands/folder.h"
#include "logbook/changes.h"
#include "logbook/companies.h"
#include "logbook/conversations.h"
#include "logbook/members.h"
#include "logbook/people.h"
#include "logbook/promises.h"
#include "store/migrate.h"
#include "store/writer.h"

#include <getopt.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    TASKS = 1024, /* jobs under way at once */
    RECENT = 512, /* conversations and promises that are still worked with */
    PEOPLE_PER_COMPANY = 8,
    MERGE_WAIT_MS = 300000,
};

/* Five years that end on a fixed day: 2021-11-01 to 2026-10-31. */
static const int64_t first_ms = 1635724800000;
static const int64_t last_ms = 1793404800000;

struct task {
    struct job job;
    struct generator *generator;
    struct error *(*run)(struct work *w, struct task *task, struct change_note *note);
    struct task *next;
    instant now;
    unsigned at;     /* of the member, company or person that is made; of who logs */
    unsigned others; /* people in a conversation beside the first */
    void *asked;
};

struct known {
    ident id;
    int64_t row;
};

/* The last things made, for what comes to them later. Only the writer's thread looks at it. */
struct recent {
    ident ids[RECENT];
    unsigned first, count;
};

struct generator {
    unsigned people, conversations, companies, members;
    struct arena *arena;
    struct writer *writer;
    struct prose prose;
    struct chance chance;
    struct zipf popularity;
    unsigned people_made;
    unsigned *languages;                                          /* by person */
    struct known *known_people, *known_companies, *known_members; /* the writer's thread only */
    struct recent logged, promised;
    struct task tasks[TASKS];
    struct task *free;
    unsigned busy;
    pthread_mutex_t lock;
    pthread_cond_t freed;
};

static void recent_add(struct recent *recent, ident id)
{
    if (recent->count == RECENT)
        recent->first++;
    else
        recent->count++;
    recent->ids[(recent->first + recent->count - 1) % RECENT] = id;
}

static bool recent_take(struct recent *recent, ident *ret_id)
{
    if (recent->count == 0)
        return false;
    *ret_id = recent->ids[recent->first++ % RECENT];
    recent->count--;
    return true;
}

/* ---- on the writer's thread ---------------------------------------------------------------- */

static struct error *make_member(struct work *w, struct task *task, struct change_note *note)
{
    struct member made;
    shape_clear(&member_shape, &made);
    struct error *err = member_make(w, task->asked, &made);
    *note = (struct change_note){"member made", "member", made.id, 0};
    task->generator->known_members[task->at] = (struct known){made.id, made.row};
    return err;
}

static struct error *make_company(struct work *w, struct task *task, struct change_note *note)
{
    struct company made;
    shape_clear(&company_shape, &made);
    struct error *err = company_make(w, task->asked, &made);
    *note = (struct change_note){"company made", "company", made.id, 0};
    task->generator->known_companies[task->at] = (struct known){made.id, made.row};
    return err;
}

static struct error *make_person(struct work *w, struct task *task, struct change_note *note)
{
    struct generator *generator = task->generator;
    struct person *asked = task->asked;
    struct person made;
    shape_clear(&person_shape, &made);
    asked->company_id = generator->known_companies[task->at / PEOPLE_PER_COMPANY].id;
    struct error *err = person_make(w, asked, &made);
    *note = (struct change_note){"person made", "person", made.id, 0};
    generator->known_people[task->at] = (struct known){made.id, made.row};
    return err;
}

/* The parties were put down as numbers: only now is it known which ids they have. */
static struct error *log_conversation(struct work *w, struct task *task, struct change_note *note)
{
    struct generator *generator = task->generator;
    struct conversation asked = *(struct conversation *)task->asked;
    struct party *parties = arena_take(w->arena, (task->others + 1) * sizeof(*parties));
    for (unsigned i = 0; i <= task->others; i++)
        parties[i].id = generator->known_people[((unsigned *)asked.people.items)[i]].id;
    asked.people = (struct list){.items = parties, .count = task->others + 1};
    struct conversation logged;
    shape_clear(&conversation_shape, &logged);
    struct error *err = conversation_log(w, &asked, &logged);
    if (err)
        return err;
    *note = (struct change_note){"conversation logged", "conversation", logged.id, 0};
    recent_add(&generator->logged, logged.id);
    const struct captured *captured = logged.captured.items;
    for (size_t i = 0; i < logged.captured.count; i++) {
        if (captured[i].kind == CAPTURED_PROMISE)
            recent_add(&generator->promised, captured[i].id);
    }
    return NULL;
}

static struct error *keep_promise(struct work *w, struct task *task, struct change_note *note)
{
    struct promise patch;
    struct promise kept;
    ident id;
    if (!recent_take(&task->generator->promised, &id))
        return NULL;
    shape_clear(&promise_shape, &patch);
    shape_clear(&promise_shape, &kept);
    patch.state = PROMISE_KEPT;
    shape_give(&promise_shape, &patch, "state");
    *note = (struct change_note){"promise changed", "promise", id, 0};
    return promise_change(w, id, &patch, &kept);
}

static struct error *edit_conversation(struct work *w, struct task *task, struct change_note *note)
{
    struct conversation changed;
    ident id;
    if (!recent_take(&task->generator->logged, &id))
        return NULL;
    shape_clear(&conversation_shape, &changed);
    *note = (struct change_note){"conversation changed", "conversation", id, 0};
    return conversation_change(w, id, task->asked, &changed);
}

static struct error *run_task(struct job *job, struct db *db, const struct touches *touches)
{
    struct task *task = (struct task *)job;
    struct generator *generator = task->generator;
    const struct known *member = &generator->known_members[task->at % generator->members];
    struct actor actor = {.member = member->row, .member_id = member->id, .scopes = SCOPES_ALL};
    struct work w = {.arena = job->arena, .db = db, .now = task->now, .actor = &actor};
    struct change_note note = {0};
    struct error *err = change_begin(&w);
    if (!err)
        err = task->run(&w, task, &note);
    return err || !note.what ? err : change_end(&w, touches, &note);
}

static void end_task(struct job *job, struct error *err)
{
    struct task *task = (struct task *)job;
    struct generator *generator = task->generator;
    if (err) {
        fprintf(stderr, "generate: %s (%s)\n", err->sentence, err->pointer ? err->pointer : "");
        exit(1);
    }
    arena_reset(job->arena);
    pthread_mutex_lock(&generator->lock);
    task->next = generator->free;
    generator->free = task;
    generator->busy--;
    pthread_cond_signal(&generator->freed);
    pthread_mutex_unlock(&generator->lock);
}

/* ---- on the main thread -------------------------------------------------------------------- */

static struct task *take_task(struct generator *generator)
{
    pthread_mutex_lock(&generator->lock);
    while (!generator->free)
        pthread_cond_wait(&generator->freed, &generator->lock);
    struct task *task = generator->free;
    generator->free = task->next;
    generator->busy++;
    pthread_mutex_unlock(&generator->lock);
    struct arena *arena = task->job.arena;
    *task = (struct task){.job = {.arena = arena, .run = run_task, .done = end_task},
                          .generator = generator};
    return task;
}

static void wait_for_all(struct generator *generator)
{
    pthread_mutex_lock(&generator->lock);
    while (generator->busy)
        pthread_cond_wait(&generator->freed, &generator->lock);
    pthread_mutex_unlock(&generator->lock);
}

static void hand_over(struct generator *generator, struct task *task, instant now)
{
    task->now = now;
    if (!writer_add(generator->writer, &task->job)) {
        fprintf(stderr, "generate: the writer takes nothing more\n");
        exit(1);
    }
}

static void ask_member(struct generator *generator, unsigned at)
{
    struct task *task = take_task(generator);
    struct member *asked = shape_new(task->job.arena, &member_shape);
    asked->name = prose_person(task->job.arena, &generator->chance, at % PROSE_LANGUAGES);
    asked->email = prose_address(task->job.arena, asked->name, at, "inzet.example");
    task->run = make_member;
    task->at = at;
    task->asked = asked;
    hand_over(generator, task, (instant){first_ms});
}

static char *domain_of(struct arena *arena, unsigned company)
{
    return arena_print(arena, "choir%u.example", company);
}

static void ask_company(struct generator *generator, unsigned at)
{
    struct task *task = take_task(generator);
    struct company *asked = shape_new(task->job.arena, &company_shape);
    asked->name = prose_company(task->job.arena, &generator->chance);
    asked->domain = domain_of(task->job.arena, at);
    task->run = make_company;
    task->at = at;
    task->asked = asked;
    hand_over(generator, task, (instant){first_ms});
}

static struct list list_of_handles(struct arena *arena, struct generator *generator,
                                   const char *name, unsigned at)
{
    struct handle *handles = arena_take(arena, 2 * sizeof(*handles));
    handles[0] = (struct handle){.kind = "email", .label = "work"};
    handles[0].value = prose_address(arena, name, at, domain_of(arena, at / PEOPLE_PER_COMPANY));
    handles[1] = (struct handle){.kind = "phone"};
    handles[1].value = arena_print(arena, "+32 4%02u %06u", at % 90 + 10, at * 7919 % 1000000);
    return (struct list){.items = handles, .count = chance_of(&generator->chance, 60) ? 2 : 1};
}

static void ask_person(struct generator *generator, instant now)
{
    static const char *const tags[] = {"board",  "treasurer", "singer",
                                       "school", "trial",     "partner"};
    unsigned at = generator->people_made++;
    unsigned language = prose_pick_language(&generator->chance);
    struct task *task = take_task(generator);
    struct arena *arena = task->job.arena;
    struct person *asked = shape_new(arena, &person_shape);
    const char **words = arena_take(arena, 2 * sizeof(*words));
    words[0] = prose_language(language);
    words[1] = tags[chance_below(&generator->chance, 6)];
    generator->languages[at] = language;
    asked->name = prose_person(arena, &generator->chance, language);
    asked->handles = list_of_handles(arena, generator, asked->name, at);
    asked->languages = (struct list){.items = words, .count = 1};
    asked->tags = (struct list){.items = words + 1, .count = chance_of(&generator->chance, 40)};
    shape_give(&person_shape, asked, "tags");
    asked->role = chance_of(&generator->chance, 50) ? "conductor" : NULL;
    asked->since.number = now.ms / DAY_MS;
    task->run = make_person;
    task->at = at;
    task->asked = asked;
    hand_over(generator, task, now);
}

static struct list list_of_turns(struct arena *arena, struct generator *generator,
                                 unsigned language, instant from)
{
    size_t count = 4 + chance_below(&generator->chance, 12);
    struct turn *turns = arena_take(arena, count * sizeof(*turns));
    for (size_t i = 0; i < count; i++) {
        turns[i] = (struct turn){.given = 0xf,
                                 .at = {from.ms + (int64_t)i * 40000},
                                 .side = i % 2 ? SIDE_US : SIDE_CUSTOMER,
                                 .who = i % 2 ? "us" : "them"};
        turns[i].text = prose_sentence(arena, &generator->prose, &generator->chance, language);
    }
    return (struct list){.items = turns, .count = count};
}

/* Numbers of the people in a conversation: one of whom much or little is heard, then neighbours of
 * theirs, who mostly work at the same place. */
static struct list list_of_people(struct arena *arena, struct generator *generator,
                                  unsigned *ret_others)
{
    unsigned made = generator->people_made;
    unsigned first = zipf_pick(&generator->popularity, &generator->chance, made);
    unsigned dice = chance_below(&generator->chance, 100);
    unsigned others = dice < 75 ? 0 : dice < 93 ? 1 : 2 + chance_below(&generator->chance, 4);
    unsigned *numbers = arena_take(arena, (others + 1) * sizeof(*numbers));
    for (unsigned i = 0; i <= others; i++)
        numbers[i] = (first + i) % made;
    *ret_others = others;
    return (struct list){.items = numbers, .count = others + 1};
}

static void ask_conversation(struct generator *generator, instant happened_at)
{
    static const char *const kinds[] = {"call", "call",    "call", "email", "email",
                                        "chat", "meeting", "note", "visit", "migration"};
    struct chance *chance = &generator->chance;
    struct task *task = take_task(generator);
    struct arena *arena = task->job.arena;
    struct conversation *asked = shape_new(arena, &conversation_shape);
    asked->people = list_of_people(arena, generator, &task->others);
    unsigned language = generator->languages[*(unsigned *)asked->people.items];
    asked->kind = kinds[chance_below(chance, sizeof(kinds) / sizeof(kinds[0]))];
    asked->happened_at = happened_at;
    asked->direction = chance_below(chance, 3);
    asked->offset_minutes = 0;
    asked->minutes = chance_of(chance, 70) ? 5 + chance_below(chance, 55) : NOTHING;
    asked->body = prose_body(arena, &generator->prose, chance, language);
    if (chance_of(chance, 40))
        asked->summary = prose_sentence(arena, &generator->prose, chance, language);
    if (strcmp(asked->kind, "chat") == 0)
        asked->turns = list_of_turns(arena, generator, language, happened_at);
    task->run = log_conversation;
    task->at = chance_below(chance, generator->members);
    task->asked = asked;
    hand_over(generator, task, (instant){happened_at.ms + 60000 * (2 + chance_below(chance, 90))});
}

static void ask_later_work(struct generator *generator, instant now)
{
    struct chance *chance = &generator->chance;
    if (chance_of(chance, 13)) {
        struct task *task = take_task(generator);
        task->run = keep_promise;
        task->at = chance_below(chance, generator->members);
        hand_over(generator, task, now);
    }
    if (chance_of(chance, 3)) {
        struct task *task = take_task(generator);
        struct conversation *patch = shape_new(task->job.arena, &conversation_shape);
        patch->summary = prose_sentence(task->job.arena, &generator->prose, chance, 0);
        shape_give(&conversation_shape, patch, "summary");
        task->run = edit_conversation;
        task->at = chance_below(chance, generator->members);
        task->asked = patch;
        hand_over(generator, task, now);
    }
}

static void generate(struct generator *generator)
{
    for (unsigned i = 0; i < generator->members; i++)
        ask_member(generator, i);
    wait_for_all(generator); /* who logs is looked up by number from here on */
    for (unsigned i = 0; i < generator->companies; i++)
        ask_company(generator, i);
    unsigned last = generator->conversations;
    for (unsigned i = 0; i < last; i++) {
        int64_t passed = (int64_t)((double)(last_ms - first_ms) * i / last);
        instant now = {first_ms + passed};
        /* A tenth of the people are there from the start, all of them after four years. */
        double part = 0.1 + 1.125 * i / last;
        unsigned wanted = (unsigned)((part > 1 ? 1 : part) * generator->people);
        while (generator->people_made < wanted || generator->people_made < 1)
            ask_person(generator, now);
        ask_conversation(generator, now);
        ask_later_work(generator, now);
    }
    wait_for_all(generator);
}

/* ---- putting it together -------------------------------------------------------------------- */

/* The ids come out of the seed too. Only the writer's thread makes any. */
static struct chance id_chance;

static const char *name_of_chance(void)
{
    return "seeded";
}

static uint32_t next_number(void)
{
    return (uint32_t)chance_next(&id_chance);
}

static void fill_bytes(void *bytes, const size_t length)
{
    for (size_t i = 0; i < length; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)chance_next(&id_chance);
}

static struct randombytes_implementation seeded = {
    .implementation_name = name_of_chance, .random = next_number, .buf = fill_bytes};

/* Whoever measures later shall not measure what was left for an idle moment. */
static void wait_for_merges(struct writer *writer)
{
    struct timespec step = {0, 50000000};
    for (int waited = 0; waited < MERGE_WAIT_MS; waited += 50) {
        struct writer_health health = writer_health(writer);
        if (!health.merge_debt && health.wal_bytes == 0)
            return;
        nanosleep(&step, NULL);
    }
}

static struct error *open_writer(struct arena *arena, const char *path, struct writer **ret_writer)
{
    struct folder folder = folder_of(arena, path);
    int lock = -1;
    struct error *err = folder_make(arena, &folder);
    if (!err && !folder_check(arena, &folder))
        err = error_new(arena, ERROR_CONFLICT, "There is a logbook in %s already.", path);
    if (!err)
        err = folder_lock(arena, &folder, &lock);
    if (!err)
        err = migrate(arena, folder.database, folder.copies);
    struct writer_settings settings = {
        .path = folder.database, .most_jobs = 512, .most_ms = 500, .most_waiting = TASKS};
    return err ? err : writer_start(arena, &settings, ret_writer);
}

static void prepare(struct generator *generator)
{
    struct arena *arena = generator->arena;
    generator->members = 20;
    generator->companies = generator->people / PEOPLE_PER_COMPANY + 1;
    generator->prose = prose_make(arena);
    generator->popularity = zipf_make(arena, generator->people, 0.6);
    generator->languages = arena_take(arena, generator->people * sizeof(unsigned));
    generator->known_people = arena_take(arena, generator->people * sizeof(struct known));
    generator->known_companies = arena_take(arena, generator->companies * sizeof(struct known));
    generator->known_members = arena_take(arena, generator->members * sizeof(struct known));
    pthread_mutex_init(&generator->lock, NULL);
    pthread_cond_init(&generator->freed, NULL);
    for (unsigned i = 0; i < TASKS; i++) {
        generator->tasks[i].job.arena = arena_new(16 * 1024);
        generator->tasks[i].next = generator->free;
        generator->free = &generator->tasks[i];
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *read_arguments(int argc, char **argv, struct generator *generator,
                                  uint64_t *ret_seed)
{
    static const struct option options[] = {{"data", required_argument, NULL, 'd'},
                                            {"people", required_argument, NULL, 'p'},
                                            {"conversations", required_argument, NULL, 'c'},
                                            {"seed", required_argument, NULL, 's'},
                                            {0}};
    const char *data = NULL;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
        switch (option) {
        case 'd':
            data = optarg;
            break;
        case 'p':
            generator->people = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'c':
            generator->conversations = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 's':
            *ret_seed = strtoull(optarg, NULL, 10);
            break;
        default:
            return NULL;
        }
    }
    return optind == argc && generator->people && generator->conversations ? data : NULL;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(64 * 1024);
    struct generator *generator = arena_take(arena, sizeof(*generator));
    uint64_t seed = 7;
    *generator = (struct generator){.arena = arena, .people = 10000, .conversations = 200000};
    const char *data = read_arguments(argc, argv, generator, &seed);
    if (!data) {
        fprintf(stderr, "Write: generate --data DIR [--people N] [--conversations N] [--seed N]\n");
        return 2;
    }
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    randombytes_set_implementation(&seeded);
    generator->chance.state = seed;
    id_chance.state = ~seed;
    double started = seconds();
    struct error *err =
        sodium_init() < 0 ? error_new(arena, ERROR_BROKEN, "libsodium cannot be used.") : NULL;
    if (!err)
        err = open_writer(arena, data, &generator->writer);
    if (err) {
        fprintf(stderr, "generate: %s\n", err->sentence);
        return 1;
    }
    prepare(generator);
    generate(generator);
    double made = seconds();
    wait_for_merges(generator->writer);
    writer_stop(generator->writer);
    printf(
        "%u people, %u conversations in %.1f s (%.0f conversations a minute), merged in %.1f s\n",
        generator->people, generator->conversations, made - started,
        60 * generator->conversations / (made - started), seconds() - made);
    return 0;
}
